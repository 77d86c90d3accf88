namespace ConstrainedLearning.Models.Forecasting;

/// <summary>What can be chosen for <see cref="NonstationaryTransformer"/>. Defaults are those of the loss-shaping experiments.</summary>
public sealed record NonstationaryOptions
{
    /// <summary>The sizes of encoder and decoder; by default 256 wide with 512 hidden units.</summary>
    public TransformerOptions Sizes { get; init; } = new() { Width = 256, FeedForward = 512 };

    /// <summary>Hidden units of the networks that learn the attention's scale and shift from the window. Default 128.</summary>
    public int ProjectorWidth { get; init => field = Check.Positive(value); } = 128;

    /// <summary>Their hidden layers. Default 2.</summary>
    public int ProjectorLayers { get; init => field = Check.Positive(value); } = 2;

    /// <summary>The options for a registry entry.</summary>
    internal static IReadOnlyList<ForecasterOption> All { get; } =
    [
        .. new NonstationaryOptions().Sizes.ForEncoderAndDecoder(),
        new("projectorWidth", 128, "hidden units of the networks that learn the attention's scale and shift"),
        new("projectorLayers", 2, "hidden layers of the networks that learn the attention's scale and shift"),
    ];
}
