using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>Steps of a learner.</summary>
/// <param name="learner">Disposed with the workload.</param>
/// <param name="evaluate">What a step measures.</param>
/// <param name="owned">What else is disposed with the workload.</param>
internal sealed class EngineStep(PrimalDual learner, Func<Evaluation> evaluate, params IDisposable[] owned) : IWorkload
{
    public void Run(long times)
    {
        for (var i = 0L; i < times; i++) learner.Step(evaluate);
        if (learner.Device.type == TorchSharp.DeviceType.CUDA) cuda.synchronize();
    }

    public void Dispose()
    {
        learner.Dispose();
        foreach (var item in owned) item.Dispose();
    }
}
