using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Duals;
using ConstrainedLearning.Schemes;
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
    private readonly SchemeRun _scheme;
    private readonly FiniteGuard _guard;
    private readonly PrimalStep _primal;
    private readonly Tensor _loss;
    private Measured? _pending;

    /// <summary>Sets up the multipliers on the device of the model's parameters.</summary>
    /// <param name="model">The model whose parameters are trained; borrowed.</param>
    /// <param name="optimizer">The optimiser of the model's parameters; owned from now on.</param>
    /// <param name="constraints">The requirements; none is allowed and gives plain training.</param>
    /// <param name="dualUpdate">How multipliers move where a constraint does not say otherwise.</param>
    /// <param name="formulation">What the primal descends. The default is the Lagrangian.</param>
    /// <param name="scheme">In which order primal and dual move. The default is simultaneous.</param>
    /// <param name="precision">In which element type the closure computes. The default is the parameters' own.</param>
    public PrimalDual(
        nn.Module model,
        optim.Optimizer optimizer,
        IReadOnlyList<Constraint> constraints,
        DualUpdate dualUpdate,
        Formulation? formulation = null,
        Scheme? scheme = null,
        Precision? precision = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(dualUpdate);
        using var scope = NewDisposeScope();
        var parameter = model.parameters().FirstOrDefault() ?? throw new ArgumentException("the model has no parameters to train", nameof(model));
        var dtype = is_floating_point(parameter.dtype) && parameter.dtype is not (ScalarType.Float16 or ScalarType.BFloat16) ? parameter.dtype : ScalarType.Float32;
        (Model, Optimizer, Device) = (model, optimizer, parameter.device);
        Formulation = formulation ?? Formulation.Lagrangian;
        Scheme = scheme ?? Scheme.Simultaneous;
        Multipliers = new Multipliers(constraints, own => Scheme.Adapt(own ?? dualUpdate), Formulation, parameter.device, dtype);
        _primal = new PrimalStep(this, model, optimizer, precision ?? Precision.Full, parameter.device);
        _guard = FiniteGuard.For(parameter.device);
        _loss = full([], double.NaN, dtype: dtype, device: parameter.device).DetachFromDisposeScope();
        _scheme = Scheme.Start(this);
    }

    /// <summary>The model; borrowed.</summary>
    public nn.Module Model { get; }

    /// <summary>The optimiser of the model's parameters.</summary>
    public optim.Optimizer Optimizer { get; }

    /// <summary>What the primal descends.</summary>
    public Formulation Formulation { get; }

    /// <summary>In which order primal and dual move.</summary>
    public Scheme Scheme { get; }

    /// <summary>All dual state, by constraint name.</summary>
    public Multipliers Multipliers { get; }

    /// <summary>Where parameters, multipliers and traces live.</summary>
    public Device Device { get; }

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Records multipliers, slacks, values and loss over time when set; owned by the learner.</summary>
    public Trace? Trace { get; private set; }

    /// <summary>The running average of the parameters when asked for; owned by the learner.</summary>
    public AveragedIterate? Average { get; private set; }

    /// <summary>The loss of the last step, a scalar on the device; NaN before the first. Borrowed.</summary>
    internal Tensor Loss => _loss;

    internal PrimalStep Primal => _primal;

    internal SchemeRun SchemeRun => _scheme;

    /// <summary>Starts to record every <paramref name="every"/>-th step.</summary>
    public Trace Record(int every = 1)
    {
        Trace?.Dispose();
        return Trace = new Trace(this, every);
    }

    /// <summary>Starts to average the parameters after every step, buffers with them.</summary>
    public AveragedIterate AverageIterates(Averaging averaging)
    {
        using var scope = NewDisposeScope();
        Average?.Dispose();
        return Average = new AveragedIterate(Model, averaging);
    }

    /// <summary>Shortens the gradient of loss and requirements together, before each primal step, to a Euclidean norm over all parameters; by default it stays as it is. Not for loops that own their backward.</summary>
    /// <param name="maxNorm">The longest, above 0.</param>
    public PrimalDual ClipGradient(double maxNorm)
    {
        if (!(maxNorm > 0) || !double.IsFinite(maxNorm)) throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "gradients are shortened to a finite norm > 0");
        _primal.MaxNorm = maxNorm;
        return this;
    }

    /// <summary>Lets a policy take part in every step; several act in the order in which they were given. Not in loops that own their backward.</summary>
    /// <param name="policy">Borrowed.</param>
    public PrimalDual With(IPrimalPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _primal.Policies.Add(policy);
        return this;
    }

    /// <summary>One step: evaluates, moves the parameters down and the multipliers up. Every tensor made on the way is disposed.</summary>
    /// <param name="evaluate">Gives the loss and the value of every constraint on one batch. Schemes that evaluate twice call it twice, on the same batch.</param>
    /// <returns>The step's numbers, readable until the next step.</returns>
    /// <exception cref="ShapeMismatchException">A value has not its constraint's shape.</exception>
    /// <exception cref="NonFiniteException">The loss or a value is not finite; nothing has moved.</exception>
    public StepReport Step(Func<Evaluation> evaluate)
    {
        using var scope = NewDisposeScope();
        _primal.Begin();
        try
        {
            return Finish(_scheme.Step(evaluate));
        }
        finally
        {
            _primal.End();
        }
    }

    /// <summary>
    /// One step on a batch that comes in parts: the parts' gradients add up to the batch's, the multipliers move once, by the exact means over the parts (see the counts of
    /// <see cref="Evaluation"/>). Where the force depends on the whole mean, or parts weigh differently, the parts are measured once before, without gradient and with the same random numbers.
    /// </summary>
    /// <param name="parts">The micro-batches; each is evaluated when its turn comes and freed before the next.</param>
    public StepReport Step(IReadOnlyList<Func<Evaluation>> parts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count, nameof(parts));
        using var scope = NewDisposeScope();
        _primal.Begin();
        try
        {
            return Finish(_scheme.Step(parts));
        }
        finally
        {
            _primal.End();
        }
    }

    /// <summary>
    /// For a loop that owns its backward: the scalar to differentiate, loss + sum_i F_i g_i with the forces F held fixed. Its gradient is that of the formulation's function; its value is not.
    /// Follow it with your backward and optimiser step, and then <see cref="AdvanceDuals(Evaluation?)"/>; when you skip the primal step, skip that too.
    /// </summary>
    /// <param name="evaluation">What was measured; its tensors must live until the duals have moved.</param>
    /// <returns>A differentiable scalar, the caller's.</returns>
    public Tensor Objective(Evaluation evaluation)
    {
        var measured = Checked(evaluation);
        _pending = measured.Kept();
        return PrimalStep.Objective(measured);
    }

    /// <summary>For a loop that owns its backward: moves the multipliers by what <see cref="Objective"/> was given, or by a later measurement (alternating updates), and counts the step.</summary>
    /// <param name="measuredAgain">What was measured after the primal step; null (the default): what <see cref="Objective"/> was given.</param>
    public StepReport AdvanceDuals(Evaluation? measuredAgain = null)
    {
        using var scope = NewDisposeScope();
        var first = _pending ?? throw new InvalidOperationException("no objective was formed for this step: call Objective(evaluation) first, and AdvanceDuals once after it");
        _pending = null;
        Advance(measuredAgain is null ? first : Checked(measuredAgain), DualPhase.Final);
        Note(first);
        return Finish(moved: true);
    }

    /// <summary>One move of the multipliers by the exact means over many batches, the whole data set say, at the present parameters and without gradient. For <see cref="Scheme.PerEpoch"/>.</summary>
    /// <param name="batches">Evaluated one after the other.</param>
    public void DualStep(IEnumerable<Func<Evaluation>> batches)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var pool = MeasurementPool.Of(this, batches);
        foreach (var (state, measurement) in pool.Merge()) state.Advance(measurement, DualPhase.Final);
        GrowPenalties();
    }

    /// <summary>Looks whether every step so far was finite. On a GPU this waits for the device, so the trainer calls it once in a while; on the CPU each step has looked already.</summary>
    /// <exception cref="NonFiniteException">A step was not finite.</exception>
    public void Check() => _guard.Check(this);

    /// <summary>Loss and requirements as exact means over many batches at the present parameters, without gradient. Put the model into evaluation mode before, if it has one.</summary>
    public Assessment Assess(IEnumerable<Func<Evaluation>> batches) => Assessment.Of(this, batches);

    /// <summary>How far the run is from a solution, over the given batches together. Overwrites the parameters' gradients and changes nothing else.</summary>
    public KktResiduals Kkt(params IReadOnlyList<Func<Evaluation>> batches) => KktResiduals.Of(this, batches).Residuals;

    /// <summary>Steps until the scaled KKT error is within tolerance: for problems whose closure evaluates the whole problem.</summary>
    /// <returns>The status with its sentence, residuals and prices; the parameters are the model's.</returns>
    public Solution Solve(Func<Evaluation> evaluate, SolveOptions? options = null, CancellationToken cancellation = default) => Solver.Solve(this, evaluate, options ?? new SolveOptions(), cancellation);

    /// <summary>What the recorded trace says of where the run stands.</summary>
    /// <param name="tolerance">Violations up to this, in the bounds' units, count as none. The default is 1e-3.</param>
    public Diagnosis Diagnose(double tolerance = Diagnosis.DefaultTolerance) => Diagnosis.Of(this, tolerance);

    /// <summary>The prices, ranked; waits for the device.</summary>
    public SensitivityReport Sensitivity() => SensitivityReport.Of(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Trace?.Dispose();
        Average?.Dispose();
        Multipliers.Dispose();
        _scheme.Dispose();
        _guard.Dispose();
        _primal.Dispose();
        _loss.Dispose();
        Optimizer.Dispose();
    }

    /// <summary>Evaluates, in the chosen precision, and checks what came out.</summary>
    internal Measured Measure(Func<Evaluation> evaluate) => Checked(_primal.Evaluate(evaluate));

    /// <summary>Moves multipliers and slacks by what was measured.</summary>
    internal static void Advance(Measured measured, DualPhase phase)
    {
        using var _ = no_grad();
        foreach (var (state, measurement) in measured.Constraints) state.Advance(measurement, phase);
    }

    /// <summary>Keeps the step's loss for reports and traces.</summary>
    internal void Note(Measured measured)
    {
        using var _ = no_grad();
        _loss.copy_(measured.Loss.Dimensions == 0 ? measured.Loss : measured.Loss.reshape([]));
    }

    /// <summary>The formulation's function at what was measured: f + sum psi. For reports; waits for the device.</summary>
    internal static double PrimalValue(Measured measured)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var pushing = measured.Constraints.Where(item => item.State.Constraint.Contribution != Contribution.DualOnly);
        return measured.Loss.ToDouble() + pushing.Sum(item => item.State.PrimalTerm(item.Measurement).ToDouble());
    }

    private Measured Checked(Evaluation evaluation)
    {
        var measured = Measured.Of(evaluation, Multipliers);
        if (!_primal.ScalesLoss) _guard.Look(this, measured);
        return measured;
    }

    private void GrowPenalties()
    {
        if (Formulation.DefaultPenalty is null) return;
        using var _ = no_grad();
        foreach (var state in Multipliers) state.GrowPenalty();
    }

    private StepReport Finish(bool moved)
    {
        if (moved)
        {
            GrowPenalties();
            StepCount++;
            Average?.Update();
            Trace?.Observe();
        }
        return new StepReport(this, moved);
    }
}
