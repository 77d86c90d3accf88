using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>The loss under transformations, drawn towards those that hurt, at most epsilon: E[ l(f(g x), y) ] &lt;= epsilon with g by the sampler.</summary>
/// <remarks>
/// Its multiplier decides if and when augmentation acts: at 0 it is off. The law of g is held fixed in the gradient (Danskin), so chosen images are ordinary inputs.
/// epsilon is on the scale of the loss of transformed images; above ln(classes) it never binds for a model better than chance.
/// Reference: Hounie, Chamon, Ribeiro, "Automatic Data Augmentation via Invariance-Constrained Learning", ICML 2023.
/// Owns its random stream and chains; model and augmentation stay the caller's.
/// </remarks>
public sealed class InvarianceConstraint : ICheckpointed, IDisposable
{
    private const int LevelBins = 10;

    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly Func<Tensor, Tensor, Tensor> _losses;
    private readonly IAugmentation _augmentation;
    private readonly InvarianceOptions _options;
    private readonly RandomStream _random;
    private readonly Tensor? _operations, _levels;

    /// <summary>Sets up the constraint.</summary>
    /// <param name="name">Its name, as every constraint's.</param>
    /// <param name="epsilon">The bound on the mean loss under chosen transformations.</param>
    /// <param name="augmentation">The transformations.</param>
    /// <param name="model">[n, ...] images to outputs; borrowed.</param>
    /// <param name="losses">Outputs and targets to the loss of each sample, shape [n]: without reduction.</param>
    /// <param name="options">Sampler, statistics, seed; null (the default): as published but for running statistics.</param>
    public InvarianceConstraint(string name, double epsilon, IAugmentation augmentation, nn.Module<Tensor, Tensor> model, Func<Tensor, Tensor, Tensor> losses, InvarianceOptions? options = null)
    {
        (_augmentation, _model, _losses, _options) = (augmentation, model, losses, options ?? new InvarianceOptions());
        Constraint = Constraint.AtMost(name, epsilon).Contributing(_options.IsMixed ? Contribution.DualOnly : Contribution.Both);
        _random = new RandomStream(_options.Seed);
        if (_options.Sampler is not ChainSampler { Options.IsPersistent: true }) return;
        if (_options.Samples == 0) throw new ArgumentException($"invariance '{name}': chains that go on where they were need the number of samples (InvarianceOptions.Samples)", nameof(options));
        _operations = full([_options.Samples], -1, dtype: ScalarType.Int64).DetachFromDisposeScope();
        _levels = zeros([_options.Samples]).DetachFromDisposeScope();
    }

    /// <summary>The constraint as the learner is given it; change its rule, start or relaxation with <c>init</c> or <see cref="As"/>.</summary>
    public Constraint Constraint { get; private set; }

    /// <summary>Changes the constraint's rule, start or relaxation; before the learner is made.</summary>
    public InvarianceConstraint As(Func<Constraint, Constraint> change)
    {
        var changed = change(Constraint);
        Constraint = changed.Name == Constraint.Name && changed.Count == 1 ? changed : throw new ArgumentException($"invariance '{Constraint.Name}': the name and the one component stay as they are");
        return this;
    }

    /// <summary>Passes beyond the user's own, as parts of a forward-and-backward pass (a third each without gradient, one with).</summary>
    public double ExtraPasses => _options.IsMixed ? Math.Max(1, _options.Sampler.Proposals) / 3.0 : _options.Sampler.Proposals / 3.0 + 1;

