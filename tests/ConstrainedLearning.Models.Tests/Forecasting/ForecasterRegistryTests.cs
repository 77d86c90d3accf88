using ConstrainedLearning.Models.Forecasting;

namespace ConstrainedLearning.Models.Tests.Forecasting;

public sealed class ForecasterRegistryTests
{
    private static readonly ForecastShape _shape = new(8, 2, 1, 1);

    [Fact]
    public void All_names_are_distinct_lower_case_and_described()
    {
        ForecasterRegistry.All.Select(entry => entry.Name).Should()
            .Equal("dlinear", "nlinear", "itransformer", "transformer", "informer", "autoformer", "nonstationary", "patchtst", "reformer", "pyraformer", "film").And.OnlyHaveUniqueItems();
        ForecasterRegistry.All.Should().OnlyContain(entry => entry.Description.Length > 10);
        ForecasterRegistry.All.SelectMany(entry => entry.Options).Should().OnlyContain(option => option.Meaning.Length > 10);
    }

    [Fact]
    public void Find_unknown_model_names_the_nearest_and_lists_all()
    {
        var find = () => ForecasterRegistry.Find("DLiner");

        find.Should().Throw<ArgumentException>().WithMessage("there is no model \"DLiner\"; did you mean \"dlinear\"? Known are dlinear, nlinear, itransformer, transformer, informer, autoformer, nonstationary, patchtst, reformer, pyraformer, film.");
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

    [Theory]
    [InlineData("informer", "factor", 0, "Factor is 0, expected at least 1.*")]
    [InlineData("informer", "heads", 7, "*Width is 512 and Heads is 7, expected heads that divide the width.")]
    [InlineData("autoformer", "movingAverage", 24, "MovingAverage is 24, expected an odd number above 0.*")]
    [InlineData("autoformer", "factor", -1, "Factor is -1, expected at least 1.*")]
    [InlineData("nonstationary", "projectorWidth", 0, "ProjectorWidth is 0, expected at least 1.*")]
    [InlineData("nonstationary", "projectorLayers", 0, "ProjectorLayers is 0, expected at least 1.*")]
    [InlineData("nonstationary", "labelLength", -1, "LabelLength is -1, expected at least 0.*")]
    [InlineData("patchtst", "patchLength", 0, "PatchLength is 0, expected at least 1.*")]
    [InlineData("patchtst", "patchStride", 17, "PatchStride is 17 and PatchLength is 16, expected a stride of at most the length*")]
    [InlineData("patchtst", "heads", 48, "*Width is 128 and Heads is 48, expected heads that divide the width.")]
    public void Create_model_whose_own_option_is_impossible_is_refused(string model, string option, double value, string message)
    {
        var create = () => ForecasterRegistry.Create(model, _shape, new Dictionary<string, double> { [option] = value });

        create.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Theory]
    [InlineData("informer")]
    [InlineData("autoformer")]
    [InlineData("nonstationary")]
    public void Create_model_that_needs_a_calendar_without_one_is_refused(string model)
    {
        var create = () => ForecasterRegistry.Create(model, new ForecastShape(8, 2, 1, 0));

        create.Should().Throw<ArgumentOutOfRangeException>().WithMessage("TimeFeatures is 0, expected at least 1.*");
    }

    [Fact]
    public void Resolve_gives_the_published_sizes()
    {
        ForecasterRegistry.Find("nonstationary").Resolve().Should().Contain(new Dictionary<string, double> { ["width"] = 256, ["feedForward"] = 512, ["projectorWidth"] = 128, ["projectorLayers"] = 2 });
        ForecasterRegistry.Find("patchtst").Resolve().Should().Contain(new Dictionary<string, double> { ["width"] = 128, ["heads"] = 16, ["feedForward"] = 256, ["encoderLayers"] = 3, ["dropout"] = 0.2 });
        ForecasterRegistry.Find("informer").Resolve().Should().Contain(new Dictionary<string, double> { ["width"] = 512, ["factor"] = 3, ["labelLength"] = 48 });
        ForecasterRegistry.Find("autoformer").Resolve().Should().Contain("movingAverage", 25).And.NotContainKey("heads");
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
