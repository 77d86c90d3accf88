using System.Security.Cryptography;
using ConstrainedLearning.Models.Data.Images.Formats;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images;

/// <summary>A file that images were read from.</summary>
/// <param name="Path">Where it is; for the embedded set, its name.</param>
/// <param name="Sha256">Hash of its contents, decompressed, lower-case hexadecimal.</param>
public sealed record ImageFile(string Path, string Sha256);

/// <summary>A data set with its canonical split. Both parts are in memory once, on the device.</summary>
public sealed class ImageData : IDisposable
{
    /// <summary>
    /// <c>digits</c>: 1,797 hand-written digits of 8x8, in the library; the first 1,437 train, as usual. Their 17 levels are stretched to 0..255.
    /// Source and licence: <c>Data/Embedded/README.md</c>.
    /// </summary>
    public const string Digits = "digits";

    private const int DigitsTraining = 1437;

    /// <summary>Takes over both parts, which are disposed with it.</summary>
    public ImageData(ImageSet train, ImageSet test, IReadOnlyList<ImageFile>? files = null) => (Train, Test, Files) = (train, test, files ?? []);

    /// <summary>All names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Digits, .. ImageSource.All.Select(source => source.Name)];

    /// <summary>What the parameters are fitted on.</summary>
    public ImageSet Train { get; }

    /// <summary>What is reported. No data set here has a canonical validation part: <see cref="ImageSet.HoldOut"/> makes one.</summary>
    public ImageSet Test { get; }

    /// <summary>What was read, in order: for the record of a run.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>
    /// Opens a known data set: the first folder that holds both parts, of the data directory, the cache and the distribution's packages. Incomplete files are
    /// taken as they are; complete ones must have the published hash.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>, whatever the case.</param>
    /// <param name="options">Where to look and where the images go.</param>
    /// <exception cref="DataException">Unknown name, no files, or files that are not what they should be.</exception>
    public static ImageData Open(string name, ImageDataOptions? options = null)
    {
        options ??= new();
        if (name.Equals(Digits, StringComparison.OrdinalIgnoreCase))
            return OpenDigits(options.Device ?? CPU);
        var source = ImageSource.Find(name) ?? throw new DataException($"there is no image data set \"{name}\"{NearestName.Hint(name, Names)}");
        List<string> folders = [.. Folders(source, options)];
        var (train, test) = folders.Select(folder => (Train: source.Format.Find(folder, Part.Train), Test: source.Format.Find(folder, Part.Test)))
            .FirstOrDefault(parts => parts.Train.Count > 0 && parts.Test.Count > 0);
        if (train is null)
            throw new DataException($"{source.Name}: training and test files are not together in any of {string.Join(", ", folders)}; {source.HowToGet}");

        List<ImageFile> files = [];
        using var trainImages = source.Format.Read(train, OpenFile);
        using var testImages = source.Format.Read(test, OpenFile);
        return Split(source.Name, source.ClassNames, trainImages, testImages, files, options.Device ?? CPU);

        byte[] OpenFile(string path)
        {
            var contents = FileContents.Read(path);
            files.Add(new(path, Hash(contents)));
            source.Verify(path, contents.Length, files[^1].Sha256);
            return contents;
        }
    }

    /// <summary>Both parts, every image transformed once: seed 1 for training, 0 for test, as published. The caller disposes the result.</summary>
    public ImageData Transformed(SyntheticSymmetry symmetry)
    {
        var train = symmetry.Apply(Train, seed: 1);
        return new(train, symmetry.Apply(Test, seed: 0, train.Statistics), Files);
    }

    /// <summary>Frees both parts.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    /// <summary>Whether <see cref="Open"/> would find files.</summary>
    internal static bool IsThere(string name, ImageDataOptions options) => ImageSource.Find(name) is { } source
        && Folders(source, options).Any(folder => source.Format.Find(folder, Part.Train).Count > 0 && source.Format.Find(folder, Part.Test).Count > 0);

    private static IEnumerable<string> Folders(ImageSource source, ImageDataOptions options)
    {
        if (options.DataDirectory is { } own)
            // MNIST and its relatives have the same file names: a folder of the set's own goes before the directory itself.
            foreach (var folder in source.Folders.Append(""))
                yield return Path.Combine(own, folder);
        yield return Path.Combine(options.CacheDirectory ?? DataStore.DefaultCacheDirectory, source.Folders[0]);
        yield return Path.Combine(options.PackagedDirectory, source.Name);
    }

    private static ImageData OpenDigits(Device device)
    {
        const string resource = Digits + ".csv.gz";
        using var stream = typeof(ImageData).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the resource {resource} is not in the assembly; the build left it out.");
        using var raw = new MemoryStream();
        stream.CopyTo(raw);
        var contents = FileContents.Decompress(resource, raw.ToArray());
        using var all = DigitsFormat.Parse(Digits, contents);
        var count = all.Labels.shape[0];
        using var train = new LabelledImages(all.Images.narrow(0, 0, DigitsTraining), all.Labels.narrow(0, 0, DigitsTraining));
        using var test = new LabelledImages(all.Images.narrow(0, DigitsTraining, count - DigitsTraining), all.Labels.narrow(0, DigitsTraining, count - DigitsTraining));
        return Split(Digits, ImageClasses.Digits, train, test, [new(Digits, Hash(contents))], device);
    }

    private static ImageData Split(string name, IReadOnlyList<string> classes, LabelledImages train, LabelledImages test, IReadOnlyList<ImageFile> files, Device device)
    {
        var training = On(device, $"{name} (training)", classes, train, null);
        return new(training, On(device, $"{name} (test)", classes, test, training.Statistics), files);
    }

    // On the CPU the set shares the memory, which lives as long as the last of the tensors that see it.
    private static ImageSet On(Device device, string name, IReadOnlyList<string> classes, LabelledImages images, ChannelStatistics? statistics) =>
        new(name, images.Images.to(device), images.Labels.to(device), classes, statistics);

    private static string Hash(byte[] contents) => Convert.ToHexStringLower(SHA256.HashData(contents));
}
