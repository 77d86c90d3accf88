using System.Xml.Linq;
using OxyPlot.Axes;
using OxyPlot.Series;
using Pictures.Tests;

namespace OxyPlot.Svg.Tests;

public class HeatMapTests
{
    /// <summary>Values 0..5 at [x, y]: the lower row 0 2 4, the upper row 1 3 5.</summary>
    private static readonly double[,] Values = { { 0, 1 }, { 2, 3 }, { 4, 5 } };

    private static readonly OxyColor[] Palette =
        [OxyColors.Black, OxyColors.Red, OxyColors.Lime, OxyColors.Blue, OxyColors.Yellow, OxyColors.White];

    private static (XElement Svg, PlotModel Model) Draw(Action<HeatMapSeries> change, double[,]? values = null)
    {
        var model = Drawing.Plain(
            new LinearAxis { Position = AxisPosition.Bottom, MinimumPadding = 0, MaximumPadding = 0 },
            new LinearAxis { Position = AxisPosition.Left, MinimumPadding = 0, MaximumPadding = 0 });
        model.Axes.Add(new LinearColorAxis { Palette = new OxyPalette(Palette), Minimum = 0, Maximum = 6, InvalidNumberColor = OxyColors.Pink });
        var map = new HeatMapSeries { X0 = 1, X1 = 3, Y0 = 1, Y1 = 2, Data = values ?? Values, Interpolate = false };
        change(map);
        model.Series.Add(map);
        return (Drawing.Draw(model), model);
    }

    private static (OxyColor[,] Pixels, XElement Image) Picture(XElement svg)
    {
        var image = svg.All("image").Single();
        var data = image.Text("href");
        data.Should().StartWith("data:image/png;base64,");
        var picture = PngReader.Decode(Convert.FromBase64String(data[(data.IndexOf(',') + 1)..]));
        picture.Channels.Should().Be(4);
        var pixels = new OxyColor[picture.Height, picture.Width];
        foreach (var (at, rgba) in picture.Samples.Chunk(4).Index())
            pixels[at / picture.Width, at % picture.Width] = OxyColor.FromArgb(rgba[3], rgba[0], rgba[1], rgba[2]);
        return (pixels, image);
    }

