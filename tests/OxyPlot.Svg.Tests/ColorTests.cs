namespace OxyPlot.Svg.Tests;

public class ColorTests
{
    [Theory]
    [InlineData("#1f5fa8", 255, 0x1f, 0x5f, 0xa8)]
    [InlineData("#801f5fa8", 128, 0x1f, 0x5f, 0xa8)]
    [InlineData("#f0a", 255, 255, 0, 0xaa)]
    [InlineData("10, 20, 30", 255, 10, 20, 30)]
    [InlineData("40,10,20,30", 40, 10, 20, 30)]
    [InlineData("none", 0, 0, 0, 0)]
    public void Parse_reads_every_form(string text, byte a, byte r, byte g, byte b) =>
        OxyColor.Parse(text).Should().Be(OxyColor.FromArgb(a, r, g, b));

    [Theory]
    [InlineData("1,2")]
    [InlineData("blue")]
    [InlineData("#xyzxyz")]
    public void Parse_other_text_throws(string text)
    {
        var parse = () => OxyColor.Parse(text);

        parse.Should().Throw<FormatException>();
    }

    [Fact]
    public void Interpolate_is_linear_between_the_given_colours() =>
        OxyPalette.Interpolate(5, OxyColors.Black, OxyColor.FromRgb(100, 200, 40)).Colors.Select(c => c.R).Should().Equal(0, 25, 50, 75, 100);

    [Fact]
    public void Palettes_run_from_their_published_first_to_last_colour()
    {
        OxyPalettes.Viridis().Colors.Should().HaveCount(256);
        OxyPalettes.Viridis(9).Colors[0].Should().Be(OxyColor.FromRgb(68, 1, 84));
        OxyPalettes.Viridis(9).Colors[4].Should().Be(OxyColor.FromRgb(33, 145, 140));
        OxyPalettes.Viridis(9).Colors[8].Should().Be(OxyColor.FromRgb(253, 231, 37));
        OxyPalettes.BlueWhiteRed(3).Colors.Should().Equal(OxyColors.Blue, OxyColors.White, OxyColors.Red);
    }

    [Fact]
    public void Palettes_that_are_uniform_grow_brighter_all_the_way()
    {
        foreach (var palette in new[] { OxyPalettes.Viridis(64), OxyPalettes.Cividis(64), OxyPalettes.Magma(64), OxyPalettes.Inferno(64), OxyPalettes.Plasma(64) })
            palette.Colors.Select(c => c.Luminance).Should().BeInAscendingOrder();
    }
}
