using ConstrainedLearning.Checkpoints;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>When policies are asked, in every scheme.</summary>
public sealed class PrimalPolicyTests
{
    public static TheoryData<string> Schemes => [.. Engine.Schemes.Keys];

    [Theory, MemberData(nameof(Schemes))]
    public void Policies_are_called_around_every_move_of_the_optimiser(string scheme)
    {
        using var scope = NewDisposeScope();
        using var learner = Learner(scheme, out var theta);
        var policy = new Noting(theta);
        learner.With(policy);
        learner.Run(2, () => Evaluation.Of(theta.Value.square()).With(Bound, theta.Value));
        string[] move = ["backward", "step"], step = scheme == "extragradient" ? ["before", "backward trial", "step trial", .. move, "end"] : ["before", .. move, "end"];
        policy.Calls.Should().Equal(step.Concat(step));
    }

    [Theory, MemberData(nameof(Schemes))]
    public void A_step_that_fails_is_ended(string scheme)
    {
        using var scope = NewDisposeScope();
        using var learner = Learner(scheme, out var theta);
        var policy = new Noting(theta);
        learner.With(policy);
        learner.Invoking(it => it.Step(() => Evaluation.Of(theta.Value * double.NaN).With(Bound, theta.Value))).Should().Throw<NonFiniteException>();
        policy.Calls.Should().Equal("before", "end");
    }

    [Theory, MemberData(nameof(Schemes))]
    public void What_it_makes_of_gradients_is_clipped_and_what_it_makes_of_parameters_stays(string scheme)
    {
        using var scope = NewDisposeScope();
        using var learner = Learner(scheme, out var theta);
        learner.ClipGradient(1).With(new Doing(theta, gradient => gradient.fill_(100), value => value.mul_(2)));
        learner.Step(() => Evaluation.Of(theta.Value.square()).With(Bound, theta.Value));
        theta.Number.Should().BeApproximately(2 * (3 - 0.1), 1e-6); // 0.1: the rate times a gradient of length 1
    }

    [Fact]
    public void A_policys_state_and_the_list_of_policies_are_parts_of_a_checkpoint()
    {
        using var scope = NewDisposeScope();
        var path = Path.GetTempFileName();
        try
        {
            using var first = new Run(withPolicy: true);
            first.Learner.Run(5, first.Evaluate);
            first.State.Save(path, new Cursor(1, 0, 5, 0, null, 0, []));
            first.Learner.Run(5, first.Evaluate);
            using var second = new Run(withPolicy: true);
            second.State.Load(path);
            second.Learner.Run(5, second.Evaluate);
            second.Theta.Number.Should().Be(first.Theta.Number);
            second.Policy.Mean.ToDouble().Should().Be(first.Policy.Mean.ToDouble());

            using var other = new Run(withPolicy: false);
            other.Invoking(it => it.State.Load(path)).Should().Throw<CheckpointException>().WithMessage("*policies was Averaging*");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Constraint Bound { get; } = Constraint.AtMost("bound", 1);

    private static PrimalDual Learner(string scheme, out Theta theta)
    {
        theta = new Theta(3);
        return new PrimalDual(theta, optim.SGD(theta.parameters(), 0.1), [Bound], DualUpdate.Ascent(0.1), scheme == "method of multipliers" ? Formulation.AugmentedLagrangian(1) : null, Engine.Schemes[scheme]);
    }

    private sealed class Noting(Theta theta) : IPrimalPolicy
    {
        private double _before;

        internal List<string> Calls { get; } = [];

        public void BeforeStep(PrimalDual learner) => Calls.Add("before");

        public void AfterBackward(PrimalDual learner, PrimalMove move)
        {
            is_grad_enabled().Should().BeFalse();
            theta.Value.grad!.ToDouble().Should().NotBe(0);
            _before = theta.Number;
            Calls.Add(move == PrimalMove.Final ? "backward" : "backward trial");
        }

        public void AfterStep(PrimalDual learner, PrimalMove move)
        {
            theta.Number.Should().NotBe(_before);
            Calls.Add(move == PrimalMove.Final ? "step" : "step trial");
        }

        public void EndStep(PrimalDual learner) => Calls.Add("end");
    }

    private sealed class Doing(Theta theta, Action<Tensor> toGradient, Action<Tensor> toValue) : IPrimalPolicy
    {
        public void AfterBackward(PrimalDual learner, PrimalMove move) => toGradient(theta.Value.grad!);

        public void AfterStep(PrimalDual learner, PrimalMove move)
        {
            if (move == PrimalMove.Final) toValue(theta.Value);
        }
    }

    private sealed class Averaging(Theta theta) : IPrimalPolicy, ICheckpointed
    {
        internal Tensor Mean { get; } = zeros([], ScalarType.Float64);

        public void AfterBackward(PrimalDual learner, PrimalMove move) => theta.Value.grad!.copy_(Mean.mul_(0.9).add_(theta.Value.grad!));

        public IReadOnlyDictionary<string, Tensor> StateDict() => new Dictionary<string, Tensor> { ["mean"] = Mean };

        public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved)
        {
            using var _ = no_grad();
            Mean.copy_(saved["mean"]);
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly EpochMeans _means = new();
        private readonly BestIterate _best;

        internal Run(bool withPolicy)
        {
            Learner = PrimalPolicyTests.Learner("simultaneous", out var theta);
            (Theta, Policy, _best) = (theta, new Averaging(theta), new BestIterate(theta));
            if (withPolicy) Learner.With(Policy);
            State = new TrainingState(Learner, _means, _best, () => new Dictionary<string, ICheckpointed>());
        }

        internal PrimalDual Learner { get; }

        internal Theta Theta { get; }

        internal Averaging Policy { get; }

        internal TrainingState State { get; }

        internal Evaluation Evaluate() => Evaluation.Of(Theta.Value.square()).With(Bound, Theta.Value);

        public void Dispose()
        {
            Learner.Dispose();
            _means.Dispose();
            _best.Dispose();
        }
    }
}
