namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        Zeros = new("zeros"), Ones = new("ones"), EmptyMemoryFormat = new("empty.memory_format"), Full = new("full"),
        RandGenerator = new("rand.generator"), RandnGenerator = new("randn.generator"), ZerosLike = new("zeros_like"), OnesLike = new("ones_like"),
        EmptyLike = new("empty_like"), FullLike = new("full_like"), RandLike = new("rand_like"), RandnLike = new("randn_like"),
        RandintLikeLowDtype = new("randint_like.low_dtype"), ArangeStartStep = new("arange.start_step"), EyeM = new("eye.m"),
        Linspace = new("linspace"), Logspace = new("logspace"), EmptyStrided = new("empty_strided"), Complex = new("complex"), Polar = new("polar");
}
