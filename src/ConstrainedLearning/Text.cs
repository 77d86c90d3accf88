using System.Globalization;

namespace ConstrainedLearning;

/// <summary>How numbers and shapes are written in messages and reports.</summary>
internal static class Text
{
    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    internal static string Shape(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
