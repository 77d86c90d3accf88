using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class FileTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _path = Path.GetTempFileName();

    public void Dispose()
    {
        _scope.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.ComplexFloat64)]
    public void Saved_tensor_is_read_back_equal(ScalarType type)
    {
        var saved = arange(6).reshape(2, 3).to(type);
        save(saved, _path);

        var read = load(_path);

        read.dtype.Should().Be(type);
        read.Equals(saved).Should().BeTrue();
    }

    [Fact]
    public void Bytes_are_type_rank_sizes_and_elements()
    {
        tensor(new[,] { { (byte)1, (byte)2 }, { (byte)3, (byte)200 } }).t().Save(_path);

        File.ReadAllBytes(_path).Should().Equal(0, 2, 2, 2, 1, 3, 2, 200);
    }

    [Fact]
    public void Load_into_a_tensor_fills_it_and_refuses_another_shape_or_type()
    {
        ones(2, 2).Save(_path);
        var target = zeros(2, 2, requires_grad: true);
        using (var reader = new BinaryReader(File.OpenRead(_path))) target.Load(reader);
        target.sum().ToSingle().Should().Be(4);

        foreach (var wrong in new[] { zeros(4), zeros(2, 2, float64) })
        {
            var load = () =>
            {
                using var reader = new BinaryReader(File.OpenRead(_path));
                wrong.Load(reader);
            };
            load.Should().Throw<ArgumentException>().WithMessage("*Mismatched*");
        }
    }

    [Fact]
    public void Several_tensors_in_one_stream_are_read_one_after_the_other_and_skipped()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            ones(3).Save(writer);
            arange(4).Save(writer);
        }
        stream.Position = 0;
        using var reader = new BinaryReader(stream);

        TensorExtensionMethods.Load(reader, skip: true).sum().ToSingle().Should().Be(0);

        TensorExtensionMethods.Load(reader).sum().ToInt64().Should().Be(6);
    }

    [Fact]
    public void Cut_file_is_refused()
    {
        ones(100).Save(_path);
        using (var file = File.OpenWrite(_path)) file.SetLength(50);

        var read = () => load(_path);

        read.Should().Throw<InvalidDataException>().WithMessage("*cut short*");
    }
}
