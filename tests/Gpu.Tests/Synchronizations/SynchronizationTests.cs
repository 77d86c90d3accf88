using ConstrainedLearning;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Quantization;
using TorchSharp;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace Gpu.Tests.Synchronizations;

[Trait("Category", "GPU")]
public sealed class SynchronizationTests
{
    [GpuFact]
    public void Reading_a_number_is_counted()
    {
        using var number = ones([], device: Target.Device);

        Count(() => number.ToDouble()).Should().BePositive("a count that sees nothing would prove nothing");
    }

    [GpuFact]
    public void A_constrained_step_waits_for_the_device_not_once()
    {
        using var training = new ConstrainedTraining(Target.Device);
        training.Run(10);

        Count(() => training.Run(20)).Should().Be(0);
    }

    [GpuFact]
    public void Drawing_and_applying_transformations_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        var space = ImageTransformationTests.Training.Then(TransformationSpace.Rotation(180)).Then(TransformationSpace.Translation(0.2)).Then(TransformationSpace.Scale(1));
        var images = randint(256, [128, 3, 32, 32], dtype: float32, device: Target.Device);
        for (var i = 0; i < 5; i++) Augment();

        Count(Augment).Should().Be(0);

        void Augment()
        {
            using var step = NewDisposeScope();
            var draw = space.Draw(128, Target.Device);
            space.Apply(images, draw);
            space.Apply(images, draw.Where(draw.Coordinates.select(1, 0).select(1, 0).lt(0), space.Draw(128, Target.Device)));
            draw.Levels();
            space.DrawNear(images, space.Draw(images), 0.2);
        }
    }

    [GpuFact]
    public void Learning_ranges_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        var images = rand([128, 3, 32, 24], device: Target.Device);
        using var ranges = new LearnedRanges().to(Target.Device);
        using var optimizer = optim.Adam(ranges.parameters(), LearnedRanges.PublishedLearningRate);
        for (var i = 0; i < 5; i++) Learn();

        Count(Learn).Should().Be(0);

        void Learn()
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            (ranges.call(images).square().mean() + ranges.Regularization()).backward();
            optimizer.step();
        }
    }

    [GpuFact]
    public void A_step_with_adapters_under_requirements_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        using var model = new Llama(new LanguageModelOptions { VocabularySize = 32, Width = 32, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 16 });
        model.to(Target.Device);
        Tensor tokens = randint(32, [8, 16], dtype: int64, device: Target.Device), old = randint(32, [8, 16], dtype: int64, device: Target.Device);
        using var adapted = new AdaptedModel(model);
        var tensor = adapted.Add("tensor", new LoRTA(Sites.Of(model, "q_proj", "k_proj", "v_proj", "o_proj"), headSize: 8));
        var gated = adapted.Add("gated", new GatedLoRA(Sites.Of(model, "gate_proj")));
        adapted.Add("magnitudes", new DoRA(new LoRA(Sites.Of(model, "down_proj"))));
        var forgetting = new ForgettingConstraint("forgetting", adapted, 0.1);
        var capacity = new CapacityConstraint("capacity", tensor, 0.1);
        var budget = new GateBudget("budget", gated, 500);
        var mergeability = new MergeabilityConstraint("mergeability", adapted, new SymmetricQuantizer(4), 0.1);
        using var learner = new PrimalDual(
            adapted, optim.Adam(adapted.parameters(), 1e-3), [forgetting.Constraint, capacity.Constraint, budget.Constraint, mergeability.Constraint], DualUpdate.Ascent(0.1)).With(new ProximalGates(budget));
        for (var i = 0; i < 5; i++) Learn();

        Count(Learn).Should().Be(0);

        void Learn() => learner.Step(() => Evaluation.Of(Loss(model.call(tokens), tokens))
            .With(forgetting, () => model.call(old), logits => Loss(logits, old))
            .With(capacity).With(budget)
            .With(mergeability, () => model.call(tokens), logits => Loss(logits, tokens)));

        static Tensor Loss(Tensor logits, Tensor targets) => nn.functional.cross_entropy(logits.view(-1, 32), targets.view(-1));
    }

    [GpuFact]
    public void A_step_under_precision_constraints_waits_for_the_device_not_once()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("first", nn.Conv2d(3, 8, 3, bias: false)), ("norm", nn.BatchNorm2d(8)), ("clip", nn.Hardtanh(0, 1)), ("second", nn.Conv2d(8, 8, 3)), ("flat", nn.Flatten()), ("classify", nn.Linear(8 * 16, 5)))
            .to(Target.Device);
        Tensor images = rand([32, 3, 8, 8], device: Target.Device), labels = randint(5, [32], dtype: int64, device: Target.Device);
        using var precision = new PrecisionConstraint(
            "2 bits", model, LayerPrecision.Of(LayerSite.Of(model, "first", "second"), new DoReFaWeights(2), new DoReFaActivations(2)),
            new PrecisionOptions { LayerBound = 0.01, IsRelative = true, LayerPrice = LayerPrice.LossIncrease, OutputBound = 0.01, LossBound = 1, Normalization = TwinNormalization.OwnScale });
        using var learner = new PrimalDual(model, optim.Adam([.. model.parameters(), .. precision.Twin.Parameters], 1e-3), precision.Constraints, DualUpdate.Ascent(0.01));
        for (var i = 0; i < 10; i++) Step();

        Count(Step).Should().Be(0);

        void Step() => learner.Step(() =>
        {
            var output = precision.Twin.HighPrecision(() => model.call(images));
            return Evaluation.Of(Loss(output)).With(precision, output, () => model.call(images), Loss);
        });

        Tensor Loss(Tensor scores) => nn.functional.cross_entropy(scores, labels);
    }

    private static long Count(Action work)
    {
        cuda.synchronize();
        NativeError.Check(NativeMethods.td_watch_synchronizations(1));
        try
        {
            work();
            return NativeMethods.td_synchronizations();
        }
        finally
        {
            NativeError.Check(NativeMethods.td_watch_synchronizations(0));
        }
    }
}
