using ExperimentKit.Runs;
using Forecasting.Results;

namespace Forecasting.Study;

/// <summary>One training of a study.</summary>
/// <param name="Setting">Data, model and horizon, in which methods are compared: "etth1, dlinear, 96".</param>
/// <param name="Family">The method's name; erm for plain training.</param>
/// <param name="Variant">The family with its strength, "constant+epsilon=quantile:0.5@train"; the family alone where there is only one.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Folder">Where the run is.</param>
/// <param name="Summary">What it gave.</param>
/// <param name="Blocks">Its test errors by blocks of windows; null where they were not kept.</param>
internal sealed record StudyRun(string Setting, string Family, string Variant, long Seed, RunFolder Folder, Summary Summary, TestBlocks? Blocks)
{
    /// <summary>Whether it came to its end with numbers.</summary>
    internal bool IsUsable => Summary.IsComplete && ResultTables.Parts(Summary).All(part => double.IsFinite(part.Result.WindowStd) && part.Result.PerStep.All(double.IsFinite));
}
