namespace ConstrainedLearning.Adapters;

/// <summary>What the constraints on adapters have in common.</summary>
internal static class AdapterConstraints
{
    /// <summary>A constraint with another rule, start or relaxation.</summary>
    internal static Constraint Changed(Constraint constraint, Func<Constraint, Constraint> change)
    {
        var changed = change(constraint);
        return changed.Name == constraint.Name && changed.Count == constraint.Count ? changed : throw new ArgumentException($"'{constraint.Name}': the name and the number of components stay as they are", nameof(change));
    }

    /// <summary>While the result lives, adapters and model are in evaluation: without dropout.</summary>
    internal static IDisposable Evaluating(AdaptedModel adapted) => new Mode(adapted);

    // The adapted model sets the mode of the whole model, so its own goes first on the way back.
    private sealed class Mode(AdaptedModel adapted) : IDisposable
    {
        private readonly ModelMode _model = new(adapted.Model, _ => false), _adapted = new(adapted, _ => false);

        public void Dispose()
        {
            _adapted.Dispose();
            _model.Dispose();
        }
    }
}
