namespace TorchSharp.Interop;

internal static partial class Aten
{
    internal static readonly Operator
        UniformInPlace = new("uniform_"), NormalInPlace = new("normal_"), LogNormalInPlace = new("log_normal_"), CauchyInPlace = new("cauchy_"),
        ExponentialInPlace = new("exponential_"), GeometricInPlace = new("geometric_"), RandomFromInPlace = new("random_.from"),
        Bernoulli = new("bernoulli"), BernoulliFloatInPlace = new("bernoulli_.float"), BernoulliInPlace = new("bernoulli_.Tensor"),
        Binomial = new("binomial"), Multinomial = new("multinomial"), Poisson = new("poisson");
}
