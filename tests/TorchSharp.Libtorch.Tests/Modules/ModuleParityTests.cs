using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Libtorch.Tests.Modules;

/// <summary>The same seed gives PyTorch's first values, results, gradients and statistics, layer by layer.</summary>
public sealed class ModuleParityTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "modules.json"))).RootElement;

    public static TheoryData<string> Names => [.. Golden.EnumerateObject().Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_with_the_same_seed_gives_the_numbers_of_PyTorch(string name)
    {
        var expected = Golden.GetProperty(name);
        var @case = ModuleCases.All[name];
        manual_seed(7);
        using var layer = @case.Build();
        layer.train(!@case.Evaluate);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [.. @case.Shapes.Select(shape => randn(shape, requires_grad: true))];

        var output = @case.Run(layer, inputs);
        (output.square().sum() / 2).backward();

        Compare(output, expected.GetProperty("output"), "the output");
        for (var i = 0; i < inputs.Length; i++) Compare(inputs[i].grad!, expected.GetProperty("inputs")[i], $"the gradient of input {i}");
        CompareAll(layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter)), expected.GetProperty("parameters"), "parameter");
        CompareAll(layer.named_parameters().Select(p => (p.name, p.parameter.grad!)), expected.GetProperty("gradients"), "gradient");
        CompareAll(layer.named_buffers(), expected.GetProperty("buffers"), "buffer");
    }

    [Theory]
    [MemberData(nameof(SimpleNames))]
    public void Layer_outside_any_scope_leaves_nothing_behind_but_its_result(string name)
    {
        var @case = ModuleCases.All[name];
        // What other tests left to the finaliser goes first.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        var layer = @case.Build();
        var inputs = @case.Shapes.Select(shape => randn(shape)).ToArray();
        var living = Tensor.TotalCount;

        var output = @case.Run(layer, inputs);

        Tensor.TotalCount.Should().Be(living + 1);
        output.Dispose();
        foreach (var input in inputs) input.Dispose();
        layer.Dispose();
        Tensor.TotalCount.Should().Be(before);
    }

    /// <summary>The cases whose call makes no tensors of its own.</summary>
    public static TheoryData<string> SimpleNames => [.. ModuleCases.All.Where(entry => entry.Value.Call is null || entry.Key.StartsWith("Transformer", StringComparison.Ordinal)).Select(entry => entry.Key)];

    private static void CompareAll(IEnumerable<(string name, Tensor tensor)> got, JsonElement expected, string what)
    {
        var tensors = got.ToList();
        tensors.Select(entry => entry.name).Should().Equal(expected.EnumerateObject().Select(entry => Plain(entry.Name)));
        foreach (var (entry, (name, tensor)) in expected.EnumerateObject().Zip(tensors)) Compare(tensor, entry.Value, $"{what} {name}");
    }

    private static string Plain(string name) => name.StartsWith("inner.", StringComparison.Ordinal) ? name["inner.".Length..] : name;

    private static void Compare(Tensor tensor, JsonElement expected, string what)
    {
        var got = tensor.detach().to(ScalarType.Float64).reshape(-1).data<double>().ToArray();
        var wanted = expected.EnumerateArray().Select(number => number.GetDouble()).ToArray();
        got.Should().HaveCount(wanted.Length, what);
        for (var i = 0; i < got.Length; i++) got[i].Should().BeApproximately(wanted[i], 2e-6 + (2e-5 * Math.Abs(wanted[i])), $"{what} has it at {i}");
    }
}
