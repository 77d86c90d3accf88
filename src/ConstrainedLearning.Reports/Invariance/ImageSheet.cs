using System.Text;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;
using OxyPlot.Svg;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Invariance;

/// <summary>Images before and after a transformation, side by side; plain bytes, a notebook shows it as HTML.</summary>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record ImageSheet : IDisplay
{
    /// <summary>The largest number of pairs.</summary>
    public const int MostPairs = 64;

    private readonly IReadOnlyList<ImagePair> _pairs;

    private ImageSheet(IReadOnlyList<ImagePair> pairs) => _pairs = pairs;

    /// <summary>How many pairs there are.</summary>
    public int Count => _pairs.Count;

    /// <summary>Copies images; each is some kilobytes of the page, so that sixteen of 32 x 32 pixels are about 100 kB.</summary>
    /// <param name="before">Shape [n, c, h, w], values 0..255 (others are clamped, NaN is 0), c = 1 (grey) or 3 (red, green, blue), n from 1 to <see cref="MostPairs"/>; on any device, borrowed.</param>
    /// <param name="after">The same images, transformed; borrowed.</param>
    /// <param name="labels">What to write under each pair: "7: rotate, strength 0.6".</param>
    /// <exception cref="ArgumentException">The shapes differ or are no images', or there is not one label for each.</exception>
    public static ImageSheet Of(Tensor before, Tensor after, IReadOnlyList<string> labels)
    {
        if (before.Dimensions != 4 || before.size(1) is not (1 or 3))
            throw new ArgumentException($"images to show have shape [{string.Join(", ", before.shape)}], expected [n, 1 or 3, h, w]: grey, or red, green, blue", nameof(before));
        if (!before.shape.SequenceEqual(after.shape))
            throw new ArgumentException($"the transformed images have shape [{string.Join(", ", after.shape)}], expected [{string.Join(", ", before.shape)}] as before", nameof(after));
        if (before.shape is [var n, _, var h, var w] && (n is < 1 or > MostPairs || h < 1 || w < 1))
            throw new ArgumentException($"images to show have shape [{string.Join(", ", before.shape)}], expected 1 to {MostPairs} of at least one pixel: narrow them", nameof(before));
        if (labels.Count != before.size(0))
            throw new ArgumentException($"there are {labels.Count} labels, expected {before.size(0)}: one for each image", nameof(labels));
        return new ImageSheet([.. labels.Zip(Encode(before), Encode(after)).Select(pair => new ImagePair(pair.First, pair.Second, pair.Third))]);
    }

    /// <summary>The sheet as one element.</summary>
    public string ToHtml() => $"<div class=\"cl-report\">\n<style>\n{ReportStyle.Css}</style>\n{Grid()}\n</div>";

    /// <inheritdoc/>
    public override string ToString() => $"{Numbers.Count(Count)} images before and after: {string.Join("; ", _pairs.Select(pair => pair.Label))}";

    string IDisplay.ToText() => ToString();

    /// <summary>The pairs as an element of a report.</summary>
    internal string Grid()
    {
        var html = new StringBuilder("<div class=\"sheet\">\n");
        foreach (var (label, before, after) in _pairs)
            html.Append("<figure>").Append(Image(before, $"before: {label}")).Append(Image(after, $"after: {label}"))
                .Append("<figcaption>").Append(HtmlText.Escape(label)).Append("</figcaption></figure>\n");
        return html.Append("</div>").ToString();
    }

    private static string Image(byte[] png, string alternative) => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(png)}\" alt=\"{HtmlText.Escape(alternative)}\">";

    private static byte[][] Encode(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (channels, height, width) = ((int)images.size(1), (int)images.size(2), (int)images.size(3));
        var samples = images.to(ScalarType.Float32).nan_to_num(0).clamp(0, 255).round().to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().cpu().data<byte>().ToArray();
        return [.. samples.Chunk(channels * height * width).Select(image => PngFile.Write(width, height, channels == 1 ? PngColor.Grey : PngColor.Rgb, image))];
    }

    /// <param name="Label">What is written under it.</param>
    /// <param name="Before">A PNG file.</param>
    /// <param name="After">A PNG file.</param>
    private sealed record ImagePair(string Label, byte[] Before, byte[] After);
}
