using ExperimentKit.CommandLine;
using ExperimentKit.Runs;
using ExperimentKit.Sweeps;
using Forecasting.Options;

namespace Forecasting.Study;

/// <summary>A run that a study asks for.</summary>
/// <param name="Setting">Data, model and horizon.</param>
/// <param name="Family">The method without its strength.</param>
/// <param name="Variant">The method with its strength.</param>
/// <param name="Options">Checked.</param>
/// <param name="Folder">Where it goes.</param>
/// <param name="Reference">Where plain training of the same setting and seed goes.</param>
internal sealed record PlannedRun(string Setting, string Family, string Variant, ForecastOptions Options, RunFolder Folder, RunFolder Reference)
{
    internal string Label => FormattableString.Invariant($"{Setting} | {Variant} | seed {Options.Seed}");
}

/// <summary>What a study runs: series x models x methods x levels x seeds.</summary>
internal static class StudyPlan
{
    /// <summary>How strong a method is, and not which: variants that differ in these alone are of one family.</summary>
    private static readonly string[] _strengths = ["epsilon", "rise", "power", "share", "step"];

    /// <summary>All runs; in each setting plain training comes before what is compared with it.</summary>
    /// <param name="folder">Of the study.</param>
    /// <param name="shared">The settings that no list says otherwise.</param>
    /// <param name="series">Data, with what differs for them.</param>
    /// <param name="models">Models, with what differs for them.</param>
    /// <param name="methods">Methods, with what differs for them; plain training is added.</param>
    /// <param name="levels">The levels at which constant bounds without one run.</param>
    /// <param name="seeds">The seeds of every method.</param>
    internal static IReadOnlyList<PlannedRun> Of(
        string folder, ForecastOptions shared, IReadOnlyList<Variation> series, IReadOnlyList<Variation> models, IReadOnlyList<Variation> methods, IReadOnlyList<string> levels, IReadOnlyList<long> seeds)
    {
        var plain = Variation.Parse(MethodNames.Erm)[0];
        Variation[] variants = [.. methods.SelectMany(method => Levelled(method, levels)).Prepend(plain).DistinctBy(variant => variant.Label)];
        List<PlannedRun> plan =
        [
            .. from one in series
               from model in models
               from seed in seeds
               let options = model.Apply(ForecastSettings.Table, one.Apply(ForecastSettings.Table, shared)) with { Seed = seed }
               from variant in variants
               where StepOf(variant) is not { } step || step <= options.Horizon
               select Run(folder, options, variant, one, model),
        ];
        return variants.FirstOrDefault(variant => plan.All(run => run.Variant != variant.Label)) is { } nowhere
            ? throw new UsageException($"--methods, {nowhere.Label}: the step is beyond the horizon of every series")
            : plan;
    }

    /// <summary>The step of a specialist; series with a shorter horizon go without it.</summary>
    private static int? StepOf(Variation variant) => variant.Settings.TryGetValue("step", out var text) && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var step) ? step : null;

    private static PlannedRun Run(string folder, ForecastOptions options, Variation variant, Variation series, Variation model)
    {
        var name = Path.GetFileName(options.Data).Split('.')[0];
        var setting = FormattableString.Invariant($"{name}, {options.Model}, {options.Horizon}");
        var place = Path.Combine(folder, PlainName($"{name}{Rest(series)}-{options.Model}{Rest(model)}-{options.Horizon}"));
        var reference = RunFolder.Of(Path.Combine(place, MethodNames.Erm, $"seed-{options.Seed}"));
        var own = RunRequest.Checked(variant.Apply(ForecastSettings.Table, MethodNames.Apply(options, MethodNames.Erm)));
        return new(
            setting, Family(variant), variant.Label, variant.Method == MethodNames.Erm ? own : own with { Reference = reference.Path },
            RunFolder.Of(Path.Combine(place, PlainName(variant.Label), $"seed-{options.Seed}")), reference);
    }

    private static IEnumerable<Variation> Levelled(Variation method, IReadOnlyList<string> levels) =>
        method.Method == MethodNames.Constant && !method.Settings.ContainsKey("epsilon") && levels.Count > 0
            ? levels.Select(level => Variation.Parse($"{method.Label}+epsilon={level}")[0])
            : [method];

    private static string Family(Variation variant) =>
        string.Join('+', variant.Label.Split('+', StringSplitOptions.TrimEntries).Where(part => !_strengths.Contains(part.Split('=')[0])));

    private static string Rest(Variation variation) => variation.Label.IndexOf('+', StringComparison.Ordinal) is >= 0 and var at ? variation.Label[at..] : "";

    /// <summary>A label as a folder may be called on every system.</summary>
    private static string PlainName(string label) => string.Concat(label.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '+' or '=' or '.' or '_' ? letter : '-'));
}
