using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>
/// How multipliers move, given the excess e = v - u of the measured violation over the slack: a rule (ascent, momentum, Adam, nuPI, PID, multiplicative), and around it damping,
/// the projection, restarts, and when and how far it moves.
/// </summary>
/// <remarks>
/// A rule holds no state: its state is one row of numbers per multiplier, so that a rule written for a vector serves a million per-sample multipliers of which a step touches a few.
/// One update of a multiplier: e &lt;- v - u, in the constraint's <see cref="Scale"/>; e &lt;- e - damping * lambda; rule; restart where e was &lt;= 0 before damping; projection. A rule of one's own derives from this class.
/// </remarks>
public abstract record DualUpdate
{
    /// <summary>Where multipliers may lie; null (the default): lambda &gt;= 0 for inequalities, anywhere for equalities.</summary>
    public Projection? Projection { get; init; }

    /// <summary>delta &gt;= 0: e &lt;- e - delta lambda, the gradient of -(delta/2) lambda^2. Calms oscillation and biases the fixed point to v = delta lambda. The default is 0.</summary>
    public double Damping
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "damping is a finite number >= 0");
    }

    /// <summary>How many steps multipliers rest at first. The default is 0.</summary>
    public long WarmUp
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a warm-up lasts 0 or more steps");
    }

    /// <summary>Every how many steps multipliers move, then by the exact mean of what was measured in between. The default is 1.</summary>
    public int Period
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "multipliers move every step or less often");
    } = 1;

    /// <summary>The factor on the rate at the t-th move of the multipliers, t = 1, 2, ...; null (the default): 1.</summary>
    public Func<long, double>? Schedule { get; init; }

    /// <summary>Whether an inequality's multiplier goes back to 0, its rule's state with it, as soon as e &lt;= 0. The default is no.</summary>
    public bool RestartsWhenFeasible { get; init; }

    /// <summary>Projected gradient ascent: lambda &lt;- lambda + rate e.</summary>
    /// <param name="rate">The step size eta of the multipliers, &gt; 0.</param>
    /// <param name="cap">
    /// The largest multiplier. The default is no cap. A cap c is the exact penalty c * max(0, v): beyond the price c the bound gives way.
    /// </param>
    public static DualUpdate Ascent(double rate, double cap = double.PositiveInfinity) => new AscentUpdate(rate).Capped(cap);

    /// <summary>Ascent with heavy-ball momentum: b &lt;- momentum b + e, lambda &lt;- lambda + rate b.</summary>
    /// <param name="rate">eta &gt; 0.</param>
    /// <param name="momentum">In [0, 1). The default is 0.9.</param>
    public static DualUpdate Momentum(double rate, double momentum = 0.9) => new MomentumUpdate(rate, momentum);

    /// <summary>Adam (Kingma and Ba, 2015), each multiplier with a step count of its own. Its step is about +-rate whatever the violation's size: prefer ascent or nuPI unless scales are unknown.</summary>
    /// <param name="rate">eta &gt; 0.</param>
    /// <param name="beta1">The default is 0.9.</param>
    /// <param name="beta2">The default is 0.999.</param>
    /// <param name="epsilon">Added to the root of the corrected second moment. The default is 1e-8.</param>
    public static DualUpdate Adam(double rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) => new AdamUpdate(rate, beta1, beta2, epsilon);

    /// <summary>nuPI: lambda &lt;- lambda + rate (ki e + kp (1 - nu) (e - xi)), then xi &lt;- nu xi + (1 - nu) e.</summary>
    /// <remarks>(kp, ki, nu) = (0, 1, 0) is ascent, (1, 1, 0) the optimistic gradient. Reference: Sohrabi et al., "On PI Controllers for Updating Lagrange Multipliers", ICML 2024.</remarks>
    /// <param name="rate">eta &gt; 0.</param>
    /// <param name="kp">The proportional gain; larger damps more. The default is 1.</param>
    /// <param name="ki">The integral gain. The default is 1.</param>
    /// <param name="nu">How much of the old smoothed error xi stays, in [0, 1). The default is 0.</param>
    /// <param name="start">What the first step does. The default is as ascent would.</param>
    public static DualUpdate NuPI(double rate, double kp = 1, double ki = 1, double nu = 0, NuPIStart start = NuPIStart.Ascent) => new NuPIUpdate(rate, kp, ki, nu, start);

    /// <summary>
    /// A PID controller, the positional law: lambda = I + kp p + kd max(0, c - c_delay), with I &lt;- I + ki e held in the range of the multiplier (anti-windup),
    /// p and c the errors smoothed by <paramref name="smoothing"/>, and c_delay the smoothed error <paramref name="delay"/> steps ago.
    /// </summary>
    /// <remarks>For equalities the derivative counts in both directions. Reference: Stooke, Achiam, Abbeel, "Responsive Safety in Reinforcement Learning by PID Lagrangian Methods", ICML 2020.</remarks>
    /// <param name="kp">The proportional gain. The default is 0.1.</param>
    /// <param name="ki">The integral gain. The default is 0.01.</param>
    /// <param name="kd">The derivative gain. The default is 0.01.</param>
    /// <param name="smoothing">How much of the old average stays, in [0, 1). The default is 0.95.</param>
    /// <param name="delay">Over how many steps the derivative is taken. The default is 10.</param>
    public static DualUpdate Pid(double kp = 0.1, double ki = 0.01, double kd = 0.01, double smoothing = 0.95, int delay = 10) => new PidUpdate(kp, ki, kd, smoothing, delay);

    /// <summary>Multiplicative (exponentiated-gradient) ascent: lambda &lt;- lambda exp(rate e). For inequalities; multipliers start above 0.</summary>
    /// <remarks>The step of mirror ascent with the relative entropy; a cap on the sum is projected in that geometry too, by scaling.</remarks>
    /// <param name="rate">eta &gt; 0.</param>
    public static DualUpdate Multiplicative(double rate) => new MultiplicativeUpdate(rate);

    /// <summary>The same, no multiplier above <paramref name="cap"/> (an equality's: between -cap and cap).</summary>
    public DualUpdate Capped(double cap) => double.IsPositiveInfinity(cap) ? this : this with { Projection = new BoxProjection(null, cap) };

    /// <summary>The same, every multiplier between two values.</summary>
    public DualUpdate Within(double least, double most) => this with { Projection = new BoxProjection(least, most) };

    /// <summary>The same, the multipliers of the constraint with a sum of at most <paramref name="radius"/>, by the exact Euclidean projection (for the multiplicative rule: by scaling).</summary>
    public DualUpdate SumCapped(double radius) => this with { Projection = new SumProjection(radius) };

    /// <summary>The same with damping.</summary>
    public DualUpdate Damped(double damping) => this with { Damping = damping };

    /// <summary>The same after <paramref name="steps"/> steps of rest.</summary>
    public DualUpdate WarmedUp(long steps) => this with { WarmUp = steps };

    /// <summary>The same, every <paramref name="steps"/> steps.</summary>
    public DualUpdate Every(int steps) => this with { Period = steps };

    /// <summary>The same with a factor on the rate that depends on the number of the move, from 1.</summary>
    public DualUpdate Scheduled(Func<long, double> factor) => this with { Schedule = factor };

    /// <summary>The same, starting again from 0 wherever the requirement holds.</summary>
    public DualUpdate RestartedWhenFeasible() => this with { RestartsWhenFeasible = true };

    /// <summary>The numbers that the rule keeps for each multiplier.</summary>
    protected internal virtual IReadOnlyList<StateColumn> Columns => [];

    /// <summary>The rule as it serves a constraint; throws, naming the constraint, when it cannot.</summary>
    protected internal virtual DualUpdate For(Constraint constraint) => this;

    /// <summary>Moves the multipliers, not yet projected.</summary>
    protected internal abstract void Advance(DualStep step);

    /// <summary>What the rule is called in checkpoints.</summary>
    internal virtual string Kind => GetType().Name;

    /// <summary>Puts multipliers back into a set: the Euclidean projection unless the rule has a geometry of its own.</summary>
    internal virtual void Project(Projection projection, Tensor multiplier) => projection.Apply(multiplier);

    private protected static double Rate(double value, string name = "rate") => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentException($"the multipliers' step size must be a finite number > 0, got {Text.Number(value)}", name);

    private protected static double Fraction(double value, string name) => value >= 0 && value < 1
        ? value
        : throw new ArgumentException($"'{name}' lies in [0, 1), got {Text.Number(value)}", name);

    private protected static double Gain(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentException($"the gain '{name}' is a finite number, got {Text.Number(value)}", name);
}

