namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.ReduceLROnPlateau(Optimizer, string, double, int, double, string, int, IList{double}, double, bool)"/>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _smaller;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly double _threshold;
                    private readonly double _eps;
                    private readonly int _patience;
                    private readonly int _cooldown;
                    private readonly double[] _min_lrs;
                    private double _best;
                    private int _bad;
                    private int _resting;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException($"factor is {factor}, expected a number below 1", nameof(factor));
                        _smaller = mode switch { "min" => true, "max" => false, _ => throw new ArgumentException($"mode is '{mode}', expected 'min' or 'max'", nameof(mode)) };
                        _relative = threshold_mode switch { "rel" => true, "abs" => false, _ => throw new ArgumentException($"threshold_mode is '{threshold_mode}', expected 'rel' or 'abs'", nameof(threshold_mode)) };
                        (_factor, _patience, _threshold, _cooldown, _eps) = (factor, patience, threshold, cooldown, eps);
                        _min_lrs = min_lr switch
                        {
                            null or [] => new double[_base_lrs.Count],
                            [var all] => [.. Enumerable.Repeat(all, _base_lrs.Count)],
                            _ => [.. min_lr],
                        };
                        RequireOnePerGroup(_min_lrs.Length, nameof(min_lr));
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    /// <summary>Notes a measurement, and lowers the rate when it is time.</summary>
                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current)) (_best, _bad) = (current, 0);
                        else _bad++;
                        if (_resting > 0) (_resting, _bad) = (_resting - 1, 0);
                        if (_bad <= _patience) return;
                        Apply(Current.Zip(_min_lrs, (lr, least) => lr - Math.Max(lr * _factor, least) > _eps ? Math.Max(lr * _factor, least) : lr));
                        (_resting, _bad) = (_cooldown, 0);
                    }

                    /// <summary>Not for this schedule, which needs a measurement.</summary>
                    public override void step() => throw new InvalidOperationException("ReduceLROnPlateau needs a measurement: call step(double)");

                    /// <inheritdoc cref="step()"/>
                    public override void step(int? epoch) => step();

                    private bool IsBetter(double value)
                    {
                        var margin = _relative ? _threshold * _best : _threshold;
                        if (double.IsInfinity(_best)) margin = 0;
                        return _smaller ? value < _best - margin : value > _best + margin;
                    }
                }
            }

            /// <summary>Multiplies the rate by a factor when a measure has not become better for some time.</summary>
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);
        }
    }
}
