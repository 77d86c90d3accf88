using static TorchSharp.torch;

namespace ConstrainedLearning.Schemes;

/// <summary>A scheme at work on one learner, with whatever it remembers between steps.</summary>
internal abstract class SchemeRun(PrimalDual learner) : IDisposable
{
    protected PrimalDual Learner { get; } = learner;

    protected PrimalStep Primal => Learner.Primal;

    /// <summary>Refuses duals that cannot move and come back.</summary>
    internal static void NeedsMovesBack(PrimalDual learner, string what)
    {
        if (learner.Multipliers.FirstOrDefault(state => state.Constraint.Network is not null) is { } state)
            throw new ArgumentException($"constraint '{state.Constraint.Name}': {what} may take a move of the multipliers back, which those of a network cannot; use another scheme");
    }

    /// <summary>Carries out one step; false when it was skipped because gradients overflowed, and nothing has moved.</summary>
    internal abstract bool Step(IBatch batch);

    internal bool Step(Func<Evaluation> evaluate) => Step(new WholeBatch(Learner, evaluate));

    internal bool Step(IReadOnlyList<Func<Evaluation>> parts) => Step(parts.Count == 1 ? new WholeBatch(Learner, parts[0]) : new SplitBatch(Learner, parts));

    /// <summary>Every tensor that a checkpoint must keep, by name. Borrowed.</summary>
    internal virtual IEnumerable<(string Name, Tensor Value)> Saved() => [];

    /// <summary>Throws unless <see cref="Load"/> would take these tensors.</summary>
    internal void CheckFits(IReadOnlyDictionary<string, Tensor> saved)
    {
        foreach (var (name, value) in Saved())
            if (!saved.TryGetValue(name, out var other) || !other.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"the scheme needs '{name}' of shape {Text.Shape(value.shape)}, saved was {(other is null ? "none: another scheme was at work" : Text.Shape(other.shape))}");
    }

    /// <summary>Puts saved tensors back.</summary>
    internal virtual void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        CheckFits(saved);
        using var _ = no_grad();
        foreach (var (name, value) in Saved()) value.copy_(saved[name]);
    }

    public virtual void Dispose()
    {
    }
}