    [Fact]
    public void Rectangles_lie_with_x_to_the_right_and_y_upwards()
    {
        var (svg, _) = Draw(map => map.RenderMethod = HeatMapRenderMethod.Rectangles);

        OxyPlot.OxyColor[] order = [.. Palette];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 2; j++)
            {
                var cell = svg.Coloured("rect", order[(int)Values[i, j]].Hex);
                cell.Get("x").Should().BeApproximately(50 + i * 500 / 3.0, 0.01);
                cell.Get("y").Should().Be(j == 1 ? 20 : 170);
                (cell.Get("width"), cell.Get("height")).Should().Be((166.67, 150));
            }
        }
    }

    [Fact]
    public void Bitmap_shows_the_same_cells_top_row_first()
    {
        var (pixels, image) = Picture(Draw(map => map.RenderMethod = HeatMapRenderMethod.Bitmap).Svg);

        var repeat = pixels.GetLength(1) / 3;
        (pixels.GetLength(0), pixels.GetLength(1)).Should().Be((2 * repeat, 3 * repeat));
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++)
                for (var inside = 0; inside < repeat; inside += Math.Max(1, repeat - 1))
                    pixels[(1 - j) * repeat + inside, i * repeat + inside].Should().Be(Palette[(int)Values[i, j]]);
        (image.Get("x"), image.Get("y"), image.Get("width"), image.Get("height")).Should().Be((50, 20, 500, 300));
        image.Text("image-rendering").Should().Be("pixelated");
    }

    [Fact]
    public void Bitmap_on_a_reversed_axis_turns_over()
    {
        var model = Drawing.Plain(
            new LinearAxis { Position = AxisPosition.Bottom },
            new LinearAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0 });
        model.Axes.Add(new LinearColorAxis { Palette = new OxyPalette(Palette), Minimum = 0, Maximum = 6 });
        model.Series.Add(new HeatMapSeries { X1 = 2, Y1 = 1, Data = Values });

        Picture(Drawing.Draw(model)).Pixels[0, 0].Should().Be(OxyColors.Black);
    }

    [Fact]
    public void Cell_without_a_number_takes_the_colour_for_it()
    {
        var (svg, _) = Draw(map => map.RenderMethod = HeatMapRenderMethod.Rectangles, new double[,] { { double.NaN, 1 }, { double.NegativeInfinity, double.PositiveInfinity } });

        svg.Coloured("rect", OxyColors.Pink.Hex).Get("y").Should().Be(170);
        svg.Coloured("rect", OxyColors.Black.Hex).Get("y").Should().Be(170); // below every bound
        svg.Coloured("rect", OxyColors.White.Hex).Get("y").Should().Be(20); // above every bound
    }

    [Fact]
    public void Single_cell_is_one_unit_wide_around_its_middle()
    {
        var (_, model) = Draw(map => (map.X0, map.X1, map.Y0, map.Y1) = (5, 5, 2, 2), new double[,] { { 1 } });

        model.Axes.Take(2).Select(a => (a.ActualMinimum, a.ActualMaximum)).Should().Equal((4.5, 5.5), (1.5, 2.5));
    }

    [Fact]
    public void Edge_coordinates_name_the_outer_edges()
    {
        var (_, model) = Draw(map => map.CoordinateDefinition = HeatMapCoordinateDefinition.Edge);

        model.Axes[0].ActualMinimum.Should().Be(1);
        model.Axes[0].ActualMaximum.Should().Be(3);
    }

    [Fact]
    public void Empty_table_draws_nothing()
    {
        Draw(_ => { }, new double[0, 0]).Svg.All("image").Should().BeEmpty();
    }

    [Fact]
    public void Labels_of_cells_contrast_with_them()
    {
        var (svg, _) = Draw(map => (map.RenderMethod, map.LabelFontSize, map.LabelFormatString) = (HeatMapRenderMethod.Rectangles, 0.2, "'v'0"));

        svg.TextElement("v0").Text("fill").Should().Be("#ffffff"); // on black
        svg.TextElement("v5").Text("fill").Should().Be("#000000"); // on white
        svg.TextElement("v5").Get("font-size").Should().Be(30);
    }

    [Fact]
    public void Colour_bar_runs_upwards_beside_the_plot()
    {
        var model = Drawing.Plain();
        model.Axes.Add(new LinearColorAxis { Position = AxisPosition.Right, Palette = new OxyPalette(Palette), Minimum = 0, Maximum = 6 });

        var (pixels, image) = Picture(Drawing.Draw(model));

        (pixels.GetLength(0), pixels.GetLength(1)).Should().Be((6, 1));
        pixels[0, 0].Should().Be(OxyColors.White);
        pixels[5, 0].Should().Be(OxyColors.Black);
        (image.Get("x"), image.Get("y"), image.Get("height")).Should().Be((566, 20, 300));
    }

    [Fact]
    public void Colour_of_a_value_is_the_palette_entry_of_its_share_of_the_range()
    {
        var (_, model) = Draw(_ => { });
        var axis = (LinearColorAxis)model.Axes[2];

        new[] { 0, 0.99, 1, 5.99, 6, 7, -1 }.Select(axis.ColorOf).Should().Equal(
            OxyColors.Black, OxyColors.Black, OxyColors.Red, OxyColors.White, OxyColors.White, OxyColors.White, OxyColors.Black);
        (axis.HighColor, axis.LowColor) = (OxyColors.Gold, OxyColors.Silver);
        axis.ColorOf(7).Should().Be(OxyColors.Gold);
        axis.ColorOf(-1).Should().Be(OxyColors.Silver);
    }
}
