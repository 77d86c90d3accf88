using ConstrainedLearning.Tests.Constraints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>A run of any length holds as many tensors as one of a few steps.</summary>
public sealed class MemoryTests
{
    private const int Steps = 2000;

    public static TheoryData<string> Schemes => [.. Engine.Schemes.Keys];

    [Theory, MemberData(nameof(Schemes))]
    public void Steps_leave_no_tensor_behind(string scheme)
    {
        using var model = nn.Linear(2, 2, dtype: ScalarType.Float64);
        Constraint dense = Constraint.AtMost("dense", 0.5, 2).Relaxed(Relaxation.Huber(2, 0.1)).Scaled(Scale.Running), samples = Constraint.AtLeast("samples", -1).PerSample(4).MovedBy(DualUpdate.Adam(0.01));
        using var x = ones([2, 2], dtype: ScalarType.Float64);
        using var rows = tensor([3L, 1]);
        using var counts = tensor([1.0, 0]);
        using var learner = new PrimalDual(
            model, optim.SGD(model.parameters(), 0.001), [dense, samples], DualUpdate.NuPI(0.01), Engine.Formulations["augmented, growing"] is var f && scheme == "method of multipliers" ? f : Formulation.Lagrangian, Engine.Schemes[scheme]);
        learner.AverageIterates(Averaging.Exponential());
        learner.Record(50);

        Leaves(learner, Steps, () => learner.Step(() =>
        {
            var y = model.call(x).square();
            return Evaluation.Of(y.mean()).With(dense, y.mean([0]), counts: learner.StepCount % 2 == 0 ? counts : null).WithSamples(samples, -y.mean([1]), rows);
        }));
    }

    [Theory, MemberData(nameof(SenseTests.EveryCombination), MemberType = typeof(SenseTests))]
    public void Neither_do_steps_in_parts_skipped_ones_or_looks_at_the_state(string scheme, string formulation)
    {
        var parameter = new Parameter(tensor([1.0, 2]));
        using var model = nn.ParameterList(parameter);
        var bound = Constraint.AtMost("x", 0.5, 2);
        using var learner = new PrimalDual(
            model, optim.SGD(model.parameters(), 0.01), [bound], DualUpdate.NuPI(0.01), Engine.Formulations[formulation], Engine.Schemes[scheme], new Precision(null, new LossScaleOptions(8, 1)));
        learner.Record(3);
        Evaluation Evaluate() => Evaluation.Of(parameter.square().sum()).With(bound, parameter * 1, counts: ones(2));

        Leaves(learner, 30, () =>
        {
            learner.Step([Evaluate, Evaluate]);
            learner.Step(() => Evaluation.Of(parameter.square().sum() * double.PositiveInfinity).With(bound, parameter * 1));
            learner.DualStep([Evaluate]);
            learner.Multipliers.StateDict();
            learner.Assess([Evaluate]);
            var scale = learner.Primal.LossScale!.Value;
            learner.Kkt(Evaluate);
            learner.Primal.LossScale!.Value.Should().Be(scale, "a look changes nothing");
        });
    }

    [Fact]
    public void Neither_does_a_network_of_multipliers()
    {
        using var theta = new Theta(1);
        using var network = nn.Linear(1, 1, dtype: ScalarType.Float64);
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        using var features = ones([3, 1], dtype: ScalarType.Float64);
        var bound = Constraint.AtMost("x", 0.5).PricedBy(new MultiplierNetwork(network, optimizer));
        using var learner = Toy.Learner(theta, [bound], DualUpdate.Ascent(1), 0.01);

        Leaves(learner, 300, () => learner.Step(() => Evaluation.Of(theta.Value.square()).WithFeatures(bound, theta.Value.expand(3), features)));
    }

    [Fact]
    public void A_learner_disposes_what_it_made()
    {
        using var model = nn.Linear(2, 2);
        void Once()
        {
            foreach (var scheme in Engine.Schemes.Values)
            {
                var growing = scheme == Engine.Schemes["method of multipliers"] ? Engine.Formulations["augmented, growing"] : Formulation.Lagrangian;
                using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.1), [Constraint.AtMost("a", 1, 3).Relaxed(Relaxation.Quadratic(1)).Scaled(Scale.Running), Constraint.AtMost("b", 1).PerSample(5)], DualUpdate.Adam(1), growing, scheme);
                learner.AverageIterates(Averaging.Uniform());
                learner.AverageIterates(Averaging.Uniform());
                learner.Record();
                learner.Record();
            }
        }
        Once();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Once();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(live);
    }

    private static void Leaves(PrimalDual learner, int steps, Action step)
    {
        for (var i = 0; i < 8; i++) step();
        var live = Live();
        for (var i = 0; i < steps; i++) step();
        Live().Should().Be(live);

        long Live()
        {
            learner.Trace?.History(); // fetches the rows that wait on the device
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }
}
