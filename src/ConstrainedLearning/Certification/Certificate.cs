using System.Text;

namespace ConstrainedLearning.Certification;

/// <summary>Whether a constraint on means holds beyond the samples at hand: a verdict at a confidence, from held-out data.</summary>
/// <remarks>
/// For each component i a confidence interval of E[g_i] is compared with the bound: inside, outside, or neither. The samples must be independent, and must have been used
/// neither to train the model nor to choose it.
/// </remarks>
public sealed record Certificate
{
    private const int Shown = 12;

    private Certificate(string constraint, Sense sense, int samples, ConfidenceInterval method, CertificateOptions options, ComponentCertificate[] components) =>
        (Constraint, Sense, Samples, Method, Options, Components) = (constraint, sense, samples, method, options, components);

    /// <summary>The constraint's name.</summary>
    public string Constraint { get; }

    /// <summary>On which side of their bounds the means must lie.</summary>
    public Sense Sense { get; }

    /// <summary>The number of samples.</summary>
    public int Samples { get; }

    /// <summary>How the means were bounded.</summary>
    public ConfidenceInterval Method { get; }

    /// <summary>What was to be stated.</summary>
    public CertificateOptions Options { get; }

    /// <summary>One a component, in their order.</summary>
    public IReadOnlyList<ComponentCertificate> Components { get; }

    /// <summary>The worst verdict of the components.</summary>
    public Verdict Verdict => Components.Max(component => component.Verdict);

    /// <summary>About how many more samples would decide all undecided components; null when none is undecided, or when no number is likely to decide one.</summary>
    public long? MoreSamples => Components.Any(component => component is { Verdict: Verdict.Undecided, MoreSamples: null }) ? null : Components.Max(component => component.MoreSamples);

    /// <summary>The verdict as a sentence.</summary>
    public string Sentence
    {
        get
        {
            var worst = Components.Where(component => component.Verdict == Verdict).ToArray();
            var longest = Array.Find(worst, component => component.MoreSamples is null) ?? worst.MaxBy(component => component.MoreSamples)!;
            if (Components.Count == 1) return longest.Sentence;
            return Verdict == Verdict.Holds ? $"{longest.Sentence}, all {Components.Count} components" : $"{longest.Sentence} ({worst.Length} of {Components.Count} components)";
        }
    }

    /// <summary>Certifies a constraint of one component.</summary>
    /// <param name="constraint">Its name.</param>
    /// <param name="samples">The quantity's value on each held-out sample, in the bound's units; at least 2, finite.</param>
    /// <param name="bound">Its bound.</param>
    /// <param name="sense">On which side of the bound the mean must lie.</param>
    /// <param name="method">How the mean is bounded.</param>
    /// <param name="options">Confidence and tolerance; null (the default): 0.95 and 0.</param>
    /// <exception cref="ArgumentException">Fewer than 2 samples, a number that is not finite, or values that spread over more than the range stated.</exception>
    public static Certificate Of(string constraint, IReadOnlyList<double> samples, double bound, Sense sense, ConfidenceInterval method, CertificateOptions? options = null) =>
        Of(constraint, [.. samples.Select(value => new[] { value })], [bound], sense, method, options);

    /// <summary>Certifies a constraint from the tensor of its values on each held-out sample; waits for the device.</summary>
    /// <param name="constraint">The constraint; its bounds and sense are used.</param>
    /// <param name="samples">Shape [samples, ...] with the constraint's shape behind the samples, in the bounds' units.</param>
    /// <param name="method">How the means are bounded.</param>
    /// <param name="options">Confidence, tolerance and for what the confidence holds; null (the default): 0.95, 0, all components together.</param>
    public static Certificate Of(Constraint constraint, TorchSharp.torch.Tensor samples, ConfidenceInterval method, CertificateOptions? options = null)
    {
        if (constraint.IsPerSample) throw new ArgumentException($"constraint '{constraint.Name}' bounds every sample, not a mean; certify the share of samples that violate it, as a constraint of its own", nameof(constraint));
        if (samples.Dimensions == 0 || samples.NumberOfElements != samples.size(0) * constraint.Count)
            throw new ShapeMismatchException(constraint.Name, "the samples' values", samples.shape, $"[samples, {string.Join(", ", constraint.Shape)}]");
        return Of(constraint.Name, [.. samples.ToDoubles().Chunk(constraint.Count)], constraint.Bounds, constraint.Sense, method, options);
    }

