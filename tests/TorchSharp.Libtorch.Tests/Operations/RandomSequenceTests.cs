using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class RandomSequenceTests : IDisposable
{
    private static readonly Dictionary<string, Func<Tensor>> Samplers = new()
    {
        ["rand"] = () => rand(5),
        ["rand_double"] = () => rand(3, float64),
        ["rand_matrix"] = () => rand(3, 2),
        ["rand_like"] = () => rand_like(zeros(4)),
        ["randn"] = () => randn(5),
        ["randn_many"] = () => randn(20)[16..],
        ["randn_double"] = () => randn(17, float64)[13..],
        ["randn_like"] = () => zeros(4).randn_like(),
        ["randint"] = () => randint(10, [6]),
        ["randint_low"] = () => randint(-5, 5, new Size(6)),
        ["randint_like"] = () => randint_like(zeros(4), 3, 9),
        ["randperm"] = () => randperm(9),
        ["normal"] = () => normal(2, 3, [4]),
        ["normal_of_tensors"] = () => normal(arange(4f), arange(1f, 5f)),
        ["bernoulli"] = () => full(8, 0.4).bernoulli(),
        ["multinomial"] = () => arange(1f, 6f).multinomial(4),
        ["multinomial_with_replacement"] = () => multinomial(arange(1f, 6f), 6, true),
        ["poisson"] = () => full(5, 3.0).poisson(),
        ["uniform_"] = () => zeros(4).uniform_(-1, 1),
        ["normal_"] = () => zeros(4).normal_(1, 2),
        ["exponential_"] = () => zeros(4).exponential_(2),
        ["log_normal_"] = () => zeros(4).log_normal_(0, 0.5),
        ["cauchy_"] = () => zeros(4).cauchy_(),
        ["geometric_"] = () => zeros(4).geometric_(0.3),
        ["bernoulli_"] = () => zeros(8).bernoulli_(0.3),
        ["random_"] = () => zeros(6).random_(0, 10),
        ["dropout"] = () => nn.functional.dropout(ones(8), 0.5),
        ["two_in_a_row"] = () => rand(2) + randn(2),
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Samplers.Keys];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Sampler_draws_the_sequence_of_PyTorch(string name)
    {
        manual_seed(7);

        var drawn = Samplers[name]().reshape(-1).to(float64).data<double>().ToArray();

        var expected = SequenceGolden.Sample(name);
        drawn.Should().HaveCount(expected.Length);
        drawn.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-6 * Math.Max(1, Math.Abs(pair.Second)));
    }

    [Fact]
    public void Generator_with_a_seed_draws_what_the_default_one_draws_from_it_and_leaves_that_alone()
    {
        using var own = new Generator(7);
        manual_seed(3);
        var next = rand(2).data<float>().ToArray();
        manual_seed(3);

        var drawn = rand(5, generator: own).data<float>().ToArray();

        drawn.Should().Equal(Array.ConvertAll(SequenceGolden.Sample("rand"), v => (float)v), (a, b) => Math.Abs(a - b) < 1e-6f);
        rand(2).data<float>().ToArray().Should().Equal(next);
    }

    [Fact]
    public void Rng_state_put_back_repeats_the_sequence()
    {
        var state = get_rng_state();
        var first = randn(4).data<float>().ToArray();

        set_rng_state(state);

        randn(4).data<float>().ToArray().Should().Equal(first);
    }

    [Fact]
    public void Single_numbers_are_drawn_in_their_ranges()
    {
        for (var i = 0; i < 50; i++)
        {
            randint_int(3, 6).Should().BeInRange(3, 5);
            randint_long(4).Should().BeInRange(0, 3);
            rand_float().Should().BeInRange(0, 1);
            double.IsFinite(randn_float()).Should().BeTrue();
        }
        Enumerable.Range(0, 60).Select(_ => randint_bool()).Distinct().Should().HaveCount(2);
    }
}