/// <summary>A number (or a few) that a rule keeps for each multiplier.</summary>
/// <param name="Name">Its name in checkpoints.</param>
/// <param name="Initial">Where it starts.</param>
/// <param name="Width">How many numbers; the tensor is [rows] for 1, else [rows, width].</param>
public sealed record StateColumn(string Name, double Initial = 0, int Width = 1)
{
    /// <summary>The column for so many multipliers; the caller owns it.</summary>
    internal Tensor Rows(int count, Device device, ScalarType dtype) => full(Width == 1 ? [count] : [count, Width], Initial, dtype: dtype, device: device).DetachFromDisposeScope();
}

/// <summary>What a rule works on: all tensors have one row per multiplier that moves, and are borrowed.</summary>
/// <param name="Multiplier">lambda, [rows], to be changed in place.</param>
/// <param name="State">The rule's columns, in their order, to be changed in place.</param>
/// <param name="Excess">e, [rows].</param>
/// <param name="RateFactor">The schedule's factor on the rate.</param>
public readonly record struct DualStep(Tensor Multiplier, IReadOnlyList<Tensor> State, Tensor Excess, double RateFactor)
{
    /// <summary>Where the multipliers are put afterwards; null: anywhere.</summary>
    internal Projection? Range { get; init; }
}
