using ConstrainedLearning.Models.Language.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// The language model of Radford et al., "Language Models are Unsupervised Multitask Learners", 2019: learned positions, normalisation before each part, GELU. Initial weights are from N(0, 0.02^2), and
/// smaller by sqrt(2 layers) where they add to the residual sum.
/// </summary>
public sealed class Gpt2 : LanguageModel
{
    private readonly Gpt2Transformer transformer;
    private readonly Linear? lm_head;

    /// <summary>A model with new weights.</summary>
    /// <exception cref="ArgumentException">The options do not fit one another, or ask for fewer key heads than heads or for rotary positions.</exception>
    public Gpt2(LanguageModelOptions options) : base(nameof(Gpt2), options)
    {
        if (options.GroupSize > 1) throw new ArgumentException($"{nameof(options.KeyValueHeads)} is {options.KeyValueHeads} and {nameof(options.Heads)} is {options.Heads}, expected the same: GPT-2 has no grouped heads; Llama has.", nameof(options));
        if (options.RotaryScaling is not null) throw new ArgumentException($"{nameof(options.RotaryScaling)} is given: GPT-2 has learned positions; leave it null.", nameof(options));
        transformer = new Gpt2Transformer(options);
        if (!options.TiesEmbeddings) lm_head = Drawn(nn.Linear(options.Width, options.VocabularySize, hasBias: false));
        RegisterComponents();
    }

    private protected override Tensor Table => transformer.Table;

    private protected override bool Rotates => false;

    private protected override Tensor Hidden(Tensor tokens, Sequence sequence) => transformer.call(tokens, sequence);

    private protected override Tensor Scores(Tensor hidden) => lm_head is null ? nn.functional.linear(hidden, Table) : lm_head.call(hidden);
}
