using ConstrainedLearning.Models.Language;

namespace ConstrainedLearning.Models.Tests.Language;

public sealed class MarkovTextTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(26)]
    public void Stationary_distribution_is_one_and_stays(int states)
    {
        var language = new MarkovText(states, seed: 7);

        for (var to = 0; to < states; to++)
        {
            Enumerable.Range(0, states).Sum(next => language.Probability(to, next)).Should().BeApproximately(1, 1e-12);
            Enumerable.Range(0, states).Sum(from => language.Stationary[from] * language.Probability(from, to)).Should().BeApproximately(language.Stationary[to], 1e-12);
        }
        language.Stationary.Sum().Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Entropy_rate_of_two_states_is_the_closed_form()
    {
        var language = new MarkovText(states: 2, seed: 5);
        var (a, b) = (language.Probability(0, 1), language.Probability(1, 0));

        // pi = (b, a) / (a + b).
        language.EntropyRate.Should().BeApproximately((b * Binary(a) + a * Binary(b)) / (a + b), 1e-12);
        language.Stationary[0].Should().BeApproximately(b / (a + b), 1e-12);

        static double Binary(double p) => -p * Math.Log(p) - (1 - p) * Math.Log(1 - p);
    }

    [Fact]
    public void Cross_entropy_of_its_own_text_comes_to_the_entropy_rate()
    {
        var language = new MarkovText(states: 8, seed: 1);

        language.CrossEntropy(language.Generate(400_000, seed: 3)).Should().BeApproximately(language.EntropyRate, 0.01);
        new MarkovText(states: 8, seed: 2).CrossEntropy(language.Generate(10_000)).Should().BeGreaterThan(language.EntropyRate + 0.3);
    }

    [Fact]
    public void Generate_depends_on_language_and_seed_alone()
    {
        new MarkovText(8, 1).Generate(100, 2).Should().Be(new MarkovText(8, 1).Generate(100, 2)).And.HaveLength(100);
        new MarkovText(8, 1).Generate(100, 2).Should().NotBe(new MarkovText(8, 1).Generate(100, 3));
        new MarkovText(8, 1).Generate(100, 2).Should().StartWith(new MarkovText(8, 1).Generate(50, 2));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        foreach (var states in new[] { 1, 27 })
            states.Invoking(it => new MarkovText(it)).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"states is {states}, expected 2 to 26.*");
        var language = new MarkovText(3);
        language.Invoking(it => it.Generate(-1)).Should().Throw<ArgumentOutOfRangeException>();
        language.Invoking(it => it.CrossEntropy("abd")).Should().Throw<ArgumentException>().WithMessage("the letter U+0064 is not of the language, expected 'a' to 'c'*");
        language.Invoking(it => it.CrossEntropy("a")).Should().Throw<ArgumentException>().WithMessage("the text has 1 letters*");
    }
}
