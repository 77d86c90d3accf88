#:project ../src/ConstrainedLearning.Models/ConstrainedLearning.Models.csproj
#:project ../src/ConstrainedLearning.Reports/ConstrainedLearning.Reports.csproj
#:property PublishAot=false
#:property GenerateDocumentationFile=false

// Every method at once: a forecaster that has seen five weeks of weather is adapted to the eight months before them through a low-rank tensor (LoRTA), with a bound on the error of each step that may give way at a cost (resilience),
// without forgetting what it knew, and with weights that lose little on a grid of few bits. One set of multipliers prices all of it; those of the layers then say which layers get how many bits of a budget.
//   dotnet run examples/adapt-forecaster.cs                    (FAST=1 shortens the runs)
//   dotnet run examples/adapt-forecaster.cs -- report.html     (writes the report)

using System.Globalization;
using ConstrainedLearning;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Forecasting;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ConstrainedLearning.Reports.Adapters;
using ConstrainedLearning.Reports.Tables;
using TorchSharp;
using static TorchSharp.torch;

const int Lookback = 96, Horizon = 24, Heads = 2, Width = 16, Bits = 4;
var epochs = Environment.GetEnvironmentVariable("FAST") == "1" ? 1 : 6;
set_num_threads(1);

var series = new DataStore().Open(EmbeddedSeries.Name);
using var windows = new WindowedSeries(series, SplitPlan.Generic(series.Rows), Lookback, Horizon);
manual_seed(2021);
using var model = new ITransformer(
    new ForecastShape(Lookback, Horizon, series.Channels, TimeFeatures.Count(windows.Frequency)),
    new TransformerOptions { Width = Width, Heads = Heads, FeedForward = 32, EncoderLayers = 2, Dropout = 0 });

// The base model, trained on a few weeks, stays as it is from here on.
using (var plain = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), [], DualUpdate.Ascent(1)))
    Run(plain, Part.Validation, batch => Evaluation.Of((model.call(batch.Input) - batch.Target).square().mean()));
var before = Measure();

// The adapter: query, key and value lie in one fused matrix; each third is a site of its own, and the tensor has a slice for each.
using var adapted = new AdaptedModel(model);
adapted.Add("year", new LoRTA([.. Sites.Of(model, "project").Split("query", "key", "value"), .. Sites.Of(model, "output")], headSize: Width / Heads, new LoRTAOptions { Rank = 8 }));
adapted.Add("head", new LoRA(Sites.Of(model, "projection"), new LoRAOptions { Rank = 2 }));
Console.WriteLine(adapted.Sizes());

// The requirements: the error of every step, with resilience; the error on the first weeks rises by 0.01 at most; layers are close to themselves at four bits.
var shaping = LossShaping.PerStep(StepLevels.Constant(Horizon, 0.4), new ShapingOptions { InitialMultiplier = 0, DualRate = 0.05, MultiplierCap = 100, Alpha = 50, SlackRate = 0.02 });
var layers = LayerSite.Of(model, "*project", "*output", "projection");
using var precision = new PrecisionConstraint("4 bits", model, LayerPrecision.Of(layers, new SymmetricQuantizer(Bits)), new PrecisionOptions { LayerBound = 0.01, IsRelative = true });
var forgetting = new ForgettingConstraint("the first weeks", adapted, 0.01);
using var learner = new PrimalDual(adapted, optim.Adam(adapted.parameters(), 2e-3), [.. shaping.Constraints, .. precision.Constraints, forgetting.Constraint], DualUpdate.Ascent(0.05));
learner.Record(every: 5);
using var earlier = Forever(Part.Validation).GetEnumerator();
var history = Run(learner, Part.Train, batch =>
{
    var prediction = model.call(batch.Input);
    earlier.MoveNext();
    var old = earlier.Current;
    return shaping.Evaluate(prediction, batch.Target)
        .With(precision, prediction, () => model.call(batch.Input))
        .With(forgetting, () => model.call(old.Input), output => (output - old.Target).square().mean());
});
var after = Measure();

// The budget: three bits on average, more where the price of precision is higher.
IReadOnlyList<LayerCost> costs = [];
foreach (var batch in new WindowLoader(windows, Part.Validation, WindowLoaderOptions.ForEvaluation(1)).Epoch(0).Take(1)) costs = LayerCosts.Measure(layers, () => model.call(batch.Input));
var prices = learner.Sensitivity().Prices.Where(price => price.Constraint == "4 bits/layers").OrderBy(price => price.Component).Select(price => price.Multiplier).ToList();
var allocation = (PrecisionBudget.AverageBits(3) with { Candidates = [2, 3, 4, 8] }).ByScore(new LayerRanking("price", [.. layers.Select(layer => layer.Name)], prices, 0), costs);

var results = new Table(
    [new("model, on the last part of the year"), new("MSE", Alignment.Right), new("window STD", Alignment.Right), new("worst step", Alignment.Right)],
    [Row("base", before), Row("adapted", after)]);
Console.WriteLine(results);
Console.WriteLine(learner.Sensitivity());
Console.WriteLine(allocation);
if (args.Length > 0)
    new AdapterReport("A forecaster adapted to a year", history) { History = learner.Trace!.History(), Prices = learner.Sensitivity(), Sizes = adapted.Sizes(), Tables = [results] }.Save(args[0]);

IReadOnlyList<EpochRecord> Run(PrimalDual trained, Part part, Func<ForecastBatch, Evaluation> evaluate)
{
    var loader = new WindowLoader(windows, part, WindowLoaderOptions.ForTraining());
    using var trainer = new Trainer<ForecastBatch>(trained, new TrainingData<ForecastBatch>(loader.BatchCount, loader.Epoch), evaluate, new TrainerOptions { Epochs = epochs });
    return trainer.Run().History;
}

IEnumerable<ForecastBatch> Forever(Part part)
{
    for (var epoch = 1; ; epoch++)
        foreach (var batch in new WindowLoader(windows, part, WindowLoaderOptions.ForTraining()).Epoch(epoch)) yield return batch;
}

ForecastMetrics Measure()
{
    model.eval();
    using var none = no_grad();
    using var errors = new ForecastErrors(Horizon, CPU);
    foreach (var batch in new WindowLoader(windows, Part.Test, WindowLoaderOptions.ForEvaluation(256)).Epoch(0))
    {
        using var scope = NewDisposeScope();
        errors.Add(model.call(batch.Input), batch.Target);
    }
    return errors.Finish(LossShaping.None(Horizon));
}

static IReadOnlyList<string> Row(string name, ForecastMetrics metrics) => [name, Number(metrics.Mse), Number(metrics.WindowStd), Number(metrics.PerStep.Max())];

static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
