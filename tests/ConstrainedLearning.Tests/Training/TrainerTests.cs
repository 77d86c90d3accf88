using ConstrainedLearning.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

/// <summary>A run that is stopped and resumed must be the run that never stopped, to the last bit.</summary>
public sealed class TrainerTests : IDisposable
{
    private const int Horizon = 3;
    private const int BatchesPerEpoch = 7;
    private const int Epochs = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(18)]
    public void Resumed_run_equals_the_run_that_never_stopped(int stopAfter)
    {
        var straight = new Run(null);
        straight.Trainer.Run().Status.Should().Be(TrainingStatus.Completed);

        var first = new Run(_folder);
        var stopped = first.Trainer.Run(first.CancelAfter(stopAfter));
        stopped.Status.Should().Be(TrainingStatus.Cancelled);
        stopped.Steps.Should().Be(stopAfter);

        manual_seed(999);
        var second = new Run(_folder, seed: 999);
        second.Trainer.Resume(_folder).Refused.Should().BeEmpty();
        var result = second.Trainer.Run();

        result.Status.Should().Be(TrainingStatus.Completed);
        result.Steps.Should().Be(Epochs * BatchesPerEpoch);
        Same(second, straight);
        result.History.Select(epoch => epoch.Loss).Should().Equal(straight.Result!.History.Select(epoch => epoch.Loss));
        result.BestScore.Should().Be(straight.Result.BestScore);
        second.Trainer.RestoreBest();
        straight.Trainer.RestoreBest();
        Parameters(second.Model).Should().Equal(Parameters(straight.Model));
    }

    [Fact]
    public void Damaged_newest_checkpoint_is_named_and_the_one_before_is_used()
    {
        new Run(_folder).Trainer.Run();
        var newest = Directory.GetFiles(_folder, "*.checkpoint").Max()!;
        var bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(newest, bytes);

        var resumed = new Run(_folder).Trainer.Resume(_folder);

        resumed.Refused.Should().ContainSingle().Which.Should().Contain(newest).And.Contain("checksum");
        resumed.Path.Should().NotBe(newest);
        File.Exists(newest).Should().BeTrue("a refused file is left for its owner to look at");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public void Truncated_checkpoints_are_refused(int length)
    {
        var path = Path.Combine(_folder, "step-00000001.checkpoint");
        File.WriteAllBytes(path, [.. "CLCHKPT1"u8.ToArray().Concat(new byte[200]).Take(length)]);

        FluentActions.Invoking(() => new Run(_folder).Trainer.Resume(_folder)).Should().Throw<CheckpointException>().WithMessage("*none in the folder is usable*");
    }

    [Fact]
    public void Checkpoint_of_another_problem_is_refused_and_nothing_is_loaded()
    {
        new Run(_folder).Trainer.Run();
        var other = new Run(null, horizon: Horizon + 1);
        var before = Parameters(other.Model);

        FluentActions.Invoking(() => other.Trainer.Resume(_folder)).Should().Throw<CheckpointException>().WithMessage("*does not belong to this problem*");
        Parameters(other.Model).Should().Equal(before);
    }

    [Fact]
    public void Folder_without_checkpoints_is_named()
    {
        FluentActions.Invoking(() => new Run(null).Trainer.Resume(Path.Combine(_folder, "none"))).Should().Throw<CheckpointException>().WithMessage("*none*holds no checkpoint*");
    }

    [Fact]
    public void Only_the_newest_checkpoints_are_kept()
    {
        new Run(_folder).Trainer.Run();

        Directory.GetFiles(_folder).Select(Path.GetFileName).Should().BeEquivalentTo("step-00000021.checkpoint", "step-00000028.checkpoint");
    }

    [Fact]
    public void Non_finite_step_ends_the_run_with_its_name_and_leaves_the_checkpoints()
    {
        var run = new Run(_folder, poisonedStep: 17);

        var result = run.Trainer.Run();

        result.Status.Should().Be(TrainingStatus.NonFinite);
        result.Message.Should().StartWith("step 17: the loss");
        Parameters(run.Model).Should().OnlyContain(value => double.IsFinite(value));
        new Run(_folder).Trainer.Resume(_folder).Path.Should().EndWith("step-00000014.checkpoint");
    }

    [Fact]
    public void Multiplier_change_over_an_epoch_is_rate_times_steps_times_mean_excess()
    {
        var run = new Run(null, level: -5, every: BatchesPerEpoch, relaxed: false);
        var result = run.Trainer.Run();

        var history = run.Learner.Trace!.History().Constraints["step loss"].Multipliers;
        for (var epoch = 1; epoch < Epochs; epoch++)
            for (var i = 0; i < Horizon; i++)
            {
                var excess = result.History[epoch].Constraints["step loss"][i] - -5;
                (history[epoch][i] - history[epoch - 1][i]).Should().BeApproximately(0.01 * BatchesPerEpoch * excess, 1e-5);
            }
    }

    private static void Same(Run left, Run right)
    {
        Parameters(left.Model).Should().Equal(Parameters(right.Model));
        foreach (var (name, value) in right.Learner.Multipliers.StateDict()) left.Learner.Multipliers.StateDict()[name].ToDoubles().Should().Equal(value.ToDoubles());
        TraceHistory a = left.Learner.Trace!.History(), b = right.Learner.Trace!.History();
        a.Steps.Should().Equal(b.Steps);
        a.Losses.Should().Equal(b.Losses);
        a.Constraints["step loss"].Slacks.SelectMany(row => row).Should().Equal(b.Constraints["step loss"].Slacks.SelectMany(row => row));
    }

    private static double[] Parameters(nn.Module model) => [.. model.parameters().SelectMany(p => p.ToDoubles())];

    /// <summary>A small run with dropout, batches that depend on the epoch, a trace, a score and everything that must survive a stop.</summary>
    private sealed class Run
    {
        private readonly CancellationTokenSource _cancellation = new();
        private int _cancelAt = int.MaxValue;
        private int _done;

        internal Run(string? folder, int seed = 7, int horizon = Horizon, int poisonedStep = -1, double level = 0.3, int every = 1, bool relaxed = true)
        {
            manual_seed(seed);
            Model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.3), nn.ReLU(), nn.Linear(8, horizon));
            var bound = Constraint.AtMost("step loss", level, horizon).StartingAt(1);
            if (relaxed) bound = bound.Relaxed(Relaxation.Quadratic(2));
            Learner = new PrimalDual(Model, optim.Adam(Model.parameters(), 0.01), [bound], DualUpdate.Ascent(0.01));
            Learner.Record(every);
            var weight = randn(4, horizon, generator: new Generator(5));
            Trainer = new Trainer<Tensor>(
                Learner,
                new TrainingData<Tensor>(BatchesPerEpoch, (epoch, skip) => Enumerable.Range(skip, BatchesPerEpoch - skip).Select(i => Batch(epoch, i))),
                x =>
                {
                    if (++_done == _cancelAt) _cancellation.Cancel();
                    var error = (Model.call(x) - x.matmul(weight)).square().mean([0]);
                    var loss = error.mean();
                    return Evaluation.Of(Learner.StepCount + 1 == poisonedStep ? loss * double.NaN : loss).With(bound, error).Observing("error", error);
                },
                new TrainerOptions { Epochs = Epochs, CheckpointFolder = folder, ReportEvery = 5 })
            {
                Validate = epoch => new() { ["validation"] = Math.Abs(epoch - 2.2) },
                ScoredBy = "validation",
            };
        }

        internal Sequential Model { get; }

        internal PrimalDual Learner { get; }

        internal Trainer<Tensor> Trainer { get; }

        internal TrainingResult? Result => Trainer.Run();

        internal CancellationToken CancelAfter(int steps)
        {
            _cancelAt = steps;
            return _cancellation.Token;
        }

        private static Tensor Batch(int epoch, int index) => randn(16, 4, generator: new Generator((ulong)(epoch * 1000 + index)));
    }
}
