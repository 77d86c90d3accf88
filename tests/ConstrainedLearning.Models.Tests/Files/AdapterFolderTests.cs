using ConstrainedLearning.Models.Files;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class AdapterFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var (path, values) = (Path.Combine(_folder.Path, "new", "folder"), randn(3, 2));
        AdapterFolder.Write(path, """{"peft_type":"LORA","ü":1}""", [new("a.lora_A.weight", values), new("b", values.t())]);

        Directory.GetFiles(path).Select(Path.GetFileName).Should().BeEquivalentTo("adapter_config.json", "adapter_model.safetensors");
        var (config, tensors) = AdapterFolder.Read(path);
        config.Should().Be("""{"peft_type":"LORA","ü":1}""");
        tensors.Keys.Should().BeEquivalentTo("a.lora_A.weight", "b");
        tensors["a.lora_A.weight"].Equals(values).Should().BeTrue();
        tensors["b"].Equals(values.t()).Should().BeTrue();
        using var file = SafetensorsFile.Open(Path.Combine(path, AdapterFolder.TensorsName));
        file.Metadata.Should().Equal(new Dictionary<string, string> { ["format"] = "pt" });
        // The tensors and a header, and nothing of a model.
        new FileInfo(Path.Combine(path, AdapterFolder.TensorsName)).Length.Should().BeInRange(2 * 24 + 8, 2 * 24 + 8 + 300);
    }

    [Fact]
    public void What_cannot_be_written_leaves_what_was_there()
    {
        AdapterFolder.Write(_folder.Path, "{}", [new("a", ones(2))]);
        var before = Directory.GetFiles(_folder.Path).ToDictionary(path => path, File.ReadAllBytes);
        FluentActions.Invoking(() => AdapterFolder.Write(_folder.Path, "{\"r\":2}", [new("a", ones(2)), new("b", ones(2, complex64))])).Should().Throw<ArgumentException>().WithMessage("*'b'*ComplexFloat32*");
        FluentActions.Invoking(() => AdapterFolder.Write(_folder.Path, "\ud800", [])).Should().Throw<ArgumentException>();
        Directory.GetFiles(_folder.Path).Should().BeEquivalentTo(before.Keys);
        foreach (var (path, bytes) in before) File.ReadAllBytes(path).Should().Equal(bytes);
    }

    [Fact]
    public void What_is_no_adapter_is_refused_by_the_file()
    {
        void Refused(string message) => FluentActions.Invoking(() => AdapterFolder.Read(_folder.Path)).Should().Throw<SafetensorsException>().WithMessage(message);

        FluentActions.Invoking(() => AdapterFolder.Read(Path.Combine(_folder.Path, "nowhere"))).Should().Throw<SafetensorsException>().WithMessage("*no such folder*");
        Refused("*adapter_config.json*no such file*");
        _folder.Write("adapter_config.json", [0xff, 0xfe, 0]);
        Refused("*adapter_config.json*not UTF-8*");
        _folder.Write("adapter_config.json", new byte[10_000_001]);
        Refused("*adapter_config.json*10,000,001 bytes*");
        _folder.Write("adapter_config.json", [0xef, 0xbb, 0xbf, (byte)'{', (byte)'}']);
        Refused("*adapter_model.safetensors*no such file*");
        _folder.Write("adapter_model.bin", "anything");
        Refused("*adapter_model.bin*pickle*safe_serialization=True*");
        _folder.Write("adapter_model.safetensors", "anything else");
        Refused("*adapter_model.safetensors*");
        SafetensorsFile.Write(Path.Combine(_folder.Path, "adapter_model.safetensors"), []);
        AdapterFolder.Read(_folder.Path).ConfigJson.Should().Be("{}", "the mark of the byte order is no part of the text");
    }
}
