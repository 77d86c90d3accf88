using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>(log variance + (input - target)² / variance) / 2, summed over each sample; the variance is at least eps</summary>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var samples = input.size(0);
                var (got, wanted) = (input.view(samples, -1), target.view(target.size(0), -1));
                if (!got.Sizes.SequenceEqual(wanted.Sizes))
                    throw new ArgumentException($"input and target must have the same shape, got [{string.Join(", ", input.shape)}] and [{string.Join(", ", target.shape)}]");
                var spread = variance.view(samples, -1);
                if (spread.size(1) != got.size(1) && spread.size(1) != 1)
                    throw new ArgumentException($"variance must have one element per sample or the input's shape, got [{string.Join(", ", variance.shape)}]");
                using (no_grad()) spread = spread.clamp_min(eps);
                var loss = 0.5 * (spread.log() + (got - wanted).square() / spread).view(samples, -1).sum(1);
                if (full) loss += 0.5 * got.size(1) * Math.Log(2 * Math.PI);
                return Reduced(loss, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The mean over the classes of binary_cross_entropy_with_logits</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var loss = -(target * input.log_sigmoid() + (1 - target) * (-input).log_sigmoid());
                if (weight is not null) loss *= weight;
                return Reduced(loss.mean([input.dim() - 1]), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin), with any distance (default: Euclidean)</summary>
            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= static (x, y) => pairwise_distance(x, y);
                using var scope = NewDisposeScope();
                var (near, far) = (distance(anchor, positive), distance(anchor, negative));
                if (swap) far = minimum(far, distance(positive, negative));
                return Reduced((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
            }

            private static Tensor Reduced(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.Mean => loss.mean(),
                Reduction.Sum => loss.sum(),
                _ => loss,
            };

            /// <summary>The p-norm of the difference of each pair of rows</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false) =>
                Aten.PairwiseDistance.Call(input1, input2, p, eps, keepdim);

            /// <summary>x₁·x₂ / max(|x₁||x₂|, eps) along a dimension</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Aten.CosineSimilarity.Call(x1, x2, dim, eps);
        }
    }
}
