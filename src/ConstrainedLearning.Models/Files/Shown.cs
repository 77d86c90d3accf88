using System.Globalization;

namespace ConstrainedLearning.Models.Files;

/// <summary>How what a file says appears in a message: files may be hostile, terminals obey control characters.</summary>
internal static class Shown
{
    private const int Longest = 100;

    /// <summary>At most <see cref="Longest"/> characters, control characters as question marks.</summary>
    internal static string Text(string text) =>
        string.Concat(text.Take(Longest).Select(symbol => char.IsControl(symbol) ? '?' : symbol)) + (text.Length > Longest ? "..." : "");

    internal static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
