using ConstrainedLearning.Checkpoints;
using ConstrainedLearning.Invariance;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Invariance;

public sealed class AveragedPredictionTests
{
    [Fact]
    public void Training_gives_the_scores_of_one_draw()
    {
        using var scope = NewDisposeScope();
        using var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = 0.5 });
        using var classifier = Classifier();
        using var model = new AveragedPrediction(ranges, classifier, samples: 5);
        var images = rand(4, 1, 6, 6);
        manual_seed(3);
        var scores = model.call(images);
        manual_seed(3);

        scores.ToDoubles().Should().Equal(classifier.call(ranges.call(images)).ToDoubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Evaluation_gives_the_logarithm_of_the_mean_probability(int samples)
    {
        using var scope = NewDisposeScope();
        using var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = 0.5 });
        using var classifier = Classifier();
        using var model = new AveragedPrediction(ranges, classifier, samples, seed: 17);
        model.eval();
        var images = rand(4, 1, 6, 6);
        manual_seed(17);
        var mean = Enumerable.Range(0, samples).Select(_ => classifier.call(ranges.call(images)).softmax(1)).Aggregate((sum, next) => sum + next) / samples;

        (model.call(images).exp() - mean).abs().max().ToDouble().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Evaluation_repeats_itself_and_leaves_the_random_numbers_of_training_where_they_were()
    {
        using var scope = NewDisposeScope();
        using var model = new AveragedPrediction(new LearnedRanges(new LearnedRangesOptions { InitialWidth = 0.5 }), Classifier());
        model.eval();
        var images = rand(4, 1, 6, 6);
        var before = get_rng_state().bytes.ToArray();
        var first = model.call(images).ToDoubles();

        model.call(images).ToDoubles().Should().Equal(first);
        get_rng_state().bytes.ToArray().Should().Equal(before);
    }

    [Fact]
    public void More_samples_come_nearer_to_the_expectation()
    {
        using var scope = NewDisposeScope();
        using var ranges = new LearnedRanges(new LearnedRangesOptions { InitialWidth = 1 });
        using var classifier = Classifier();
        var images = rand(32, 1, 6, 6);
        var exact = Predicted(2000, 1);
        double Error(int samples) => Enumerable.Range(2, 8).Average(seed => (Predicted(samples, (ulong)seed) - exact).square().mean().ToDouble());

        (Error(2) / Error(32)).Should().BeInRange(10, 24, "the variance of a mean of 32 is a 16th of that of 2");

        Tensor Predicted(int samples, ulong seed)
        {
            var model = new AveragedPrediction(ranges, classifier, samples, seed);
            model.eval();
            using var _ = no_grad();
            return model.call(images).exp();
        }
    }

    [Fact]
    public void A_learner_moves_the_widths_and_their_state_is_that_of_the_model()
    {
        using var scope = NewDisposeScope();
        using Run run = new(seed: 1), other = new(seed: 1);
        run.Learn(3);

        run.Model.state_dict()["ranges.widths"].ToDoubles().Should().HaveCount(6).And.OnlyContain(width => Math.Abs(width - Math.Log(2) / 2) > 1e-6);
        other.Model.load_state_dict(run.Model.state_dict());
        other.Ranges.Widths().Should().Equal(run.Ranges.Widths());
    }

    [Fact]
    public void A_run_that_was_stopped_draws_the_maps_and_learns_the_widths_of_one_that_was_not()
    {
        var path = Path.GetTempFileName();
        try
        {
            using Run whole = new(seed: 1), resumed = new(seed: 2);
            whole.Learn(3);
            whole.State.Save(path, new Cursor(1, 0, 3, 0, 0, 0, []));
            whole.Learn(3);
            resumed.State.Load(path);
            resumed.Learn(3);

            resumed.Ranges.Widths().Should().Equal(whole.Ranges.Widths());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A blob at an angle and a distance from the centre. Labels that tell the distance allow turns, those that tell above from below allow moves to the side, and neither allows the other.</summary>
    [Theory]
    [InlineData(true, "rotation", "translation x")]
    [InlineData(false, "translation x", "rotation")]
    public void A_symmetry_of_the_labels_is_learned_and_what_is_none_is_not(bool byDistance, string symmetry, string other)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var ranges = new LearnedRanges(new LearnedRangesOptions { Generators = [AffineGenerator.Rotation, AffineGenerator.TranslationX], InitialWidth = 0.1, Regularization = 0.05 });
        using var classifier = Sequential(Flatten(), Linear(81, 32), ReLU(), Linear(32, 2));
        using var model = new AveragedPrediction(ranges, classifier);
        using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.01), [], DualUpdate.Ascent(1));
        for (var step = 0; step < 300; step++)
        {
            using var batch = NewDisposeScope();
            var (labels, at) = (randint(2, [64], dtype: ScalarType.Int64), rand(64));
            var images = byDistance ? Blobs(at * (2 * Math.PI), labels + 1.5) : Blobs((at * 0.9 + 0.05 + labels) * Math.PI, full(64, 3));
            learner.Step(() => Evaluation.Of(functional.cross_entropy(model.call(images), labels) + ranges.Regularization()));
        }

        var widths = ranges.Widths();
        widths[symmetry].Should().BeGreaterThan(0.5);
        widths[other].Should().BeLessThan(0.25);
    }

    private static Tensor Blobs(Tensor angles, Tensor radii)
    {
        var place = arange(-4, 5, 1, ScalarType.Float32);
        var (x, y) = (place.view(1, 1, 1, 9) - (angles.cos() * radii).view(-1, 1, 1, 1), place.view(1, 1, 9, 1) - (angles.sin() * radii).view(-1, 1, 1, 1));
        return (-x.square() - y.square()).exp();
    }

    private static Module<Tensor, Tensor> Classifier()
    {
        manual_seed(6);
        return Sequential(Flatten(), Linear(36, 3));
    }

    /// <summary>Widths and a classifier that learn noise.</summary>
    private sealed class Run : IDisposable
    {
        private readonly PrimalDual _learner;
        private readonly Tensor _images = rand(16, 1, 6, 6, generator: new Generator(3)), _labels = arange(16).remainder(3);

        internal Run(long seed)
        {
            var classifier = Classifier();
            Model = new AveragedPrediction(Ranges, classifier);
            var optimizer = optim.Adam([new Adam.ParamGroup(classifier.parameters(), lr: 0.01), new Adam.ParamGroup(Ranges.parameters(), lr: LearnedRanges.PublishedLearningRate)]);
            _learner = new PrimalDual(Model, optimizer, [], DualUpdate.Ascent(1));
            State = new TrainingState(_learner, new EpochMeans(), new BestIterate(Model), () => new Dictionary<string, ICheckpointed>());
            manual_seed(seed);
        }

        internal LearnedRanges Ranges { get; } = new();

        internal AveragedPrediction Model { get; }

        internal TrainingState State { get; }

        internal void Learn(int steps)
        {
            for (var i = 0; i < steps; i++) _learner.Step(() => Evaluation.Of(functional.cross_entropy(Model.call(_images), _labels) + Ranges.Regularization()));
        }

        public void Dispose()
        {
            _learner.Dispose();
            Model.Dispose();
            _images.Dispose();
            _labels.Dispose();
        }
    }
}
