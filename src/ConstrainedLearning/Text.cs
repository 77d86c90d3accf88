using System.Globalization;

namespace ConstrainedLearning;

/// <summary>How numbers and shapes are written in messages and reports.</summary>
internal static class Text
{
    private const int Longest = 300;

    /// <summary>What a file says, in a message: files may be hostile, and terminals obey control characters.</summary>
    internal static string Shown(string text) => string.Concat(text.Take(Longest).Select(symbol => char.IsControl(symbol) ? '?' : symbol)) + (text.Length > Longest ? "..." : "");

    /// <summary>The first few names, quoted, and how many more there are.</summary>
    internal static string Names(IReadOnlyCollection<string> names, int most = 5) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Take(most).Select(name => $"'{Shown(name)}'")) + (names.Count > most ? $" and {names.Count - most} more" : "");

    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    internal static string Shape(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
