using ConstrainedLearning;
using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Sensitivity;
using ExperimentKit.Runs;

namespace Cifar.Results;

/// <summary>report.html, from what a run gave.</summary>
internal static class Report
{
    internal static void Write(RunFolder folder, Summary summary, SensitivityReport prices, TraceHistory trace) => AtomicFile.WriteText(
        folder.Report,
        new PriceReport($"{summary.Model} on {summary.Dataset}{(summary.Symmetry is null or "none" ? "" : ", " + summary.Symmetry)}: {summary.Method}", prices)
        {
            History = trace,
            Tables =
            [
                ResultTables.Accuracy(summary) with { Caption = "Images as they are, at the end of the training." },
                .. summary.Requirements.Where(pair => pair.Value.Operations.Count > 1).SelectMany(pair => new[]
                {
                    ResultTables.Operations(pair.Value) with { Caption = $"Operations that “{pair.Key}” chose in the last epoch." },
                    ResultTables.Levels(pair.Value) with { Caption = "How strong they were." },
                }),
            ],
        }.ToPage());
}
