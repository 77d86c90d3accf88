namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.OneCycleLR(Optimizer, double, int, int, int, double, impl.OneCycleLR.AnnealStrategy, bool, double, double, double, double, bool, int, bool)"/>
                public class OneCycleLR : LRScheduler
                {
                    private readonly Phase[] _phases;
                    private readonly int _total_steps;
                    private readonly bool _cosine;
                    private readonly bool _cycle_momentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Same(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, Same(optimizer, base_momentum), Same(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total_steps = total_steps != -1 ? total_steps : epochs * steps_per_epoch;
                        if (_total_steps <= 0 || (total_steps == -1 && epochs <= 0))
                            throw new ArgumentException($"the number of steps is unknown: give total_steps above 0 (got {total_steps}), or epochs and steps_per_epoch above 0 (got {epochs} and {steps_per_epoch})");
                        if (pct_start is not (>= 0 and <= 1)) throw new ArgumentException($"pct_start is {pct_start}, expected a number from 0 to 1", nameof(pct_start));
                        (_cosine, _cycle_momentum) = (anneal_strategy == AnnealStrategy.Cos, cycle_momentum);
                        if (cycle_momentum) RequireMomentum(betas: true);

                        double[] top = [.. max_lr], first = [.. top.Select(lr => lr / div_factor)], least = [.. first.Select(lr => lr / final_div_factor)];
                        double[] low = [.. base_momentum ?? Same(optimizer, 0.85)], high = [.. max_momentum ?? Same(optimizer, 0.95)];
                        RequireOnePerGroup(top.Length, nameof(max_lr));
                        RequireOnePerGroup(low.Length, nameof(base_momentum));
                        RequireOnePerGroup(high.Length, nameof(max_momentum));
                        var rise = pct_start * _total_steps - 1;
                        _phases = three_phase
                            ? [new(rise, first, top, high, low), new(2 * pct_start * _total_steps - 2, top, first, low, high), new(_total_steps - 1, first, least, high, high)]
                            : [new(rise, first, top, high, low), new(_total_steps - 1, top, least, low, high)];
                        if (last_epoch == -1)
                        {
                            foreach (var (group, lr) in optimizer.ParamGroups.Zip(first)) group.InitialLearningRate = lr;
                        }
                        step();
                    }

                    /// <summary>How the rate goes from one value to the next.</summary>
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total_steps) throw new InvalidOperationException($"step {_last_epoch + 1} of a schedule of {_total_steps} steps");
                        var place = 0;
                        while (place < _phases.Length - 1 && _last_epoch > _phases[place].End) place++;
                        var phase = _phases[place];
                        var start = place == 0 ? 0 : _phases[place - 1].End;
                        var share = (_last_epoch - start) / (phase.End - start);
                        if (_cycle_momentum)
                            for (var i = 0; i < _base_lrs.Count; i++) SetMomentum(i, Between(phase.FromMomentum[i], phase.ToMomentum[i], share));
                        return phase.FromRate.Zip(phase.ToRate, (from, to) => Between(from, to, share));
                    }

                    private double Between(double from, double to, double share) =>
                        _cosine ? to + (from - to) / 2 * (Math.Cos(Math.PI * share) + 1) : (to - from) * share + from;

                    private sealed record Phase(double End, double[] FromRate, double[] ToRate, double[] FromMomentum, double[] ToMomentum);
                }
            }

            /// <summary>Lets the rate rise from a fraction to the largest one and fall to almost nothing, once; the momentum goes the other way (Smith and Topin, 2019).</summary>
            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            /// <inheritdoc cref="lr_scheduler.OneCycleLR(Optimizer, double, int, int, int, double, impl.OneCycleLR.AnnealStrategy, bool, double, double, double, double, bool, int, bool)"/>
            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
