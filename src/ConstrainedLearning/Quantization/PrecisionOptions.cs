namespace ConstrainedLearning.Quantization;

/// <summary>What a <see cref="PrecisionConstraint"/> bounds. At least one of layers, output and loss.</summary>
public sealed record PrecisionOptions
{
    /// <summary>The bound on each layer's error; null (the default): layers are not bounded.</summary>
    public double? LayerBound
    {
        get;
        init => field = Bound(value);
    }

    /// <summary>The bound on the distance of the outputs; null (the default): it is not bounded.</summary>
    public double? OutputBound
    {
        get;
        init => field = Bound(value);
    }

    /// <summary>Bounds for single layers by name, in place of <see cref="LayerBound"/>, which the others have. The default is none.</summary>
    public IReadOnlyDictionary<string, double> LayerBounds
    {
        get;
        init
        {
            foreach (var bound in value.Values) Bound(bound);
            field = value;
        }
    } = new Dictionary<string, double>();

    /// <summary>The bound on the loss at low precision; null (the default): it is not bounded.</summary>
    public double? LossBound
    {
        get;
        init => field = value is null || double.IsFinite(value.Value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a bound on a loss is a finite number");
    }

    /// <summary>
    /// Whether a layer's error is measured by that layer's own signal, d_l / mean f_l(z)^2, so that one bound means the same everywhere. The default is no: in units of the layer's output, as published.
    /// </summary>
    public bool IsRelative { get; init; }

    /// <summary>How outputs are compared. The default is KL.</summary>
    public OutputDistance Distance { get; init; }

    /// <summary>What the multipliers of layers count; <see cref="LayerBound"/> is a bound on that. The default is the layers' errors.</summary>
    public LayerPrice LayerPrice { get; init; }

    /// <summary>What normalisation layers have of their own at low precision. The default is running statistics alone.</summary>
    public TwinNormalization Normalization { get; init; }

    private static double? Bound(double? value) => value is null || (value >= 0 && double.IsFinite(value.Value)) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a bound on an error is a finite number >= 0");
}
