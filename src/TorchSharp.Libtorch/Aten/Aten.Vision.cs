namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Pad = new("pad"), GridSampler = new("grid_sampler"), AffineGridGenerator = new("affine_grid_generator"),
        UpsampleNearest1dVec = new("upsample_nearest1d.vec"), UpsampleNearest2dVec = new("upsample_nearest2d.vec"),
        UpsampleNearest3dVec = new("upsample_nearest3d.vec"), UpsampleNearestExact1dVec = new("_upsample_nearest_exact1d.vec"),
        UpsampleNearestExact2dVec = new("_upsample_nearest_exact2d.vec"), UpsampleNearestExact3dVec = new("_upsample_nearest_exact3d.vec"),
        UpsampleLinear1dVec = new("upsample_linear1d.vec"), UpsampleBilinear2dVec = new("upsample_bilinear2d.vec"),
        UpsampleBicubic2dVec = new("upsample_bicubic2d.vec"), UpsampleTrilinear3dVec = new("upsample_trilinear3d.vec"),
        UpsampleBilinear2dAaVec = new("_upsample_bilinear2d_aa.vec"), UpsampleBicubic2dAaVec = new("_upsample_bicubic2d_aa.vec"),
        PixelShuffle = new("pixel_shuffle"), PixelUnshuffle = new("pixel_unshuffle"), Im2col = new("im2col"), Col2im = new("col2im"),
        OneHot = new("one_hot"), ScaledDotProductAttention = new("scaled_dot_product_attention"), ForeachNormScalar = new("_foreach_norm.Scalar");
}
