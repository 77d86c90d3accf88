using ConstrainedLearning.Invariance;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Invariance;

public sealed class InvarianceConstraintTests
{
    private static readonly Func<Tensor, Tensor, Tensor> CrossEntropy = (logits, labels) => functional.cross_entropy(logits, labels, reduction: Reduction.None);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Epsilon_above_every_loss_switches_it_off_to_the_last_bit(bool normalised, bool mixed)
    {
        var plain = Train(normalised, null);
        var constrained = Train(normalised, model => new InvarianceConstraint("turn", 1e6, new Turns(), model, CrossEntropy, new InvarianceOptions { IsMixed = mixed }), mixed);

        constrained.Multiplier.Should().Be(0);
        constrained.Parameters.Should().Equal(plain.Parameters);
    }

    [Fact]
    public void Published_statistics_are_not_those_of_plain_training()
    {
        var plain = Train(true, null);
        var published = Train(true, model => new InvarianceConstraint("turn", 1e6, new Turns(), model, CrossEntropy, new InvarianceOptions { RunningStatistics = RunningStatistics.All }));

        published.Parameters.Should().NotEqual(plain.Parameters);
    }

    [Fact]
    public void Multiplier_sums_what_is_above_epsilon()
    {
        var known = ClosedForms.Case("invariance.dual_constant_loss.390.0.8.2.3");
        using var model = new Constant(Math.Exp(known.Input("L")));
        using var invariance = new InvarianceConstraint("any", known.Input("eps"), new Turns(), model, (loss, _) => loss).As(constraint => constraint.MovedBy(DualUpdate.Ascent(known.Input("eta"))));
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 1e-12), [invariance.Constraint], DualUpdate.Ascent(1));
        using var points = zeros(4, 2);

        for (var t = 0; t < known.Input("T"); t++) learner.Step(() => Evaluation.Of(model.call(points).mean()).With(invariance, points, points));

        learner.Multipliers["any"].Multiplier.ToDouble().Should().BeApproximately(known.Expected("gamma"), 1e-5);
    }

    [Fact]
    public void Symmetry_that_the_labels_have_is_free_and_the_other_one_is_dear()
    {
        Prices(points => points.square().sum([1]).gt(1)).Should().Match<(double Turn, double Stretch)>(price => price.Turn < 0.2 * price.Stretch);
        Prices(points => points.select(1, 1).gt(0)).Should().Match<(double Turn, double Stretch)>(price => price.Stretch < 0.2 * price.Turn);
    }

    [Fact]
    public void Chains_that_go_on_remember_each_sample_and_are_saved()
    {
        var options = new InvarianceOptions { Sampler = TransformationSampler.MetropolisHastings(new ChainOptions { IsPersistent = true }), Samples = 6 };
        using var model = new Constant(1);
        using InvarianceConstraint first = new("f", 5, new FiniteLosses(1, 9), model, (loss, _) => loss, options), second = new("f", 5, new FiniteLosses(1, 9), model, (loss, _) => loss, options);
        using var points = zeros(3, 1);
        void Look(InvarianceConstraint invariance, params long[] samples) => Evaluation.Of(zeros(1)).With(invariance, points, points, tensor(samples));

        for (var i = 0; i < 50; i++) Look(first, 0, 2, 4);
        first.StateDict()["chain/operations"].data<long>().ToArray().Should().ContainInOrder(-1L, -1L, -1L).And.HaveElementAt(1, -1);
        second.LoadStateDict(first.StateDict());
        Look(first, 0, 1, 2);
        Look(second, 0, 1, 2);

        second.StateDict()["chain/operations"].data<long>().ToArray().Should().Equal(first.StateDict()["chain/operations"].data<long>().ToArray());
        second.StateDict()["random"].bytes.ToArray().Should().Equal(first.StateDict()["random"].bytes.ToArray());
    }

    [Fact]
    public void Losses_of_another_shape_and_missing_indices_are_refused_by_name()
    {
        using var model = new Constant(1);
        using var points = zeros(3, 1);
        using var reduced = new InvarianceConstraint("mean", 1, new Turns(), model, (loss, _) => loss.mean());
        using var persistent = new InvarianceConstraint("chain", 1, new FiniteLosses(1), model, (loss, _) => loss, new InvarianceOptions { Sampler = TransformationSampler.MetropolisHastings(new ChainOptions { IsPersistent = true }), Samples = 3 });

        FluentActions.Invoking(() => Evaluation.Of(zeros(1)).With(reduced, zeros(3, 2), points)).Should().Throw<ShapeMismatchException>().WithMessage("*'mean'*reduction none*");
        FluentActions.Invoking(() => Evaluation.Of(zeros(1)).With(persistent, points, points)).Should().Throw<ArgumentException>().WithMessage("*'chain'*indices*");
        FluentActions.Invoking(() => new InvarianceConstraint("chain", 1, new FiniteLosses(1), model, (loss, _) => loss, new InvarianceOptions { Sampler = TransformationSampler.MetropolisHastings(new ChainOptions { IsPersistent = true }) }))
            .Should().Throw<ArgumentException>().WithMessage("*'chain'*number of samples*");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.5)]
    [InlineData(3, 0.75)]
    public void Mixed_batch_transforms_the_share_that_the_multiplier_says(double gamma, double share)
    {
        using var scope = NewDisposeScope();
        const int count = 20_000;
        using var model = new Constant(1);
        using var invariance = new InvarianceConstraint("mix", 1, new FiniteLosses(5, 5), model, (loss, _) => loss, new InvarianceOptions { IsMixed = true });
        var clean = full([count, 1], -1, dtype: ScalarType.Float64);

        var mixed = invariance.Mix(clean, clean, clean, tensor(new[] { (float)gamma })).Images;

        var found = mixed.ne(-1).to(ScalarType.Float64).mean().ToDouble();
        found.Should().BeApproximately(share, 5 * Math.Sqrt(share * (1 - share) / count), "each image is transformed by itself, with probability gamma / (1 + gamma)");
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Mixed_batches_price_the_loss_that_the_sampler_saw(TransformationSampler sampler, double passes)
    {
        using var model = new Constant(Math.Exp(2.3));
        using var invariance = new InvarianceConstraint("mix", 0.8, new Turns(), model, (loss, _) => loss, new InvarianceOptions { IsMixed = true, Sampler = sampler });
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 1e-12), [invariance.Constraint], DualUpdate.Ascent(0.01));
        using var points = zeros(4, 2);

        for (var t = 0; t < 40; t++)
            learner.Step(() =>
            {
                var mixed = invariance.Mix(points, points, points, learner.Multipliers["mix"].Multiplier);
                return Evaluation.Of(model.call(mixed.Images).mean()).With(mixed);
            });

        learner.Multipliers["mix"].Multiplier.ToDouble().Should().BeApproximately(40 * 0.01 * (2.3 - 0.8), 1e-4);
        invariance.ExtraPasses.Should().BeApproximately(passes, 1e-12, "there is no second pass with gradient");
    }

    public static TheoryData<TransformationSampler, double> Samplers => new()
    {
        { TransformationSampler.Uniform, 1 / 3.0 },
        { TransformationSampler.MetropolisHastings(), 2 / 3.0 },
        { TransformationSampler.WorstOf(4), 4 / 3.0 },
    };

    [Fact]
    public void Looking_at_what_is_chosen_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(2, 8), BatchNorm1d(8), ReLU(), Linear(8, 2));
        using var invariance = new InvarianceConstraint("turn", 1, new Turns(), model, CrossEntropy);
        Tensor points = randn(16, 2), labels = zeros(16, dtype: ScalarType.Int64);
        var (random, state, parameters) = (get_rng_state().bytes.ToArray(), invariance.StateDict()["random"].bytes.ToArray(), Numbers());

        var (first, second) = (invariance.Sample(points, labels), invariance.Sample(points, labels));

        first.Images.shape.Should().Equal(16, 2);
        first.Images.Equals(points).Should().BeFalse();
        second.Levels.data<float>().ToArray().Should().Equal(first.Levels.data<float>().ToArray(), "the stream begins anew");
        get_rng_state().bytes.ToArray().Should().Equal(random);
        invariance.StateDict()["random"].bytes.ToArray().Should().Equal(state);
        Numbers().Should().Equal(parameters, "running statistics too");

        double[] Numbers() => [.. model.state_dict().Values.SelectMany(value => value.to(ScalarType.Float64).flatten().ToDoubles())];
    }

    [Fact]
    public void Mixed_and_separate_batches_are_not_confused()
    {
        using var model = new Constant(1);
        using var points = zeros(3, 2);
        using InvarianceConstraint separate = new("a", 1, new Turns(), model, (loss, _) => loss), mixed = new("b", 1, new Turns(), model, (loss, _) => loss, new InvarianceOptions { IsMixed = true });

        FluentActions.Invoking(() => separate.Mix(points, points, points, zeros(1))).Should().Throw<InvalidOperationException>().WithMessage("*'a'*IsMixed*");
        FluentActions.Invoking(() => Evaluation.Of(zeros(1)).With(mixed, points, points)).Should().Throw<InvalidOperationException>().WithMessage("*'b'*Mix*");
    }

    [Fact]
    public void Model_is_given_transformed_images_in_the_channel_order_of_the_users()
    {
        using var scope = NewDisposeScope();
        var last = randint(256, [6, 9, 8, 3], dtype: float32).permute(0, 3, 1, 2);

        var (ofLast, ofFirst) = (Seen(last), Seen(last.contiguous()));

        ofLast.Should().HaveCount(3).And.OnlyContain(images => images.stride().SequenceEqual(last.stride()));
        ofFirst.Should().HaveCount(3).And.OnlyContain(images => images.is_contiguous());
        ofLast.Zip(ofFirst).Should().OnlyContain(pair => pair.First.Equals(pair.Second));
    }

    private static List<Tensor> Seen(Tensor images)
    {
        using var model = new Witness();
        using var invariance = new InvarianceConstraint("any", 1, TransformationSpace.RandAugment, model, (brightness, _) => brightness);
        Evaluation.Of(zeros(1)).With(invariance, images, images);
        return model.Seen;
    }

    private static (double Turn, double Stretch) Prices(Func<Tensor, Tensor> label)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        var points = randn(512, 2);
        var targets = label(points).to(ScalarType.Int64);
        using var model = Sequential(Linear(2, 32), Tanh(), Linear(32, 2));
        var sampler = new InvarianceOptions { Sampler = TransformationSampler.MetropolisHastings() };
        using InvarianceConstraint turn = new("turn", 0.35, new Turns(), model, CrossEntropy, sampler), stretch = new("stretch", 0.35, new Stretches(), model, CrossEntropy, sampler);
        using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.01), [turn.Constraint, stretch.Constraint], DualUpdate.Ascent(0.01));
        for (var step = 0; step < 400; step++)
            learner.Step(() => Evaluation.Of(functional.cross_entropy(model.call(points), targets)).With(turn, points, targets).With(stretch, points, targets));
        return (learner.Multipliers["turn"].Multiplier.ToDouble(), learner.Multipliers["stretch"].Multiplier.ToDouble());
    }

    private static (double Multiplier, double[] Parameters) Train(bool normalised, Func<Module<Tensor, Tensor>, InvarianceConstraint>? make, bool mixed = false)
    {
        manual_seed(11);
        using var scope = NewDisposeScope();
        var points = randn(64, 2);
        var labels = points.select(1, 0).gt(0).to(ScalarType.Int64);
        using Module<Tensor, Tensor> model = normalised ? Sequential(Linear(2, 8), BatchNorm1d(8), ReLU(), Dropout(0.2), Linear(8, 2)) : Sequential(Linear(2, 8), ReLU(), Dropout(0.2), Linear(8, 2));
        using var invariance = make?.Invoke(model);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.1), invariance is null ? [] : [invariance.Constraint], DualUpdate.Ascent(0.1));
        for (var step = 0; step < 20; step++)
            learner.Step(() =>
            {
                var batch = randperm(64).narrow(0, 0, 16);
                if (mixed)
                {
                    var images = invariance!.Mix(points[batch], points[batch], labels[batch], learner.Multipliers["turn"].Multiplier);
                    return Evaluation.Of(functional.cross_entropy(model.call(images.Images), labels[batch])).With(images);
                }
                var evaluation = Evaluation.Of(functional.cross_entropy(model.call(points[batch]), labels[batch]));
                return invariance is null ? evaluation : evaluation.With(invariance, points[batch], labels[batch]);
            });
        return (invariance is null ? 0 : learner.Multipliers["turn"].Multiplier.ToDouble(), [.. model.state_dict().Values.SelectMany(value => value.to(ScalarType.Float64).flatten().ToDoubles())]);
    }

    /// <summary>The loss is the logarithm of a number that does not move.</summary>
    private sealed class Constant : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter _value;

        internal Constant(double value) : base(nameof(Constant))
        {
            _value = new TorchSharp.Modules.Parameter(tensor((float)value));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.select(1, 0) + _value.log();
    }

    /// <summary>Keeps what it is given; its loss is the brightness.</summary>
    private sealed class Witness() : Module<Tensor, Tensor>(nameof(Witness))
    {
        internal List<Tensor> Seen { get; } = [];

        public override Tensor forward(Tensor input)
        {
            Seen.Add(input);
            return input.mean([1, 2, 3]);
        }
    }

    /// <summary>Points of the plane, each transformed by a level of its own.</summary>
    private abstract class Plane(string name) : IAugmentation
    {
        public IReadOnlyList<string> Operations { get; } = [name];

        public Transformed Draw(Tensor images) => Apply(images, zeros(images.size(0), dtype: ScalarType.Int64), rand(images.size(0)));

        public Transformed DrawNear(Tensor images, Transformed last, double scale) => Apply(images, last.Operations, (last.Levels + (rand_like(last.Levels) - 0.5) * scale).remainder(1));

        public Transformed Apply(Tensor images, Tensor operations, Tensor levels) => new(Move(images, levels), operations, levels);

        protected abstract Tensor Move(Tensor points, Tensor levels);
    }

    private sealed class Turns() : Plane("turn")
    {
        protected override Tensor Move(Tensor points, Tensor levels)
        {
            var (sine, cosine) = ((levels * (2 * Math.PI)).sin(), (levels * (2 * Math.PI)).cos());
            var (x, y) = (points.select(1, 0), points.select(1, 1));
            return stack([cosine * x - sine * y, sine * x + cosine * y], 1);
        }
    }

    private sealed class Stretches() : Plane("stretch")
    {
        protected override Tensor Move(Tensor points, Tensor levels) => points * (levels * 2 - 1).exp().unsqueeze(1);
    }
}
