using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resizes a series, an image or a volume ([batch, channels, ...]) to a size or by factors.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                var dimensions = x.Sizes.Length - 2;
                if ((size is null) == (scale_factor is null)) throw new ArgumentException("interpolate needs either a size or scale factors");
                var wanted = Spread(size, dimensions, nameof(size));
                var factors = Spread(scale_factor, dimensions, nameof(scale_factor));
                if (factors is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    var sizes = x.shape;
                    wanted = [.. factors.Select((factor, i) => (long)Math.Floor(sizes[i + 2] * factor))];
                    factors = null;
                }
                if (mode == InterpolationMode.Area) return AdaptiveAverage(x, wanted!, dimensions);
                var corners = align_corners ?? false;
                if (mode is InterpolationMode.Nearest or InterpolationMode.NearestExact)
                {
                    if (align_corners is not null) throw new ArgumentException($"align_corners has no meaning for {mode}");
                    return Nearest(dimensions, mode == InterpolationMode.NearestExact).Call(x, wanted, factors);
                }
                return Smooth(dimensions, mode, antialias).Call(x, wanted, corners, factors);
            }

            /// <summary>As <see cref="interpolate"/>.</summary>
            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            /// <summary>As <see cref="interpolate"/>, bilinear.</summary>
            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                upsample(x, size, scale_factor, UpsampleMode.Bilinear, align_corners);

            /// <summary>As <see cref="interpolate"/>, nearest.</summary>
            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                upsample(x, size, scale_factor, UpsampleMode.Nearest, align_corners);

            private static T[]? Spread<T>(T[]? values, int dimensions, string name)
            {
                if (values is null || values.Length == dimensions) return values;
                if (values.Length != 1) throw new ArgumentException($"interpolate: {name} must have 1 or {dimensions} elements, got {values.Length}");
                return [.. Enumerable.Repeat(values[0], dimensions)];
            }

            private static Operator Nearest(int dimensions, bool exact) => (dimensions, exact) switch
            {
                (1, false) => Aten.UpsampleNearest1dVec,
                (2, false) => Aten.UpsampleNearest2dVec,
                (3, false) => Aten.UpsampleNearest3dVec,
                (1, true) => Aten.UpsampleNearestExact1dVec,
                (2, true) => Aten.UpsampleNearestExact2dVec,
                (3, true) => Aten.UpsampleNearestExact3dVec,
                _ => throw Unknown(dimensions, InterpolationMode.Nearest),
            };

            private static Operator Smooth(int dimensions, InterpolationMode mode, bool antialias) => (dimensions, mode, antialias) switch
            {
                (1, InterpolationMode.Linear, false) => Aten.UpsampleLinear1dVec,
                (2, InterpolationMode.Bilinear, false) => Aten.UpsampleBilinear2dVec,
                (2, InterpolationMode.Bilinear, true) => Aten.UpsampleBilinear2dAaVec,
                (2, InterpolationMode.Bicubic, false) => Aten.UpsampleBicubic2dVec,
                (2, InterpolationMode.Bicubic, true) => Aten.UpsampleBicubic2dAaVec,
                (3, InterpolationMode.Trilinear, false) => Aten.UpsampleTrilinear3dVec,
                _ => throw Unknown(dimensions, mode),
            };

            private static Tensor AdaptiveAverage(Tensor x, long[] size, int dimensions) => dimensions switch
            {
                1 => Aten.AdaptiveAvgPool1d.Call(x, size),
                2 => Aten.AdaptiveAvgPool2d.Call(x, size),
                3 => Aten.AdaptiveAvgPool3d.Call(x, size),
                _ => throw Unknown(dimensions, InterpolationMode.Area),
            };

            private static ArgumentException Unknown(int dimensions, InterpolationMode mode) =>
                new($"interpolate: no {mode} over {dimensions} dimensions (Linear takes 1, Bilinear and Bicubic 2, Trilinear 3, the others 1 to 3; antialiasing goes with Bilinear and Bicubic)");
        }
    }
}
