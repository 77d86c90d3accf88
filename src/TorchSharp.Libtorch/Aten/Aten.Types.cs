namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        ResultType = new("result_type.Tensor"), CanCast = new("can_cast"), PromoteTypes = new("promote_types");
}
