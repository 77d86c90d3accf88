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
    private readonly LossScale? _scale;
    private readonly PrimalDual _learner;
    private readonly List<Tensor> _roots = [], _gradients = [];
    private Tensor? _one;

    internal PrimalStep(PrimalDual learner, nn.Module model, optim.Optimizer optimizer, Precision precision, Device device)
    {
        if (optimizer.GetType().Name.Contains("LBFGS", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("L-BFGS evaluates the objective several times within its own step, which no primal-dual scheme describes; use a first-order optimiser such as Adam", nameof(optimizer));
        Autocast.Enter(precision, device)?.Dispose(); // a precision that the device lacks is refused here, not in the first step
        (_learner, _model, _optimizer, _precision, _device, _scale) = (learner, model, optimizer, precision, device, precision.StartLossScale());
    }

    /// <summary>Whether gradients may overflow, so that a step has to be skipped.</summary>
    internal bool ScalesLoss => _scale is not null;

    internal LossScale? LossScale => _scale;

    /// <summary>See <see cref="PrimalDual.ClipGradient"/>; null: gradients stay as long as they are.</summary>
    internal double? MaxNorm { get; set; }

    /// <summary>See <see cref="PrimalDual.With"/>.</summary>
    internal List<IPrimalPolicy> Policies { get; } = [];

    internal Evaluation Evaluate(Func<Evaluation> evaluate)
    {
        using var region = Autocast.Enter(_precision, _device);
        return evaluate();
    }

    internal void ZeroGradients() => _optimizer.zero_grad();

    /// <summary>
    /// Adds grad(weight * loss + sum_i F_i share_i v_i) to the parameters' gradients. The forces are the weights of the values in one backward pass over loss and values, so nothing is multiplied or added up before.
    /// </summary>
    /// <param name="measured">What to differentiate.</param>
    /// <param name="forces">The forces with their shares; null: the formulation's at what was measured.</param>
    /// <param name="weight">The weight of the loss.</param>
    internal void Backward(Measured measured, IReadOnlyList<Tensor>? forces = null, double weight = 1)
    {
        _roots.Clear();
        _gradients.Clear();
        var scale = _scale?.Value ?? 1;
        // A constant is a loss too: then the requirements alone are to be met.
        if (measured.Loss.requires_grad)
        {
            var loss = Wide.Of(measured.Loss);
            _roots.Add(loss);
            _gradients.Add(One(loss, weight * scale));
        }
        for (var i = 0; i < measured.Constraints.Count; i++)
        {
            var (state, measurement) = measured.Constraints[i];
            if (state.Constraint.Contribution == Contribution.DualOnly) continue;
            if (!measurement.Values.requires_grad) throw WithoutGradient(state.Constraint);
            var values = Wide.Of(measurement.Rows.Clean(measurement.Values));
            _roots.Add(values);
            _gradients.Add(Weight(state, values, forces?[i] ?? Push(state, measurement), scale));
        }
        if (_roots.Count == 0) throw new InvalidOperationException("neither the loss nor the value of any constraint that pushes the model depends on the parameters: compute them from the model's output, not under no_grad()");
        autograd.backward(_roots, _gradients);
        _roots.Clear();
        _gradients.Clear();
    }

    /// <summary>loss + sum_i F_i g_i, differentiable, with the forces fixed.</summary>
    internal static Tensor Objective(Measured measured)
    {
        var objective = measured.Loss;
        foreach (var (state, measurement) in measured.Constraints)
        {
            if (state.Constraint.Contribution == Contribution.DualOnly) continue;
            var values = Wide.Of(measurement.Rows.Clean(measurement.Values));
            objective = objective + (values * Weight(state, values, Push(state, measurement), 1)).sum();
        }
        return objective;
    }

    /// <summary>Whether the gradients can be used; when not, neither primal nor dual moves.</summary>
    /// <param name="measured">What they are of, for the error.</param>
    /// <param name="step">The step's number, for the error.</param>
    internal bool GradientsAreUsable(Measured measured, long step)
    {
        if (_scale is not null) return _scale.Unscale(_model.parameters(), step, FiniteGuard.IsFinite(measured));
        // What was not observed gets the gradient 0, and 0 / 0 where the user divided by an empty group's count.
        if (_device.type == TorchSharp.DeviceType.CPU && measured.Constraints.Exists(item => item.Measurement.Rows.LeavesOut)) CheckGradients(measured, step);
        return true;
    }

    /// <summary>Whether the multipliers can be moved by what was measured without gradient: where steps may be skipped, numbers that overflowed move nothing.</summary>
    internal bool CanMoveDuals(Measured measured) => _scale is null || FiniteGuard.IsFinite(measured);

    private void CheckGradients(Measured measured, long step)
    {
        using var _ = no_grad();
        if (_model.parameters().All(parameter => parameter.grad is null || double.IsFinite(parameter.grad.sum().ToDouble()) || parameter.grad.isfinite().all().ToBoolean())) return;
        throw new NonFiniteException(step, [.. measured.Constraints.Where(item => item.Measurement.Rows.LeavesOut).Select(item =>
            $"the gradient of constraint '{item.State.Constraint.Name}' (a component with count 0 that was divided by 0 has none: divide by the counts' clamp_min(1))")]);
    }

    internal void Begin()
    {
        for (var i = 0; i < Policies.Count; i++) Policies[i].BeforeStep(_learner);
    }

    internal void End()
    {
        for (var i = 0; i < Policies.Count; i++) Policies[i].EndStep(_learner);
    }

    internal void Step(PrimalMove move = PrimalMove.Final)
    {
        foreach (var policy in Policies)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            policy.AfterBackward(_learner, move);
        }
        if (MaxNorm is { } norm) GradientClip.Apply(_model.parameters(), norm);
        _optimizer.step();
        foreach (var policy in Policies)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            policy.AfterStep(_learner, move);
        }
    }

    /// <summary>F times the share of each row, 1/b where per-sample terms are averaged over the batch.</summary>
    internal static Tensor Push(DualState state, Measurement measurement)
    {
        using var _ = no_grad();
        var force = state.Force(measurement);
        if (measurement.Rows.LeavesOut) force = measurement.Rows.Clean(force);
        return state.Constraint is { IsPerSample: true, Aggregation: Aggregation.Mean } ? force / force.size(0) : force;
    }

    public void Dispose() => _one?.Dispose();

    // The gradient of the values: with the sense's sign, in the values' shape and element type.
    private static Tensor Weight(DualState state, Tensor values, Tensor force, double scale)
    {
        var factor = state.Constraint.Sign * scale;
        if (factor != 1) force = force * factor;
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
