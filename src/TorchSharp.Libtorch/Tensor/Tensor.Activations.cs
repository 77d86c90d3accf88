using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor relu() => Aten.Relu.Call(this);
        public Tensor relu_() => Aten.ReluInPlace.InPlace(this);
        public Tensor selu() => Aten.Selu.Call(this);
        public Tensor selu_() => Aten.SeluInPlace.InPlace(this);
        public Tensor silu() => Aten.Silu.Call(this);
        public Tensor silu_() => Aten.SiluInPlace.InPlace(this);
        public Tensor hardsigmoid() => Aten.Hardsigmoid.Call(this);
        public Tensor hardsigmoid_() => Aten.HardsigmoidInPlace.InPlace(this);
        public Tensor hardswish() => Aten.Hardswish.Call(this);
        public Tensor hardswish_() => Aten.HardswishInPlace.InPlace(this);
        public Tensor relu6() => Aten.Relu6.Call(this);
        public Tensor relu6_() => Aten.Relu6InPlace.InPlace(this);
        public Tensor celu() => Aten.Celu.Call(this);
        public Tensor celu(Scalar alpha) => Aten.Celu.Call(this, alpha);
        public Tensor celu_() => Aten.CeluInPlace.InPlace(this);
        public Tensor celu_(Scalar alpha) => Aten.CeluInPlace.InPlace(this, alpha);
        public Tensor elu(double alpha = 1) => Aten.Elu.Call(this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.Elu.Call(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => Aten.EluInPlace.InPlace(this, alpha);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.EluInPlace.InPlace(this, alpha, scale, input_scale);
        public Tensor gelu() => Aten.Gelu.Call(this);
        public Tensor gelu(Modules.GELU.Approximate approximate) => Aten.Gelu.Call(this, approximate.ToString());
        public Tensor gelu_(Modules.GELU.Approximate approximate) => Aten.GeluInPlace.InPlace(this, approximate.ToString());
        public Tensor gelu_() => Aten.GeluInPlace.InPlace(this);
        public Tensor glu(long dim = -1) => Aten.Glu.Call(this, dim);
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.Hardtanh.Call(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.HardtanhInPlace.InPlace(this, min, max);
        public Tensor leaky_relu(Scalar negative_slope) => Aten.LeakyRelu.Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => Aten.LeakyReluInPlace.InPlace(this, negative_slope);
        public Tensor log_sigmoid() => Aten.LogSigmoid.Call(this);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.LogSoftmaxInt.Call(this, dim, dtype);
        public Tensor prelu(Tensor target) => Aten.Prelu.Call(this, target);
        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => Aten.Rrelu.Call(this, lower, upper);
        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => Aten.RreluInPlace.InPlace(this, lower, upper);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.SoftmaxInt.Call(this, dim, dtype);
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Softplus.Call(this, beta, threshold);
        public Tensor threshold(Scalar threshold, Scalar value) => Aten.Threshold.Call(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.ThresholdInPlace.InPlace(this, threshold, value);
        public Tensor channel_shuffle(long groups) => Aten.ChannelShuffle.Call(this, groups);
    }
}
