namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="Reformer"/>. Defaults are those of the forecasting benchmarks.</summary>
public sealed record ReformerOptions
{
    /// <summary>The sizes of the encoder. There is no decoder.</summary>
    public TransformerOptions Sizes { get; init; } = new();

    /// <summary>Tokens of a bucket: a token attends to those of its own and of the one before. Default 4.</summary>
    public int BucketSize { get; init => field = Check.Positive(value); } = 4;

    /// <summary>How often tokens are hashed; each time gives a token other neighbours. Default 4.</summary>
    public int Hashes { get; init => field = Check.Positive(value); } = 4;

    /// <summary>The options for a registry entry.</summary>
    internal static IReadOnlyList<ForecasterOption> All { get; } =
    [
        .. TransformerOptions.Encoder,
        new("bucketSize", 4, "tokens of a bucket of the hashing"),
        new("hashes", 4, "how often tokens are hashed"),
    ];

    /// <summary>These options from a registry's values.</summary>
    internal static ReformerOptions From(IReadOnlyDictionary<string, double> values) => new()
    {
        Sizes = TransformerOptions.From(values), BucketSize = (int)values["bucketSize"], Hashes = (int)values["hashes"],
    };
}
