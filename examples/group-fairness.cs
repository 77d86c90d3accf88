#:project ../src/ConstrainedLearning
#:property PublishAot=false

// A classifier whose rate of positive answers may differ by at most 5 points between two groups. The rate is a step function, so the model
// is pushed by a smooth proxy and the multipliers see the true rate; a batch without one of the groups leaves them alone (counts of 0).
using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

manual_seed(0);
var group = rand(4000).gt(0.7).to(ScalarType.Int64); // 0: the larger group, 1: the smaller
var x = randn(4000, 5);
x[TensorIndex.Ellipsis, 4] += group * 1.5; // one feature tells the groups apart
var y = (x.sum([1]) + randn(4000)).gt(0).to(ScalarType.Float32);
foreach (var bound in new[] { 1.0, 0.05 })
{
    using var model = nn.Linear(5, 1);
    var gap = Constraint.AtMost("gap of positive rates", bound, 2); // group 0 over group 1, and the other way round
    using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.01), [gap], DualUpdate.NuPI(0.02, kp: 5));
    learner.Record();
    var average = learner.AverageIterates(Averaging.Uniform(after: 1000)); // small batches make the last iterate noisy
    for (var step = 0; step < 2000; step++)
        learner.Step(() =>
        {
            var batch = randint(4000, [256]);
            var (score, member) = (model.call(x[batch]).squeeze(1), nn.functional.one_hot(group[batch], 2).to(ScalarType.Float32));
            var counts = member.sum([0]);
            Tensor Gap(Tensor answer) => ((answer.unsqueeze(1) * member).sum([0]) / counts).flip(0).diff() * tensor([1f, -1f]);
            return Evaluation.Of(nn.functional.binary_cross_entropy_with_logits(score, y[batch]))
                .With(gap, Gap(score.sigmoid()), strict: Gap(score.detach().gt(0).to(ScalarType.Float32)), counts: counts.min());
        });
    using var _ = no_grad();
    using var averaged = average.Use();
    var answers = model.call(x).squeeze(1).gt(0);
    double Rate(int which) => answers[group.eq(which)].to(ScalarType.Float32).mean().ToDouble();
    Console.WriteLine($"bound {bound}: accuracy {answers.eq(y.gt(0)).to(ScalarType.Float32).mean().ToDouble():F3}, positive rates {Rate(0):F3} and {Rate(1):F3}\n{learner.Sensitivity()}");
}
