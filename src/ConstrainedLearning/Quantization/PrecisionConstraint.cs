using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>
/// A model that stays close to itself at low precision: for each layer d_l &lt;= eps_l, one multiplier each that prices the layer's precision; for the outputs D(f, f^b) &lt;= eps; for the loss l(f^b, y) &lt;= eps.
/// </summary>
/// <remarks>
/// d_l is the error that layer l alone makes, given the same low-precision input on both sides (see <see cref="LowPrecisionTwin"/>). Outputs are compared with gradient through the full-precision side:
/// that is what pulls the model towards its low-precision self, without a straight-through estimate. The loss at low precision is that of f + c, with c = f^b - f taken as a constant: its value is exact,
/// and its gradient that of the full-precision model at the low-precision output. Several precisions at once are several of these, with names of their own.
/// Reference: Hounie, Elenter, Ribeiro, "Neural Networks with Quantization Constraints", ICASSP 2023, arXiv 2210.15623.
/// Owns its twin; the model stays the caller's.
/// </remarks>
public sealed class PrecisionConstraint : ICheckpointed, IDisposable
{
    private const double Small = 1e-12;

    private readonly PrecisionOptions _options;
    private readonly LossIncreases? _increases;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">The constraints are called <c>NAME/layers</c>, <c>NAME/output</c> and <c>NAME/loss</c>.</param>
    /// <param name="model">Borrowed.</param>
    /// <param name="layers">What is run at low precision.</param>
    /// <param name="options">The bounds.</param>
    public PrecisionConstraint(string name, nn.Module model, IReadOnlyList<LayerPrecision> layers, PrecisionOptions options)
    {
        var isTrained = options.OutputBound is not null || options.LossBound is not null;
        if (!isTrained && options.LayerBound is null) throw new ArgumentException($"precision '{name}' bounds nothing: give LayerBound, OutputBound, LossBound or several", nameof(options));
        if (!isTrained && options.Normalization == TwinNormalization.OwnScale) throw new ArgumentException($"precision '{name}' has scales of its own and no bound that trains them: give OutputBound or LossBound", nameof(options));
        _options = options;
        Twin = new LowPrecisionTwin(model, layers, options.Normalization);
        if (options.LayerBound is { } each) Layers = LayersBounded(name + "/layers", each, options.LayerBounds, [.. layers.Select(layer => layer.Site.Name)]);
        if (Layers is not null && options.LayerPrice == LayerPrice.LossIncrease) _increases = new LossIncreases(Twin, Layers.Bounds);
        if (options.OutputBound is { } distance) Output = Constraint.AtMost(name + "/output", distance);
        if (options.LossBound is { } most) Loss = Constraint.AtMost(name + "/loss", most);
    }

    /// <summary>The bound on each layer's error; null where layers are not bounded.</summary>
    public Constraint? Layers { get; private set; }

    /// <summary>The bound on the outputs' distance; null where it is not bounded.</summary>
    public Constraint? Output { get; private set; }

    /// <summary>The bound on the loss at low precision; null where it is not bounded.</summary>
    public Constraint? Loss { get; private set; }

    /// <summary>The constraints as the learner is given them.</summary>
    public IReadOnlyList<Constraint> Constraints => [.. new[] { Layers, Output, Loss }.OfType<Constraint>()];

    /// <summary>What it costs a step in forward-and-backward passes over the batch; one without gradient counts a third. With layers their side at full precision and its gradient into the weights is two thirds.</summary>
    public double ExtraPasses => (1 + (Layers is null ? 0 : 2) + (_increases is null ? 0 : 1) + (Twin.Parameters.Count > 0 ? 1 : 0)) / 3.0;

    /// <summary>Changes rule, start or relaxation of each constraint; before the learner is made.</summary>
    /// <param name="change">Is given one constraint after the other, the layers' first.</param>
    public PrecisionConstraint As(Func<Constraint, Constraint> change)
    {
        (Layers, Output, Loss) = (Changed(Layers, change), Changed(Output, change), Changed(Loss, change));
        return this;
    }

