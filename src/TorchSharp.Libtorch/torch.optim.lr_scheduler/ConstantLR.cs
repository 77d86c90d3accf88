namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <inheritdoc cref="lr_scheduler.ConstantLR(Optimizer, double, int, int, bool)"/>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total_iters;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _total_iters) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 ? Current.Select(lr => lr * _factor)
                        : _last_epoch == _total_iters ? Current.Select(lr => lr * (1 / _factor))
                        : Current;

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(lr => lr * (_last_epoch >= _total_iters ? 1 : _factor));
                }
            }

            /// <summary>Multiplies the rate by a factor until so many steps have passed.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);
        }
    }
}
