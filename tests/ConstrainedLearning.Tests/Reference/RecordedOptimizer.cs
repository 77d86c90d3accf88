using System.Text.Json.Serialization;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>An optimiser of a recorded run. <c>Rule</c> is its recursion in words, for the gradient e.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Sgd), "sgd")]
[JsonDerivedType(typeof(Adam), "adam")]
[JsonDerivedType(typeof(NuPI), "nupi")]
internal abstract record RecordedOptimizer(double Lr, string Rule)
{
    /// <summary>b &lt;- momentum b + e; increment lr b.</summary>
    internal sealed record Sgd(double Lr, double Momentum, string Rule) : RecordedOptimizer(Lr, Rule);

    /// <summary>Adam; where eps is added differs in extragradient runs.</summary>
    internal sealed record Adam(double Lr, double Beta1, double Beta2, double Eps, string Rule) : RecordedOptimizer(Lr, Rule);

    /// <summary>Increment lr (ki e + kp (1-nu) (e - xi)), then xi &lt;- nu xi + (1-nu) e.</summary>
    internal sealed record NuPI(double Lr, double Kp, double Ki, double Nu, NuPIInit Init, string Rule) : RecordedOptimizer(Lr, Rule);
}

/// <summary>How nuPI starts: xi = 0; or with a first increment lr ki e, after which xi is still 0.</summary>
internal enum NuPIInit
{
    Zeros,
    Sgd,
}
