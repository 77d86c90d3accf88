namespace ConstrainedLearning.Reports.Quantization;

/// <summary>Something found, in words.</summary>
/// <param name="About">What it is about, in a few words.</param>
/// <param name="Text">One sentence or a few.</param>
internal sealed record Finding(string About, string Text)
{
    public override string ToString() => $"{About}: {Text}";
}