    /// <summary>Certifies a constraint of several components.</summary>
    /// <param name="constraint">Its name.</param>
    /// <param name="samples">The components' values, indexed [sample][component], in the bounds' units; at least 2 samples, finite.</param>
    /// <param name="bounds">The bound of each component.</param>
    /// <param name="sense">On which side of their bounds the means must lie.</param>
    /// <param name="method">How the means are bounded.</param>
    /// <param name="options">Confidence, tolerance and for what the confidence holds; null (the default): 0.95, 0, all components together.</param>
    /// <exception cref="ArgumentException">Fewer than 2 samples, rows of other lengths, a number that is not finite, or values that spread over more than the range stated.</exception>
    public static Certificate Of(string constraint, IReadOnlyList<double[]> samples, IReadOnlyList<double> bounds, Sense sense, ConfidenceInterval method, CertificateOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(constraint);
        Check(constraint, samples, bounds);
        options ??= new CertificateOptions();
        var statements = (options.Multiplicity == Multiplicity.Joint ? bounds.Count : 1) * (sense == Sense.Equal ? 2 : 1);
        var miss = (1 - options.Confidence) / statements;
        var components = bounds.Select((_, k) => new Sample([.. samples.Select(row => row[k])])).ToArray();
        var intervals = method.Bound(components, miss);
        return new Certificate(constraint, sense, samples.Count, method, options, [.. components.Select((sample, k) =>
            ComponentCertificate.Of((k, bounds[k]), sample, intervals[k], sense, options, (radius, margin) => method.SamplesFor(sample, radius, margin, miss)))]);
    }

    /// <summary>The verdict and a table of the components, the worst first.</summary>
    public override string ToString()
    {
        var sign = Sense switch { Sense.AtMost => "<=", Sense.AtLeast => ">=", _ => "=" };
        var tolerance = Options.Tolerance > 0 ? $" within {Text.Number(Options.Tolerance)}" : "";
        var width = 15 + tolerance.Length;
        var text = new StringBuilder();
        text.AppendLine($"{Constraint}: {Sentence}");
        var scope = Options.Multiplicity == Multiplicity.Joint ? "for all components together" : "for each component by itself";
        text.AppendLine($"{Samples} samples, {Text.Number(100 * Options.Confidence)} % {scope}, {Method}");
        text.AppendLine($"{"component",9} {"mean",12} {"lower",12} {"upper",12} {"required".PadLeft(width)}  verdict");
        foreach (var item in Components.OrderByDescending(component => component.Verdict).Take(Shown))
        {
            var required = $"{sign} {Text.Number(item.Bound)}{tolerance}".PadLeft(width);
            text.AppendLine($"{item.Component,9} {Text.Number(item.Mean),12} {Text.Number(item.Lower),12} {Text.Number(item.Upper),12} {required}  {item.Sentence}");
        }
        if (Components.Count > Shown) text.AppendLine($"... and {Components.Count - Shown} more, none worse");
        return text.ToString();
    }

    private static void Check(string constraint, IReadOnlyList<double[]> samples, IReadOnlyList<double> bounds)
    {
        if (bounds.Count == 0) throw new ArgumentException($"constraint '{constraint}' has no component; give at least one bound", nameof(bounds));
        for (var k = 0; k < bounds.Count; k++)
            if (!double.IsFinite(bounds[k])) throw new ArgumentException($"constraint '{constraint}': bound {k} is {Text.Number(bounds[k])}; a bound must be a finite number", nameof(bounds));
        if (samples.Count < 2) throw new ArgumentException($"constraint '{constraint}': got {samples.Count} samples; the spread of a mean takes at least 2", nameof(samples));
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples[i].Length != bounds.Count)
                throw new ArgumentException($"constraint '{constraint}': sample {i} has {samples[i].Length} values, expected {bounds.Count}: one per component", nameof(samples));
            for (var k = 0; k < bounds.Count; k++)
                if (!double.IsFinite(samples[i][k]))
                    throw new ArgumentException($"constraint '{constraint}': component {k} of sample {i} is {Text.Number(samples[i][k])}, expected a finite number", nameof(samples));
        }
    }
}
