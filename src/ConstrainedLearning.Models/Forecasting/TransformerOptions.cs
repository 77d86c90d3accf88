namespace ConstrainedLearning.Models.Forecasting;

/// <summary>The sizes of a transformer. Defaults are those of the loss-shaping experiments (and of Informer's and iTransformer's code).</summary>
public sealed record TransformerOptions
{
    /// <summary>Numbers that represent a token. Default 512.</summary>
    public int Width { get; init => field = Check.Positive(value); } = 512;

    /// <summary>Attention heads; they divide the width. Default 8.</summary>
    public int Heads { get; init => field = Check.Positive(value); } = 8;

    /// <summary>Hidden units of the feed-forward part. Default 2048.</summary>
    public int FeedForward { get; init => field = Check.Positive(value); } = 2048;

    /// <summary>Encoder layers. Default 2.</summary>
    public int EncoderLayers { get; init => field = Check.Positive(value); } = 2;

    /// <summary>Decoder layers, where there is a decoder. Default 1.</summary>
    public int DecoderLayers { get; init => field = Check.Positive(value); } = 1;

    /// <summary>Known rows that the decoder is given before those to predict, at most the lookback. Default 48.</summary>
    public int LabelLength { get; init => field = Check.AtLeast(0, value, nameof(LabelLength)); } = 48;

    /// <summary>Share of activations dropped in training. Default 0.05.</summary>
    public double Dropout { get; init => field = Check.Probability(value); } = 0.05;

    /// <summary>The options that every transformer has, for a registry entry.</summary>
    internal static IReadOnlyList<ForecasterOption> Encoder { get; } = new TransformerOptions().ForEncoder();

    /// <summary>The options of an encoder with a decoder.</summary>
    internal static IReadOnlyList<ForecasterOption> EncoderAndDecoder { get; } = new TransformerOptions().ForEncoderAndDecoder();

    /// <summary>How much sparse attention keeps, for the registry entries of models that have it.</summary>
    internal static ForecasterOption Factor { get; } = new("factor", 3, "how much attention keeps: so many times ln(rows) queries (informer) or lags (autoformer)");

    /// <summary>The options that every transformer has, with these values as defaults.</summary>
    internal IReadOnlyList<ForecasterOption> ForEncoder() =>
    [
        new("width", Width, "numbers that represent a token"),
        new("heads", Heads, "attention heads; they divide the width"),
        new("feedForward", FeedForward, "hidden units of the feed-forward part"),
        new("encoderLayers", EncoderLayers, "encoder layers"),
        new("dropout", Dropout, "share of activations dropped in training"),
    ];

    /// <summary>The options of an encoder with a decoder, with these values as defaults.</summary>
    internal IReadOnlyList<ForecasterOption> ForEncoderAndDecoder() =>
    [
        .. ForEncoder(),
        new("decoderLayers", DecoderLayers, "decoder layers"),
        new("labelLength", LabelLength, "known rows that the decoder is given, at most the lookback"),
    ];

    /// <summary>These options from a registry's values; those that the model does not have keep their defaults.</summary>
    internal static TransformerOptions From(IReadOnlyDictionary<string, double> values) => new()
    {
        Width = (int)values["width"],
        Heads = (int)values.GetValueOrDefault("heads", 8),
        FeedForward = (int)values["feedForward"],
        EncoderLayers = (int)values["encoderLayers"],
        Dropout = values["dropout"],
        DecoderLayers = (int)values.GetValueOrDefault("decoderLayers", 1),
        LabelLength = (int)values.GetValueOrDefault("labelLength", 48),
    };

    /// <summary>Checks what no single option can.</summary>
    internal TransformerOptions Validated() => Width % Heads == 0
        ? this
        : throw new ArgumentException($"{nameof(Width)} is {Width} and {nameof(Heads)} is {Heads}, expected heads that divide the width.");
}
