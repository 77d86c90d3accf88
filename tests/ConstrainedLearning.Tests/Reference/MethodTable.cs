using System.Globalization;
using Xunit.Abstractions;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Prints the table of docs/choosing.md when asked to.</summary>
public sealed class MethodTable(ITestOutputHelper output)
{
    private static readonly string[] Methods =
        ["simultaneous", "dual then primal", "primal then dual", "extragradient", "optimistic", "nuPI", "augmented", "augmented, dual rate c", "multipliers, 10 steps"];

    [OnRequestFact]
    public void Prints_the_steps_of_every_method_on_every_problem()
    {
        output.WriteLine("| problem | " + string.Join(" | ", Methods) + " |");
        var solved = new Dictionary<string, int>();
        foreach (var id in GoldenProblem.Ids.Where(id => GoldenProblem.Of(id).MultipliersUnique))
        {
            var steps = Methods.ToDictionary(method => method, method => MethodComparison.Steps(id, method));
            foreach (var method in Methods.Where(method => steps[method] is not null)) solved[method] = solved.GetValueOrDefault(method) + 1;
            output.WriteLine($"| {id} | " + string.Join(" | ", Methods.Select(method => steps[method]?.ToString(CultureInfo.InvariantCulture) ?? "-")) + " |");
        }
        output.WriteLine("| solved | " + string.Join(" | ", Methods.Select(method => solved.GetValueOrDefault(method).ToString(CultureInfo.InvariantCulture))) + " |");
        solved["augmented, dual rate c"].Should().BeGreaterThan(solved["simultaneous"]);
    }

    private sealed class OnRequestFactAttribute : FactAttribute
    {
        public OnRequestFactAttribute() => Skip = Environment.GetEnvironmentVariable("METHOD_TABLE") == "1" ? null : "prints the table of docs/choosing.md in about a minute: set METHOD_TABLE=1";
    }
}
