using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Several tasks on one adapter, each a requirement of its own that may give way at a cost.</summary>
public sealed class TaskConstraintsTests
{
    // Three tasks are linear maps of their own inputs; one of them has noise that no map explains, so it stays at its variance s^2, gives way by u = s^2 - eps and costs lambda = h'(u) = 2 u.
    [Theory]
    [InlineData("lora")]
    [InlineData("lorta")]
    public void The_task_that_cannot_be_met_is_told_by_price_and_slack_and_the_others_are_met(string method)
    {
        using var scope = NewDisposeScope();
        manual_seed(12);
        const double Level = 0.05;
        const int Expensive = 1;
        var model = new Blocks(1);
        var sites = Sites.Of(model, "value");
        using var adapted = new AdaptedModel(model);
        adapted.Add("a", method == "lora" ? new LoRA(sites, new LoRAOptions { Rank = 4 }) : Catalog.Find("lorta-out").Make(sites));
        var common = randn(Blocks.Width, 2, dtype: ScalarType.Float64).matmul(randn(2, Blocks.Width, dtype: ScalarType.Float64)) * 0.2;
        var weight = sites[0].Weight.detach() + common;
        (Tensor Input, Tensor Target)[] tasks = [.. Enumerable.Range(0, 3).Select(task =>
        {
            var input = randn(300, Blocks.Width, dtype: ScalarType.Float64);
            return (input, input.matmul(weight.t()) + randn(300, Blocks.Width, dtype: ScalarType.Float64) * (task == Expensive ? 0.6 : 0.05));
        })];
        Constraint[] constraints = [.. tasks.Select((_, task) => Constraint.AtMost($"task {task}", Level).Relaxed(Relaxation.Quadratic(2)))];
        using var learner = new PrimalDual(adapted, optim.Adam(adapted.parameters(), 1e-2), constraints, DualUpdate.Ascent(0.1));
        var layer = (nn.Module<Tensor, Tensor>)sites[0].Layer;
        learner.Run(800, () => tasks.Zip(constraints).Aggregate(Evaluation.Of(zeros([], ScalarType.Float64)), (evaluation, item) =>
            evaluation.With(item.Second, (layer.call(item.First.Input) - item.First.Target).square().mean())));
        var residual = learner.Multipliers[constraints[Expensive]].Value.Only();
        residual.Should().BeApproximately(0.36, 0.03);
        learner.Multipliers[constraints[Expensive]].Slack.Only().Should().BeApproximately(residual - Level, 1e-3);
        learner.Multipliers[constraints[Expensive]].Multiplier.Only().Should().BeApproximately(2 * (residual - Level), 2e-3);
        foreach (var met in constraints.Where((_, task) => task != Expensive))
        {
            learner.Multipliers[met].Value.Only().Should().BeLessThan(Level);
            learner.Multipliers[met].Slack.Only().Should().BeLessThan(1e-3);
            learner.Multipliers[met].Multiplier.Only().Should().BeLessThan(2e-3);
        }
    }
}
