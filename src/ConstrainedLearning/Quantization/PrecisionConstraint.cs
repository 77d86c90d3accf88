using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>
/// A model that stays close to itself at low precision: for each layer d_l &lt;= eps_l, one multiplier each that prices the layer's precision, and for the outputs D(f, f^b) &lt;= eps.
/// </summary>
/// <remarks>
/// d_l is the error that layer l alone makes, given the same low-precision input on both sides (see <see cref="LowPrecisionTwin"/>). Outputs are compared with gradient through the full-precision side:
/// that is what pulls the model towards its low-precision self, without a straight-through estimate. Several precisions at once are several of these, with names of their own.
/// Reference: Hounie, Elenter, Ribeiro, "Neural Networks with Quantization Constraints", ICASSP 2023, arXiv 2210.15623.
/// Owns its twin; the model stays the caller's.
/// </remarks>
public sealed class PrecisionConstraint : ICheckpointed, IDisposable
{
    private const double Small = 1e-12;

    private readonly PrecisionOptions _options;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">The constraints are called <c>NAME/layers</c> and <c>NAME/output</c>.</param>
    /// <param name="model">Borrowed.</param>
    /// <param name="layers">What is run at low precision.</param>
    /// <param name="options">The bounds.</param>
    public PrecisionConstraint(string name, nn.Module model, IReadOnlyList<LayerPrecision> layers, PrecisionOptions options)
    {
        if (options.LayerBound is null && options.OutputBound is null) throw new ArgumentException($"precision '{name}' bounds nothing: give LayerBound, OutputBound or both", nameof(options));
        _options = options;
        Twin = new LowPrecisionTwin(model, layers);
        if (options.LayerBound is { } bound) Layers = Constraint.AtMost(name + "/layers", bound, layers.Count).Naming([.. layers.Select(layer => layer.Site.Name)]);
        if (options.OutputBound is { } most) Output = Constraint.AtMost(name + "/output", most);
    }

    /// <summary>The bound on each layer's error; null where layers are not bounded.</summary>
    public Constraint? Layers { get; private set; }

    /// <summary>The bound on the outputs' distance; null where it is not bounded.</summary>
    public Constraint? Output { get; private set; }

    /// <summary>The constraints as the learner is given them.</summary>
    public IReadOnlyList<Constraint> Constraints => [.. new[] { Layers, Output }.OfType<Constraint>()];

    /// <summary>Changes rule, start or relaxation of both constraints; before the learner is made.</summary>
    public PrecisionConstraint As(Func<Constraint, Constraint> change)
    {
        (Layers, Output) = (Changed(Layers, change), Changed(Output, change));
        return this;
    }

    /// <summary>The model at low precision.</summary>
    public LowPrecisionTwin Twin { get; }

    /// <summary>Runs the model at low precision and adds the readings.</summary>
    /// <param name="evaluation">To be added to.</param>
    /// <param name="output">The model's output at full precision, with gradient; of <see cref="LowPrecisionTwin.HighPrecision"/> where grids normalise.</param>
    /// <param name="forward">A pass through the model on the same batch.</param>
    internal Evaluation AddTo(Evaluation evaluation, Tensor output, Func<Tensor> forward)
    {
        if (Layers is null) return evaluation.With(Output!, OutputDistances.Of(_options.Distance, output, Twin.Run(forward)));
        var pass = Twin.Measure(forward);
        evaluation = evaluation.With(Layers, _options.IsRelative ? pass.Errors / pass.Signals.clamp_min(Small) : pass.Errors);
        return Output is null ? evaluation : evaluation.With(Output, OutputDistances.Of(_options.Distance, output, pass.Output));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict() => Twin.StateDict();

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => Twin.LoadStateDict(saved);

    /// <inheritdoc/>
    public void Dispose() => Twin.Dispose();

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
    /// <summary>Adds the layers' errors and the outputs' distance.</summary>
    /// <param name="evaluation">Of the loss at full precision.</param>
    /// <param name="precision">The constraint.</param>
    /// <param name="output">The model's output at full precision, with gradient.</param>
    /// <param name="forward">A pass through the model on the same batch.</param>
    public static Evaluation With(this Evaluation evaluation, PrecisionConstraint precision, Tensor output, Func<Tensor> forward) => precision.AddTo(evaluation, output, forward);
}
