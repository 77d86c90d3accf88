namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Maximum = new("maximum"), Minimum = new("minimum"), MaxOther = new("max.other"), MinOther = new("min.other"), Fmax = new("fmax"),
        Fmin = new("fmin"), Atan2 = new("atan2"), Atan2InPlace = new("atan2_"), Arctan2 = new("arctan2"), Arctan2InPlace = new("arctan2_"),
        Hypot = new("hypot"), Copysign = new("copysign.Tensor"), CopysignInPlace = new("copysign_.Tensor"),
        Nextafter = new("nextafter"), NextafterInPlace = new("nextafter_"), Heaviside = new("heaviside"), HeavisideInPlace = new("heaviside_"),
        Igamma = new("igamma"), Igammac = new("igammac"), Logaddexp = new("logaddexp"), Logaddexp2 = new("logaddexp2"), Xlogy = new("xlogy.Tensor"),
        XlogyScalarOther = new("xlogy.Scalar_Other"), XlogyInPlace = new("xlogy_.Tensor"), XlogyScalarOtherInPlace = new("xlogy_.Scalar_Other"),
        Dist = new("dist"), LogicalAnd = new("logical_and"), LogicalAndInPlace = new("logical_and_"), LogicalOr = new("logical_or"),
        LogicalOrInPlace = new("logical_or_"), LogicalXor = new("logical_xor"), LogicalXorInPlace = new("logical_xor_"),
        BitwiseAnd = new("bitwise_and.Tensor"), BitwiseAndInPlace = new("bitwise_and_.Tensor"), BitwiseOr = new("bitwise_or.Tensor"),
        BitwiseOrInPlace = new("bitwise_or_.Tensor"), BitwiseXor = new("bitwise_xor.Tensor"), BitwiseXorInPlace = new("bitwise_xor_.Tensor"),
        BitwiseLeftShift = new("bitwise_left_shift.Tensor"), BitwiseLeftShiftInPlace = new("bitwise_left_shift_.Tensor"),
        BitwiseRightShift = new("bitwise_right_shift.Tensor"), BitwiseRightShiftInPlace = new("bitwise_right_shift_.Tensor"),
        WhereSelf = new("where.self");
}
