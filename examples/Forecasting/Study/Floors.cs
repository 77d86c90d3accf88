using System.Globalization;
using ConstrainedLearning.Reports.Tables;
using Forecasting.Options;

namespace Forecasting.Study;

/// <summary>How far any method could go in each setting of a study: what spoiling plain training gives, and what the specialists' floor allows.</summary>
/// <param name="Settings">With their bounds.</param>
internal sealed record Floors(IReadOnlyList<(string Setting, StepBounds Bounds)> Settings)
{
    private const double Rise = 0.02;

    internal const string Note =
        "A specialist is trained for one step alone: what it cannot reach there, no method can, as far as training finds the best (changes of the test error at that step against erm, over the same seeds). "
        + "The floor takes the ratio of the errors as linear between specialists, and is never above erm. Falls of the window STD are the largest that any errors along the horizon allow: "
        + "by making easy steps worse alone until the mean is 2 % higher; the same with every other step at the floor; and with every step between the floor and erm.";

    /// <summary>From all runs of a study.</summary>
    internal static Floors Of(IReadOnlyList<StudyRun> runs) => new(
    [
        .. runs.GroupBy(run => run.Setting).Select(setting =>
        {
            var erm = setting.Where(run => run.Variant == MethodNames.Erm && run.IsUsable).ToDictionary(run => run.Seed, run => run.Summary.Test.PerStep);
            var specialists = setting.Where(run => run.Summary.Method == MethodNames.Specialist && run.IsUsable).Select(run => (Step: StepOf(run), run.Seed, run.Summary.Test.PerStep));
            return (setting.Key, StepBounds.Of(erm, [.. specialists.Select(run => (run.Step, run.Seed, run.PerStep[run.Step - 1]))]));
        }),
    ]);

    /// <summary>Lines for the figures of frontiers.</summary>
    internal IReadOnlyList<(string Setting, string Name, IReadOnlyList<(double MseChange, double StdChange)> Points)> Lines =>
    [
        .. Settings.Select(setting => (setting.Setting, "easy steps made worse", setting.Bounds.Spoiling)),
        .. Settings.Where(setting => setting.Bounds.Specialists.Count > 0).Select(setting => (setting.Setting, "limit by specialists", setting.Bounds.Limit)),
    ];

    internal Table ToTable() => new(
        [new Column("setting"), new Column("specialists against erm, by step"), Right("making easy steps worse, mean +2 %"), Right("floor, mean +2 %"), Right("floor, no step worse")],
        [.. Settings.Select(setting => (IReadOnlyList<string>)
            [
                setting.Setting, string.Join(", ", setting.Bounds.Specialists.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Step}: {Percent(step.Change)}"))),
                Percent(setting.Bounds.MostEvenBySpoiling(Rise)), setting.Bounds.Specialists.Count == 0 ? "" : Percent(setting.Bounds.MostEven(Rise)), setting.Bounds.Specialists.Count == 0 ? "" : Percent(setting.Bounds.MostEvenWithNoStepWorse),
            ])])
    { Caption = "Most even errors: the largest falls of the window STD on test data that are possible" };

    private static int StepOf(StudyRun run) => run.Variant.Split('+').Select(part => part.Split('=')).Where(part => part[0] == "step").Select(part => int.Parse(part[1], CultureInfo.InvariantCulture)).FirstOrDefault(run.Summary.Horizon);

    private static Column Right(string header) => new(header, Alignment.Right);

    private static string Percent(double change) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * change, 1) + 0.0:+0.0;-0.0;0.0} %");
}
