using ConstrainedLearning.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Checkpoints;

/// <summary>A small run with everything that must survive a stop: dropout, Adam, three constraints of one shape with rules of their own, slacks, scales, an average, a trace.</summary>
internal sealed class ResumableRun : IDisposable
{
    private readonly Sequential _model, _network;
    private readonly optim.Optimizer _networkOptimizer;
    private readonly EpochMeans _means = new();
    private readonly BestIterate _best;
    private readonly TrainingState _state;
    private readonly Constraint[] _constraints;
    private readonly Tensor _x, _y;

    internal ResumableRun(Options options)
    {
        manual_seed(options.Seed);
        _model = nn.Sequential(nn.Linear(4, 6, dtype: options.Type), nn.Dropout(0.3), nn.Tanh(), nn.Linear(6, 3, dtype: options.Type));
        _network = nn.Sequential(nn.Linear(2, 1, dtype: options.Type));
        _networkOptimizer = optim.Adam(_network.parameters(), 0.05);
        _x = randn([20, 4], dtype: options.Type, generator: new Generator(5));
        _y = randn([20, 3], dtype: options.Type, generator: new Generator(6));
        _constraints = options.Constraints(new MultiplierNetwork(_network, _networkOptimizer));
        Learner = new PrimalDual(_model, options.Optimizer(_model), _constraints, options.Update, options.Formulation, options.Scheme, options.Precision);
        if (options.Traced) Learner.Record(2);
        if (options.Averaging is { } averaging) Learner.AverageIterates(averaging);
        _best = new BestIterate(_model);
        _state = new TrainingState(Learner, _means, _best, () => new Dictionary<string, ICheckpointed>());
    }

    internal PrimalDual Learner { get; }

    /// <summary>Every number of the run, by name.</summary>
    internal SortedDictionary<string, double[]> Everything()
    {
        var all = new SortedDictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["steps"] = [Learner.StepCount],
            ["optimizer"] = Moments(Learner.Optimizer),
            ["loss scale"] = [Learner.Primal.LossScale?.Value ?? 0, Learner.Primal.LossScale?.GoodSteps ?? 0],
            ["random numbers"] = get_rng_state().ToDoubles(),
            ["trace"] = Traced(),
        };
        Add("model/", _model.state_dict());
        Add("multipliers/", Learner.Multipliers.StateDict());
        Add("scheme/", Learner.SchemeRun.Saved().Select(item => KeyValuePair.Create(item.Name, item.Value)));
        Add("average/", Learner.Average?.StateDict() ?? []);
        Add("means/", _means.StateDict());
        Add("best/", _best.StateDict());
        if (_constraints.Any(constraint => constraint.Network is not null)) all["network optimizer"] = Moments(_networkOptimizer);
        return all;

        void Add(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        {
            foreach (var (name, value) in tensors) all[prefix + name] = value.ToDoubles();
        }
    }

    /// <summary>The names of the numbers that two runs do not share.</summary>
    internal static IEnumerable<string> Differences(SortedDictionary<string, double[]> left, SortedDictionary<string, double[]> right) =>
        left.Keys.Union(right.Keys).Where(name => !(left.TryGetValue(name, out var a) && right.TryGetValue(name, out var b) && a.AsSpan().SequenceEqual(b)));

    internal void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var rows = tensor(Enumerable.Range(0, 8).Select(k => (long)((Learner.StepCount * 3 + k * 2) % 20)).Distinct().ToArray());
            var counted = false;
            Learner.Step(() =>
            {
                var evaluation = Evaluate(rows);
                if (!counted) _means.Add(evaluation);
                counted = true;
                return evaluation;
            });
            if (Learner.StepCount % 7 == 0) _best.Offer(Math.Abs(Learner.StepCount - 15.0));
            // The one that owns no step of the scheme per epoch.
            if (Learner.StepCount % 4 == 0 && Learner.Scheme == Scheme.PerEpoch) Learner.DualStep([() => Evaluate(rows)]);
        }
    }

    internal void Save(string path) => _state.Save(path, new Cursor(1, 0, Learner.StepCount, 0, _best.Score, _best.Violation, []));

    internal void Load(string path) => _state.Load(path);

    public void Dispose()
    {
        Learner.Dispose();
        _networkOptimizer.Dispose();
        _network.Dispose();
        _model.Dispose();
        _means.Dispose();
        _best.Dispose();
        _x.Dispose();
        _y.Dispose();
    }

    private Evaluation Evaluate(Tensor rows)
    {
        var (x, y) = (_x.index_select(0, rows), _y.index_select(0, rows));
        var error = (_model.call(x) - y).square();
        var evaluation = Evaluation.Of(error.mean(), rows.size(0));
        foreach (var constraint in _constraints.OrderBy(constraint => constraint.Name, StringComparer.Ordinal))
        {
            if (constraint.Network is not null) evaluation.WithFeatures(constraint, error.mean([1]), x.narrow(1, 0, 2));
            else if (constraint.IsPerSample) evaluation.WithSamples(constraint, error.mean([1]), rows);
            // The third component of one is seen in every second step alone.
            else if (constraint.Name == "second") evaluation.With(constraint, error.mean([0]), counts: tensor([8.0, 8, Learner.StepCount % 2 == 0 ? 8 : 0]));
            else evaluation.With(constraint, constraint.Sense == Sense.AtLeast ? -error.mean([0]) : error.mean([0]));
        }
        return evaluation;
    }

    private double[] Traced()
    {
        if (Learner.Trace is null) return [];
        var history = Learner.Trace.History();
        return [.. history.Losses, .. history.Constraints.OrderBy(item => item.Key, StringComparer.Ordinal).SelectMany(item => item.Value.Multipliers.Concat(item.Value.Slacks).Concat(item.Value.Values).SelectMany(row => row))];
    }

    private static double[] Moments(optim.Optimizer optimizer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true)) ((OptimizerHelper)optimizer).save_state_dict(writer);
        return [.. buffer.ToArray().Select(value => (double)value)];
    }

    internal sealed record Options
    {
        internal int Seed { get; init; } = 7;

        internal ScalarType Type { get; init; } = ScalarType.Float32;

        internal DualUpdate Update { get; init; } = DualUpdate.Ascent(0.05);

        internal Formulation Formulation { get; init; } = Formulation.Lagrangian;

        internal Scheme Scheme { get; init; } = Scheme.Simultaneous;

        internal Precision? Precision { get; init; }

        internal Averaging? Averaging { get; init; } = ConstrainedLearning.Averaging.Exponential(0.8);

        internal bool Traced { get; init; } = true;

        internal Func<Sequential, optim.Optimizer> Optimizer { get; init; } = model => optim.Adam(model.parameters(), 0.02);

        internal Func<MultiplierNetwork, Constraint[]> Constraints { get; init; } = _ => Three();

        internal static Constraint[] Three() =>
        [
            Constraint.AtMost("first", 0.6, 3).StartingAt(0.1).Relaxed(Relaxation.Quadratic(2)),
            Constraint.AtMost("second", 0.5, 3).MovedBy(DualUpdate.Adam(0.02)).Scaled(Scale.Running),
            Constraint.AtLeast("third", -0.7, 3).MovedBy(DualUpdate.Pid(smoothing: 0.7, delay: 3)).Relaxed(Relaxation.Huber(2, 0.2)),
        ];
    }
}
