#:project ../src/ConstrainedLearning.Models/ConstrainedLearning.Models.csproj
#:project ../src/ConstrainedLearning.Reports/ConstrainedLearning.Reports.csproj
#:property PublishAot=false
#:property GenerateDocumentationFile=false

// The twin of notebooks/01-loss-shaping.ipynb as one file: from a series to prices.
//   dotnet run examples/01-loss-shaping.cs                     (FAST=1 shortens the runs)
//   dotnet run examples/01-loss-shaping.cs -- my.csv figures   (a series and a folder for the figures of one's own)

using ConstrainedLearning;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Reports;
using ConstrainedLearning.Reports.Charts;
using ConstrainedLearning.Reports.Tables;
using TorchSharp;
using static TorchSharp.torch;

const int Lookback = 96, Horizon = 24;
var epochs = Environment.GetEnvironmentVariable("FAST") == "1" ? 1 : 8;
set_num_threads(1);

var series = new DataStore().Open(args.Length > 0 ? args[0] : EmbeddedSeries.Name);
using var windows = new WindowedSeries(series, SplitPlan.Generic(series.Rows), Lookback, Horizon);

// Plain training first: its per-step errors give the level.
var free = LossShaping.None(Horizon);
var plain = Train(free);
var level = StepLevels.Quantile(plain.Result.History[^1].Observations[LossShaping.PerStepName], 0.5);

// The same, with the error at each step bounded by that level, and bounds that may give way at a cost.
var bounded = LossShaping.PerStep(
    StepLevels.Constant(Horizon, level),
    new ShapingOptions { InitialMultiplier = 0, DualRate = 0.05, MultiplierCap = 100, Alpha = 50, SlackRate = 0.02 });
var shaped = Train(bounded);

Console.WriteLine(bounded.Constraint);
Console.WriteLine(shaped.Learner.Sensitivity());
Console.WriteLine(new Table(
    [new("run"), new("MSE", Alignment.Right), new("MAE", Alignment.Right), new("window STD", Alignment.Right), new("worst step", Alignment.Right)],
    [Row("without requirements", plain.Test), Row("bounded, resilient", shaped.Test)]));

if (args.Length > 1)
{
    var history = shaped.Learner.Trace!.History();
    var constraint = history.Constraints[LossShaping.ConstraintName];
    foreach (var file in FigureFiles.Write(args[1], [
        new Chart("multipliers", MultiplierHeatMap.Create(history, constraint), "Multiplier of each step over the training"),
        new Chart("multiplier-lines", MultiplierLines.Create(history, constraint), "Multipliers of a few steps over the training")]))
        Console.WriteLine(file);
}

(ForecastMetrics Test, PrimalDual Learner, TrainingResult Result) Train(LossShaping shaping)
{
    manual_seed(2021);
    var model = new ITransformer(
        new ForecastShape(Lookback, Horizon, series.Channels, TimeFeatures.Count(windows.Frequency)),
        new TransformerOptions { Width = 16, Heads = 2, FeedForward = 32, EncoderLayers = 1, Dropout = 0 });
    var learner = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), shaping.Constraints, DualUpdate.Ascent(0.01));
    learner.Record(every: 10);
    var loader = new WindowLoader(windows, Part.Train, WindowLoaderOptions.ForTraining());
    using var trainer = new Trainer<ForecastBatch>(
        learner,
        new TrainingData<ForecastBatch>(loader.BatchCount, loader.Epoch),
        batch => shaping.Evaluate(model.call(batch.Input), batch.Target),
        new TrainerOptions { Epochs = epochs });
    var result = trainer.Run();
    return (Evaluate(model, shaping), learner, result);
}

ForecastMetrics Evaluate(Forecaster model, LossShaping shaping)
{
    model.eval();
    using var none = no_grad();
    using var errors = new ForecastErrors(Horizon, CPU);
    foreach (var batch in new WindowLoader(windows, Part.Test, WindowLoaderOptions.ForEvaluation(256)).Epoch(0))
    {
        using var scope = NewDisposeScope();
        errors.Add(model.call(batch.Input), batch.Target);
    }
    return errors.Finish(shaping);
}

static IReadOnlyList<string> Row(string name, ForecastMetrics metrics) =>
    [name, Number(metrics.Mse), Number(metrics.Mae), Number(metrics.WindowStd), Number(metrics.PerStep.Max())];

static string Number(double value) => value.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture);
