using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>What moves first, and where seeds begin.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public StartTests() => manual_seed(13);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData("lora", "lora_B")]
    [InlineData("lorta", "B")]
    [InlineData("lorta-out", "B")]
    [InlineData("lorta-in", "B")]
    [InlineData("vera", "vera_lambda_b")]
    [InlineData("nola", "nola_b")]
    [InlineData("lotr", "core")]
    [InlineData("lora-xs", "core")]
    [InlineData("flora", "core")]
    [InlineData("dora", "lora_B lora_magnitude_vector")]
    [InlineData("gated", "lora_B")]
    [InlineData("gated-closed", "lora_E")]
    [InlineData("bottleneck", "weight bias")]
    public void The_first_gradient_is_of_the_factors_that_are_0_alone(string method, string moving)
    {
        var blocks = new Blocks();
        using var adapted = new AdaptedModel(blocks);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(Sites.Of(blocks)));
        var input = randn(5, Blocks.Width, dtype: ScalarType.Float64);
        (blocks.call(input) - randn(5, Blocks.Width, dtype: ScalarType.Float64)).square().sum().backward();
        var names = moving.Split(' ');
        foreach (var (name, factor) in adapter.Factors.named_parameters())
        {
            var isMoving = names.Contains(name.Split('.')[^1]) && !name.Contains("down");
            (factor.grad!.abs().max().ToDouble() > 0).Should().Be(isMoving, "of {0}", name);
        }
    }

    [Fact]
    public void Seeds_give_the_numbers_that_the_PEFT_library_draws()
    {
        // torch.Generator().manual_seed(11); empty(2, 3).uniform_(-b, b, generator) with b = sqrt(2) sqrt(3) / sqrt(3), then empty(4, 2) with b = sqrt(2) sqrt(3) / sqrt(2), on the CPU in Float32.
        using var adapter = new VeRA(Sites.Of(nn.Linear(3, 4)), new VeRAOptions { Rank = 2, Seed = 11 });
        adapter.Factors["vera_A"].data<float>().ToArray().Should().Equal([-0.99265993f, -0.038033485f, 1.3736582f, -0.93790239f, 0.23742786f, 0.54758114f], Near);
        adapter.Factors["vera_B"].data<float>().ToArray().Should().Equal([0.28781447f, -1.2871293f, 0.24984013f, 1.471687f, -0.7990374f, 0.97845930f, -0.79020452f, -0.12736878f], Near);

        static bool Near(float found, float expected) => Math.Abs(found - expected) < 1e-6;
    }

    [Fact]
    public void Seeded_matrices_hang_on_the_seed_alone_and_are_in_no_file()
    {
        var sites = Sites.Of(new Blocks());
        manual_seed(1);
        using var first = new VeRA(sites, new VeRAOptions { Rank = 4, Seed = 3 });
        manual_seed(2);
        using var again = new VeRA(sites, new VeRAOptions { Rank = 4, Seed = 3 });
        using var other = new VeRA(sites, new VeRAOptions { Rank = 4, Seed = 4 });
        first.Factors["vera_A"].Equals(again.Factors["vera_A"]).Should().BeTrue();
        first.Factors["vera_A"].Equals(other.Factors["vera_A"]).Should().BeFalse();
        first.Factors.state_dict().Keys.Should().NotContain(["vera_A", "vera_B"]).And.HaveCount(2 * sites.Count);
        manual_seed(5);
        var expected = rand(1).ToDouble();
        manual_seed(5);
        using (new SeededNumbers(3)) rand(1).ToDouble().Should().Be(expected);
    }

    [Fact]
    public void A_published_start_of_LoRA_XS_is_small_and_not_0()
    {
        using var adapter = new LoRAXS(Sites.Of(nn.Linear(64, 64)), new LoRAXSOptions { Rank = 32, InitialDeviation = 1e-5 });
        adapter.Factors[LoRAXS.Core(adapter.Sites[0])].std().ToDouble().Should().BeApproximately(1e-5, 1e-6);
    }
}
