namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.ChainedLR(IEnumerable{LRScheduler})"/>
                public class ChainedLR(IEnumerable<LRScheduler> schedulers) : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers = [.. schedulers];

                    /// <inheritdoc/>
                    public override void step()
                    {
                        foreach (var scheduler in _schedulers) scheduler.step();
                        _last_lrs = [.. _schedulers[^1].get_last_lr()];
                    }
                }
            }

            /// <summary>Follows several schedules, all of them at every step.</summary>
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);
        }
    }
}
