using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>
/// The factor s by which an objective is multiplied before it is differentiated, so that gradients do not vanish in Float16: s := s / 2 after a step whose gradients
/// are not finite, s := 2 s after a number of steps in a row whose gradients are.
/// </summary>
/// <remarks>
/// The rule of PyTorch's GradScaler. Every step the host has to know whether to step at all, which waits for the device; so the scale itself lives on the host.
/// A step is <c>Scale(objective).backward()</c>, then <see cref="Unscale"/>, then, if that answers true, the optimiser and the multipliers.
/// Reference: Micikevicius et al., "Mixed Precision Training", ICLR 2018, section 3.2.
/// </remarks>
internal sealed class LossScale(LossScaleOptions options)
{
    private const double Smallest = 1.0 / 1024, Largest = 1.7014118346046923e38; // 2^-10, 2^127
    private const string ValueKey = "scale", StepsKey = "good steps";

    /// <summary>s.</summary>
    internal double Value { get; private set; } = options.Initial;

    /// <summary>How many steps in a row had finite gradients since the scale last moved.</summary>
    internal long GoodSteps { get; private set; }

    /// <summary>Whether a number can be a scale.</summary>
    internal static bool Allows(double scale) => scale is >= Smallest and <= Largest;

    /// <summary>s times the objective, a scalar; at least Float32, since the product may be beyond the range of Float16.</summary>
    internal Tensor Scale(Tensor objective) => (objective.dtype == ScalarType.Float16 ? objective.to(ScalarType.Float32) : objective) * Value;

    /// <summary>Divides the gradients by the scale, in place, and moves the scale. Waits for the device.</summary>
    /// <param name="parameters">All that the scaled objective was differentiated by; those without a gradient are passed over.</param>
    /// <param name="step">The step's number, for the error.</param>
    /// <param name="isFinite">Whether all that was measured is finite: what has no gradient does not show in one.</param>
    /// <returns>Whether all gradients are finite. Otherwise the step must not be taken: neither parameters nor multipliers may move.</returns>
    /// <exception cref="NonFiniteException">The gradients were not finite at any scale down to the smallest, so it is not the scale that makes them so.</exception>
    internal bool Unscale(IEnumerable<Parameter> parameters, long step, bool isFinite = true)
    {
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return true;
        if (Array.Exists(gradients, gradient => gradient.dtype == ScalarType.Float16))
            throw new InvalidOperationException("a parameter is Float16: keep parameters in Float32, mixed precision casts them where that is safe");
        var finite = Autocast.Unscale(gradients, Value) && isFinite;
        if (finite) Grow();
        else Shrink(step);
        return finite;
    }

    /// <summary>What a checkpoint must keep: <c>scale</c> and <c>good steps</c>, scalars on the CPU. The caller's dispose scope owns them.</summary>
    internal IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [ValueKey] = tensor(Value, dtype: ScalarType.Float64),
        [StepsKey] = tensor(GoodSteps, dtype: ScalarType.Int64),
    };

    /// <summary>Puts state from <see cref="StateDict"/> back. Nothing changes unless everything fits.</summary>
    /// <exception cref="ArgumentException">A tensor is missing, left over or no possible state; the message names it.</exception>
    internal void LoadStateDict(IReadOnlyDictionary<string, Tensor> source)
    {
        if (source.Keys.FirstOrDefault(key => key is not (ValueKey or StepsKey)) is { } extra) throw new ArgumentException($"the saved loss scale holds '{extra}', expected '{ValueKey}' and '{StepsKey}' alone");
        var value = Saved(source, ValueKey, ScalarType.Float64).ToDouble();
        var steps = Saved(source, StepsKey, ScalarType.Int64).ToInt64();
        if (!Allows(value)) throw new ArgumentException($"the saved '{ValueKey}' of the loss is {Text.Number(value)}, expected a number from 2^-10 to 2^127");
        if (steps < 0) throw new ArgumentException($"the saved '{StepsKey}' of the loss scale are {Text.Number(steps)}, expected 0 or more");
        (Value, GoodSteps) = (value, steps);
    }

    private void Grow()
    {
        if (++GoodSteps < options.GrowthInterval) return;
        if (Allows(2 * Value)) Value *= 2;
        GoodSteps = 0;
    }

    private void Shrink(long step)
    {
        if (!Allows(Value / 2)) throw new NonFiniteException(step, [$"the gradient or what was measured (at every loss scale down to {Text.Number(Value)})"]);
        Value /= 2;
        GoodSteps = 0;
    }

    private static Tensor Saved(IReadOnlyDictionary<string, Tensor> source, string key, ScalarType type)
    {
        if (!source.TryGetValue(key, out var value)) throw new ArgumentException($"the saved loss scale lacks '{key}': it belongs to a run of another precision");
        if (value.dtype != type || value.NumberOfElements != 1) throw new ArgumentException($"the saved '{key}' of the loss scale is {value.dtype} of shape {Text.Shape(value.shape)}, expected one {type}");
        return value;
    }
}
