using Adapters.Options;
using Adapters.Results;
using ConstrainedLearning;
using ConstrainedLearning.Adapters;
using ConstrainedLearning.Models.Language;
using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace Adapters.Training;

/// <summary>What a run requires of its adapter, and what each step measures for it.</summary>
internal sealed class Requirements
{
    private readonly AdaptOptions _options;
    private readonly AdaptedModel _adapted;
    private readonly LanguageModel _model;
    private readonly AdaptData _data;
    private readonly TextWindows[] _old;
    private readonly ForgettingConstraint[] _forgetting;
    private readonly CapacityConstraint? _capacity;
    private readonly GateBudget? _budget;
    private readonly MergeabilityConstraint? _mergeability;
    private readonly SymmetricQuantizer _grid;

    internal Requirements(AdaptOptions options, AdaptedModel adapted, IAdapter adapter, LanguageModel model, AdaptData data)
    {
        (_options, _adapted, _model, _data) = (options, adapted, model, data);
        _grid = new SymmetricQuantizer(options.MergeBits) { Granularity = Granularity.PerChannel() };
        // Old text is read in an order of its own.
        _old = [.. data.Old.Select((text, place) => text.Training(options.Training.StepsPerLook, options.Training.Seed + 1000 * (place + 1)))];
        _forgetting = options.Forget is not { } most ? [] : [.. data.Old.Select((_, place) => Eased(new ForgettingConstraint(
            "forgetting" + AdaptData.Number(place, data.Old.Count), adapted, most, options.ForgetMeasure == AdaptOptions.Divergence ? ForgettingMeasure.Divergence : ForgettingMeasure.LossIncrease)))];
        if (options.Capacity is { } size) _capacity = new CapacityConstraint("capacity", (IAdditive)adapter, size);
        if (options.Budget is { } budget) _budget = new GateBudget("budget", (IGated)adapter, budget);
        if (options.Mergeable is { } gap) _mergeability = new MergeabilityConstraint("mergeability", adapted, _grid, gap);
    }

    /// <summary>As the learner is given them.</summary>
    internal IReadOnlyList<Constraint> Constraints =>
        [.. _forgetting.Select(forgetting => forgetting.Constraint), .. new[] { _capacity?.Constraint, _budget?.Constraint, _mergeability?.Constraint }.OfType<Constraint>()];

    /// <summary>Forward-and-backward passes of a step.</summary>
    internal double PassesPerStep => 1 + _forgetting.Sum(forgetting => forgetting.ExtraPasses) + (_options.Penalty > 0 ? _old.Length : 0) + (_mergeability?.ExtraPasses ?? 0);

    /// <summary>Parameters that the gates have left; null without gates to be closed.</summary>
    internal long? GatesLeft { get; private set; }

    /// <summary>What acts beside the gradient.</summary>
    internal void Attach(PrimalDual learner)
    {
        if (_budget is not null) learner.With(new ProximalGates(_budget));
    }

    /// <summary>Loss and requirements of a step.</summary>
    internal Evaluation AddTo(Tensor loss, TextBatch batch, long step)
    {
        var place = (int)(step % _options.Training.StepsPerLook);
        var epoch = (int)(step / _options.Training.StepsPerLook) + 1;
        if (_options.Penalty > 0)
            foreach (var text in _old)
            {
                using var old = text.Batch(epoch, place);
                loss += Measure.Loss(_model.call(old.Inputs), old) * _options.Penalty;
            }
        var evaluation = Evaluation.Of(loss);
        foreach (var (forgetting, text) in _forgetting.Zip(_old))
        {
            using var old = text.Batch(epoch, place);
            evaluation.With(forgetting, () => _model.call(old.Inputs), logits => Measure.Loss(logits, old));
        }
        if (_capacity is not null) evaluation.With(_capacity);
        if (_budget is not null) evaluation.With(_budget);
        if (_mergeability is not null) evaluation.With(_mergeability, () => _model.call(batch.Inputs), logits => Measure.Loss(logits, batch));
        return evaluation;
    }

    /// <summary>After the training: gates are closed until the budget holds exactly.</summary>
    internal void Finish() => _budget?.Round();

    /// <summary>Merges, measures the new text's test windows with the weights on the grid, and takes the adapter out again; null where nothing was required of a merge.</summary>
    internal MergeResult? MergeResult()
    {
        if (_budget is not null) GatesLeft = _budget.Left;
        if (_mergeability is null) return null;
        var before = Measure.Mean(_model, _data.New.Test, _options.Training.Windows);
        _adapted.MergeIn(grid: _grid);
        var merged = Measure.Mean(_model, _data.New.Test, _options.Training.Windows);
        _adapted.Unmerge();
        return new MergeResult(_options.MergeBits, before, merged);
    }

    private ForgettingConstraint Eased(ForgettingConstraint forgetting) => _options.Resilient is { } alpha ? forgetting.As(constraint => constraint.Relaxed(Relaxation.Quadratic(alpha))) : forgetting;
}
