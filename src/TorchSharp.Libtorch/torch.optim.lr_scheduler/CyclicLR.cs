namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.CyclicLR(Optimizer, double, double, int, int, impl.CyclicLR.Mode, double, Func{double, double}, impl.CyclicLR.ScaleMode, bool, double, double, int, bool)"/>
                public class CyclicLR : LRScheduler
                {
                    private readonly double _total_size;
                    private readonly double _step_ratio;
                    private readonly Func<double, double> _scale;
                    private readonly bool _scale_by_cycle;
                    private readonly bool _cycle_momentum;
                    private readonly double[] _low;
                    private readonly double[] _top;
                    private readonly double[] _base_momentum;
                    private readonly double[] _max_momentum;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Same(optimizer, base_lr), Same(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, Same(optimizer, base_momentum), Same(optimizer, max_momentum), last_epoch, verbose)
                    {
                    }

                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total_size = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        _step_ratio = step_size_up / _total_size;
                        (_low, _top) = ([.. base_lr], [.. max_lr]);
                        RequireOnePerGroup(_low.Length, nameof(base_lr));
                        RequireOnePerGroup(_top.Length, nameof(max_lr));
                        (_scale, _scale_by_cycle) = (scale_fn, mode) switch
                        {
                            (not null, _) => (scale_fn, scale_mode == ScaleMode.Cycle),
                            (_, Mode.Triangular2) => (cycle => 1 / Math.Pow(2, cycle - 1), true),
                            (_, Mode.ExpRange) => (iteration => Math.Pow(gamma, iteration), false),
                            _ => ((Func<double, double>)(_ => 1), true),
                        };
                        _cycle_momentum = cycle_momentum;
                        (_base_momentum, _max_momentum) = ([.. base_momentum ?? Same(optimizer, 0.8)], [.. max_momentum ?? Same(optimizer, 0.9)]);
                        RequireOnePerGroup(_base_momentum.Length, nameof(base_momentum));
                        RequireOnePerGroup(_max_momentum.Length, nameof(max_momentum));
                        if (cycle_momentum) RequireMomentum(betas: false);
                        step();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not at all.</summary>
                        Triangular,

                        /// <summary>It is halved after each.</summary>
                        Triangular2,

                        /// <summary>It is multiplied by gamma at each step.</summary>
                        ExpRange,
                    }

                    /// <summary>What a scale function is given.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of the step.</summary>
                        Iterations,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _total_size);
                        var x = 1 + _last_epoch / _total_size - cycle;
                        var height = (x <= _step_ratio ? x / _step_ratio : (x - 1) / (_step_ratio - 1)) * _scale(_scale_by_cycle ? cycle : _last_epoch);
                        if (_cycle_momentum)
                            for (var i = 0; i < _low.Length; i++) SetMomentum(i, _max_momentum[i] - (_max_momentum[i] - _base_momentum[i]) * height);
                        return _low.Zip(_top, (low, top) => low + (top - low) * height);
                    }
                }
            }

            /// <summary>Lets the rate go up and down between two values, again and again; the momentum goes the other way (Smith, 2017).</summary>
            public static LRScheduler CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);

            /// <inheritdoc cref="lr_scheduler.CyclicLR(Optimizer, double, double, int, int, impl.CyclicLR.Mode, double, Func{double, double}, impl.CyclicLR.ScaleMode, bool, double, double, int, bool)"/>
            public static LRScheduler CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);
        }
    }
}
