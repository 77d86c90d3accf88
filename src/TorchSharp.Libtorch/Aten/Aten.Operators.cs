namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        RsubScalar = new("rsub.Scalar");
}
