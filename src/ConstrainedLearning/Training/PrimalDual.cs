using ConstrainedLearning.Diagnostics;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>
/// Trains a model under constraints: the model's parameters descend the Lagrangian, one multiplier per constraint component ascends it.
/// </summary>
/// <remarks>
/// min_theta E[loss] s.t. g_i(theta) &lt;= eps_i. A multiplier is a price: dP*/d eps_i = -lambda_i.
/// References: Chamon and Ribeiro, NeurIPS 2020; Hounie, Porras-Valenzuela and Ribeiro, ICML 2024.
/// The learner owns its optimiser and multipliers and disposes them; the model stays the caller's.
/// </remarks>
public sealed class PrimalDual : IDisposable
{
    private readonly Formulation _formulation;
    private readonly Scheme _scheme;
    private readonly FiniteGuard _guard;
    private readonly Tensor _loss;

    /// <summary>Sets up the multipliers on the device of the model's parameters.</summary>
    /// <param name="model">The model whose parameters are trained; borrowed.</param>
    /// <param name="optimizer">The optimiser of the model's parameters; owned from now on.</param>
    /// <param name="constraints">The requirements; none is allowed and gives plain training.</param>
    /// <param name="dualUpdate">How multipliers move where a constraint does not say otherwise.</param>
    /// <param name="formulation">What the primal descends. The default is the Lagrangian.</param>
    /// <param name="scheme">In which order primal and dual move. The default is simultaneous.</param>
    public PrimalDual(
        nn.Module model,
        optim.Optimizer optimizer,
        IReadOnlyList<Constraint> constraints,
        DualUpdate dualUpdate,
        Formulation? formulation = null,
        Scheme? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(dualUpdate);
        var parameter = model.parameters().FirstOrDefault() ?? throw new ArgumentException("the model has no parameters to train", nameof(model));
        var dtype = is_floating_point(parameter.dtype) && parameter.dtype is not (ScalarType.Float16 or ScalarType.BFloat16) ? parameter.dtype : ScalarType.Float32;
        Model = model;
        Optimizer = optimizer;
        Device = parameter.device;
        Multipliers = new Multipliers(constraints, dualUpdate, parameter.device, dtype);
        _formulation = formulation ?? Formulation.Lagrangian;
        _scheme = scheme ?? Scheme.Simultaneous;
        _guard = FiniteGuard.For(parameter.device);
        _loss = full([], double.NaN, dtype: dtype, device: parameter.device).DetachFromDisposeScope();
    }

    /// <summary>The model; borrowed.</summary>
    public nn.Module Model { get; }

    /// <summary>The optimiser of the model's parameters.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>All dual state, by constraint name.</summary>
    public Multipliers Multipliers { get; }

    /// <summary>Where parameters, multipliers and traces live.</summary>
    public Device Device { get; }

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Records multipliers, slacks, values and loss over time when set; owned by the learner.</summary>
    public Trace? Trace { get; private set; }

    /// <summary>The loss of the last step, a scalar on the device; NaN before the first. Borrowed.</summary>
    internal Tensor Loss => _loss;

    /// <summary>Starts to record every <paramref name="every"/>-th step.</summary>
    public Trace Record(int every = 1)
    {
        Trace?.Dispose();
        return Trace = new Trace(this, every);
    }

    /// <summary>One step: evaluates, moves the parameters down and the multipliers up. Every tensor made on the way is disposed.</summary>
    /// <param name="evaluate">Gives the loss and the value of every constraint on one batch.</param>
    /// <returns>The step's numbers, readable until the next step.</returns>
    /// <exception cref="ShapeMismatchException">A value has not its constraint's shape.</exception>
    /// <exception cref="NonFiniteException">The loss or a value is not finite; nothing has moved.</exception>
    public StepReport Step(Func<Evaluation> evaluate)
    {
        using var scope = NewDisposeScope();
        _scheme.Step(this, evaluate);
        StepCount++;
        Trace?.Observe();
        return new StepReport(this);
    }

    /// <summary>Looks whether every step so far was finite. On a GPU this waits for the device, so the trainer calls it once in a while; on the CPU each step has looked already.</summary>
    /// <exception cref="NonFiniteException">A step was not finite.</exception>
    public void Check() => _guard.Check(this);

    /// <summary>The prices, ranked; waits for the device.</summary>
    public SensitivityReport Sensitivity() => SensitivityReport.Of(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Trace?.Dispose();
        Multipliers.Dispose();
        _guard.Dispose();
        _loss.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>Evaluates and forms the scalar that the primal descends.</summary>
    internal Measured Measure(Func<Evaluation> evaluate)
    {
        var evaluation = evaluate();
        var objective = evaluation.Loss;
        if (objective.NumberOfElements != 1) throw new ArgumentException($"the loss has shape {Text.Shape(objective.shape)}, expected a scalar: reduce it with mean() or sum()");
        var seen = 0;
        foreach (var (name, values) in evaluation.Measurements)
        {
            var state = Multipliers[name];
            if (!Fits(values, state.Constraint.Count)) throw new ShapeMismatchException(name, values.shape, state.Constraint.Count);
            objective = objective + _formulation.Term(state, Vector(values));
            seen++;
        }
        if (seen != Multipliers.Count) throw Unmeasured(evaluation);
        _guard.Look(this, objective, evaluation);
        return new Measured(objective, evaluation);
    }

    /// <summary>Moves the multipliers and slacks by what was measured.</summary>
    internal void AdvanceDuals(Measured measured)
    {
        using var _ = no_grad();
        foreach (var (name, values) in measured.Evaluation.Measurements) Multipliers[name].Advance(Vector(values));
        _loss.copy_(measured.Evaluation.Loss);
    }

    private static bool Fits(Tensor values, int count) =>
        values.Dimensions == 1 ? values.size(0) == count : values.Dimensions == 0 && count == 1;

    private static Tensor Vector(Tensor values) => values.Dimensions == 0 ? values.reshape(1) : values;

    private ArgumentException Unmeasured(Evaluation evaluation)
    {
        var measured = evaluation.Measurements.Select(m => m.Name).ToList();
        var twice = measured.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return new ArgumentException(twice is not null
            ? $"constraint '{twice}' was measured {measured.Count(name => name == twice)} times in one evaluation, expected once"
            : $"constraint '{Multipliers.First(state => !measured.Contains(state.Constraint.Name)).Constraint.Name}' was not measured: add .With(constraint, values) to the evaluation");
    }
}

/// <summary>One evaluation and the scalar that the primal descends.</summary>
internal readonly record struct Measured(Tensor Objective, Evaluation Evaluation);
