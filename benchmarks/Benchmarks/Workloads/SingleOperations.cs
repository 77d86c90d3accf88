using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>One operation on one element: what a call costs, apart from its arithmetic.</summary>
internal sealed class SingleOperation(Action<Tensor, Tensor> operation, bool grad = false) : IWorkload
{
    private readonly Tensor _a = tensor(1.5f).reshape(1).requires_grad_(grad), _b = tensor(2.5f).reshape(1);

    public void Run(long times)
    {
        for (var i = 0L; i < times; i++) operation(_a, _b);
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    internal static void Add(Tensor a, Tensor b) => (a + b).Dispose();

    internal static void AddInPlace(Tensor a, Tensor b) => a.add_(b).Dispose();

    internal static void Double(Tensor a, Tensor b) => (a * 2.0).Dispose();

    internal static void Shape(Tensor a, Tensor b) => _ = a.shape;

    internal static void Item(Tensor a, Tensor b) => _ = a.item<float>();
}
