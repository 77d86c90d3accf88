using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The layers' functions, without state.</summary>
        public static partial class functional
        {
            /// <inheritdoc cref="Modules.Dropout"/>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Aten.DropoutInPlace.InPlace(input, p, training) : Aten.Dropout.Call(input, p, training);

            /// <inheritdoc cref="Modules.Dropout1d"/>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 3);

            /// <inheritdoc cref="Modules.Dropout2d"/>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 0);

            /// <inheritdoc cref="Modules.Dropout3d"/>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace, 5);

            /// <inheritdoc cref="Modules.AlphaDropout"/>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Aten.AlphaDropoutInPlace.InPlace(input, p, training) : Aten.AlphaDropout.Call(input, p, training);

            /// <inheritdoc cref="Modules.FeatureAlphaDropout"/>
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                inplace ? Aten.FeatureAlphaDropoutInPlace.InPlace(input, p, training) : Aten.FeatureAlphaDropout.Call(input, p, training);

            /// <summary>Dropout of channels; an input one dimension short of <paramref name="batched"/> is one sample without a batch.</summary>
            private static Tensor FeatureDropout(Tensor input, double p, bool training, bool inplace, int batched)
            {
                if (input.Sizes.Length != batched - 1)
                    return inplace ? Aten.FeatureDropoutInPlace.InPlace(input, p, training) : Aten.FeatureDropout.Call(input, p, training);
                using var one = Aten.Unsqueeze.Call(input, 0);
                using var dropped = inplace ? Aten.FeatureDropoutInPlace.InPlace(one, p, training) : Aten.FeatureDropout.Call(one, p, training);
                return Aten.SqueezeDim.Call(dropped, 0);
            }
        }
    }
}
