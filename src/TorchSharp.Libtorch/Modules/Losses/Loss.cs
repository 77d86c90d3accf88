using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp;

/// <summary>A loss, reduced to its mean or sum or left as it is.</summary>
public abstract class Loss<T1, T2, TResult>(Reduction reduction = Reduction.Mean) : Module<T1, T2, TResult>("Loss")
{
    public Reduction reduction { get; } = reduction;
}

/// <summary>A loss whose elements or classes have weights.</summary>
public abstract class WeightedLoss<T1, T2, TResult>(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss<T1, T2, TResult>(reduction)
{
    public Tensor? weight { get; } = weight;
}

/// <summary>A loss, reduced to its mean or sum or left as it is.</summary>
public abstract class Loss<T1, T2, T3, TResult>(Reduction reduction = Reduction.Mean) : Module<T1, T2, T3, TResult>("Loss")
{
    public Reduction reduction { get; } = reduction;
}

/// <summary>A loss whose elements or classes have weights.</summary>
public abstract class WeightedLoss<T1, T2, T3, TResult>(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss<T1, T2, T3, TResult>(reduction)
{
    public Tensor? weight { get; } = weight;
}

/// <summary>A loss, reduced to its mean or sum or left as it is.</summary>
public abstract class Loss<T1, T2, T3, T4, TResult>(Reduction reduction = Reduction.Mean) : Module<T1, T2, T3, T4, TResult>("Loss")
{
    public Reduction reduction { get; } = reduction;
}

/// <summary>A loss whose elements or classes have weights.</summary>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult>(Tensor? weight = null, Reduction reduction = Reduction.Mean) : Loss<T1, T2, T3, T4, TResult>(reduction)
{
    public Tensor? weight { get; } = weight;
}
