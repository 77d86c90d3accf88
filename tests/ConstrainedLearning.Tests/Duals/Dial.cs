using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Duals;

/// <summary>Multipliers alone: a learner whose model has nothing to learn, shown the violations that a test chooses.</summary>
internal sealed class Dial : IDisposable
{
    private readonly Theta _theta = new(0);
    private readonly PrimalDual _learner;
    private readonly Constraint _constraint;

    internal Dial(Constraint constraint, DualUpdate update, Scheme? scheme = null, Formulation? formulation = null)
    {
        _constraint = constraint.Contributing(Contribution.DualOnly);
        _learner = new PrimalDual(_theta, optim.SGD(_theta.parameters(), 0.1), [_constraint], update, formulation, scheme);
    }

    internal PrimalDual Learner => _learner;

    internal double[] Multipliers => _learner.Multipliers[_constraint].Multiplier.ToDoubles();

    internal double[] Penalties => _learner.Multipliers[_constraint].Penalty!.ToDoubles();

    /// <summary>The multipliers of a requirement v &lt;= 0 (an equality: v = 0) of one component, after each of some violations.</summary>
    internal static double[] Trace(DualUpdate update, double[] violations, Sense sense = Sense.AtMost, double start = 0)
    {
        using var dial = new Dial((sense == Sense.Equal ? Constraint.Equal("v", 0) : Constraint.AtMost("v", 0)).StartingAt(start), update);
        return [.. violations.Select(v => dial.Next([v]).Single())];
    }

    /// <summary>One step on the values of all components; where a count is 0 the component is not observed.</summary>
    internal double[] Next(double[] values, double[]? counts = null)
    {
        _learner.Step(() => Evaluation.Of(_theta.Value * 0).With(_constraint, tensor(values), counts: counts is null ? null : tensor(counts)));
        return Multipliers;
    }

    /// <summary>One step on the values of some samples.</summary>
    internal double[] NextSamples(double[] values, long[] samples)
    {
        _learner.Step(() => Evaluation.Of(_theta.Value * 0).WithSamples(_constraint, tensor(values), tensor(samples)));
        return Multipliers;
    }

    /// <summary>One step in which the constraint is not observed.</summary>
    internal double[] Rest()
    {
        _learner.Step(() => Evaluation.Of(_theta.Value * 0).Without(_constraint));
        return Multipliers;
    }

    /// <summary>Every number that the multipliers' rule keeps for a row.</summary>
    internal double[] Row(int row) => [.. _learner.Multipliers.StateDict()
        .Where(item => item.Key is "v/multiplier" or "v/slack" || item.Key.StartsWith("v/rule/", StringComparison.Ordinal))
        .OrderBy(item => item.Key, StringComparer.Ordinal).SelectMany(item => item.Value.select(0, row).ToDoubles())];

    public void Dispose()
    {
        _learner.Dispose();
        _theta.Dispose();
    }
}
