using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>What a <see cref="MultiheadAttention"/> was made with and does not tell: found by calling it.</summary>
/// <param name="Heads">How many heads it has.</param>
/// <param name="Dropout">The share of its weights that it leaves out in training.</param>
internal sealed record AttentionTraits(long Heads, double Dropout)
{
    private const long Samples = 4096;

    /// <exception cref="ArgumentException">It has additional keys and values.</exception>
    internal static AttentionTraits Of(MultiheadAttention attention)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var parameters = attention.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        if (parameters.ContainsKey("bias_k")) throw new ArgumentException("an attention with add_bias_kv cannot be adapted: make it without");
        var like = parameters["out_proj.weight"];
        var widths = parameters.TryGetValue("in_proj_weight", out var fused) ? [fused.size(1), fused.size(1), fused.size(1)] : Array.ConvertAll(["q", "k", "v"], name => parameters[name + "_proj_weight"].size(1));
        var wasTraining = attention.training;
        try
        {
            attention.eval();
            if (Weights(1).size(-1) != 1) throw new ArgumentException("an attention with add_zero_attn cannot be adapted: make it without");
            var heads = LongRange(like.size(0)).First(count => like.size(0) % count == 0 && Accepts(count));
            attention.train();
            return new AttentionTraits(heads, DropoutIn(Weights(Samples), heads));
        }
        finally
        {
            attention.train(wasTraining);
        }

        Tensor Input(int which, long batch) => like.new_zeros([1, batch, widths[which]]);

        Tensor Weights(long batch) => attention.call(Input(0, batch), Input(1, batch), Input(2, batch), null, true, null).Item2;

        // A mask of one sample has as many layers as there are heads: of the divisors from below, the first that is taken.
        bool Accepts(long count)
        {
            try
            {
                attention.call(Input(0, 1), Input(1, 1), Input(2, 1), null, false, like.new_zeros([count, 1, 1]));
                return true;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return false;
            }
        }
    }

    // One source: every head's weight is 1, and after dropout 0 or 1/(1 - p), so that the mean over heads is a multiple of 1 / (heads (1 - p)).
    private static double DropoutIn(Tensor weights, long heads)
    {
        double[] values = [.. weights.to(ScalarType.Float32).cpu().data<float>().ToArray().Select(value => Math.Round(value, 5)).Distinct().Order()];
        var step = values.Length == 1 ? values[0] / heads : values.Zip(values.Skip(1), (lower, upper) => upper - lower).Min();
        return step <= 0 ? 1 : Math.Max(0, Math.Round(1 - 1 / (heads * step), 3));
    }

    private static IEnumerable<long> LongRange(long last)
    {
        for (var i = 1L; i <= last; i++) yield return i;
    }
}
