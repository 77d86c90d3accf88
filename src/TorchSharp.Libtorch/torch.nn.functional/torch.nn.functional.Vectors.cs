using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>1 at the class, 0 elsewhere, in a new last dimension; -1 classes: as many as the largest index needs.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.OneHot.Call(x, num_classes);

            /// <summary>x / max(‖x‖ₚ, eps) along a dimension</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var norm = Aten.LinalgVectorNorm.Call(input, p, new[] { dim }, true);
                using var divisor = norm.clamp_min(eps);
                return Aten.Div.Call(input, divisor);
            }

            /// <summary>x / (k + alpha · mean of x² over neighbouring channels)^beta</summary>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                if (input.dim() < 3) throw new ArgumentException($"local_response_norm needs [batch, channels, ...], got {input.dim()} dimensions", nameof(input));
                using var scope = NewDisposeScope();
                var channels = input.shape[1];
                var square = input.square().reshape(input.shape[0], 1, channels, -1);
                var padded = pad(square, (0, 0, size / 2, (size - 1) / 2));
                var mean = avg_pool2d(padded, (size, 1), (1, 1)).reshape(input.shape);
                return (input / (mean * alpha + k).pow(beta)).MoveToOuterDisposeScope();
            }

            /// <summary>The p-norm of each window</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var mean = avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode);
                return LpOf(mean, norm_type, kernel_size).MoveToOuterDisposeScope();
            }

            /// <inheritdoc cref="lp_pool1d"/>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false)
            {
                using var scope = NewDisposeScope();
                var mean = avg_pool2d(input.pow(norm_type), kernel_size, stride, null, ceil_mode);
                return LpOf(mean, norm_type, kernel_size[0] * kernel_size[^1]).MoveToOuterDisposeScope();
            }

            /// <inheritdoc cref="lp_pool1d"/>
            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                lp_pool2d(input, norm_type, new[] { kernel_size, kernel_size }, stride is { } step ? [step, step] : null, ceil_mode);

            private static Tensor LpOf(Tensor mean, double norm, long window) => (mean.sign() * mean.abs().relu() * window).pow(1 / norm);
        }
    }
}
