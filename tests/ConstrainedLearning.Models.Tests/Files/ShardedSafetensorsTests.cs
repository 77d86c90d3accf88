using ConstrainedLearning.Models.Files;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class ShardedSafetensorsTests : IDisposable
{
    private const string Two = """{"metadata":{"total_size":20,"nested":{"a":[1]}},"weight_map":{"c":"two.safetensors","a":"one.safetensors","b":"two.safetensors"}}""";
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public ShardedSafetensorsTests()
    {
        SafetensorsFile.Write(Path.Combine(_folder.Path, "one.safetensors"), [new("a", full([2], 1f)), new("not in the index", zeros(1))]);
        SafetensorsFile.Write(Path.Combine(_folder.Path, "two.safetensors"), [new("c", full([1, 2], 3f)), new("b", full([], 2f))]);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("model.safetensors.index.json", "")]
    [InlineData("model.safetensors.index.json", "model.safetensors.index.json")]
    [InlineData("adapter.index.json", "adapter.index.json")]
    public void A_checkpoint_in_two_files_is_one(string name, string opened)
    {
        _folder.Write(name, Two);

        using var checkpoint = ShardedSafetensors.Open(Path.Combine(_folder.Path, opened));

        checkpoint.Entries.Select(entry => entry.Name).Should().Equal("a", "b", "c");
        checkpoint.Read("a").data<float>().ToArray().Should().Equal(1, 1);
        checkpoint.Read("b").item<float>().Should().Be(2);
        var target = zeros(1, 2);
        checkpoint.ReadInto("c", target);
        target.data<float>().ToArray().Should().Equal(3, 3);
    }

    [Fact]
    public void A_checkpoint_in_one_file_is_one_too()
    {
        File.Move(Path.Combine(_folder.Path, "two.safetensors"), Path.Combine(_folder.Path, "model.safetensors"));

        using var checkpoint = ShardedSafetensors.Open(_folder.Path);

        checkpoint.Entries.Select(entry => entry.Name).Should().Equal("b", "c");
        checkpoint.Read("b").item<float>().Should().Be(2);
    }

    [Fact]
    public void A_tensor_that_the_index_does_not_name_is_not_seen()
    {
        _folder.Write("model.safetensors.index.json", Two);
        using var checkpoint = ShardedSafetensors.Open(_folder.Path);

        var read = () => checkpoint.Read("not in the index");

        read.Should().Throw<SafetensorsException>().WithMessage("*no tensor 'not in the index' among its 3, such as 'a', 'b', 'c'");
    }

    [Theory]
    [InlineData("../one.safetensors")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/one.safetensors")]
    [InlineData("..\\\\one.safetensors")]
    [InlineData("C:one.safetensors")]
    [InlineData("one.safetensors\\u0000")]
    public void A_file_outside_the_folder_is_refused(string file) => Refused($$$"""{"weight_map":{"a":"{{{file}}}"}}""", "*'a' should be in*plain name*");

    [Theory]
    [InlineData("", "*not the JSON of an index*")]
    [InlineData("[]", "*no weight_map*")]
    [InlineData("1", "*no weight_map*")]
    [InlineData("{}", "*no weight_map*")]
    [InlineData("{\"weight_map\":[]}", "*no weight_map*")]
    [InlineData("{\"weight_map\":{\"a\":1}}", "*file of tensor 'a' is no text*")]
    [InlineData("{\"weight_map\":{\"a\":null}}", "*file of tensor 'a' is no text*")]
    [InlineData("{\"weight_map\":{\"a\":\"one.safetensors\",\"a\":\"two.safetensors\"}}", "*not the JSON*")]
    [InlineData("{\"weight_map\":{\"\\ud83d\":\"one.safetensors\"}}", "*not the JSON*")]
    [InlineData("{\"weight_map\":{\"a\":\"\\ud83d\"}}", "*not the JSON*")]
    public void An_index_that_is_none_is_refused(string json, string message) => Refused(json, message);

    [Fact]
    public void A_file_that_is_missing_is_refused() => Refused("""{"weight_map":{"a":"one.safetensors","b":"three.safetensors"}}""", "*three.safetensors*no such file*");

    [Fact]
    public void A_tensor_that_its_file_lacks_is_refused() => Refused("""{"weight_map":{"a":"one.safetensors","d":"two.safetensors"}}""", "*index.json*tensor 'd' is in 'two.safetensors', which has no such tensor*");

    [Fact]
    public void A_damaged_file_is_refused_when_the_checkpoint_is_opened()
    {
        _folder.Write("two.safetensors", new byte[10]);

        Refused(Two, "*two.safetensors*");
    }

    [Fact]
    public void A_folder_without_a_checkpoint_or_no_folder_is_refused()
    {
        var without = () => ShardedSafetensors.Open(_folder.Path);
        var none = () => ShardedSafetensors.Open(Path.Combine(_folder.Path, "none"));

        without.Should().Throw<SafetensorsException>().WithMessage("*neither model.safetensors.index.json nor model.safetensors*");
        none.Should().Throw<SafetensorsException>().WithMessage("*no such file or folder*");
    }

    private void Refused(string index, string message)
    {
        _folder.Write("model.safetensors.index.json", index);

        var open = () => ShardedSafetensors.Open(_folder.Path);

        open.Should().Throw<SafetensorsException>().WithMessage(message);
    }
}
