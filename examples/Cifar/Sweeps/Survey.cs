using Cifar.Options;
using Cifar.Results;
using ConstrainedLearning.Reports.Tables;
using ExperimentKit.Statistics;

namespace Cifar.Sweeps;

/// <summary>What a method gave on data with a planted symmetry.</summary>
internal sealed record PlantedResults(string Symmetry, MethodResults Results);

/// <summary>What prices and slacks of three families say of data with planted symmetries.</summary>
/// <param name="Cells">Each symmetry with each method.</param>
internal sealed record Survey(IReadOnlyList<PlantedResults> Cells)
{
    /// <summary>Accuracies, then for each method with bounds the prices and, where bounds gave way, the slacks.</summary>
    internal IEnumerable<Table> Tables()
    {
        var symmetries = Cells.Select(cell => cell.Symmetry).Distinct().ToList();
        var methods = Cells.Select(cell => cell.Results.Label).Distinct().ToList();
        yield return new Table(
            [new("the data was"), .. methods.Select(method => new Column(method, Alignment.Right))],
            [.. symmetries.Select(symmetry => (string[])[symmetry, .. methods.Select(method => Spread.Of([.. At(symmetry, method).Select(run => 100 * run.Test.Accuracy)], "F1"))])])
        {
            Caption = "Accuracy on test images, %: mean and standard deviation over the seeds.",
        };
        foreach (var method in methods.Where(method => Cells.Any(cell => cell.Results.Label == method && cell.Results.Ended.Any(run => run.Requirements.Count > 0))))
        {
            yield return Ranks(method, symmetries, "price", "cheapest", result => result.Multiplier.Mean);
            if (symmetries.Any(symmetry => At(symmetry, method).Any(run => run.Requirements.Values.Any(result => result.Slack > 0))))
                yield return Ranks(method, symmetries, "slack", "gave way least", result => result.Slack);
        }
    }

    private Table Ranks(string method, List<string> symmetries, string quantity, string least, Func<RequirementResult, double> value) => new(
        [new("the data was"), .. Families.All.Select(family => new Column(family.Name, Alignment.Right)), new($"{least} is the planted one", Alignment.Right)],
        [.. symmetries.Select(symmetry => (string[])
        [
            symmetry,
            .. Families.All.Select(family => Spread.Of([.. At(symmetry, method).Select(run => value(run.Requirements[family.Name]))], "F3")),
            Families.Of(symmetry) is { } planted ? $"{At(symmetry, method).Count(run => run.Requirements.MinBy(pair => value(pair.Value)).Key == planted)} of {At(symmetry, method).Count}" : "",
        ])])
    {
        Caption = $"{method}: {(quantity == "price" ? "mean price" : "slack at the end")} of each family, and how often the planted one singles itself out.",
    };

    private IReadOnlyList<Summary> At(string symmetry, string method) => Cells.Single(cell => cell.Symmetry == symmetry && cell.Results.Label == method).Results.Ended;
}
