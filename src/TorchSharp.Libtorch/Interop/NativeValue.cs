using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The kinds of value that cross to the native side; the order is that of <c>td_tag</c>.</summary>
internal enum ValueTag
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    DoubleList,
    TensorList,
    Device,
    String,
    Generator,
}

/// <summary>A tagged value of 16 bytes, as <c>td_value</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueTag Tag;
    public int Length;

    /// <summary>An integer, the bits of a double, or a pointer.</summary>
    public long Bits;
}

/// <summary>What a tensor is, as <c>td_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorInfo
{
    public int Dimensions;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public FirstSizes Sizes;

    [InlineArray(8)]
    internal struct FirstSizes
    {
        private long _first;
    }
}

/// <summary>The numbers of Adam's rule, as <c>td_adam</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AdamNumbers
{
    public double LearningRate, Beta1, Beta2, Epsilon, WeightDecay;

    /// <summary>1 takes the weight decay from the weights (AdamW), 0 adds it to the gradient.</summary>
    public int Decoupled;
    public int Maximize;
}

/// <summary>The numbers of stochastic gradient descent, as <c>td_sgd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SgdNumbers
{
    public double LearningRate, Momentum, Dampening, WeightDecay;
    public int Nesterov;
    public int Maximize;
}
