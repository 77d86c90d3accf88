using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate. A schedule makes its first step when it is made; later ones follow the optimiser's.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>A schedule of the learning rates of an optimiser's groups.</summary>
            public abstract class LRScheduler
            {
                internal Optimizer _optimizer = null!;
                internal int _last_epoch = -1;
                internal List<double> _last_lrs = [];
                internal List<double> _base_lrs = [];
                protected int _step_count;
                private readonly bool _verbose;

                protected LRScheduler()
                {
                }

                /// <param name="optimizer">Whose rates are set.</param>
                /// <param name="last_epoch">The last step that was made, -1 at the start.</param>
                /// <param name="verbose">Whether changes are written to the trace listeners of <see cref="System.Diagnostics.Trace"/>.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    _last_lrs = [.. Current];
                }

                /// <summary>The rates that the groups have now.</summary>
                private protected IEnumerable<double> Current => _optimizer.ParamGroups.Select(group => group.LearningRate);

                /// <summary>Sets the rates of the next step.</summary>
                public virtual void step() => step(null);

                /// <summary>Sets the rates of a given step.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    Apply(epoch.HasValue ? get_closed_form_lr() : get_lr());
                }

                /// <summary>Sets the rates of the next step; only some schedules look at the measurement.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that were set last.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>The next rates, from the current ones; called once a step.</summary>
                protected virtual IEnumerable<double> get_lr() => Current;

                /// <summary>The rates of the step, without looking at the current ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected void Apply(IEnumerable<double> rates)
                {
                    double[] next = [.. rates];
                    foreach (var (group, lr) in _optimizer.ParamGroups.Zip(next)) group.LearningRate = lr;
                    if (_verbose && !next.SequenceEqual(_last_lrs))
                        System.Diagnostics.Trace.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Adjusting learning rate to {string.Join(", ", next)}"));
                    _last_lrs = [.. next];
                }

                private protected static IEnumerable<double> Same(Optimizer optimizer, double value) => Enumerable.Repeat(value, optimizer.ParamGroups.Count());

                private protected void RequireOnePerGroup(int count, string name)
                {
                    if (count != _base_lrs.Count) throw new ArgumentException($"{name} has {count} values for {_base_lrs.Count} parameter groups: give one each", name);
                }

                /// <summary>Refuses an optimiser without a momentum (or, if they will do, betas).</summary>
                private protected void RequireMomentum(bool betas)
                {
                    if (_optimizer is IMomentum || (betas && _optimizer is IBetas)) return;
                    throw new ArgumentException($"cycle_momentum needs an optimiser with momentum, {_optimizer.GetType().Name} has none: pass cycle_momentum: false");
                }

                private protected void SetMomentum(int place, double value)
                {
                    switch (_optimizer.ParamGroups.ElementAt(place))
                    {
                        case IBetas group:
                            group.Betas = (value, group.Betas.Item2);
                            break;
                        case IMomentum group:
                            group.Momentum = value;
                            break;
                    }
                }
            }
        }
    }
}
