using ConstrainedLearning.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>The primal side of a step: evaluation in the chosen precision, gradient of the formulation's function, optimiser step.</summary>
internal sealed class PrimalStep : IDisposable
{
    private readonly nn.Module _model;
    private readonly optim.Optimizer _optimizer;
    private readonly Precision _precision;
    private readonly Device _device;
    private readonly List<Tensor> _roots = [], _gradients = [];
    private Tensor? _one;

    internal PrimalStep(nn.Module model, optim.Optimizer optimizer, Precision precision, Device device)
    {
        if (optimizer.GetType().Name.Contains("LBFGS", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("L-BFGS evaluates the objective several times within its own step, which no primal-dual scheme describes; use a first-order optimiser such as Adam", nameof(optimizer));
        (_model, _optimizer, _precision, _device) = (model, optimizer, precision, device);
    }

    internal bool ScalesLoss => false;

    internal Evaluation Evaluate(Func<Evaluation> evaluate) => evaluate();

    internal void ZeroGradients() => _optimizer.zero_grad();

    /// <summary>
    /// Adds grad(weight * loss + sum_i F_i share_i v_i) to the parameters' gradients. The forces are the weights of the values in one backward pass over loss and values, so nothing is multiplied or added up before.
    /// </summary>
    /// <param name="measured">What to differentiate.</param>
    /// <param name="forces">The forces with their shares; null: the formulation's at what was measured.</param>
    /// <param name="weight">The weight of the loss.</param>
    internal void Backward(Measured measured, IReadOnlyList<Tensor>? forces = null, double weight = 1)
    {
        _roots.Add(measured.Loss);
        _gradients.Add(One(measured.Loss, weight));
        for (var i = 0; i < measured.Constraints.Count; i++)
        {
            var (state, measurement) = measured.Constraints[i];
            if (state.Constraint.Contribution == Contribution.DualOnly) continue;
            if (!measurement.Values.requires_grad) throw WithoutGradient(state.Constraint);
            _roots.Add(measurement.Rows.Clean(measurement.Values));
            _gradients.Add(Weight(state, measurement, forces?[i] ?? Push(state, measurement)));
        }
        autograd.backward(_roots, _gradients);
        _roots.Clear();
        _gradients.Clear();
    }

    /// <summary>loss + sum_i F_i g_i, differentiable, with the forces fixed.</summary>
    internal Tensor Objective(Measured measured)
    {
        var objective = measured.Loss;
        foreach (var (state, measurement) in measured.Constraints)
        {
            if (state.Constraint.Contribution == Contribution.DualOnly) continue;
            objective = objective + (measurement.Rows.Clean(measurement.Values) * Weight(state, measurement, Push(state, measurement))).sum();
        }
        return objective;
    }

    /// <summary>Whether the gradients can be used; when not, neither primal nor dual moves.</summary>
    internal bool GradientsAreUsable() => true;

    internal void Step() => _optimizer.step();

    /// <summary>F times the share of each row, 1/b where per-sample terms are averaged over the batch.</summary>
    internal static Tensor Push(DualState state, Measurement measurement)
    {
        using var _ = no_grad();
        var force = state.Force(measurement);
        return state.Constraint is { IsPerSample: true, Aggregation: Aggregation.Mean } ? force / force.size(0) : force;
    }

    public void Dispose() => _one?.Dispose();

    // The gradient of the values: with the sense's sign, in the values' shape and element type.
    private static Tensor Weight(DualState state, Measurement measurement, Tensor force)
    {
        var values = measurement.Values;
        if (state.Constraint.Sign < 0) force = force.neg();
        if (force.dtype != values.dtype) force = force.to(values.dtype);
        return values.Dimensions == 1 ? force : force.reshape(values.shape);
    }

    private Tensor One(Tensor loss, double weight)
    {
        if (weight != 1 || loss.Dimensions != 0) return full_like(loss, weight);
        if (_one is null || _one.dtype != loss.dtype) _one = ones([], dtype: loss.dtype, device: loss.device).DetachFromDisposeScope();
        return _one;
    }

    private static InvalidOperationException WithoutGradient(Constraint constraint) => new(
        $"constraint '{constraint.Name}': the measured value carries no gradient, so it cannot push the model. Measure it with differentiable operations, give a differentiable proxy and the true value as 'strict', or let it only be priced with .Contributing(Contribution.DualOnly)");
}
