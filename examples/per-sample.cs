#:project ../src/ConstrainedLearning
#:property PublishAot=false

// One requirement per sample: every squared error at most 0.05. The multipliers are prices of single samples, and the dearest are the
// twenty whose labels were spoilt. Bounds may give way at a cost, so that those twenty do not bend the curve.
using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

manual_seed(0);
var x = rand(500, 1) * 6 - 3;
var y = x.sin() + randn(500, 1) * 0.1;
y[TensorIndex.Slice(0, 20)] += 3; // spoilt
using var model = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1));
var each = Constraint.AtMost("squared error", 0.05).PerSample(500).Relaxed(Relaxation.Quadratic(0.2));
using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.01), [each], DualUpdate.Ascent(0.5));
for (var epoch = 0; epoch < 200; epoch++)
    foreach (var samples in randperm(500).split(50))
        learner.Step(() =>
        {
            var errors = (model.call(x[samples]) - y[samples]).square().squeeze(1);
            return Evaluation.Of(errors.mean()).WithSamples(each, errors, samples);
        });
var prices = learner.Sensitivity();
Console.WriteLine(prices);
Console.WriteLine($"spoilt samples among the 20 dearest: {prices.Prices.Take(20).Count(price => price.Component < 20)}");
