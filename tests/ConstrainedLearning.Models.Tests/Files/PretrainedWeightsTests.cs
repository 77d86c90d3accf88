using ConstrainedLearning.Models.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Files;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly nn.Module<Tensor, Tensor> _source = Network(), _target = Network();

    private string File => Path.Combine(_folder.Path, "weights.safetensors");

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Parameters_and_buffers_come_from_a_file_a_folder_or_several_files()
    {
        var state = _source.state_dict();
        SafetensorsFile.Write(File, state);
        SafetensorsFile.Write(Path.Combine(_folder.Path, "model.safetensors"), state);
        var sharded = Directory.CreateDirectory(Path.Combine(_folder.Path, "sharded")).FullName;
        SafetensorsFile.Write(Path.Combine(sharded, "one.safetensors"), state.Where(pair => pair.Key.StartsWith('a')));
        SafetensorsFile.Write(Path.Combine(sharded, "two.safetensors"), state.Where(pair => pair.Key.StartsWith('b')));
        var map = string.Join(',', state.Keys.Select(name => $"\"{name}\":\"{(name.StartsWith('a') ? "one" : "two")}.safetensors\""));
        var index = Path.Combine(sharded, "model.safetensors.index.json");
        System.IO.File.WriteAllText(index, "{\"weight_map\":{" + map + "}}");

        foreach (var path in new[] { File, _folder.Path, sharded, index })
        {
            using var target = Network();
            Same(target, _source).Should().BeFalse();
            PretrainedWeights.Load(target, path);
            Same(target, _source).Should().BeTrue(path);
            target.state_dict().Should().HaveCount(7, "weights, biases and the running statistics with their count");
            target.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
        }
    }

    [Fact]
    public void Names_meet_by_renaming_and_narrower_types_are_widened()
    {
        SafetensorsFile.Write(File, _source.state_dict().Select(pair => KeyValuePair.Create("model." + pair.Key, pair.Value.is_floating_point() ? pair.Value.to(ScalarType.BFloat16) : pair.Value)).Append(new("head", ones(1))));
        PretrainedWeights.Load(_target, File, name => name.StartsWith("model.", StringComparison.Ordinal) ? name["model.".Length..] : null);
        foreach (var (name, value) in _target.state_dict()) value.Equals(_source.state_dict()[name].to(ScalarType.BFloat16).to(value.dtype)).Should().BeTrue(name);
        _target.state_dict()["a.weight"].dtype.Should().Be(ScalarType.Float32);
    }

    [Fact]
    public void All_that_is_wrong_is_listed_and_nothing_changes()
    {
        void Refused(Func<string, string?>? rename, string message)
        {
            using var before = Network();
            before.load_state_dict(_target.state_dict());
            FluentActions.Invoking(() => PretrainedWeights.Load(_target, File, rename)).Should().Throw<SafetensorsException>().WithMessage(message);
            Same(_target, before).Should().BeTrue();
        }

        var state = _source.state_dict();
        SafetensorsFile.Write(File, [new("a.weight", state["a.weight"]), new("a.bias", ones(4)), new("b.weight", ones(3, ScalarType.Int64)), new("c", ones(1)), new("d", ones(1))]);
        Refused(null, "*it lacks 'b.bias', 'b.running_mean', 'b.running_var', 'b.num_batches_tracked'; the network has no 'c', 'd'; 'b.weight' is Int64 of shape ?3?, expected Float32 of shape ?3?, 'a.bias' is Float32 of shape ?4?, expected Float32 of shape ?3?. Nothing was loaded*");
        Refused(name => "a.weight", "*'*' and '*' are both renamed to 'a.weight'*");
        SafetensorsFile.Write(File, state);
        // The last tensor is cut off: the header tells.
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(file.Length - 1);
        Refused(null, "*cut short*");
        FluentActions.Invoking(() => PretrainedWeights.Load(_target, Path.Combine(_folder.Path, "nowhere"))).Should().Throw<SafetensorsException>();
    }

    private static nn.Module<Tensor, Tensor> Network() => nn.Sequential(("a", nn.Linear(2, 3)), ("b", nn.BatchNorm1d(3)));

    private static bool Same(nn.Module left, nn.Module right) => left.state_dict().All(pair => pair.Value.Equals(right.state_dict()[pair.Key]));
}
