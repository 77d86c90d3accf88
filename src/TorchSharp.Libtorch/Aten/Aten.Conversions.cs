namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        PinMemory = new("pin_memory"), IsPinned = new("is_pinned"), IsNonzero = new("is_nonzero"), IsConj = new("is_conj"), IsNeg = new("is_neg");
}
