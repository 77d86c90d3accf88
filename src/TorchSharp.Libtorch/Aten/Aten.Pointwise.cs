namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Abs = new("abs"), AbsInPlace = new("abs_"), Absolute = new("absolute"), AbsoluteInPlace = new("absolute_"), Acos = new("acos"),
        AcosInPlace = new("acos_"), Arccos = new("arccos"), ArccosInPlace = new("arccos_"), Acosh = new("acosh"), AcoshInPlace = new("acosh_"),
        Arccosh = new("arccosh"), ArccoshInPlace = new("arccosh_"), Asin = new("asin"), AsinInPlace = new("asin_"), Arcsin = new("arcsin"),
        ArcsinInPlace = new("arcsin_"), Asinh = new("asinh"), AsinhInPlace = new("asinh_"), Arcsinh = new("arcsinh"),
        ArcsinhInPlace = new("arcsinh_"), Atan = new("atan"), AtanInPlace = new("atan_"), Arctan = new("arctan"), ArctanInPlace = new("arctan_"),
        Atanh = new("atanh"), AtanhInPlace = new("atanh_"), Arctanh = new("arctanh"), ArctanhInPlace = new("arctanh_"), Ceil = new("ceil"),
        CeilInPlace = new("ceil_"), Cos = new("cos"), CosInPlace = new("cos_"), Cosh = new("cosh"), CoshInPlace = new("cosh_"),
        Deg2rad = new("deg2rad"), Deg2radInPlace = new("deg2rad_"), Rad2deg = new("rad2deg"), Rad2degInPlace = new("rad2deg_"),
        Digamma = new("digamma"), DigammaInPlace = new("digamma_"), Erf = new("erf"), ErfInPlace = new("erf_"), Erfc = new("erfc"),
        ErfcInPlace = new("erfc_"), Erfinv = new("erfinv"), ErfinvInPlace = new("erfinv_"), Exp = new("exp"), ExpInPlace = new("exp_"),
        Exp2 = new("exp2"), Exp2InPlace = new("exp2_"), Expm1 = new("expm1"), Expm1InPlace = new("expm1_"), Fix = new("fix"),
        FixInPlace = new("fix_"), Floor = new("floor"), FloorInPlace = new("floor_"), Frac = new("frac"), FracInPlace = new("frac_"), I0 = new("i0"),
        I0InPlace = new("i0_"), Lgamma = new("lgamma"), LgammaInPlace = new("lgamma_"), Log = new("log"), LogInPlace = new("log_"),
        Log10 = new("log10"), Log10InPlace = new("log10_"), Log1p = new("log1p"), Log1pInPlace = new("log1p_"), Log2 = new("log2"),
        Log2InPlace = new("log2_"), Neg = new("neg"), NegInPlace = new("neg_"), Reciprocal = new("reciprocal"),
        ReciprocalInPlace = new("reciprocal_"), Rsqrt = new("rsqrt"), RsqrtInPlace = new("rsqrt_"), Sgn = new("sgn"), SgnInPlace = new("sgn_"),
        Sigmoid = new("sigmoid"), SigmoidInPlace = new("sigmoid_"), Sign = new("sign"), SignInPlace = new("sign_"), Sin = new("sin"),
        SinInPlace = new("sin_"), Sinc = new("sinc"), SincInPlace = new("sinc_"), Sinh = new("sinh"), SinhInPlace = new("sinh_"), Sqrt = new("sqrt"),
        SqrtInPlace = new("sqrt_"), Tan = new("tan"), TanInPlace = new("tan_"), Tanh = new("tanh"), TanhInPlace = new("tanh_"), Trunc = new("trunc"),
        TruncInPlace = new("trunc_"), LogicalNot = new("logical_not"), LogicalNotInPlace = new("logical_not_"), BitwiseNot = new("bitwise_not"),
        BitwiseNotInPlace = new("bitwise_not_"), Negative = new("negative"), Positive = new("positive"), Square = new("square"),
        Signbit = new("signbit"), Isfinite = new("isfinite"), Isinf = new("isinf"), Isnan = new("isnan"), Isneginf = new("isneginf"),
        Isposinf = new("isposinf"), Isreal = new("isreal"), Angle = new("angle"), Conj = new("conj"), ResolveConj = new("resolve_conj"),
        ResolveNeg = new("resolve_neg"), ConjPhysical = new("conj_physical"), ConjPhysicalInPlace = new("conj_physical_"), Round = new("round"),
        RoundDecimals = new("round.decimals"), RoundInPlace = new("round_"), RoundDecimalsInPlace = new("round_.decimals"), Logit = new("logit"),
        LogitInPlace = new("logit_"), NanToNum = new("nan_to_num"), NanToNumInPlace = new("nan_to_num_"), Mvlgamma = new("mvlgamma"),
        MvlgammaInPlace = new("mvlgamma_"), Polygamma = new("polygamma"), PolygammaInPlace = new("polygamma_"), Frexp = new("frexp.Tensor"),
        Renorm = new("renorm"), Clamp = new("clamp"), ClampTensor = new("clamp.Tensor"), ClampInPlace = new("clamp_"),
        ClampTensorInPlace = new("clamp_.Tensor"), ClampMin = new("clamp_min"), ClampMinInPlace = new("clamp_min_"), ClampMax = new("clamp_max"),
        ClampMaxInPlace = new("clamp_max_");
}
