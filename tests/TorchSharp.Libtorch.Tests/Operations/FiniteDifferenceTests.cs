using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class FiniteDifferenceTests : IDisposable
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Expressions = new()
    {
        ["normalised error"] = x => ((x - x.mean([0], keepdim: true)) / (x.std(0, unbiased: false, keepdim: true) + 0.1)).square().mean(),
        ["attention"] = x => x.matmul(x.t()).div(2).softmax(-1).matmul(x).tanh().sum(),
        ["indexed and scattered"] = x => zeros_like(x).index_add(0, tensor(new[] { 2L, 0L, 1L }), x[.., TensorIndex.Slice()] * x, 1.5).cumsum(1).sin().sum(),
        ["spectrum"] = x => fft.rfft(x).abs().log1p().sum(),
        ["determinant of a gram matrix"] = x => x.matmul(x.t()).add(eye(3, dtype: float64)).logdet(),
        ["clamped and masked"] = x => where(x > 0, x.clamp(max: 0.7), x.exp()).masked_fill(x > 1, 0).sum(),
        ["assigned"] = x => Assigned(x).prod(1).sum(),
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Expressions.Keys];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_the_limit_of_the_difference_quotient(string name)
    {
        const double H = 1e-6;
        var f = Expressions[name];
        manual_seed(5);
        var x = randn([3, 4], float64, requires_grad: true);
        f(x).backward();
        var gradient = x.grad!.contiguous().data<double>().ToArray();
        using var unrecorded = no_grad();
        for (var i = 0; i < gradient.Length; i++)
        {
            var direction = zeros(12, float64);
            direction[i] = H;
            direction = direction.reshape(3, 4);
            var quotient = (f(x + direction).ToDouble() - f(x - direction).ToDouble()) / (2 * H);
            gradient[i].Should().BeApproximately(quotient, 1e-6 * Math.Max(1, Math.Abs(quotient)));
        }
    }

    private static Tensor Assigned(Tensor x)
    {
        var copy = x.clone();
        copy[1..] = x[..2] * 2;
        copy[.., 1] = 3;
        return copy;
    }
}
