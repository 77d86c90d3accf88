using ConstrainedLearning.Invariance;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>The sampler's law, seen over many chains, against the known answers.</summary>
public sealed class SamplerTests : IDisposable
{
    private const int Chains = 40_000;
    private readonly Tensor _images = zeros(Chains, 1);

    public SamplerTests() => manual_seed(7);

    public static IEnumerable<object[]> FiniteChains => ClosedForms.Ids("invariance.mh_chain");

    public void Dispose() => _images.Dispose();

    [Theory, MemberData(nameof(FiniteChains))]
    public void Finite_chains_follow_the_exact_law_after_one_two_and_many_steps(string id)
    {
        var known = ClosedForms.Case(id);
        var losses = known.Inputs("losses");

        Law(losses, 2).Should().BeCloseTo(known.ExpectedAll("after_1_step"));
        Law(losses, 3).Should().BeCloseTo(known.ExpectedAll("after_2_steps"));
        Law(losses, 12).Should().BeCloseTo(known.ExpectedAll("stationary"));
        MeanLoss(new FiniteLosses(losses), TransformationSampler.Uniform).Should().BeApproximately(known.Expected("expected_uniform"), 0.04);
        MeanLoss(new FiniteLosses(losses), TransformationSampler.MetropolisHastings()).Should().BeApproximately(known.Expected("expected_1_step"), 0.04);
        Acceptance(new FiniteLosses(losses)).Should().BeApproximately(known.Expected("first_acceptance"), 0.012);
    }

    [Fact]
    public void Continuous_levels_follow_the_exact_law()
    {
        var known = ClosedForms.Case("invariance.mh_continuous.g");
        var linear = new ContinuousLoss(level => level);

        MeanLoss(linear, TransformationSampler.Uniform).Should().BeApproximately(known.Expected("expected_uniform"), 0.01);
        MeanLoss(linear, TransformationSampler.MetropolisHastings()).Should().BeApproximately(known.Expected("expected_1_step"), 0.012);
        MeanLoss(linear, TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = 30 })).Should().BeApproximately(known.Expected("expected_stationary"), 0.012);
        Acceptance(linear).Should().BeApproximately(known.Expected("first_acceptance"), 0.012);
    }

    [Fact]
    public void Losses_with_a_long_tail_follow_the_exact_law()
    {
        var known = ClosedForms.Case("invariance.mh_exponential");
        var exponential = new ContinuousLoss(level => -(1 - level).log());

        MeanLoss(exponential, TransformationSampler.Uniform).Should().BeApproximately(known.Expected("expected_uniform"), 0.03);
        MeanLoss(exponential, TransformationSampler.MetropolisHastings()).Should().BeApproximately(known.Expected("expected_1_step"), 0.04);
        MeanLoss(exponential, TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = 60 })).Should().BeApproximately(known.Expected("expected_stationary"), 0.06);
        Acceptance(exponential).Should().BeApproximately(known.Expected("first_acceptance"), 0.012);
    }

    [Theory]
    [InlineData("invariance.mh_two_losses.2.0.1.0")]
    [InlineData("invariance.mh_two_losses.1.0.2.0")]
    public void Acceptance_of_one_proposal_is_the_ratio_of_losses_at_most_one(string id)
    {
        var known = ClosedForms.Case(id);
        double a = known.Input("A0"), b = known.Input("A1"), p = known.Expected("p");

        Share(a, b).Should().BeApproximately(p, 0.012);
        (p * b + (1 - p) * a).Should().BeApproximately(known.Expected("expected_loss"), 1e-12);
    }

    [Fact]
    public void Stationary_mean_is_mean_plus_variance_over_mean()
    {
        double[] losses = [0.3, 1.1, 2.4, 0.7, 1.9];
        var mean = losses.Average();

        MeanLoss(new FiniteLosses(losses), TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = 40 }))
            .Should().BeApproximately(mean + losses.Average(loss => (loss - mean) * (loss - mean)) / mean, 0.02);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(4.0)]
    public void Temperature_sharpens_or_flattens_the_law(double temperature)
    {
        double[] losses = [1, 2, 3, 4];
        var weights = losses.Select(loss => Math.Pow(loss, 1 / temperature)).ToArray();

        Law(losses, 40, temperature).Should().BeCloseTo([.. weights.Select(weight => weight / weights.Sum())]);
    }

    [Fact]
    public void Random_walk_reaches_the_same_law() => Law([1, 2, 3, 4], 100, walk: 0.1).Should().BeCloseTo([0.1, 0.2, 0.3, 0.4]);

    [Fact]
    public void Equal_losses_are_always_accepted_and_leave_the_draw_uniform()
    {
        Acceptance(new FiniteLosses(2, 2, 2, 2)).Should().Be(1);
        Law([2, 2, 2, 2], 4).Should().BeCloseTo([0.25, 0.25, 0.25, 0.25]);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(0.0, 1.0, 1.0)]
    [InlineData(1.0, 0.0, 0.0)]
    [InlineData(1.0, double.NaN, 0.0)]
    [InlineData(double.NaN, 1.0, 1.0)]
    [InlineData(double.NaN, double.NaN, 0.0)]
    [InlineData(1.0, double.PositiveInfinity, 1.0)]
    [InlineData(double.PositiveInfinity, 1.0, 0.0)]
    public void Losses_of_zero_and_of_no_number_have_their_rule(double state, double proposed, double expected) => Share(state, proposed).Should().Be(expected);

    [Fact]
    public void Worst_of_two_takes_the_larger_loss() =>
        MeanLoss(new FiniteLosses(1, 2, 3, 4), TransformationSampler.WorstOf(2)).Should().BeApproximately(Enumerable.Range(1, 4).SelectMany(i => Enumerable.Range(1, 4).Select(j => Math.Max(i, j))).Average(), 0.04);

    private static double Share(double state, double proposed) =>
        ChainSampler.Accepts(full([Chains], state, dtype: ScalarType.Float64), full([Chains], proposed, dtype: ScalarType.Float64), 1).to(ScalarType.Float64).mean().ToDouble();

    private double[] Law(double[] losses, int proposals, double temperature = 1, double? walk = null)
    {
        using var scope = NewDisposeScope();
        var sampler = TransformationSampler.MetropolisHastings(new ChainOptions { Proposals = proposals, Temperature = temperature, WalkScale = walk });
        var chosen = sampler.Choose(_images, new FiniteLosses(losses), FiniteLosses.Loss, null);
        return nn.functional.one_hot(chosen.Result.Operations, losses.Length).to(ScalarType.Float64).mean([0]).ToDoubles();
    }

    private double MeanLoss(IAugmentation augmentation, TransformationSampler sampler)
    {
        using var scope = NewDisposeScope();
        return sampler.Choose(_images, augmentation, FiniteLosses.Loss, null).Result.Images.mean().ToDouble();
    }

    private double Acceptance(IAugmentation augmentation)
    {
        using var scope = NewDisposeScope();
        return TransformationSampler.MetropolisHastings().Choose(_images, augmentation, FiniteLosses.Loss, null).Acceptance!.ToDouble();
    }
}

internal static class LawAssertions
{
    // 40,000 chains: a share's standard deviation is at most 0.0025.
    internal static void BeCloseTo(this FluentAssertions.Collections.GenericCollectionAssertions<double> shares, double[] expected) => shares.Equal(expected, (share, known) => Math.Abs(share - known) < 0.012);
}
