namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        IndexPutInPlace = new("index_put_"), Index = new("index.Tensor");
}
