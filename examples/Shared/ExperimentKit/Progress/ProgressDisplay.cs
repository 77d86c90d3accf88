using System.Globalization;
using ConstrainedLearning;
using ExperimentKit.CommandLine;
using Spectre.Console;

namespace ExperimentKit.Progress;

/// <summary>Shows where a training run stands: a bar on a terminal, plain lines in a file, a pipe or a CI log.</summary>
public static class ProgressDisplay
{
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Does some work and shows the progress that it reports.</summary>
    /// <param name="session">Where to show it.</param>
    /// <param name="title">What runs.</param>
    /// <param name="work">Is given where to report.</param>
    public static TResult Show<TResult>(Session session, string title, Func<IProgress<TrainingProgress>, TResult> work) =>
        IsLive(session.Console) ? ShowBar(session.Console, title, work) : work(new Lines(session, title));

    /// <summary>A terminal that can redraw, and nobody said that this is a log (the variable CI).</summary>
    private static bool IsLive(IAnsiConsole console) =>
        console.Profile.Capabilities.Ansi && console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    private static TResult ShowBar<TResult>(IAnsiConsole console, string title, Func<IProgress<TrainingProgress>, TResult> work) =>
        console.Progress().AutoClear(false).HideCompleted(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new Bar(context.AddTask(Markup.Escape(title)), title)));

    /// <summary>The numbers of a report, as one line.</summary>
    internal static string Line(TrainingProgress progress)
    {
        var parts = new List<string> { Invariant($"epoch {progress.Epoch}/{progress.Epochs} step {progress.Batch}/{progress.Batches}"), Invariant($"loss {progress.Loss:G4}") };
        if (progress.LargestExcess is var (component, excess))
            parts.AddRange([Invariant($"largest excess {excess:+0.000;-0.000} ({component})"), Invariant($"multiplier max {progress.LargestMultiplier:G3} mean {progress.MeanMultiplier:G3}")]);
        parts.AddRange([Invariant($"{progress.StepsPerSecond:F0} it/s"), $"ETA {Duration(Remaining(progress))}"]);
        return string.Join(" | ", parts);
    }

    private static TimeSpan Remaining(TrainingProgress progress)
    {
        var steps = (long)(progress.Epochs - progress.Epoch) * progress.Batches + progress.Batches - progress.Batch;
        return progress.StepsPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min(steps / progress.StepsPerSecond, TimeSpan.FromDays(99).TotalSeconds)) : TimeSpan.Zero;
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1 ? Invariant($"{(int)time.TotalHours}:{time:mm\\:ss}") : Invariant($"{time:m\\:ss}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Bar(ProgressTask task, string title) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = (double)value.Epochs * value.Batches;
            task.Value = (value.Epoch - 1.0) * value.Batches + value.Batch;
            task.Description = Markup.Escape($"{title} {Line(value)}");
        }
    }

    /// <summary>A line at the end of each epoch, and in long epochs every ten seconds.</summary>
    private sealed class Lines(Session session, string title) : IProgress<TrainingProgress>
    {
        private long _last = session.Time.GetTimestamp();

        public void Report(TrainingProgress value)
        {
            if (value.Batch != value.Batches && session.Time.GetElapsedTime(_last) < _betweenLines) return;
            _last = session.Time.GetTimestamp();
            session.WriteLine($"{title}: {Line(value)}");
        }
    }
}
