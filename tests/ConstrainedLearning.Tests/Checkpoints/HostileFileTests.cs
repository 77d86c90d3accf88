using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ConstrainedLearning.Checkpoints;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Checkpoints;

/// <summary>Files whose checksum is right and whose contents are not.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;

    private string FilePath => Path.Combine(_folder, "state.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "header")]
    [InlineData("null", "header")]
    [InlineData("[]", "header")]
    [InlineData("{\"Version\":2", "header")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":null}", "header")]
    [InlineData("{\"Version\":1,\"Metadata\":\"{}\",\"Sections\":[]}", "version 1")]
    [InlineData("{\"Version\":3,\"Metadata\":\"{}\",\"Sections\":[]}", "version 3")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Offset\":-1,\"Length\":4}]}", "'a' lies outside")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Offset\":0,\"Length\":-4}]}", "'a' lies outside")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Offset\":9,\"Length\":8}]}", "'a' lies outside")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Offset\":9223372036854775807,\"Length\":9223372036854775807}]}", "'a' lies outside")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"Float33\",\"Shape\":[2],\"Offset\":0,\"Length\":8}]}", "unknown type 'Float33'")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"77\",\"Shape\":[2],\"Offset\":0,\"Length\":8}]}", "unknown type '77'")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"Float32\",\"Offset\":0,\"Length\":8}]}", "'a' has 8 bytes")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"Float32\",\"Shape\":[3],\"Offset\":0,\"Length\":8}]}", "'a' has 8 bytes")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"Float32\",\"Shape\":[-1,-2],\"Offset\":0,\"Length\":8}]}", "'a' has 8 bytes")]
    [InlineData("{\"Version\":2,\"Metadata\":\"{}\",\"Sections\":[{\"Name\":\"a\",\"Type\":\"Float32\",\"Shape\":[4611686018427387904,4],\"Offset\":0,\"Length\":8}]}", "'a' has 8 bytes")]
    public void Header_that_lies_is_refused(string header, string message)
    {
        Forge(Encoding.UTF8.GetBytes(header), new byte[16]);

        FluentActions.Invoking(() => CheckpointFile.Read(FilePath)).Should().Throw<CheckpointException>().WithMessage($"*{message}*");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    public void Length_of_the_header_that_lies_is_refused(long length)
    {
        Forge("{}"u8.ToArray(), new byte[16], length);

        FluentActions.Invoking(() => CheckpointFile.Read(FilePath)).Should().Throw<CheckpointException>().WithMessage("*longer than the file*");
    }

    [Fact]
    public void Every_flipped_byte_and_every_cut_is_seen()
    {
        var contents = new CheckpointContents();
        contents.Tensors["a"] = tensor([1.0, 2, 3]);
        contents.Blobs["b"] = [1, 2, 3];
        CheckpointFile.Write(FilePath, contents);
        var bytes = File.ReadAllBytes(FilePath);
        CheckpointFile.Read(FilePath).Tensors["a"].ToDoubles().Should().Equal(1, 2, 3);

        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            Refused(bytes);
            bytes[i] ^= 0x10;
            Refused(bytes[..i]);
        }

        void Refused(byte[] damaged)
        {
            File.WriteAllBytes(FilePath, damaged);
            FluentActions.Invoking(() => CheckpointFile.Read(FilePath)).Should().Throw<CheckpointException>();
        }
    }

    [Theory]
    [InlineData("optimizer")]
    [InlineData("random/cpu")]
    [InlineData("settings")]
    [InlineData("metadata")]
    [InlineData("cut optimizer")]
    [InlineData("cut random numbers")]
    public void File_that_lacks_a_part_is_refused_and_nothing_is_touched(string part)
    {
        using (var run = new ResumableRun(new ResumableRun.Options()))
        {
            run.Run(3);
            run.Save(FilePath);
        }
        var contents = CheckpointFile.Read(FilePath);
        var forged = new CheckpointContents { Metadata = part == "metadata" ? "{" : contents.Metadata };
        foreach (var (name, value) in contents.Tensors) forged.Tensors[name] = value;
        foreach (var (name, value) in contents.Blobs) forged.Blobs[name] = value;
        forged.Tensors.Remove(part);
        forged.Blobs.Remove(part);
        if (part == "cut optimizer") forged.Blobs["optimizer"] = forged.Blobs["optimizer"][..^5];
        if (part == "cut random numbers") forged.Tensors["random/cpu"] = forged.Tensors["random/cpu"].narrow(0, 0, 50).clone();
        CheckpointFile.Write(FilePath, forged);
        using var other = new ResumableRun(new ResumableRun.Options { Seed = 5 });
        other.Run(2);
        var before = other.Everything();

        FluentActions.Invoking(() => other.Load(FilePath)).Should().Throw<CheckpointException>();

        ResumableRun.Differences(other.Everything(), before).Should().BeEmpty();
    }

    private void Forge(byte[] header, byte[] body, long? length = null)
    {
        var start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, length ?? header.Length);
        byte[] bytes = [.. "CLCHKPT1"u8, .. start, .. header, .. body];
        File.WriteAllBytes(FilePath, [.. bytes, .. SHA256.HashData(bytes)]);
    }
}
