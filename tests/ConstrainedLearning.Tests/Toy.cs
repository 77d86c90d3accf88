using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests;

/// <summary>A model of one double-precision number theta.</summary>
internal sealed class Theta : nn.Module
{
    internal readonly Parameter Value;

    internal Theta(double start) : base(nameof(Theta))
    {
        Value = new Parameter(tensor(start, dtype: ScalarType.Float64));
        RegisterComponents();
    }

    internal double Number => Value.ToDouble();
}

/// <summary>The toy of the closed forms: l1 = theta^2, l2 = (theta - 2)^2, loss (l1 + l2) / 2.</summary>
internal static class Toy
{
    internal static (Tensor Loss, Tensor First, Tensor Second) Losses(Theta theta)
    {
        var first = theta.Value.square();
        var second = (theta.Value - 2).square();
        return ((first + second) / 2, first, second);
    }

    internal static PrimalDual Learner(Theta theta, IReadOnlyList<Constraint> constraints, DualUpdate dual, double rate = 0.05) =>
        new(theta, optim.SGD(theta.parameters(), rate), constraints, dual);

    internal static void Run(this PrimalDual learner, int steps, Func<Evaluation> evaluate)
    {
        for (var i = 0; i < steps; i++) learner.Step(evaluate);
    }

    internal static double Only(this Tensor? vector) => vector!.ToDoubles().Single();

    /// <summary>Component by component.</summary>
    internal static void ShouldBeCloseTo(this double[] values, double[] expected, double tolerance)
    {
        values.Should().HaveSameCount(expected);
        for (var i = 0; i < values.Length; i++) values[i].Should().BeApproximately(expected[i], tolerance, $"component {i}");
    }
}

/// <summary>The small cases with known answers.</summary>
internal static class ClosedForms
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "closed_forms.json"))).RootElement;

    internal static JsonElement Case(string id) => Root.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);

    internal static IEnumerable<object[]> Ids(string prefix) =>
        Root.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Select(id => new object[] { id });

    internal static double Input(this JsonElement item, string name) => item.GetProperty("inputs").GetProperty(name).GetDouble();

    internal static double Expected(this JsonElement item, string name) => item.GetProperty("expected").GetProperty(name).GetDouble();

    internal static double[] Inputs(this JsonElement item, string name) => [.. item.GetProperty("inputs").GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    internal static double[] ExpectedAll(this JsonElement item, string name) => [.. item.GetProperty("expected").GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    internal static double Tolerance(this JsonElement item) => item.GetProperty("tolerance").GetDouble();

    internal static string Text(this double value) => value.ToString(CultureInfo.InvariantCulture);
}
