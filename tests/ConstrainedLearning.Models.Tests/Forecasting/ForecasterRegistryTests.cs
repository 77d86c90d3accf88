using ConstrainedLearning.Models.Forecasting;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class ForecasterRegistryTests
{
    private static readonly ForecastShape _shape = new(8, 2, 1, 1);

    [Fact]
    public void All_names_are_distinct_lower_case_and_described()
    {
        ForecasterRegistry.All.Select(entry => entry.Name).Should().Equal("dlinear", "nlinear", "itransformer", "transformer", "reformer", "pyraformer", "film").And.OnlyHaveUniqueItems();
        ForecasterRegistry.All.Should().OnlyContain(entry => entry.Description.Length > 10);
        ForecasterRegistry.All.SelectMany(entry => entry.Options).Should().OnlyContain(option => option.Meaning.Length > 10);
    }

    [Fact]
    public void Find_unknown_model_names_the_nearest_and_lists_all()
    {
        var find = () => ForecasterRegistry.Find("DLiner");

        find.Should().Throw<ArgumentException>().WithMessage("there is no model \"DLiner\"; did you mean \"dlinear\"? Known are dlinear, nlinear, itransformer, transformer, reformer, pyraformer, film.");
    }

    [Fact]
    public void Find_something_quite_different_suggests_nothing()
    {
        var find = () => ForecasterRegistry.Find("prophet2000");

        find.Should().Throw<ArgumentException>().WithMessage("there is no model \"prophet2000\"; known are dlinear, *");
    }

    [Fact]
    public void Create_unknown_option_names_the_nearest()
    {
        var create = () => ForecasterRegistry.Create("itransformer", _shape, new Dictionary<string, double> { ["head"] = 4 });

        create.Should().Throw<ArgumentException>().WithMessage("the model itransformer has no option \"head\"; did you mean \"heads\"? Known are width, *");
    }

    [Theory]
    [InlineData("heads", 7, "*Width is 512 and Heads is 7, expected heads that divide the width.")]
    [InlineData("heads", 2.5, "the option heads of the model itransformer is 2.5, expected a whole number.")]
    [InlineData("width", double.NaN, "the option width of the model itransformer is NaN, expected a whole number.")]
    [InlineData("width", 1e12, "the option width of the model itransformer is 1000000000000, expected a whole number.")]
    [InlineData("dropout", double.NaN, "Dropout is NaN, expected 0 <= Dropout < 1.*")]
    [InlineData("width", 0, "Width is 0, expected at least 1.*")]
    [InlineData("dropout", 1, "Dropout is 1, expected 0 <= Dropout < 1.*")]
    public void Create_option_out_of_range_says_which_and_what_was_expected(string option, double value, string message)
    {
        var create = () => ForecasterRegistry.Create("itransformer", _shape, new Dictionary<string, double> { [option] = value });

        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Resolve_fills_in_the_defaults()
    {
        var values = ForecasterRegistry.Find("Transformer").Resolve(new Dictionary<string, double> { ["width"] = 64 });

        values.Should().BeEquivalentTo(new Dictionary<string, double>
        {
            ["width"] = 64, ["heads"] = 8, ["feedForward"] = 2048, ["encoderLayers"] = 2, ["dropout"] = 0.05, ["decoderLayers"] = 1, ["labelLength"] = 48,
        });
    }

    [Fact]
    public void Shape_without_channels_is_refused()
    {
        var create = () => new ForecastShape(8, 2, 0, 1);

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Channels is 0, expected at least 1.*");
    }
}
