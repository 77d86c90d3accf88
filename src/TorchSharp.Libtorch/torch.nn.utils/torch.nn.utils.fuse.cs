using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Weight and bias of the convolution that equals a convolution followed by batch normalisation in evaluation.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor? conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                var channels = new long[conv_w.dim()];
                Array.Fill(channels, 1);
                channels[transpose ? 1 : 0] = -1;
                return Fuse(conv_w, conv_b, channels, bn_rm, bn_rv, bn_eps, bn_w, bn_b);
            }

            /// <summary>Weight and bias of the linear layer that equals a linear layer followed by batch normalisation in evaluation.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor? linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                Fuse(linear_w, linear_b, [-1, 1], bn_rm, bn_rv, bn_eps, bn_w, bn_b);

            /// <summary>A new linear layer that equals a linear layer followed by batch normalisation, both in evaluation.</summary>
            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                if (linear.training || bn.training) throw new ArgumentException("only layers in evaluation can be fused: call eval() first");
                if (bn.running_mean is null || bn.running_var is null) throw new ArgumentException("the batch normalisation has no running statistics to fuse");
                if (linear.out_features != bn.num_features)
                    throw new ArgumentException($"the linear layer has {linear.out_features} outputs, the batch normalisation {bn.num_features} channels");
                var (weight, bias) = Fuse(linear.weight, linear.bias, [-1, 1], bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias);
                return new Linear(weight, bias);
            }

            private static (Parameter weight, Parameter bias) Fuse(Tensor weight, Tensor? bias, long[] channels, Tensor mean, Tensor variance, double eps, Tensor? scale, Tensor? shift)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                var factor = rsqrt(variance + eps) * (scale ?? ones_like(mean));
                var fused = (weight * factor.reshape(channels)).to(weight.dtype);
                var offset = (((bias ?? zeros_like(mean)) - mean) * factor + (shift ?? zeros_like(mean))).to(bias?.dtype ?? weight.dtype);
                var results = (new Parameter(fused, weight.requires_grad), new Parameter(offset, bias?.requires_grad ?? weight.requires_grad));
                return scope.MoveToOuter(results.Item1, results.Item2);
            }
        }
    }
}
