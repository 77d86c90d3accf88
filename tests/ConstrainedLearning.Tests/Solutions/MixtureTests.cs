using ConstrainedLearning.Solutions;

namespace ConstrainedLearning.Tests.Solutions;

public sealed class MixtureTests
{
    private static readonly double[] KnownObjectives = [0.03053309, -0.06667082, 0.88355145, 0.46529806];
    private static readonly double[][] KnownExcess = [[-.60164551, .00371592], [.36676229, -.16392108], [.7856454, -.59778071], [-.8441711, -.56908492]];

    [Fact]
    public void Of_known_problem_gives_its_mixture_value_and_price()
    {
        var mixture = Mixture.Of(Candidates(KnownObjectives, KnownExcess));

        AllClose(mixture.Probabilities, [0.37872711, 0.62127289, 0, 0], 5e-9);
        mixture.Objective.Should().BeApproximately(-0.0298570638, 5e-11);
        AllClose(mixture.Prices, [0.10037498, 0], 5e-9);
        mixture.IsFeasible.Should().BeTrue();
        mixture.Excess[0].Should().BeApproximately(0, 1e-15);
        mixture.Support.Select(part => part.Name).Should().Equal("0", "1");
        mixture.ToString().Should().Be("0.378727 of '0' and 0.621273 of '1': objective -0.0298571, the requirements hold on average");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Of_two_points_meets_in_the_middle_at_the_slope_between_them(double tolerance)
    {
        // l = (1, 0) at most 1/2: as an excess over the bound, or as l itself with the bound for tolerance.
        var mixture = Mixture.Of(Candidates([0, 1], [[1 - 0.5 + tolerance], [0 - 0.5 + tolerance]]), tolerance);

        mixture.Probabilities.Should().Equal(0.5, 0.5);
        mixture.Objective.Should().Be(0.5);
        mixture.Prices.Should().Equal(1);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Of_random_candidates_agrees_with_the_enumeration_of_all_supports(int seed, bool isDegenerate)
    {
        var random = new Random(seed);
        int feasible = 0, infeasible = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            int count = random.Next(1, 6), requirements = random.Next(0, 4);
            var candidates = Candidates([.. Draws(count)], [.. Enumerable.Range(0, count).Select(_ => Draws(requirements).Select(value => value + 0.3).ToArray())]);
            if (isDegenerate && count > 1) candidates[^1] = candidates[0] with { Name = "copy" };
            double[] tolerances = [.. Enumerable.Range(0, requirements).Select(_ => random.Next(2) * 0.1)];

            var mixture = Mixture.Of(candidates, tolerances);

            Check(mixture, candidates, tolerances, $"trial {trial} of seed {seed}");
            if (mixture.IsFeasible) feasible++;
            else infeasible++;
        }
        feasible.Should().BeGreaterThan(50);
        infeasible.Should().BeGreaterThan(50);

        IEnumerable<double> Draws(int number) => Enumerable.Range(0, number).Select(_ => isDegenerate ? random.Next(-1, 2) : 2 * random.NextDouble() - 1);
    }

    [Fact]
    public void Of_an_equality_written_as_two_entries_meets_it_exactly()
    {
        var mixture = Mixture.Of(Candidates([0, 5, 1], [[-0.2, 0.2], [0.1, -0.1], [0.6, -0.6]]));

        AllClose(mixture.Probabilities, [0.75, 0, 0.25], 1e-15);
        mixture.Objective.Should().BeApproximately(0.25, 1e-15);
    }

    [Fact]
    public void Of_contradicting_requirements_is_the_least_violation_and_names_its_price()
    {
        // x <= -1 and -x <= -1 over x in {-3, 0, 3}: any mixture of mean 0 is 1 too high in both; of those the cheapest is half of each outer one.
        var mixture = Mixture.Of(Candidates([1, 5, 1], [[-2, 4], [1, 1], [4, -2]]));

        mixture.IsFeasible.Should().BeFalse();
        AllClose(mixture.Probabilities, [0.5, 0, 0.5], 1e-12);
        AllClose(mixture.Excess, [1, 1], 1e-12);
        AllClose(mixture.Prices, [0.5, 0.5], 1e-12);
        mixture.ToString().Should().Be("no mixture fulfils the requirements; the closest is 0.5 of '0' and 0.5 of '2': objective 1, the worst is requirement 0, 1 above its tolerance");
    }

    [Fact]
    public void Of_single_candidate_or_no_requirement_is_one_model_alone()
    {
        Mixture.Of(Candidates([2], [[-1, 0]])).ToString().Should().Be("'0' alone: objective 2, the requirements hold on average");
        Mixture.Of(Candidates([2, 1, 3], [[], [], []])).Probabilities.Should().Equal(0, 1, 0);
        Mixture.Of(Candidates([2], [[1e-6]])).Should().BeEquivalentTo(new { IsFeasible = false, Objective = 2.0 });
    }

    [Fact]
    public void Of_a_diverged_candidate_and_requirements_in_unlike_units_leave_the_answer_as_it_is()
    {
        double[] units = [1e-7, 1e5];
        var scaled = Candidates([.. KnownObjectives, 1e30], [.. KnownExcess.Select(row => row.Zip(units, (excess, unit) => excess * unit).ToArray()), [1e12, 1e25]]);

        var mixture = Mixture.Of(scaled);

        AllClose(mixture.Probabilities, [0.37872711, 0.62127289, 0, 0, 0], 5e-9);
        mixture.Prices[0].Should().BeApproximately(0.10037498e7, 0.05);
    }

    [Fact]
    public void Of_a_diverged_candidate_that_helps_uses_the_little_of_it_that_is_optimal()
    {
        // p of the last one is 1 / 4e20: it costs 1/4 and takes 1 off the excess, half of what the second one would cost.
        var mixture = Mixture.Of(Candidates([0, 1, 1e20], [[1], [-1], [-4e20]]));

        mixture.Objective.Should().BeApproximately(0.25, 1e-14);
        mixture.Excess[0].Should().BeApproximately(0, 1e-14);
        mixture.Prices[0].Should().BeApproximately(0.25, 1e-14);
        mixture.Support.Select(part => part.Name).Should().Equal("0", "2");
    }

    [Theory]
    [InlineData("mostly zero", true)]
    [InlineData("all but equal", false)]
    public void Of_ill_conditioned_candidates_is_proved_optimal_by_its_prices(string kind, bool isFeasible)
    {
        const int Requirements = 40;
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var numbers = Enumerable.Range(0, 300).Select(j => kind == "mostly zero" ? MostlyZero(random) : AllButEqual(random, j % 5)).ToArray();
            var candidates = Candidates([.. numbers.Select(row => row[0])], [.. numbers.Select(row => row[1..])]);

            var mixture = Mixture.Of(candidates);

            mixture.IsFeasible.Should().Be(isFeasible);
            var bound = candidates.Min(candidate => (isFeasible ? candidate.Objective : 0) + Enumeration.Dot(mixture.Prices, candidate.Excess));
            bound.Should().BeApproximately(isFeasible ? mixture.Objective : mixture.Excess.Max(), 1e-8);
            if (isFeasible) mixture.Excess.Max().Should().BeLessThanOrEqualTo(1e-12);
        }

        static double[] MostlyZero(Random random) => [.. Enumerable.Range(0, Requirements + 1).Select(_ => random.Next(10) == 0 ? random.Next(-1, 2) : 0.0)];
        static double[] AllButEqual(Random random, int group)
        {
            var shared = new Random(1000 + group);
            return [.. Enumerable.Range(0, Requirements + 1).Select(_ => shared.NextDouble() - 0.5 + 1e-9 * random.NextDouble())];
        }
    }

