using ConstrainedLearning.Models.Files;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Place => Path.Combine(_folder.Path, "model.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_write_that_fails_in_the_middle_leaves_the_old_file_and_nothing_else()
    {
        SafetensorsFile.Write(Place, [new("w", ones(2))]);
        var before = File.ReadAllBytes(Place);

        // The second tensor has a type and a shape, and no values.
        var write = () => SafetensorsFile.Write(Place, [new("a", zeros(100)), new("b", empty(3, device: META))]);

        write.Should().Throw<Exception>();
        File.ReadAllBytes(Place).Should().Equal(before);
        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(Place);
    }

    [Fact]
    public void What_a_killed_program_left_beside_the_file_is_in_nobodys_way()
    {
        _folder.Write("model.safetensors.writing", new byte[10_000]);

        SafetensorsFile.Write(Place, [new("w", ones(2))]);

        using var file = SafetensorsFile.Open(Place);
        file.Read("w").data<float>().ToArray().Should().Equal(1, 1);
        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(Place);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_IOException()
    {
        var write = () => SafetensorsFile.Write(Path.Combine(_folder.Path, "none", "model.safetensors"), [new("w", ones(2))]);

        write.Should().Throw<IOException>().WithMessage("*none*");
    }

    [Fact]
    public void A_name_twice_is_refused() => Refused([new("w", ones(2)), new("w", ones(3))], "two tensors are called 'w'*");

    [Fact]
    public void The_name_of_the_metadata_is_refused() => Refused([new("__metadata__", ones(2))], "a tensor is called '__metadata__'*");

    [Fact]
    public void A_type_that_the_format_lacks_is_refused() => Refused([new("w", ones(2).to(complex64))], "tensor 'w' is of type ComplexFloat32, expected one of Int64, *Bool*");

    [Fact]
    public void Half_a_character_in_a_name_is_refused() => Refused([new("w\ud83d", ones(2))], "*half a character*");

    [Fact]
    public void Half_a_character_in_the_metadata_is_refused() => Refused([new("w", ones(2))], "*half a character*", new() { ["format"] = "\ude00" });

    private void Refused(KeyValuePair<string, Tensor>[] tensors, string message, Dictionary<string, string>? metadata = null)
    {
        var write = () => SafetensorsFile.Write(Place, tensors, metadata);

        write.Should().Throw<ArgumentException>().WithMessage(message);
        Directory.GetFileSystemEntries(_folder.Path).Should().BeEmpty();
    }
}
