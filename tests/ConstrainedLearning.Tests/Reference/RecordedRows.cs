using System.Text.Json.Serialization;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>The numbers of a recorded run of K iterations. Row 0 of K + 1 is the start, row k the state after iteration k; null: the run has no such quantity.</summary>
/// <param name="X">x.</param>
/// <param name="Loss">f at the x of the same row, as are g and h.</param>
/// <param name="PrimalValue">K rows: the primal function where, and with the multipliers with which, iteration k takes its (first) primal gradient.</param>
/// <param name="Lambda">The multipliers of the inequalities.</param>
/// <param name="Mu">The multipliers of the equalities.</param>
/// <param name="G">All inequalities, also those that an iteration did not observe; the differentiable ones where others drive the multipliers.</param>
/// <param name="H">All equalities.</param>
/// <param name="InequalityPenalties">The penalty coefficient of each inequality.</param>
/// <param name="EqualityPenalties">The penalty coefficient of each equality.</param>
/// <param name="XHalf">K rows: the extrapolated x of extragradient.</param>
/// <param name="LambdaHalf">K rows: its multipliers of the inequalities.</param>
/// <param name="MuHalf">K rows: its multipliers of the equalities.</param>
internal sealed record RecordedRows(
    double[][] X, double[] Loss, double[] PrimalValue, double[][]? Lambda = null, double[][]? Mu = null, double[][]? G = null, double[][]? H = null,
    [property: JsonPropertyName("c_g")] double[][]? InequalityPenalties = null, [property: JsonPropertyName("c_h")] double[][]? EqualityPenalties = null,
    double[][]? XHalf = null, double[][]? LambdaHalf = null, double[][]? MuHalf = null)
{
    /// <summary>All quantities by name, in one order; null: the run has no such quantity.</summary>
    internal IEnumerable<(string Name, double[][]? Rows)> Quantities() =>
    [
        ("x", X), ("loss", [Loss]), ("primal value", [PrimalValue]), ("lambda", Lambda), ("mu", Mu), ("g", G), ("h", H), ("c of g", InequalityPenalties), ("c of h", EqualityPenalties),
        ("x half", XHalf), ("lambda half", LambdaHalf), ("mu half", MuHalf),
    ];
}
