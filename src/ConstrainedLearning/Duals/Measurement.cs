using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>What an evaluation says of one constraint, checked and brought into the form that formulations and duals work with.</summary>
/// <param name="Values">g as the user gave it, differentiable, in the constraint's shape (per-sample: [rows]).</param>
/// <param name="Strict">g for the multipliers, detached, flat, in their element type, shape [rows].</param>
/// <param name="Rows">Which multipliers it speaks of.</param>
/// <param name="Counts">How many data points are behind each component, shape [rows] or [1]; null: 1.</param>
/// <param name="Samples">The samples' indices, for per-sample multipliers.</param>
/// <param name="Features">What a network computes multipliers from.</param>
/// <param name="IsProxy">Whether the strict value is another than the differentiable one.</param>
internal sealed record Measurement(Tensor Values, Tensor Strict, RowSelection Rows, Tensor? Counts = null, Tensor? Samples = null, Tensor? Features = null, bool IsProxy = false);
