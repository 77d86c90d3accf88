using ConstrainedLearning.Models.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>Continues texts with a model, token by token; every token is read once. The model and the tokenizer stay the caller's; the model is in evaluation while this works, and then as it was.</summary>
public sealed class TextGenerator
{
    private readonly LanguageModel _model;
    private readonly ITokenizer _tokenizer;

    /// <exception cref="ArgumentException">The tokenizer has more tokens than the model knows.</exception>
    public TextGenerator(LanguageModel model, ITokenizer tokenizer)
    {
        if (tokenizer.VocabularySize > model.Options.VocabularySize)
            throw new ArgumentException($"the tokenizer has {tokenizer.VocabularySize} tokens and the model knows {model.Options.VocabularySize}: they do not belong together.", nameof(tokenizer));
        (_model, _tokenizer) = (model, tokenizer);
    }

    /// <summary>The text that follows a prompt, without it.</summary>
    /// <inheritdoc cref="Generate(IReadOnlyList{long}, GenerationOptions)"/>
    public string Generate(string prompt, GenerationOptions? options = null)
    {
        var read = _tokenizer.Encode(prompt);
        var added = Generate(read, options);
        // A tokenizer may drop the space before a text: what was added is no text of its own.
        var (before, all) = (_tokenizer.Decode(read), _tokenizer.Decode([.. read, .. added]));
        return all.StartsWith(before, StringComparison.Ordinal) ? all[before.Length..] : _tokenizer.Decode(added);
    }

    /// <summary>The tokens that follow a prompt, without it: until the end token would come, the options' number is reached, or the context is full. The same seed gives the same tokens.</summary>
    /// <param name="prompt">At least one token, at most a context's.</param>
    /// <param name="options">Default: 100 tokens from the model's own distribution.</param>
    /// <exception cref="ArgumentException">The prompt is empty, or longer than the model's context.</exception>
    /// <exception cref="InvalidOperationException">The model gives a logit that is not a number.</exception>
    public long[] Generate(IReadOnlyList<long> prompt, GenerationOptions? options = null)
    {
        if (prompt.Count == 0) throw new ArgumentException("the prompt is empty, expected at least one token.", nameof(prompt));
        if (prompt.Count > _model.Options.ContextLength) throw new ArgumentException($"the prompt has {prompt.Count} tokens, the model's context has {_model.Options.ContextLength}: shorten it.", nameof(prompt));
        foreach (var token in prompt) _ = Vocabulary.Checked(token, _model.Options.VocabularySize);
        var training = _model.training;
        _model.eval();
        try
        {
            return Follow(prompt, options ?? new());
        }
        finally
        {
            _model.train(training);
        }
    }

    private long[] Follow(IReadOnlyList<long> prompt, GenerationOptions options)
    {
        using var cache = new KeyValueCache();
        var random = new SplitMix64(options.Seed, 0);
        var (tokens, unread, end) = (new List<long>(), prompt, options.EndToken ?? _tokenizer.EndOfText);
        var most = Math.Min(options.MaximumTokens, _model.Options.ContextLength - prompt.Count);
        while (tokens.Count < most)
        {
            long token = TokenChoice.Draw(Logits(unread, cache), options, (1 + random.Symmetric()) / 2);
            if (token == end) break;
            tokens.Add(token);
            unread = [token];
        }
        return [.. tokens];
    }

    /// <summary>Those for the token after the last, of the tokens that the tokenizer has: published models know some more that mean nothing.</summary>
    private float[] Logits(IReadOnlyList<long> unread, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        var tokens = tensor(unread.ToArray(), [1, unread.Count], device: _model.Device);
        return _model.Continue(tokens, cache)[0, -1].narrow(0, 0, _tokenizer.VocabularySize).to(ScalarType.Float32).cpu().data<float>().ToArray();
    }
}
