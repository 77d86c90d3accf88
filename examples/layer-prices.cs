#:project ../src/ConstrainedLearning
#:property PublishAot=false

// The price of a layer's precision is a derivative: two layers are kept near a grid of 3 bits, and the prices of their bounds are compared with what the loss does when a bound is moved a little and the
// model trained on. (From the start it would find another of the many solutions on the grid, and the difference between two of these is no derivative.)
using ConstrainedLearning;
using ConstrainedLearning.Quantization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

manual_seed(0);
var x = randn([64, 3], ScalarType.Float64);
var y = x.matmul(tensor([1.0, -0.7, 0.4])).sin().unsqueeze(1);
// What a layer is compared on must not move with the model, or the price is no derivative: the grid has a fixed range, and layers have no bias (its gradient does not see the layers behind it).
var grid = new SymmetricQuantizer(3) { Limit = 1.5 };
using var solved = Network();
var (report, constraints) = Train(solved, null, [0.01, 0.003, 0.001, 3e-4, 1e-4]);
Console.WriteLine(PriceCheck.Of(report, constraints, delta: 5e-4, moved =>
{
    using var scope = NewDisposeScope();
    using var model = Network();
    model.load_state_dict(solved.state_dict());
    Train(model, moved, [1e-3, 3e-4, 1e-4]);
    return Loss(model).ToDouble();
}));

static Sequential Network()
{
    manual_seed(1);
    return nn.Sequential(("first", nn.Linear(3, 4, hasBias: false)), ("tanh", nn.Tanh()), ("second", nn.Linear(4, 1, hasBias: false))).to(ScalarType.Float64);
}

Tensor Loss(Sequential model) => (model.call(x) - y).square().mean();

(SensitivityReport Report, IReadOnlyList<Constraint> Constraints) Train(Sequential model, IReadOnlyList<Constraint>? moved, double[] rates)
{
    using var precision = new PrecisionConstraint("3 bits", model, LayerPrecision.Of(LayerSite.Of(model), grid), new PrecisionOptions { LayerBound = 0.002 })
        .As(constraint => moved?.Single(other => other.Name == constraint.Name) ?? constraint);
    var optimizer = optim.Adam(model.parameters());
    using var learner = new PrimalDual(model, optimizer, precision.Constraints, DualUpdate.Ascent(2), Formulation.AugmentedLagrangian(Penalty.Constant(20)));
    foreach (var rate in rates)
    {
        optimizer.ParamGroups.First().LearningRate = rate;
        for (var step = 0; step < 2000; step++) learner.Step(() => Evaluation.Of(Loss(model)).With(precision, model.call(x), () => model.call(x)));
    }
    return (learner.Sensitivity(), [.. learner.Multipliers.Select(state => state.Constraint)]);
}
