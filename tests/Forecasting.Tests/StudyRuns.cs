using ConstrainedLearning.Forecasting;
using ExperimentKit.Runs;
using Forecasting.Results;
using Forecasting.Study;

namespace Forecasting.Tests;

/// <summary>Made-up runs of four steps, whose errors rise by the same amount each step: known mean, known spread.</summary>
internal static class StudyRuns
{
    internal const string Setting = "etth1, dlinear, 4";

    /// <summary>The window STD of errors that rise by 1 a step: √(5/3).</summary>
    internal static readonly double UnitStd = Math.Sqrt(5 / 3.0);

    /// <summary>Errors mean + rise × (-1.5, -0.5, 0.5, 1.5): MSE is the mean, window STD the rise × √(5/3), worst step the mean + 1.5 rise.</summary>
    internal static double[] Errors(double mean, double rise) => [.. Enumerable.Range(0, 4).Select(step => mean + rise * (step - 1.5))];

    /// <summary>A run of plain training: mean 5, rise 2, on validation and test data alike.</summary>
    internal static StudyRun Erm(long seed, string setting = Setting) => Run("erm", "erm", seed, (5, 2), (5, 2), setting);

    /// <summary>A run with given errors on validation and test data, without blocks.</summary>
    internal static StudyRun Run(string family, string variant, long seed, (double Mean, double Rise) validation, (double Mean, double Rise) test, string setting = Setting) =>
        new(setting, family, variant, seed, RunFolder.Of($"runs/{variant}-{seed}"), Summary(family, seed, Errors(validation.Mean, validation.Rise), Errors(test.Mean, test.Rise)), null);

    /// <summary>With the test errors cut into blocks, each of which has its own part of them: the same for all runs.</summary>
    internal static StudyRun Blocked(this StudyRun run, int blocks = 12)
    {
        double Part(int block) => 1 + 0.5 * (block - (blocks - 1) / 2.0) / blocks; // the mean over the blocks is 1
        return run with { Blocks = new([.. Enumerable.Range(0, blocks).Select(block => run.Summary.Test.PerStep.Select(error => Part(block) * error).ToArray())]) };
    }

    internal static StudyRun Failed(this StudyRun run) => run with { Summary = run.Summary with { Status = RunStatus.NonFinite, Message = "stopped at step 7: the loss is not finite" } };

    private static Summary Summary(string method, long seed, double[] validation, double[] test) => new()
    {
        Dataset = "etth1",
        Model = "dlinear",
        Method = method,
        Lookback = 8,
        Horizon = 4,
        Seed = seed,
        Epochs = 3,
        Iterations = 24,
        SecondsPerIteration = 0.5,
        Seconds = 12,
        Parameters = 72,
        Epsilon = method == "erm" ? [] : [5, 5, 5, 5],
        EpsilonSource = "made up",
        Train = Part(validation),
        Validation = Part(validation),
        Test = Part(test),
        TrainRunningPerStep = validation,
        Multipliers = method == "erm" ? new Dictionary<string, double[]>() : new Dictionary<string, double[]> { ["step loss"] = [0, 0, 1, 3] },
        Slacks = new Dictionary<string, double[]>(),
        Remarks = method == "erm" ? [] : ["still moving"],
        Status = RunStatus.Completed,
        Message = "came to its end",
    };

    private static PartResult Part(double[] perStep) => PartResult.Of(ForecastMetrics.Of(perStep, 0.5));
}
