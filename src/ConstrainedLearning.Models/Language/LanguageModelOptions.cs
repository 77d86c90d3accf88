namespace ConstrainedLearning.Models.Language;

/// <summary>The sizes of a decoder-only language model. Defaults are those of the smallest GPT-2 where the field has one value, and say so where it has not.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Symbols that the model knows; those of its tokenizer. Default 50257, GPT-2's.</summary>
    public int VocabularySize { get; init => field = Check.Positive(value); } = 50257;

    /// <summary>The most tokens that a sequence may have. Default 1024.</summary>
    public int ContextLength { get; init => field = Check.Positive(value); } = 1024;

    /// <summary>Numbers that represent a token. Default 768.</summary>
    public int Width { get; init => field = Check.Positive(value); } = 768;

    /// <summary>Layers, each of attention and feed-forward. Default 12.</summary>
    public int Layers { get; init => field = Check.Positive(value); } = 12;

    /// <summary>Heads of the queries; they divide the width. Default 12.</summary>
    public int Heads { get; init => field = Check.Positive(value); } = 12;

    /// <summary>Heads of the keys and values, each shared by a group of query heads; they divide <see cref="Heads"/>. <see cref="Llama"/> alone has fewer. Default <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get => field == 0 ? Heads : field; init => field = Check.Positive(value); }

    /// <summary>
    /// Hidden units of the feed-forward part. Default: 4 <see cref="Width"/> in <see cref="Gpt2"/>; in <see cref="Llama"/>, whose part has three matrices and not two, 8/3 of the width, rounded up to a
    /// multiple of 256 (of the width, where that is less).
    /// </summary>
    public int HiddenWidth { get => field == 0 ? 4 * Width : field; init => (field, HasHiddenWidth) = (Check.Positive(value), true); }

    /// <summary>Added to the variance, or the mean square, that a normalisation divides by. Default 1e-5.</summary>
    public double NormEpsilon { get; init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(NormEpsilon), value, $"{nameof(NormEpsilon)} is {value}, expected more than 0."); } = 1e-5;

    /// <summary>The base b of the rotary frequencies b^(-2j / E), of <see cref="Llama"/> alone. Default 10000.</summary>
    public double RotaryBase { get; init => field = double.IsFinite(value) && value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(RotaryBase), value, $"{nameof(RotaryBase)} is {value}, expected more than 1."); } = 10000;

    /// <summary>How the rotary frequencies were stretched for a longer context, of <see cref="Llama"/> alone. Default null: not at all.</summary>
    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>Whether the table that turns tokens into vectors is also the one that scores them. Default true.</summary>
    public bool TiesEmbeddings { get; init; } = true;

    /// <summary>Share of activations dropped in training. Default 0; GPT-2 was trained with 0.1.</summary>
    public double Dropout { get; init => field = Check.Probability(value); }

    /// <summary>Numbers of a head.</summary>
    internal int HeadWidth => Width / Heads;

    /// <summary>Query heads that share keys and values.</summary>
    internal int GroupSize => Heads / KeyValueHeads;

    private bool HasHiddenWidth { get; init; }

    /// <summary>Checks what no single option can, and decides what was left open.</summary>
    internal LanguageModelOptions Validated()
    {
        if (Width % Heads != 0) throw new ArgumentException($"{nameof(Width)} is {Width} and {nameof(Heads)} is {Heads}, expected heads that divide the width.");
        if (Heads % KeyValueHeads != 0) throw new ArgumentException($"{nameof(Heads)} is {Heads} and {nameof(KeyValueHeads)} is {KeyValueHeads}, expected a number that divides {nameof(Heads)}.");
        return this with { KeyValueHeads = KeyValueHeads, HiddenWidth = HiddenWidth };
    }

    /// <summary>These options with this width of the feed-forward part where none was given.</summary>
    internal LanguageModelOptions WithHiddenWidthOr(int width) => HasHiddenWidth ? this : this with { HiddenWidth = width };
}
