using ExperimentKit.Statistics;
using Forecasting.Options;
using Forecasting.Results;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Forecasting.Study;

/// <summary>A line beside the families of a figure.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Changes as fractions, along the line.</param>
internal sealed record FrontierLimit(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>What a lower window STD, or a lower worst step, costs in mean error: one point a variant, one line a family.</summary>
/// <param name="Quantity">What is drawn upwards: "window STD".</param>
/// <param name="Of">The change of it.</param>
/// <param name="AskedFall">What it is asked to fall by; null where it is not.</param>
internal sealed record FrontierChart(string Quantity, Func<RelativeChanges, BootstrapInterval> Of, double? AskedFall)
{
    /// <summary>In percent; what lies beyond is said, not drawn, so that a failed training does not squeeze the rest together.</summary>
    private const double Beyond = 25;

    private const byte BarAlpha = 130;

    private static readonly MarkerType[] _markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Diamond, MarkerType.Triangle];

    /// <summary>Limits are told apart by their dashes.</summary>
    private static readonly double[][] _dashes = [[6, 4], [1.5, 3]];

    /// <summary>Draws a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="families">All families of the study, so that each looks the same in all figures.</param>
    /// <param name="options">The target.</param>
    /// <param name="limits">Further lines.</param>
    internal PlotModel Create(SettingResult setting, IReadOnlyList<string> families, StudyOptions options, IReadOnlyList<FrontierLimit> limits)
    {
        var model = Plots.New(setting.Name);
        VariantResult[] all = [.. setting.Variants.Where(variant => variant.Test is not null)];
        VariantResult[] shown = [.. all.Where(variant => 100 * variant.Test!.Mean.Value <= Beyond && 100 * Of(variant.Test).Value <= Beyond)];
        if (shown.Length < all.Length) model.Subtitle = $"{all.Length - shown.Length} of {all.Length} variants lie more than {Beyond:F0} % up or right, and are not drawn";
        var x = Axis(AxisPosition.Bottom, "change of the test MSE, %", [.. shown.SelectMany(variant => Ends(variant.Test!.Mean)), 100 * options.AllowedRise]);
        var y = Axis(AxisPosition.Left, $"change of the {Quantity}, %", [.. shown.SelectMany(variant => Ends(Of(variant.Test!))), .. AskedFall is { } asked ? [-100 * asked] : Array.Empty<double>()]);
        model.Axes.Add(x);
        model.Axes.Add(y);
        if (AskedFall is { } fall) model.Annotations.Add(Target(100 * options.AllowedRise, -100 * fall));
        foreach (var (place, limit) in limits.Index()) model.Series.Add(Line(limit, _dashes[place % _dashes.Length]));
        foreach (var family in shown.GroupBy(variant => variant.Family)) AddFamily(model, family.Key, families.Index().First(item => item.Item == family.Key).Index, [.. family.OrderBy(variant => variant.Test!.Mean.Value)]);
        model.Series.Add(Marks(MethodNames.Erm, MarkerType.Circle, 5, Plots.Color(0), OxyColors.White, [new(0, 0)]));
        var chosen = setting.Choices.Select(choice => choice.ByDeviation).OfType<VariantResult>().Where(shown.Contains).Select(variant => Point(variant.Test!)).ToList();
        if (chosen.Count > 0) model.Series.Add(Marks("chosen by validation", MarkerType.Circle, 7, OxyColors.Transparent, OxyColors.Black, chosen));
        return model;
    }

    private DataPoint Point(RelativeChanges changes) => new(100 * changes.Mean.Value, 100 * Of(changes).Value);

    private static double[] Ends(BootstrapInterval change) => change.HasEnds ? [100 * change.Low, 100 * change.Value, Math.Min(100 * change.High, Beyond)] : [100 * change.Value];

    /// <summary>From 0 and all values, with room at both ends.</summary>
    private static LinearAxis Axis(AxisPosition position, string title, IReadOnlyList<double> values)
    {
        var (low, high) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        var room = Math.Max(0.06 * (high - low), 0.5);
        return new() { Position = position, Title = title, Minimum = low - room, Maximum = high + room, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColor.FromRgb(231, 233, 236) };
    }

    private static RectangleAnnotation Target(double right, double top) => new()
    {
        MaximumX = right,
        MaximumY = top,
        Fill = OxyColor.FromAColor(36, Plots.Color(3)),
        Stroke = Plots.Color(3),
        StrokeThickness = 1,
        Layer = AnnotationLayer.BelowSeries,
    };

    private void AddFamily(PlotModel model, string name, int index, IReadOnlyList<VariantResult> variants)
    {
        var color = Plots.Color(1 + index % (Plots.Colors - 1));
        var bars = new LineSeries { Color = OxyColor.FromAColor(BarAlpha, color), StrokeThickness = 1, MinimumSegmentLength = 0, RenderInLegend = false };
        foreach (var changes in variants.Select(variant => variant.Test!).Where(changes => changes.Mean.HasEnds))
        {
            var (point, upward) = (Point(changes), Of(changes));
            bars.Points.AddRange([new(100 * changes.Mean.Low, point.Y), new(100 * changes.Mean.High, point.Y), DataPoint.Undefined, new(point.X, 100 * upward.Low), new(point.X, 100 * upward.High), DataPoint.Undefined]);
        }
        if (bars.Points.Count > 0) model.Series.Add(bars);
        var line = new LineSeries { Title = name, Color = color, StrokeThickness = 1.6, MinimumSegmentLength = 0, MarkerType = _markers[index % _markers.Length], MarkerSize = 4.2, MarkerFill = color, MarkerStroke = OxyColors.White };
        line.Points.AddRange(variants.Select(variant => Point(variant.Test!)));
        model.Series.Add(line);
    }

    private static LineSeries Line(FrontierLimit limit, double[] dashes)
    {
        var line = new LineSeries { Title = limit.Name, Color = OxyColors.Black, StrokeThickness = 1.2, Dashes = dashes, MinimumSegmentLength = 0 };
        line.Points.AddRange(limit.Points.Select(point => new DataPoint(100 * point.X, 100 * point.Y)));
        return line;
    }

    private static LineSeries Marks(string name, MarkerType marker, double size, OxyColor fill, OxyColor stroke, IEnumerable<DataPoint> points)
    {
        var marks = new LineSeries { Title = name, LineStyle = LineStyle.None, MarkerType = marker, MarkerSize = size, MarkerFill = fill, MarkerStroke = stroke };
        marks.Points.AddRange(points);
        return marks;
    }
}
