using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>A batch of which a share is transformed; see <see cref="InvarianceConstraint.Mix"/>. Its tensors belong to the dispose scope it was made in.</summary>
public sealed class MixedBatch
{
    private readonly InvarianceConstraint _invariance;
    private readonly Chosen _chosen;
    private readonly Tensor _loss;

    internal MixedBatch(InvarianceConstraint invariance, Tensor images, Chosen chosen, Tensor loss) => (_invariance, Images, _chosen, _loss) = (invariance, images, chosen, loss);

    /// <summary>What to train on, shape [n, ...]. Borrowed.</summary>
    public Tensor Images { get; }

    internal Evaluation AddTo(Evaluation evaluation) => _invariance.AddTo(evaluation, _chosen, _loss);
}
