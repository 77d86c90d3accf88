using ConstrainedLearning.Models.Files;
using ConstrainedLearning.Models.Language.Layers;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// A decoder-only language model: <c>call(tokens)</c> maps tokens, int64 [batch, length], to logits [batch, length, vocabulary], those at place t for the token at t + 1. The caller disposes the
/// logits; whatever is made on the way is freed. Parts are named as in the published checkpoints of the family, and every projection is a <c>Linear</c>, so that adapters find them.
/// </summary>
public abstract class LanguageModel : nn.Module<Tensor, Tensor>
{
    /// <summary>The deviation of initial weights, in both families.</summary>
    internal const double InitialDeviation = 0.02;

    private protected LanguageModel(string name, LanguageModelOptions options) : base(name) => Options = options.Validated();

    /// <summary>The sizes, all decided.</summary>
    public LanguageModelOptions Options { get; }

    /// <summary>Where the weights are.</summary>
    internal Device Device => Table.device;

    /// <summary>The type of the weights, as PyTorch writes it.</summary>
    internal string TypeName => Table.dtype.ToString().ToLowerInvariant();

    /// <summary>The table of the tokens' vectors, [vocabulary, width].</summary>
    private protected abstract Tensor Table { get; }

    /// <summary>Whether positions are angles and not vectors.</summary>
    private protected abstract bool Rotates { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tokens are not int64 [batch, length] with length 1 to the context's.</exception>
    public override Tensor forward(Tensor tokens) => Logits(tokens, null);

    /// <summary>
    /// The logits [batch, length, vocabulary] of tokens [batch, length] that follow those in the cache, the same as <c>forward</c> gives for all of them at these places, at the cost of the new ones;
    /// the cache then holds these too. Without gradients, and as the model is: call <c>eval()</c> before if it has dropout. The caller disposes the logits.
    /// </summary>
    /// <param name="tokens">int64 [batch, length].</param>
    /// <param name="cache">Of this model, and of this batch size.</param>
    /// <exception cref="ArgumentException">As for <c>forward</c>, or the cache belongs to another model or batch size.</exception>
    public Tensor Continue(Tensor tokens, KeyValueCache cache)
    {
        using var _ = no_grad();
        var logits = Logits(tokens, cache);
        cache.Advance((int)tokens.shape[1]);
        return logits;
    }

    /// <summary>The hidden states [batch, length, width] after the last normalisation.</summary>
    private protected abstract Tensor Hidden(Tensor tokens, Sequence sequence);

    /// <summary>The scores of hidden states.</summary>
    private protected abstract Tensor Scores(Tensor hidden);

    private Tensor Logits(Tensor tokens, KeyValueCache? cache)
    {
        using var scope = NewDisposeScope();
        var length = CheckedLength(tokens, cache?.Length ?? 0);
        var sequence = Sequence.Of(Options, length, cache, Rotates, Table);
        return Scores(Hidden(tokens, sequence)).MoveToOuterDisposeScope();
    }

    private int CheckedLength(Tensor tokens, int past)
    {
        if (tokens.dtype != ScalarType.Int64 || tokens.dim() != 2) throw new ArgumentException($"tokens are {tokens.dtype} of shape {Shown.Shape(tokens.shape)}, expected int64 [batch, length].", nameof(tokens));
        var length = tokens.shape[1];
        if (length == 0) throw new ArgumentException("there is no token, expected at least one.", nameof(tokens));
        if (past + length > Options.ContextLength)
            throw new ArgumentException($"there are {length} tokens{(past > 0 ? $" after {past} in the cache" : "")}, the model's context has {Options.ContextLength}: give it the last ones only.", nameof(tokens));
        return (int)length;
    }

    /// <summary>Draws a linear map anew: weights N(0, deviation^2), offsets 0.</summary>
    internal static TorchSharp.Modules.Linear Drawn(TorchSharp.Modules.Linear linear, double deviation = InitialDeviation)
    {
        nn.init.normal_(linear.weight!, 0, deviation);
        if (linear.bias is { } bias) nn.init.zeros_(bias);
        return linear;
    }

    /// <summary>A table of vectors from N(0, 0.02^2).</summary>
    internal static TorchSharp.Modules.Embedding DrawnTable(int rows, int columns)
    {
        var table = nn.Embedding(rows, columns);
        nn.init.normal_(table.weight!, 0, InitialDeviation);
        return table;
    }
}
