using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>First values of the layers' parameters, drawn as PyTorch draws them.</summary>
internal static class Initial
{
    internal static Tensor Empty(ReadOnlySpan<long> sizes, Device? device, ScalarType? dtype) =>
        Aten.EmptyMemoryFormat.Call(Argument.List(sizes), dtype ?? get_default_dtype(), Argument.None, device ?? get_default_device());

    /// <summary>Uniform on [-bound, bound].</summary>
    internal static Parameter Uniform(ReadOnlySpan<long> sizes, double bound, Device? device, ScalarType? dtype)
    {
        var values = Empty(sizes, device, dtype);
        Aten.UniformInPlace.Run(values, -bound, bound);
        return new Parameter(values);
    }

    internal static Parameter Constant(ReadOnlySpan<long> sizes, double value, Device? device, ScalarType? dtype) =>
        new(Filled(sizes, value, device, dtype));

    internal static Tensor Filled(ReadOnlySpan<long> sizes, double value, Device? device, ScalarType? dtype)
    {
        var values = Empty(sizes, device, dtype);
        Aten.FillInPlace.Run(values, value);
        return values;
    }

    /// <summary>1 / sqrt(fan in): the bound that kaiming_uniform_ with a = sqrt(5) amounts to, for weights and biases alike.</summary>
    internal static double BoundOf(long fanIn) => fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
}
