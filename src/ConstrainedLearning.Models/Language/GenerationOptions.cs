namespace ConstrainedLearning.Models.Language;

/// <summary>How the next token is chosen: from softmax(logits / temperature), of the k most probable ones, of the smallest set of those whose probabilities sum to p.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to add. Default 100.</summary>
    public int MaximumTokens { get; init => field = Check.AtLeast(0, value, nameof(MaximumTokens)); } = 100;

    /// <summary>What logits are divided by; 0: always the most probable token. Default 1.</summary>
    public double Temperature { get; init => field = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Temperature), value, $"{nameof(Temperature)} is {value}, expected at least 0."); } = 1;

    /// <summary>How many of the most probable tokens are considered. Default 0: all.</summary>
    public int TopK { get; init => field = Check.AtLeast(0, value, nameof(TopK)); }

    /// <summary>The share of probability of the tokens considered: the fewest that reach it, at least one. Holtzman et al., "The Curious Case of Neural Text Degeneration", ICLR 2020. Default 1: all.</summary>
    public double TopP { get; init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(TopP), value, $"{nameof(TopP)} is {value}, expected more than 0 and at most 1."); } = 1;

    /// <summary>Decides the choices. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The token after which to stop; it is not part of the result. Default null: the tokenizer's end of text, if it has one.</summary>
    public long? EndToken { get; init; }
}
