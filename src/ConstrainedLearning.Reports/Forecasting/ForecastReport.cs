using ConstrainedLearning.Diagnostics;
using ConstrainedLearning.Reports.Html;
using ConstrainedLearning.Reports.Notebook;

namespace ConstrainedLearning.Reports.Forecasting;

/// <summary>All that a report on a forecaster trained under bounds shows: plain data. A notebook shows it as the report itself.</summary>
[TypeFormatterSource(typeof(DisplayFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record ForecastReport : IDisplay
{
    /// <summary>The heading, "DLinear on ETTh1" for instance.</summary>
    public required string Title { get; init; }

    /// <summary>What was asked, in the words of the command line: name and value of each option, in order; empty by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Asked { get; init; } = [];

    /// <summary>
    /// What was required, as a clause after "so that": "the error at every step stays at or below 0.45". Made from the bounds by default.
    /// </summary>
    public string? Requirement { get; init; }

    /// <summary>How the training ended, as one sentence; empty by default.</summary>
    public string Status { get; init; } = "";

    /// <summary>The bound on the error at each step, shape [T]; empty (the default) if steps have no bound of their own.</summary>
    public IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>The model that was trained under the bounds.</summary>
    public required ModelResult Constrained { get; init; }

    /// <summary>The same model trained without bounds; null (the default) if there is none to compare with.</summary>
    public ModelResult? Reference { get; init; }

    /// <summary>Multipliers, slacks and values over the training; null (the default) if they were not recorded.</summary>
    public TraceHistory? Trace { get; init; }

    /// <summary>The mean training loss of each epoch; empty by default.</summary>
    public IReadOnlyList<double> TrainLoss { get; init; } = [];

    /// <summary>The mean validation loss of each epoch; empty by default.</summary>
    public IReadOnlyList<double> ValidationLoss { get; init; } = [];

    /// <summary>The final prices of each constraint; empty by default.</summary>
    public IReadOnlyList<ConstraintPrices> Prices { get; init; } = [];

    /// <summary>Whether the multipliers had come to rest, so that they can be read as prices and not only as a ranking; true by default.</summary>
    public bool PricesSettled { get; init; } = true;

    /// <summary>The time of one training step in seconds; NaN (the default) if it was not measured.</summary>
    public double SecondsPerIteration { get; init; } = double.NaN;

    /// <summary>The resolved configuration, as text; empty by default.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Version, seed, device and the like, as text; empty by default.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The report as one element, to put into a page or a notebook.</summary>
    public string ToHtml() => HtmlReport.Fragment(this);

    /// <summary>The summary as plain text.</summary>
    public string ToText() => $"{Title}\n{string.Join("\n", Summary.Sentences(this).Concat(Summary.Remarks(this)))}\n\n{ResultTable.Create(this).ToText()}";

    /// <summary>The bounds after relaxation, shape [T]; empty where there is none.</summary>
    internal IReadOnlyList<double> RelaxedBounds => Prices.FirstOrDefault(p => p.IsRelaxed && p.Slacks.Count == Bounds.Count) is { } relaxed
        ? [.. Bounds.Zip(relaxed.Slacks, (bound, slack) => bound + slack)]
        : [];
}
