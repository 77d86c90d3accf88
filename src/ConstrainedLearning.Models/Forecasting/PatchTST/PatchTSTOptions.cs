namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="PatchTST"/>. Defaults are those of its paper for large data, and of the loss-shaping experiments.</summary>
public sealed record PatchTSTOptions
{
    /// <summary>The sizes of the encoder; by default 3 layers, 128 wide, 16 heads, 256 hidden units, dropout 0.2.</summary>
    public TransformerOptions Sizes { get; init; } = new() { Width = 128, Heads = 16, FeedForward = 256, EncoderLayers = 3, Dropout = 0.2 };

    /// <summary>Rows of a patch, at most the lookback. Default 16.</summary>
    public int PatchLength { get; init => field = Check.Positive(value); } = 16;

    /// <summary>Rows from the beginning of a patch to that of the next. Default 8.</summary>
    public int PatchStride { get; init => field = Check.Positive(value); } = 8;

    /// <summary>The options for a registry entry.</summary>
    internal static IReadOnlyList<ForecasterOption> All { get; } =
    [
        .. new PatchTSTOptions().Sizes.ForEncoder(),
        new("patchLength", 16, "rows of a patch, at most the lookback"),
        new("patchStride", 8, "rows from the beginning of a patch to that of the next"),
    ];
}
