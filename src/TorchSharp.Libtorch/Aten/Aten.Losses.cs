namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        MseLoss = new("mse_loss"), L1Loss = new("l1_loss"), SmoothL1Loss = new("smooth_l1_loss"), HuberLoss = new("huber_loss"),
        CrossEntropyLoss = new("cross_entropy_loss"), NllLossNd = new("nll_loss_nd"), BinaryCrossEntropy = new("binary_cross_entropy"),
        BinaryCrossEntropyWithLogits = new("binary_cross_entropy_with_logits"), KlDiv = new("kl_div"),
        CosineEmbeddingLoss = new("cosine_embedding_loss"), CtcLoss = new("ctc_loss.Tensor"), HingeEmbeddingLoss = new("hinge_embedding_loss"),
        MarginRankingLoss = new("margin_ranking_loss"), MultilabelMarginLoss = new("multilabel_margin_loss"),
        MultiMarginLoss = new("multi_margin_loss"), PoissonNllLoss = new("poisson_nll_loss"), SoftMarginLoss = new("soft_margin_loss"),
        TripletMarginLoss = new("triplet_margin_loss");
}
