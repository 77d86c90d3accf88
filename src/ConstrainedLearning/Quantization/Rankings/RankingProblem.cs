using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization.Rankings;

/// <summary>What a ranking that looks at data is about: a trained model, its layers at low precision, and losses to see them by. Rankings leave the model as it was: its mode, its running statistics and its gradients.</summary>
/// <remarks>
/// All is done in evaluation mode. "Full precision" is what a <see cref="LowPrecisionTwin"/> compares with: the weights as they are, or h(w) where grids normalise (<see cref="DoReFaWeights"/>).
/// The model and the closures stay the caller's.
/// </remarks>
public sealed record RankingProblem
{
    /// <summary>Sets up the problem.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="layers">The layers that are ranked, as they are at low precision.</param>
    /// <param name="losses">Each runs the model on one batch and returns its mean loss, a scalar, with graph where gradients are on; at least one, of batches of equal size.</param>
    public RankingProblem(nn.Module model, IReadOnlyList<LayerPrecision> layers, IReadOnlyList<Func<Tensor>> losses)
    {
        if (layers.Count == 0) throw new ArgumentException("a ranking needs at least one layer", nameof(layers));
        if (losses.Count == 0) throw new ArgumentException("a ranking needs at least one batch to see the loss by", nameof(losses));
        (Model, Layers, Losses) = (model, layers, losses);
    }

    /// <summary>The model; the caller's.</summary>
    public nn.Module Model { get; }

    /// <summary>The layers, as they are at low precision.</summary>
    public IReadOnlyList<LayerPrecision> Layers { get; }

    /// <summary>One for each batch: the mean loss.</summary>
    public IReadOnlyList<Func<Tensor>> Losses { get; }

    /// <summary>
    /// Passes that set the running statistics of batch normalisation at low precision, before that is measured: <see cref="LowPrecisionTwin.Calibrate"/>. The default is none: the model's statistics.
    /// <see cref="Losses"/> will do.
    /// </summary>
    public IReadOnlyList<Func<Tensor>> Calibration { get; init; } = [];

    internal IReadOnlyList<string> Names => [.. Layers.Select(layer => layer.Site.Name)];

    /// <summary>A ranking of these layers.</summary>
    internal LayerRanking Ranking(string rule, IReadOnlyList<double> scores, double passes) => new(rule, Names, scores, passes);

    /// <summary>While it lives, the model is in evaluation.</summary>
    internal ModelMode Evaluating() => new(Model, _ => false);

    /// <summary>The mean loss with some of the layers at low precision and the others at full precision. Waits for the device.</summary>
    internal double Loss(Func<LayerPrecision, bool> isLow)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var twin = new PartialTwin(this, isLow);
        return stack([.. Losses.Select(twin.Run).Select(Scalar)]).mean().ToDouble();
    }

    /// <summary>A loss as it has to be.</summary>
    internal static Tensor Scalar(Tensor loss) => loss.numel() == 1 ? loss.reshape([]) : throw new ArgumentException($"the loss of a batch has shape {Text.Shape(loss.shape)}: expected a scalar, the mean over the batch");
}
