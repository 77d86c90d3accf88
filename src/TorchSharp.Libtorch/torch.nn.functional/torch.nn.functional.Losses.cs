using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How the losses of the elements become one.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>(input - target)²</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Aten.MseLoss.Call(input, target, (long)reduction);

            /// <summary>|input - target|</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Aten.L1Loss.Call(input, target, (long)reduction);

            /// <summary>Squared below beta (divided by 2 beta), absolute above (less beta / 2)</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Aten.SmoothL1Loss.Call(input, target, (long)reduction, beta);

            /// <summary>Half the square below delta, delta (|d| - delta / 2) above</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Aten.HuberLoss.Call(input, target, (long)reduction, delta);

            /// <summary>-log softmax(input)[target]; the target holds class indices, or probabilities of the input's shape</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Aten.CrossEntropyLoss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>-input[target], where the input holds log-probabilities</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.NllLossNd.Call(input, target, weight, (long)reduction);

            /// <summary>-(y log p + (1 - y) log(1 - p))</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.BinaryCrossEntropy.Call(input, target, weight, (long)reduction);

            /// <summary>binary_cross_entropy of sigmoid(input), without overflow</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Aten.BinaryCrossEntropyWithLogits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>target (log target - input), where the input holds log-probabilities; with log_target (TorchSharp's default) the target does too</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Aten.KlDiv.Call(input, target, (long)reduction, log_target);

            /// <summary>1 - cos where the target is 1, max(0, cos - margin) where it is -1</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Aten.CosineEmbeddingLoss.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>-log of the probability of a sequence over all its alignments</summary>
            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                Aten.CtcLoss.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            /// <summary>input where the target is 1, max(0, margin - input) where it is -1</summary>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Aten.HingeEmbeddingLoss.Call(input, target, margin, (long)reduction);

            /// <summary>max(0, -target (input1 - input2) + margin)</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Aten.MarginRankingLoss.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>Σ max(0, 1 - (x[target] - x[other])) / classes</summary>
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.MultilabelMarginLoss.Call(input, target, (long)reduction);

            /// <summary>Σ max(0, margin - x[target] + x[other])^p / classes</summary>
            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1.0, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Aten.MultiMarginLoss.Call(input, target, p, margin, weight, (long)reduction);

            /// <summary>exp(input) - target input, or input - target log(input + eps)</summary>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) =>
                Aten.PoissonNllLoss.Call(input, target, log_input, full, (double)eps, (long)reduction);

            /// <summary>log(1 + exp(-target input))</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Aten.SoftMarginLoss.Call(input, target, (long)reduction);

            /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin)</summary>
            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean) =>
                Aten.TripletMarginLoss.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);
        }
    }
}
