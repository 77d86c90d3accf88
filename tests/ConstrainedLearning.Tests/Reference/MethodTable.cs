using System.Globalization;
using ConstrainedLearning.Tests.Constraints;
using Xunit.Abstractions;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Prints the tables of docs/choosing.md when asked to.</summary>
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

    [OnRequestFact]
    public void Prints_the_steps_of_the_one_recipe()
    {
        var steps = GoldenProblem.Ids.ToDictionary(id => id, ProblemTests.StepsOfRecipe);
        foreach (var (id, count) in steps) output.WriteLine($"| {id} | {count} |");
        steps.Values.Should().OnlyContain(count => count < 700);
    }

    [OnRequestFact]
    public void Prints_the_steps_of_each_slack_update()
    {
        SlackUpdate[] updates = [SlackUpdate.Explicit(0.1), SlackUpdate.Implicit(0.1), SlackUpdate.Implicit()];
        output.WriteLine("| case | explicit, 0.1 | implicit, 0.1 | implicit, 1 |");
        foreach (var id in ResilientProblem.Ids.Where(id => !id.Contains("power_cost", StringComparison.Ordinal)))
        {
            int?[] steps = [.. updates.Select(update => Steps(id, update))];
            output.WriteLine($"| {id} | " + string.Join(" | ", steps) + " |");
            steps.Should().NotContainNulls();
        }

        static int? Steps(string id, SlackUpdate update)
        {
            using var problem = new ResilientProblem(id, update);
            return problem.Steps();
        }
    }

    private sealed class OnRequestFactAttribute : FactAttribute
    {
        public OnRequestFactAttribute() => Skip = Environment.GetEnvironmentVariable("METHOD_TABLE") == "1" ? null : "prints a table of docs/choosing.md, all in about a minute: set METHOD_TABLE=1";
    }
}
