namespace ConstrainedLearning.Models.Language;

/// <summary>Chooses a token by its logits.</summary>
internal static class TokenChoice
{
    /// <summary>The token at quantile <paramref name="uniform"/>, of [0, 1), of the distribution that the options make of the logits; tokens of equal logits in their order.</summary>
    public static int Draw(ReadOnlySpan<float> logits, GenerationOptions options, double uniform)
    {
        var best = Best(logits);
        if (options.Temperature == 0) return best;
        var weights = new double[logits.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = Math.Exp((logits[i] - logits[best]) / options.Temperature);
        int[] order = [.. Enumerable.Range(0, weights.Length)];
        if (options.TopK == 0 && options.TopP == 1) return Quantile(order, weights, order.Length, uniform);

        // Sorts stably: the keys are negated weights, then the tokens.
        Array.Sort(Array.ConvertAll(order, token => (-weights[token], token)), order);
        var count = options.TopK == 0 ? order.Length : Math.Min(options.TopK, order.Length);
        return Quantile(order, weights, Nucleus(order, weights, count, options.TopP), uniform);
    }

    private static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i])) throw new InvalidOperationException($"the logit of token {i} is not a number: the model's weights are damaged, or its training diverged.");
            if (logits[i] > logits[best]) best = i;
        }
        return float.IsFinite(logits[best]) ? best : throw new InvalidOperationException($"the largest logit is {logits[best]}, expected a finite one: the model's weights are damaged, or its training diverged.");
    }

    /// <summary>How many of the first <paramref name="count"/> have, of their sum, the share p.</summary>
    private static int Nucleus(int[] order, double[] weights, int count, double share)
    {
        var wanted = share * order.Take(count).Sum(token => weights[token]);
        var (kept, sum) = (0, 0.0);
        while (kept < count && (kept == 0 || sum < wanted)) sum += weights[order[kept++]];
        return kept;
    }

    private static int Quantile(int[] order, double[] weights, int count, double uniform)
    {
        var left = uniform * order.Take(count).Sum(token => weights[token]);
        for (var i = 0; i < count - 1; i++)
        {
            left -= weights[order[i]];
            if (left < 0) return order[i];
        }
        return order[count - 1];
    }
}