    /// <summary>
    /// With <see cref="InvarianceOptions.IsMixed"/>: the batch to train on, in which each image is transformed as the sampler chose with probability gamma / (1 + gamma), and clean otherwise, so
    /// that its mean loss is (l_clean + gamma l_transformed) / (1 + gamma) in the mean. The constraint's value is the loss that the sampler saw, without gradient. Cost: K / 3 passes beside the user's own.
    /// </summary>
    /// <param name="clean">Shape [n, ...]: what the loss itself is on, with its own augmentation if it has one.</param>
    /// <param name="images">Shape [n, ...]: the same images, not transformed.</param>
    /// <param name="targets">Shape [n, ...].</param>
    /// <param name="multiplier">gamma, one number: the learner's <c>Multipliers[invariance.Constraint].Multiplier</c>.</param>
    /// <param name="samples">Their indices in the data set; needed for chains that go on where they were.</param>
    /// <returns>In the caller's dispose scope.</returns>
    public MixedBatch Mix(Tensor clean, Tensor images, Tensor targets, Tensor multiplier, Tensor? samples = null)
    {
        if (!_options.IsMixed) throw new InvalidOperationException($"invariance '{Constraint.Name}' has batches of its own: use evaluation.With(invariance, images, targets), or make it with InvarianceOptions.IsMixed");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = _random.Enter();
        var chosen = Choose(images, targets, samples);
        var loss = chosen.Losses ?? WithoutStatistics(() => Losses(ChannelOrder.Like(images, chosen.Result.Images), targets));
        var transformed = Upload.To(images.device, rand([images.size(0)], ScalarType.Float32, CPU)).lt(multiplier / (multiplier + 1));
        var mixed = where(transformed.view([images.size(0), .. Enumerable.Repeat(1L, (int)images.Dimensions - 1)]), chosen.Result.Images, clean);
        return new MixedBatch(this, ChannelOrder.Like(clean, mixed).MoveToOuterDisposeScope(), chosen.MoveToOuterDisposeScope(), loss.mean().MoveToOuterDisposeScope());
    }

    /// <summary>Chooses transformations, evaluates the model on them and adds the reading to the evaluation; beside it <c>NAME/acceptance</c>, <c>NAME/operations</c> and <c>NAME/levels</c> for the epoch's means.</summary>
    /// <param name="evaluation">To be added to.</param>
    /// <param name="images">Shape [n, ...], not transformed, not normalised.</param>
    /// <param name="targets">Shape [n, ...].</param>
    /// <param name="samples">Their indices in the data set; needed for chains that go on where they were.</param>
    internal Evaluation AddTo(Evaluation evaluation, Tensor images, Tensor targets, Tensor? samples)
    {
        if (_options.IsMixed) throw new InvalidOperationException($"invariance '{Constraint.Name}' is of mixed batches: train on invariance.Mix(...).Images and add evaluation.With(mixed)");
        Chosen chosen;
        Tensor loss;
        using (_random.Enter()) // dropout in these passes draws here too
        {
            chosen = Choose(images, targets, samples);
            using var frozen = FrozenStatistics.Of(_model, _options.RunningStatistics == RunningStatistics.Clean);
            loss = Losses(ChannelOrder.Like(images, chosen.Result.Images), targets).mean();
        }
        return AddTo(evaluation, chosen, loss);
    }

    /// <summary>Adds what was chosen and what it measured.</summary>
    internal Evaluation AddTo(Evaluation evaluation, Chosen chosen, Tensor loss)
    {
        using var _ = no_grad();
        if (chosen.Acceptance is { } acceptance) evaluation.Observing(Constraint.Name + "/acceptance", acceptance);
        return evaluation
            .Observing(Constraint.Name + "/operations", Shares(chosen.Result.Operations, _augmentation.Operations.Count))
            .Observing(Constraint.Name + "/levels", Shares(chosen.Result.Levels.abs().mul_(LevelBins).clamp_max_(LevelBins - 1).to(ScalarType.Int64), LevelBins))
            .With(Constraint, loss);
    }

