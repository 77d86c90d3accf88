#:project ../src/ConstrainedLearning
#:project ../src/ConstrainedLearning.Models
#:property PublishAot=false

using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using static TorchSharp.torch;

manual_seed(2021);
const int lookback = 96, horizon = 96;
var weather = EmbeddedSeries.Open(); // a year of hourly measurements at an airport
using var windows = new WindowedSeries(weather, SplitPlan.Named("generic", weather), lookback, horizon);
var loader = new WindowLoader(windows, Part.Train, WindowLoaderOptions.ForTraining());
using var model = new DLinear(new ForecastShape(lookback, horizon, windows.Channels, TimeFeatures: 0));

// The requirement: a mean squared error of at most 0.45 at each of the 96 steps, which may give way at a quadratic cost.
var perStep = Constraint.AtMost("step loss", bound: 0.45, count: horizon).Relaxed(Relaxation.Quadratic(2.0));
using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 1e-3), [perStep], DualUpdate.Ascent(0.01));
foreach (var batch in loader.Epoch(0))
    learner.Step(() =>
    {
        var error = (model.call(batch.Input) - batch.Target).square().mean([0, 2]); // [horizon]
        return Evaluation.Of(error.mean()).With(perStep, error);
    });
Console.WriteLine(learner.Sensitivity());
