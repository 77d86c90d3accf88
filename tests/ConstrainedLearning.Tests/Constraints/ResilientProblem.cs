using System.Text.Json;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>A learner on one of the closed forms that end in a resilient equilibrium, with the answer: theta, then the slacks, then the multipliers.</summary>
internal sealed class ResilientProblem : IDisposable
{
    private readonly Theta _theta;
    private readonly Constraint _bounds;
    private readonly PrimalDual _learner;
    private readonly Func<Evaluation> _evaluate;
    private readonly double[] _known;

    /// <param name="id">The case.</param>
    /// <param name="update">How slacks move.</param>
    /// <param name="rate">The step size of theta and of the multipliers.</param>
    internal ResilientProblem(string id, SlackUpdate update, double rate = 0.05)
    {
        var known = ClosedForms.Case(id);
        var problem = id.Split('.')[1];
        _theta = new Theta(0.3);
        _bounds = Constraint.AtMost("bounds", problem == "contradictory" ? -1 : known.Input("eps"), problem is "both_steps" or "contradictory" ? 2 : 1).Relaxed(Cost(problem, known, update));
        _evaluate = problem switch
        {
            "both_steps" => OfLosses((first, second) => stack([first, second])),
            "one_step" => OfLosses((_, second) => second),
            "contradictory" => () => Evaluation.Of(_theta.Value.square() / 2).With(_bounds, stack([_theta.Value, -_theta.Value])),
            _ => () => Evaluation.Of((_theta.Value - known.Input("A")).square() / 2).With(_bounds, _theta.Value),
        };
        _learner = Toy.Learner(_theta, [_bounds], DualUpdate.Ascent(rate), rate);
        _known = [known.Expected("theta"), .. Vector(known, "u", "z"), .. Vector(known, "lambda")];
        Tolerance = known.Tolerance();
    }

    /// <summary>The cases.</summary>
    internal static IEnumerable<string> Ids =>
        new[] { "both_steps", "one_step", "contradictory", "linear_quadratic", "linear_cost", "power_cost" }
            .SelectMany(problem => ClosedForms.Ids($"resilience.{problem}")).Select(id => (string)id[0]);

    internal double Tolerance { get; }

    /// <summary>The largest difference from the answer.</summary>
    internal double Error
    {
        get
        {
            double[] found = [_theta.Number, .. _learner.Multipliers[_bounds].Slack!.ToDoubles(), .. _learner.Multipliers[_bounds].Multiplier.ToDoubles()];
            return found.Zip(_known, (value, expected) => Math.Abs(value - expected)).Max();
        }
    }

    internal void Step() => _learner.Step(_evaluate);

    /// <summary>After how many steps the answer is within tolerance for good, that is for <paramref name="good"/> steps more; null: not within <paramref name="most"/>.</summary>
    internal int? Steps(int most = 5000, int good = 1000)
    {
        var outside = 0;
        for (var step = 1; step - outside <= good; step++)
        {
            if (outside >= most) return null;
            Step();
            if (!(Error <= Tolerance)) outside = step;
        }
        return outside + 1;
    }

    public void Dispose()
    {
        _learner.Dispose();
        _theta.Dispose();
    }

    private Func<Evaluation> OfLosses(Func<Tensor, Tensor, Tensor> values) => () =>
    {
        var (loss, first, second) = Toy.Losses(_theta);
        return Evaluation.Of(loss).With(_bounds, values(first, second));
    };

    private static Relaxation Cost(string problem, JsonElement known, SlackUpdate update) => problem switch
    {
        "linear_cost" => Relaxation.Linear(known.Input("c"), update),
        "power_cost" => Relaxation.Power(known.Input("c"), known.Input("b"), update),
        "contradictory" => Relaxation.Quadratic(1, update).Weighted(known.Input("a1"), known.Input("a2")),
        "linear_quadratic" => Relaxation.Quadratic(known.Input("a"), update),
        _ => Relaxation.Quadratic(known.Input("alpha"), update),
    };

    private static double[] Vector(JsonElement known, params string[] names)
    {
        var value = names.Where(name => known.GetProperty("expected").TryGetProperty(name, out _)).Select(name => known.GetProperty("expected").GetProperty(name)).First();
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetDouble())] : [value.GetDouble()];
    }
}
