using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>A model that is a point x of n double-precision numbers.</summary>
internal sealed class Point : nn.Module
{
    internal readonly Parameter Value;

    internal Point(double[] start) : base(nameof(Point))
    {
        Value = new Parameter(tensor(start, dtype: ScalarType.Float64));
        RegisterComponents();
    }

    internal double[] Coordinates => Value.ToDoubles();
}
