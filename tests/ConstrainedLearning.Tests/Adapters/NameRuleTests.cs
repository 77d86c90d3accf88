using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Ranks and alphas by name, as the PEFT library documents them: <c>foo</c> and <c>^foo</c> of a model with <c>foo</c> and <c>module.foo</c>.</summary>
public sealed class NameRuleTests
{
    [Theory]
    [InlineData("foo", "foo", true)]
    [InlineData("foo", "module.foo", true)]
    [InlineData("foo", "module.foobar", false)]
    [InlineData("foo", "barfoo", false)]
    [InlineData("foo", "foo.module", false)]
    [InlineData("^foo", "foo", true)]
    [InlineData("^foo", "module.foo", false)]
    [InlineData("layers.0.q", "model.layers.0.q", true)]
    [InlineData(@"layers\.[01]\.q", "layers.1.q", true)]
    [InlineData(@"layers\.[01]\.q", "layers.2.q", false)]
    [InlineData("a|b", "module.b", true)]
    [InlineData("a|b", "module.ba", false)]
    [InlineData(".*", "any.thing", true)]
    public void A_pattern_fits_a_whole_name_or_its_end_behind_a_dot(string pattern, string name, bool fits) => NameRule.Fits(pattern, name).Should().Be(fits);

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("*")]
    public void What_is_no_pattern_is_said_to_be_none(string pattern) => FluentActions.Invoking(() => NameRule.Fits(pattern, "name")).Should().Throw<ArgumentException>().WithMessage($"*{pattern}*");

    [Fact]
    public void A_pattern_that_takes_for_ever_is_given_up() =>
        FluentActions.Invoking(() => NameRule.Fits("(a+)+", new string('a', 60) + "!")).Should().Throw<ArgumentException>();

    [Fact]
    public void Ranks_and_scales_go_by_the_first_pattern_that_fits()
    {
        using var scope = NewDisposeScope();
        var sites = Sites.Of(new Blocks());
        using var adapter = new LoRA(sites, new LoRAOptions { Rank = 4, Alpha = 8, Ranks = [new("layers.0.query", 2), new("query", 3)], Alphas = [new("key", 2)] });
        adapter.Factors["layers.0.query.lora_A"].size(0).Should().Be(2);
        adapter.Factors["layers.1.query.lora_B"].size(1).Should().Be(3);
        adapter.Factors["layers.1.output.lora_B"].size(1).Should().Be(4);
        sites.Select(adapter.ScaleOf).Should().Equal(8 / 2.0, 2 / 4.0, 2, 2, 8 / 3.0, 2 / 4.0, 2, 2);
    }
}
