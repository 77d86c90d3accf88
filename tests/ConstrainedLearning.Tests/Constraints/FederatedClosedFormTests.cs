using System.Text.Json;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Constraints;

/// <summary>
/// Clients whose losses may not lie above their mean by more than eps: one multiplier each, terms averaged over the clients, so that client i weighs 1 + lambda_i - mean(lambda) in the gradient.
/// </summary>
public sealed class FederatedClosedFormTests
{
    public static IEnumerable<object[]> TwoClients => ClosedForms.Ids("federated.two_clients");

    [Theory, MemberData(nameof(TwoClients))]
    public void Two_clients_share_the_model_at_the_known_weights(string id)
    {
        var known = ClosedForms.Case(id);
        var fair = Fair(known.Input("eps"), clients: 2);
        if (known.GetProperty("inputs").GetProperty("a") is { ValueKind: JsonValueKind.Number } cost) fair = fair.Relaxed(Relaxation.Quadratic(cost.GetDouble()));
        using var theta = new Theta(0.5);
        using var learner = Toy.Learner(theta, [fair], DualUpdate.Ascent(0.1));
        Tensor Losses() => stack([theta.Value.square(), (theta.Value - 2).square() + known.Input("s")]);

        learner.Run(3000, () => Evaluate(fair, Losses()));

        theta.Number.Should().BeApproximately(known.Expected("theta"), known.Tolerance());
        learner.Multipliers[fair].Multiplier.ToDoubles().ShouldBeCloseTo(known.ExpectedAll("lambda"), known.Tolerance());
        (learner.Multipliers[fair].Slack?.ToDoubles() ?? [0, 0]).ShouldBeCloseTo(known.ExpectedAll("u"), known.Tolerance());
        var weights = Weights(learner, fair, Losses());
        weights.ShouldBeCloseTo(known.ExpectedAll("weights"), known.Tolerance());
        (weights[0] * 2 * theta.Number + weights[1] * 2 * (theta.Number - 2)).Should().BeApproximately(0, known.Tolerance(), "the weighted slopes balance");
    }

    /// <summary>A client's update is minus the gradient of its loss, and the server's step size 1.</summary>
    [Fact]
    public void Updates_of_clients_are_added_with_the_known_weights()
    {
        var known = ClosedForms.Case("federated.aggregation.2");
        var updates = known.GetProperty("inputs").GetProperty("deltas").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()).ToArray();
        var fair = Fair(0, updates.Length).StartingAt(known.Inputs("lambda"));
        using var point = new Point([0, 0]);
        using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 1), [fair], DualUpdate.Ascent(0.1));
        Tensor Losses() => stack([.. updates.Select(update => -(tensor(update) * point.Value).sum())]);

        Weights(learner, fair, Losses()).ShouldBeCloseTo(known.ExpectedAll("weights"), known.Tolerance());
        learner.Step(() => Evaluate(fair, Losses()));

        point.Coordinates.ShouldBeCloseTo(known.ExpectedAll("increment"), known.Tolerance());
    }

    private static Constraint Fair(double eps, int clients) => Constraint.AtMost("above the mean", eps).PerSample(clients);

    private static Evaluation Evaluate(Constraint fair, Tensor losses) => Evaluation.Of(losses.mean()).WithSamples(fair, losses - losses.mean(), arange(losses.size(0)));

    /// <summary>The clients' weights in the primal gradient, as autograd sees them.</summary>
    private static double[] Weights(PrimalDual learner, Constraint fair, Tensor losses)
    {
        using var scope = NewDisposeScope();
        var leaf = losses.detach().requires_grad_();
        learner.Objective(Evaluate(fair, leaf)).backward();
        return (leaf.grad! * leaf.size(0)).ToDoubles();
    }
}
