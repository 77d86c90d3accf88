namespace ConstrainedLearning.Reports.Quantization;

/// <summary>What one rule reached in one study.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Study">Which study.</param>
/// <param name="Draws">How many rankings of the rule the study has, at least 1.</param>
/// <param name="Points">By rising bits; draws are not told apart.</param>
internal sealed record RulePoints(string Rule, int Study, int Draws, IReadOnlyList<(double Bits, double Value)> Points)
{
    /// <summary>One point for each budget: where there are as many of every draw, each next few are those of a budget and averaged.</summary>
    internal (double Bits, double Value)[] Curve() =>
        [.. Points.Chunk(Points.Count % Draws == 0 ? Draws : 1).Select(budget => (budget.Average(point => point.Bits), budget.Average(point => point.Value)))];

    /// <summary>The value on the straight line between the two nearest points; NaN outside them.</summary>
    internal static double At((double Bits, double Value)[] curve, double bits)
    {
        var next = Array.FindIndex(curve, point => point.Bits >= bits);
        if (next < 0 || (next == 0 && curve[0].Bits > bits)) return double.NaN;
        var (right, left) = (curve[next], curve[Math.Max(0, next - 1)]);
        return right.Bits == bits ? right.Value : left.Value + (right.Value - left.Value) * (bits - left.Bits) / (right.Bits - left.Bits);
    }
}
