using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Multipliers that a network computes from a sample's features: lambda_n = softplus(network(x_n)) for inequalities, network(x_n) for equalities.</summary>
/// <remarks>
/// The network ascends mean_n lambda(x_n) v_n by its own optimiser. It serves very many requirements with few numbers, and prices samples it has never seen.
/// Reference: Narasimhan et al., "Approximate Heavily-Constrained Learning with Lagrange Multiplier Models", NeurIPS 2020. Network and optimiser stay the caller's.
/// </remarks>
/// <param name="network">[rows, features] to [rows] or [rows, 1], on the model's device.</param>
/// <param name="optimizer">Of the network's parameters; it is given the gradient of the negated ascent, so its learning rate is the dual step.</param>
public sealed class MultiplierNetwork(nn.Module<Tensor, Tensor> network, optim.Optimizer optimizer)
{
    /// <summary>The network; borrowed.</summary>
    public nn.Module<Tensor, Tensor> Network { get; } = network;

    /// <summary>Its optimiser; borrowed.</summary>
    public optim.Optimizer Optimizer { get; } = optimizer;

    /// <summary>The multipliers of some samples, shape [rows], differentiable in the network's parameters.</summary>
    /// <param name="features">Shape [rows, features].</param>
    /// <param name="sense">Of the constraint.</param>
    public Tensor Multipliers(Tensor features, Sense sense)
    {
        var raw = Network.call(features);
        if (raw.Dimensions == 2 && raw.size(1) == 1) raw = raw.squeeze(1);
        if (raw.Dimensions != 1) throw new InvalidOperationException($"the multiplier network gave shape {Text.Shape(raw.shape)}, expected [{features.size(0)}]: one multiplier a sample");
        return sense == Sense.Equal ? raw : nn.functional.softplus(raw);
    }
}