    /// <summary>
    /// What the sampler chooses for some images at the model's present parameters and in its present mode, to be looked at. It draws from a stream of its own and begins chains afresh: training
    /// goes on as if nobody had looked.
    /// </summary>
    /// <param name="images">Shape [n, ...], not transformed.</param>
    /// <param name="targets">Shape [n, ...].</param>
    /// <returns>In the caller's dispose scope.</returns>
    public Transformed Sample(Tensor images, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new RandomStream(_options.Seed);
        using var region = random.Enter();
        using var frozen = FrozenStatistics.Of(_model, freeze: true);
        return _options.Sampler.Choose(images, _augmentation, transformed => Losses(transformed, targets), null).MoveToOuterDisposeScope().Result;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["random"] = _random.State };
        if (_operations is not null) (result["chain/operations"], result["chain/levels"]) = (_operations, _levels!);
        return result;
    }

    /// <inheritdoc/>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved) => SavedTensors.Restore(StateDict(), saved, $"invariance '{Constraint.Name}'");

    /// <inheritdoc/>
    public void Dispose()
    {
        _random.Dispose();
        _operations?.Dispose();
        _levels?.Dispose();
    }

    private Chosen Choose(Tensor images, Tensor targets, Tensor? samples)
    {
        using var _ = no_grad();
        using var frozen = FrozenStatistics.Of(_model, _options.Sampler.Proposals > 0 && _options.RunningStatistics != RunningStatistics.All);
        if (_operations is null) return _options.Sampler.Choose(images, _augmentation, Loss, null);
        if (samples is null) throw new ArgumentException($"invariance '{Constraint.Name}': chains that go on where they were need the samples' indices");
        var places = samples.cpu();
        var chosen = _options.Sampler.Choose(images, _augmentation, Loss, Resume(images, places));
        _operations.index_copy_(0, places, chosen.Result.Operations.cpu());
        _levels!.index_copy_(0, places, chosen.Result.Levels.cpu());
        return chosen;

        Tensor Loss(Tensor transformed) => Losses(ChannelOrder.Like(images, transformed), targets);
    }

    // A sample that is seen for the first time starts at a fresh draw.
    private Transformed Resume(Tensor images, Tensor samples)
    {
        var fresh = _augmentation.Draw(images);
        var operations = _operations!.index_select(0, samples).to(images.device);
        var known = operations.ge(0);
        var last = _augmentation.Apply(images, operations.clamp_min(0), _levels!.index_select(0, samples).to(images.device));
        return fresh.Where(known, last);
    }

    private Tensor WithoutStatistics(Func<Tensor> losses)
    {
        using var frozen = FrozenStatistics.Of(_model, _options.RunningStatistics != RunningStatistics.All);
        return losses();
    }

    private Tensor Losses(Tensor images, Tensor targets)
    {
        var losses = _losses(_model.call(images), targets);
        return losses.Dimensions == 1 && losses.size(0) == images.size(0)
            ? losses
            : throw new ShapeMismatchException(Constraint.Name, "the loss under transformations", losses.shape, $"[{images.size(0)}]: one loss a sample, reduction none");
    }

    private static Tensor Shares(Tensor indices, int count) => nn.functional.one_hot(indices, count).to(ScalarType.Float32).mean([0]);
}

/// <summary>Adds invariance to evaluations.</summary>
public static class InvarianceEvaluation
{
    /// <summary>Adds the loss under chosen transformations as the constraint's value.</summary>
    /// <param name="evaluation">Of the clean loss.</param>
    /// <param name="invariance">The constraint.</param>
    /// <param name="images">Shape [n, ...], not transformed. The model gets transformed ones in their order of memory: with channels last every pass of a convolutional network is faster on a CPU.</param>
    /// <param name="targets">Shape [n, ...].</param>
    /// <param name="samples">The samples' indices, for chains that go on where they were; null (the default): none.</param>
    public static Evaluation With(this Evaluation evaluation, InvarianceConstraint invariance, Tensor images, Tensor targets, Tensor? samples = null) => invariance.AddTo(evaluation, images, targets, samples);

    /// <summary>Adds what was measured when a batch was mixed.</summary>
    /// <param name="evaluation">Of the loss of the mixed images.</param>
    /// <param name="batch">The batch.</param>
    public static Evaluation With(this Evaluation evaluation, MixedBatch batch) => batch.AddTo(evaluation);
}
