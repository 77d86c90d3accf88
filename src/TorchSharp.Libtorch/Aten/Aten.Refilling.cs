namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        ZerosOut = new("zeros.out"), OnesOut = new("ones.out"), EmptyOut = new("empty.out"), FullOut = new("full.out"), EyeMOut = new("eye.m_out"),
        RandOut = new("rand.out"), RandnOut = new("randn.out"), RandintOut = new("randint.out"), RandpermOut = new("randperm.out"),
        ArangeStartOut = new("arange.start_out");
}
