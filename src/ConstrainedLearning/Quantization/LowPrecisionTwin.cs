using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>
/// A model at low precision, beside itself: the same parameters, with weights and inputs of chosen layers on coarse grids, and batch normalisation with running statistics of its own.
/// </summary>
/// <remarks>
/// The pass at low precision carries no gradient into the model's parameters. What does is each layer's error alone: d_l = mean (f_l(z) - f_l^b(z))^2, with the same low-precision input z on both sides, both before normalisation
/// and activation, and with gradient through the high-precision side into that layer's weight only. No straight-through estimate is made.
/// Reference: Hounie, Elenter, Ribeiro, "Neural Networks with Quantization Constraints", ICASSP 2023, arXiv 2210.15623.
/// Two passes through a model with dropout drop different units, which is counted as error. Learned grids (<see cref="LearnedStep"/>) stay the caller's, to save and to dispose; a layer is in one twin's pass at a time.
/// The model stays the caller's; the twin owns its running statistics.
/// </remarks>
public sealed class LowPrecisionTwin : ICheckpointed, IDisposable
{
    private readonly nn.Module _model;
    private readonly TwinStatistics _statistics;
    private readonly SharedParameters _shared;

    /// <summary>Sets up the twin.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="layers">The layers that are run at low precision; each once, all of the model's.</param>
    /// <param name="normalization">What its normalisation layers have of their own. The default is running statistics alone.</param>
    public LowPrecisionTwin(nn.Module model, IReadOnlyList<LayerPrecision> layers, TwinNormalization normalization = TwinNormalization.Shared)
    {
        if (layers.Count == 0) throw new ArgumentException("a low-precision twin needs at least one layer", nameof(layers));
        var modules = model.modules().Append(model).ToHashSet();
        foreach (var layer in layers)
            if (!modules.Contains(layer.Site.Layer)) throw new ArgumentException($"the layer '{layer.Site.Name}' is not one of this model's", nameof(layers));
        if (layers.GroupBy(layer => layer.Site.Layer).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"the layer '{twice.First().Site.Name}' is given twice", nameof(layers));
        (_model, Layers) = (model, layers);
        _statistics = new TwinStatistics(model, normalization);
        _shared = new SharedParameters(model, layers);
    }

    /// <summary>The layers that are run at low precision, in the order of all errors.</summary>
    public IReadOnlyList<LayerPrecision> Layers { get; }

    /// <summary>Scales and shifts of the twin's own normalisation, for the optimiser; empty with <see cref="TwinNormalization.Shared"/>. The twin's.</summary>
    public IReadOnlyList<Parameter> Parameters => _statistics.Parameters;

    /// <summary>Runs the twin without gradient, in the mode that the model is in; in training its running statistics move, and the model's do not.</summary>
    /// <param name="forward">A pass through the model: <c>() => model.call(images)</c>.</param>
    /// <returns>What the pass gave, in the caller's dispose scope.</returns>
    public Tensor Run(Func<Tensor> forward)
    {
        using var _ = no_grad();
        return Pass(forward, null);
    }

    /// <summary>Takes the twin's running statistics anew: the plain mean over some passes, whatever they were before. For weights that were not trained beside the twin.</summary>
    /// <param name="passes">Each runs the model on one batch: its normalisation is in training then, all else in evaluation, and all is put back. None leaves the statistics as they are.</param>
    public void Calibrate(IEnumerable<Func<Tensor>> passes)
    {
        using var mode = new ModelMode(_model, module => module is BatchNorm1d or BatchNorm2d or BatchNorm3d);
        var seen = 0;
        try
        {
            foreach (var pass in passes)
            {
                _statistics.Momentum = 1.0 / ++seen;
                Run(pass).Dispose();
            }
        }
        finally
        {
            _statistics.Momentum = null;
        }
    }

    /// <summary>Runs the twin and measures each layer's error.</summary>
    /// <param name="forward">A pass through the model. Each layer must be called exactly once in it.</param>
    /// <returns>The errors with gradient and the output without, unless the twin has parameters of its own; in the caller's dispose scope.</returns>
    public TwinPass Measure(Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        var errors = new LayerErrors(Layers, is_grad_enabled());
        using var _ = set_grad_enabled(is_grad_enabled() && Parameters.Count > 0);
        var output = Pass(forward, errors);
        return new TwinPass(output.MoveToOuterDisposeScope(), errors.Stack().MoveToOuterDisposeScope(), errors.Signals().MoveToOuterDisposeScope());
    }

    /// <summary>Runs the twin with gradient into its own parameters, where it has some; without errors.</summary>
    internal Tensor Output(Func<Tensor> forward)
    {
        using var _ = set_grad_enabled(is_grad_enabled() && Parameters.Count > 0);
        return Pass(forward, null);
    }

    /// <summary>
    /// The pass at full precision that the twin is compared with: through the weights h(w) that normalising grids (<see cref="DoReFaWeights"/>) round, with gradient. Without such grids it is the
    /// model's own pass.
    /// </summary>
    /// <param name="forward">A pass through the model.</param>
    /// <returns>What the pass gave, in the caller's dispose scope.</returns>
    public Tensor HighPrecision(Func<Tensor> forward) => Normalized(forward, _ => true);

    /// <summary>
    /// Runs the model with one layer at low precision and the others at full precision, without gradient, in the mode that it is in. No running statistics move, and in evaluation they are the model's.
    /// </summary>
    /// <param name="layer">Its place in <see cref="Layers"/>.</param>
    /// <param name="forward">A pass through the model.</param>
    /// <returns>What the pass gave, in the caller's dispose scope.</returns>
    public Tensor Alone(int layer, Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var frozen = FrozenStatistics.Of(_model, freeze: true);
        using var low = new TwinHooks([Layers[layer]], null);
        return Normalized(forward, other => other != Layers[layer]).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict() => _statistics.StateDict();

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => _statistics.LoadStateDict(saved);

    /// <inheritdoc/>
    public void Dispose() => _statistics.Dispose();

    private Tensor Normalized(Func<Tensor> forward, Func<LayerPrecision, bool> which)
    {
        IDisposable[] normalized = [.. Layers.Where(layer => layer.Normalizes() && which(layer)).Select(layer => LayerComputation.Of(layer.Site.Layer).ReplaceByWeights(input =>
        {
            var (weight, bias) = layer.Site.Effective();
            return layer.Site.Apply(input, layer.HighPrecision(weight), bias);
        }))];
        try
        {
            return forward();
        }
        finally
        {
            foreach (var replacement in normalized) replacement.Dispose();
        }
    }

    private Tensor Pass(Func<Tensor> forward, LayerErrors? errors)
    {
        using var scope = NewDisposeScope();
        using var shared = is_grad_enabled() || errors is { HasGradient: true } ? _shared.Hold() : null; // nothing is recorded otherwise
        using var statistics = _statistics.Enter();
        using var hooks = new TwinHooks(Layers, errors);
        return forward().MoveToOuterDisposeScope();
    }
}

/// <summary>What a measured pass at low precision gave.</summary>
/// <param name="Output">The model's output at low precision; with gradient into the twin's own parameters where it has some, and without one otherwise.</param>
/// <param name="Errors">d_l of each layer, shape [layers], with gradient into each layer's weight.</param>
/// <param name="Signals">mean f_l(z)^2 of each layer, shape [layers], without gradient: what an error may be measured by.</param>
public sealed record TwinPass(Tensor Output, Tensor Errors, Tensor Signals);
