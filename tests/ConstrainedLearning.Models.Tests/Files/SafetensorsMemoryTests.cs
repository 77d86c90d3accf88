using System.Text;
using ConstrainedLearning.Models.Files;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class SafetensorsMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_goes_to_the_file_and_back_without_the_managed_heap()
    {
        using var scope = NewDisposeScope();
        var (path, tensor) = (Path.Combine(_folder.Path, "big.safetensors"), rand(2_000_000));
        Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000, "the tensor has 8,000,000 bytes");

        void Run()
        {
            SafetensorsFile.Write(path, [new("w", tensor)]);
            using var file = SafetensorsFile.Open(path);
            file.Read("w").Dispose();
        }
    }

    [Fact]
    public void A_tensor_behind_five_gigabytes_is_read_alone()
    {
        const long Far = 5_000_000_000;
        var header = Encoding.UTF8.GetBytes($$$"""{"far":{"dtype":"I16","shape":[2],"data_offsets":[{{{Far}}},{{{Far + 4}}}]},"large":{"dtype":"U8","shape":[5000,1000000],"data_offsets":[0,{{{Far}}}]}}""");
        var path = _folder.Write("sparse.safetensors", SafetensorsSample.Bytes(header, 0));
        using (var write = File.OpenWrite(path))
        {
            write.Seek(8 + header.Length + Far, SeekOrigin.Begin);
            write.Write([1, 0, 255, 255]);
        }

        using var file = SafetensorsFile.Open(path);
        using var read = file.Read("far");

        file.Entries[0].ByteLength.Should().Be(Far);
        read.data<short>().ToArray().Should().Equal(1, -1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(1000)]
    public void The_pieces_of_a_tensor_are_its_bytes_in_order(long pieceBytes)
    {
        using var scope = NewDisposeScope();
        var tensor = arange(14, int64)[2..].view(3, 4);
        var bytes = new List<byte>();

        TensorMemory.ForEachPiece(tensor, (piece, start) =>
        {
            start.Should().Be(bytes.Count);
            piece.Length.Should().BeLessThanOrEqualTo((int)Math.Max(8, pieceBytes));
            bytes.AddRange(piece.ToArray());
        }, pieceBytes);

        bytes.Should().Equal(Enumerable.Range(2, 12).SelectMany(value => BitConverter.GetBytes((long)value)));
    }
}
