using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>exp(x) over its sum along a dimension</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.SoftmaxInt.Call(input, dim, dtype);
            /// <summary>log of softmax, without overflow</summary>
            public static Tensor log_softmax(Tensor x, long dim) => Aten.LogSoftmaxInt.Call(x, dim);
            /// <summary>softmax over the channels of an image</summary>
            public static Tensor softmax2d(Tensor x) => Aten.SoftmaxInt.Call(x, -3);
            /// <summary>softmax of -x</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = Aten.Neg.Call(x);
                return Aten.SoftmaxInt.Call(negative, dim);
            }
            /// <summary>log(1 + exp(beta x)) / beta, linear above the threshold</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Aten.Softplus.Call(x, beta, threshold);
            /// <summary>x / (1 + |x|)</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = Aten.Abs.Call(x);
                using var divisor = Aten.AddScalar.Call(size, 1);
                return inplace ? Aten.DivInPlace.InPlace(x, divisor) : Aten.Div.Call(x, divisor);
            }
            /// <inheritdoc cref="softsign"/>
            public static Tensor Softsign(Tensor x) => softsign(x);
            /// <summary>x - tanh(x)</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var part = Aten.Tanh.Call(x);
                return inplace ? Aten.SubInPlace.InPlace(x, part) : Aten.Sub.Call(x, part);
            }
            /// <inheritdoc cref="tanhshrink"/>
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x);
            /// <summary>x moved towards 0 by lambda, 0 within it</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Aten.Softshrink.Call(x, lambda);
            /// <inheritdoc cref="softshrink"/>
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);
            /// <summary>x outside [-lambda, lambda], else 0</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Aten.Hardshrink.Call(x, lambda);
            /// <inheritdoc cref="hardshrink"/>
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);
            /// <summary>x cut to an interval</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                inplace ? Aten.HardtanhInPlace.InPlace(x, min_val, max_val) : Aten.Hardtanh.Call(x, min_val, max_val);
            /// <inheritdoc cref="hardtanh"/>
            public static Tensor Hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) => hardtanh(x, min_val, max_val, inplace);
            /// <summary>relu6(x + 3) / 6</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? Aten.HardsigmoidInPlace.InPlace(input) : Aten.Hardsigmoid.Call(input);
            /// <summary>x relu6(x + 3) / 6</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? Aten.HardswishInPlace.InPlace(input) : Aten.Hardswish.Call(input);
            /// <summary>x above the threshold, else a value</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                inplace ? Aten.ThresholdInPlace.InPlace(x, threshold, value) : Aten.Threshold.Call(x, threshold, value);
            /// <inheritdoc cref="threshold"/>
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) => functional.threshold(x, threshold, value, inplace);
            /// <summary>a sigmoid(b), where a and b are the halves of the input along a dimension</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Aten.Glu.Call(input, dim);
        }
    }
}