    /// <summary>The model at low precision.</summary>
    public LowPrecisionTwin Twin { get; }

    /// <summary>Runs the model at low precision and adds the readings.</summary>
    /// <param name="evaluation">To be added to.</param>
    /// <param name="output">The model's output at full precision, with gradient; of <see cref="LowPrecisionTwin.HighPrecision"/> where grids normalise.</param>
    /// <param name="forward">A pass through the model on the same batch.</param>
    /// <param name="loss">The loss of an output on that batch, where it is bounded.</param>
    internal Evaluation AddTo(Evaluation evaluation, Tensor output, Func<Tensor> forward, Func<Tensor, Tensor>? loss)
    {
        if (Loss is not null && loss is null) throw new ArgumentException($"'{Loss.Name}' bounds the loss at low precision: say how it is taken of an output", nameof(loss));
        if (_increases is not null && loss is null) throw new ArgumentException($"'{Layers!.Name}' is priced by the loss: say how it is taken of an output", nameof(loss));
        var low = AddLayers(evaluation, output, forward, loss);
        if (Output is not null) evaluation = evaluation.With(Output, OutputDistances.Of(_options.Distance, output, low));
        return Loss is null ? evaluation : evaluation.With(Loss, loss!(low + (output - output.detach())));
    }

    private Tensor AddLayers(Evaluation evaluation, Tensor output, Func<Tensor> forward, Func<Tensor, Tensor>? loss)
    {
        if (Layers is null) return Twin.Output(forward);
        var pass = Twin.Measure(forward);
        evaluation.With(Layers, _options.IsRelative ? pass.Errors / pass.Signals.clamp_min(Small) : pass.Errors, _increases?.Look(output, forward, loss!));
        return pass.Output;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict() => _increases is null ? Twin.StateDict() : Twin.StateDict().Concat(_increases.StateDict()).ToDictionary();

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved)
    {
        _increases?.LoadStateDict(saved); // small, and refuses before the twin has changed
        Twin.LoadStateDict(saved);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _increases?.Dispose();
        Twin.Dispose();
    }

    private static Constraint LayersBounded(string name, double each, IReadOnlyDictionary<string, double> bounds, string[] layers)
    {
        var constraint = Constraint.AtMost(name, each, layers.Length).Naming(layers);
        foreach (var (layer, bound) in bounds)
        {
            var place = Array.IndexOf(layers, layer);
            if (place < 0) throw new ArgumentException($"'{name}' has a bound for '{layer}', which is not among its layers: {string.Join(", ", layers)}");
            constraint = constraint.WithBound(place, bound);
        }
        return constraint;
    }

    private static Constraint? Changed(Constraint? constraint, Func<Constraint, Constraint> change)
    {
        if (constraint is null) return null;
        var changed = change(constraint);
        return changed.Name == constraint.Name && changed.Count == constraint.Count ? changed : throw new ArgumentException($"precision '{constraint.Name}': the name and the number of components stay as they are");
    }
}

/// <summary>Adds precision to evaluations.</summary>
public static class PrecisionEvaluation
{
    /// <summary>Adds the layers' errors, the outputs' distance and the loss at low precision.</summary>
    /// <param name="evaluation">Of the loss at full precision.</param>
    /// <param name="precision">The constraint.</param>
    /// <param name="output">The model's output at full precision, with gradient.</param>
    /// <param name="forward">A pass through the model on the same batch.</param>
    /// <param name="loss">The loss of an output on that batch; needed where it is bounded at low precision, or prices layers.</param>
    public static Evaluation With(this Evaluation evaluation, PrecisionConstraint precision, Tensor output, Func<Tensor> forward, Func<Tensor, Tensor>? loss = null) =>
        precision.AddTo(evaluation, output, forward, loss);
}
