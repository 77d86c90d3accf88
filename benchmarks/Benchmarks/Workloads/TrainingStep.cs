using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>A whole step: clear the gradients, forward, loss, backward, update.</summary>
/// <param name="model">What is trained; disposed with the workload.</param>
/// <param name="optimizer">What trains it; disposed with the workload.</param>
/// <param name="x">One batch, used again and again.</param>
/// <param name="y">Its targets.</param>
/// <param name="loss">What is minimised.</param>
internal sealed class TrainingStep(
    nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> loss) : IWorkload
{
    public void Run(long times)
    {
        for (var i = 0L; i < times; i++) Step();
        if (x.is_cuda) cuda.synchronize();
    }

    /// <summary>One step, without waiting for the device.</summary>
    internal void Step()
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        loss(model.call(x), y).backward();
        optimizer.step();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        x.Dispose();
        y.Dispose();
    }
}
