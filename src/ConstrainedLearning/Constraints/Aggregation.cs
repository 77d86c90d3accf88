namespace ConstrainedLearning;

/// <summary>How the terms of per-sample multipliers enter the Lagrangian of a batch of b samples.</summary>
public enum Aggregation
{
    /// <summary>(1/b) sum_n lambda_n v_n, like a loss that is a batch mean: an unbiased estimate over any batch. The price of sample n is lambda_n / N.</summary>
    Mean,

    /// <summary>sum_n lambda_n v_n over the samples of the batch. The price of sample n is lambda_n.</summary>
    Sum,
}