    [Fact]
    public void Of_thousands_of_candidates_is_a_small_support_and_no_candidate_undercuts_its_prices()
    {
        var random = new Random(3);
        const int Requirements = 12;
        var candidates = Candidates([.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())],
            [.. Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, Requirements).Select(_ => random.NextDouble() - 0.45).ToArray())]);

        var mixture = Mixture.Of(candidates);

        mixture.IsFeasible.Should().BeTrue();
        mixture.Support.Count.Should().BeInRange(2, Requirements + 1);
        mixture.Probabilities.Sum().Should().BeApproximately(1, 1e-14);
        mixture.Excess.Should().OnlyContain(excess => excess <= 1e-12);
        // Lagrangian duality: min_j f_j + price'e_j is a lower bound of every feasible mixture's objective.
        candidates.Min(candidate => candidate.Objective + Enumeration.Dot(mixture.Prices, candidate.Excess)).Should().BeApproximately(mixture.Objective, 1e-10);
    }

    [Fact]
    public void Of_refuses_candidates_that_cannot_be_compared_by_name()
    {
        Refused([], "*at least one*");
        Refused(Candidates([1, double.NaN], [[0], [0]]), "candidate '1': the objective is NaN*");
        Refused(Candidates([1, 2], [[0, 0], [0, double.PositiveInfinity]]), "candidate '1': excess 1 is *");
        Refused(Candidates([1, 2], [[0, 0], [0]]), "candidate '1' has 1 excesses, expected 2*");
        Refused([new("a", 1, [0]), new("a", 2, [0])], "two candidates are named 'a'*");
        FluentActions.Invoking(() => Mixture.Of(Candidates([1], [[0, 0]]), [0, double.NaN])).Should().Throw<ArgumentException>().WithMessage("tolerance 1 is NaN*");
        FluentActions.Invoking(() => Mixture.Of(Candidates([1], [[0, 0]]), [0])).Should().Throw<ArgumentException>().WithMessage("candidate '0' has 2 excesses, expected 1*");

        static void Refused(IReadOnlyList<Candidate> candidates, string message)
        {
            FluentActions.Invoking(() => Mixture.Of(candidates)).Should().Throw<ArgumentException>().WithMessage(message);
            FluentActions.Invoking(() => BestCandidate.Of(candidates)).Should().Throw<ArgumentException>().WithMessage(message);
        }
    }

    [Fact]
    public void BestCandidate_is_the_cheapest_feasible_one_else_the_least_violated_one()
    {
        IReadOnlyList<Candidate> candidates = [new("cheap", 0, [0.2, -1]), new("dear", 2, [-0.5, -1]), new("fair", 1, [0.1, 0]), new("equal", 1, [0.05, 0.1])];

        BestCandidate.Of(candidates).Name.Should().Be("dear");
        BestCandidate.Of(candidates, 0.1).Name.Should().Be("fair");
        BestCandidate.Of(candidates, [0.2, -0.5]).Name.Should().Be("cheap");
        BestCandidate.Of([.. candidates.Where(candidate => candidate.Name != "dear")]).Name.Should().Be("fair");
    }

    /// <summary>The enumeration's least violation t, and the least objective among the vertices that reach it.</summary>
    private static void Check(Mixture mixture, Candidate[] candidates, double[] tolerances, string because)
    {
        double[] objectives = [.. candidates.Select(candidate => candidate.Objective)], ones = [.. candidates.Select(_ => 1.0)];
        Row[] feasible = [.. tolerances.Select((tolerance, i) => new Row([.. candidates.Select(candidate => candidate.Excess[i])], Sense.AtMost, tolerance)), new(ones, Sense.Equal, 1)];
        Row[] elastic = [.. tolerances.Select((tolerance, i) => new Row([.. candidates.Select(candidate => candidate.Excess[i]), -1], Sense.AtMost, tolerance)), new([.. ones, 0], Sense.Equal, 1)];
        var vertices = Enumeration.Vertices(candidates.Length, feasible);
        var least = 0.0;
        if (vertices.Count == 0)
        {
            var violating = Enumeration.Vertices(candidates.Length + 1, elastic);
            least = violating.Min(vertex => vertex[^1]);
            vertices = [.. violating.Where(vertex => vertex[^1] <= least + 1e-10).Select(vertex => vertex[..^1])];
        }

        mixture.IsFeasible.Should().Be(least == 0, because);
        mixture.Objective.Should().BeApproximately(vertices.Min(vertex => Enumeration.Dot(vertex, objectives)), 1e-9, because);
        mixture.Probabilities.Should().OnlyContain(probability => probability >= 0, because);
        mixture.Probabilities.Sum().Should().BeApproximately(1, 1e-14, because);
        mixture.Support.Count.Should().BeLessThanOrEqualTo(tolerances.Length + 1, because);
        mixture.Prices.Any(price => price < 0).Should().BeFalse(because);
        for (var i = 0; i < tolerances.Length; i++)
        {
            mixture.Excess[i].Should().BeApproximately(Enumeration.Dot(mixture.Probabilities, [.. candidates.Select(candidate => candidate.Excess[i])]), 1e-12, because);
            (mixture.Excess[i] - tolerances[i]).Should().BeLessThanOrEqualTo(least + 1e-10, because);
        }
        // The Lagrangian's least value over the simplex: the optimum itself, or, with prices that sum to 1, the least violation.
        var lagrangian = candidates.Min(candidate => (least == 0 ? candidate.Objective : 0) + Enumeration.Dot(mixture.Prices, [.. candidate.Excess.Zip(tolerances, (excess, tolerance) => excess - tolerance)]));
        lagrangian.Should().BeApproximately(least == 0 ? mixture.Objective : least, 1e-9, because);
        if (least > 0) mixture.Prices.Sum().Should().BeApproximately(1, 1e-10, because);
    }

    private static Candidate[] Candidates(double[] objectives, double[][] excess) => [.. objectives.Select((objective, j) => new Candidate(((double)j).Text(), objective, excess[j]))];

    private static void AllClose(IReadOnlyList<double> values, double[] expected, double tolerance)
    {
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < expected.Length; i++) values[i].Should().BeApproximately(expected[i], tolerance);
    }
}
