using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace Gpu.Tests.Synchronizations;

[Trait("Category", "GPU")]
public sealed class SynchronizationTests
{
    [GpuFact]
    public void Reading_a_number_is_counted()
    {
        using var number = ones([], device: Target.Device);

        Count(() => number.ToDouble()).Should().BePositive("a count that sees nothing would prove nothing");
    }

    [GpuFact]
    public void A_constrained_step_waits_for_the_device_not_once()
    {
        using var training = new ConstrainedTraining(Target.Device);
        training.Run(10);

        Count(() => training.Run(20)).Should().Be(0);
    }

    private static long Count(Action work)
    {
        cuda.synchronize();
        NativeError.Check(NativeMethods.td_watch_synchronizations(1));
        try
        {
            work();
            return NativeMethods.td_synchronizations();
        }
        finally
        {
            NativeError.Check(NativeMethods.td_watch_synchronizations(0));
        }
    }
}
