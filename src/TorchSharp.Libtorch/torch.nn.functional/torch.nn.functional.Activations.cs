using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>max(x, 0)</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Aten.ReluInPlace.InPlace(x) : Aten.Relu.Call(x);
            /// <summary>min(max(x, 0), 6)</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? Aten.Relu6InPlace.InPlace(x) : Aten.Relu6.Call(x);
            /// <summary>x where positive, else slope times x</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? Aten.LeakyReluInPlace.InPlace(input, negative_slope) : Aten.LeakyRelu.Call(input, negative_slope);
            /// <summary>x where positive, else a learnt slope times x</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => Aten.Prelu.Call(input, weight);
            /// <summary>x where positive, else the mean of the slopes times x (the form for evaluation)</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, bool inplace = false) =>
                inplace ? Aten.RreluInPlace.InPlace(x, lower, upper) : Aten.Rrelu.Call(x, lower, upper);
            /// <summary>x where positive, else alpha (exp(x) - 1)</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? Aten.EluInPlace.InPlace(x, alpha) : Aten.Elu.Call(x, alpha);
            /// <summary>elu with the constants that keep mean 0 and variance 1</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Aten.SeluInPlace.InPlace(x) : Aten.Selu.Call(x);
            /// <summary>max(x, 0) + min(alpha (exp(x / alpha) - 1), 0)</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? Aten.CeluInPlace.InPlace(x, alpha) : Aten.Celu.Call(x, alpha);
            /// <summary>x times the normal distribution function</summary>
            public static Tensor gelu(Tensor x) => Aten.Gelu.Call(x);
            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? Aten.GeluInPlace.InPlace(x) : Aten.Gelu.Call(x);
            /// <summary>x times the normal distribution function, exact or approximated through tanh</summary>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                var how = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return inplace ? Aten.GeluInPlace.InPlace(x, how) : Aten.Gelu.Call(x, how);
            }
            /// <summary>x sigmoid(x)</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Aten.SiluInPlace.InPlace(x) : Aten.Silu.Call(x);
            /// <inheritdoc cref="silu"/>
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);
            /// <summary>x tanh(softplus(x))</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Aten.MishInPlace.InPlace(x) : Aten.Mish.Call(x);
            /// <inheritdoc cref="mish"/>
            public static Tensor Mish(Tensor x) => mish(x);
            /// <summary>1 / (1 + exp(-x))</summary>
            public static Tensor sigmoid(Tensor x) => Aten.Sigmoid.Call(x);
            /// <inheritdoc cref="sigmoid(Tensor)"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Aten.SigmoidInPlace.InPlace(x) : Aten.Sigmoid.Call(x);
            /// <summary>log sigmoid(x)</summary>
            public static Tensor logsigmoid(Tensor x) => Aten.LogSigmoid.Call(x);
            /// <summary>tanh(x)</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Aten.TanhInPlace.InPlace(x) : Aten.Tanh.Call(x);
        }
    }
}
