using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class OperationTests : IDisposable
{
    private const double Tolerance = 2e-6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. OperationTable.All.Keys];

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Table_and_golden_file_name_the_same_operations() =>
        OperationTable.All.Keys.Should().BeEquivalentTo(OperationCase.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_has_the_type_shape_and_values_of_PyTorch(string name)
    {
        var expected = OperationCase.All[name];

        var output = OperationTable.All[name](expected.Inputs());

        output.dtype.Should().Be(Type(expected.Dtype));
        output.shape.Should().Equal(expected.Shape);
        Agree(output, expected.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_has_the_gradients_of_PyTorch(string name)
    {
        var expected = OperationCase.All[name];
        var inputs = expected.Inputs();
        var leaves = inputs.Where(x => x.is_floating_point()).ToArray();
        foreach (var leaf in leaves) leaf.requires_grad = true;

        var output = OperationTable.All[name](inputs);

        output.requires_grad.Should().Be(expected.Gradients is not null);
        if (expected.Gradients is not { } gradients) return;
        var weights = arange(output.numel(), float64).cos().reshape(output.shape);
        var measured = autograd.grad([(output * weights).sum()], leaves, allow_unused: true);
        for (var i = 0; i < leaves.Length; i++)
        {
            measured[i].IsInvalid.Should().Be(gradients[i] is null);
            if (gradients[i] is { } wanted) Agree(measured[i], wanted);
        }
    }

    private static void Agree(Tensor measured, double[] expected)
    {
        var values = measured.detach().to(float64).contiguous().data<double>().ToArray();
        values.Should().HaveCount(expected.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var close = values[i].Equals(expected[i]) || Math.Abs(values[i] - expected[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            close.Should().BeTrue("element {0} is {1}, PyTorch has {2}", i, values[i], expected[i]);
        }
    }

    private static ScalarType Type(string name) => name switch
    {
        "bool" => ScalarType.Bool,
        "uint8" => ScalarType.Byte,
        _ => Enum.Parse<ScalarType>(name, ignoreCase: true),
    };
}
