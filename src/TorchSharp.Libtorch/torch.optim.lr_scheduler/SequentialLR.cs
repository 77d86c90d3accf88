namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.SequentialLR(Optimizer, IEnumerable{LRScheduler}, IEnumerable{int}, int)"/>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) : base(optimizer, last_epoch + 1, false)
                    {
                        (_schedulers, _milestones) = ([.. schedulers], [.. milestones]);
                        if (_schedulers.Any(s => s._optimizer != optimizer)) throw new ArgumentException("a schedule belongs to another optimiser", nameof(schedulers));
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException($"{_schedulers.Length} schedules need {_schedulers.Length - 1} milestones, got {_milestones.Length}", nameof(milestones));
                        // Each schedule has made its first step already: take that back, and let only the first one make it.
                        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers) scheduler._last_epoch--;
                        _schedulers[0].step();
                        _last_lrs = [.. _schedulers[0].get_last_lr()];
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var place = _milestones.Count(m => m <= _last_epoch);
                        if (place > 0 && _milestones[place - 1] == _last_epoch) _schedulers[place].step(0);
                        else _schedulers[place].step();
                        return Current;
                    }
                }
            }

            /// <summary>Follows one schedule after the other, the next from each milestone on.</summary>
            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);
        }
    }
}
