using ConstrainedLearning.Adapters;
using ConstrainedLearning.Quantization;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Adapters that can be merged into low precision.</summary>
public sealed class MergeabilityConstraintTests : IDisposable
{
    private const double Epsilon = 0.03;
    private const int Steps = 600;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly LoRA _adapter;
    private readonly Tensor _input, _target;
    private readonly SymmetricQuantizer _grid = new(3);

    public MergeabilityConstraintTests()
    {
        manual_seed(6);
        _model = new Blocks(1);
        _adapted = new AdaptedModel(_model);
        _adapter = _adapted.Add("a", new LoRA(Sites.Of(_model), new LoRAOptions { Rank = 6 }));
        _adapted.eval();
        _input = randn(64, Blocks.Width, dtype: ScalarType.Float64);
        using var _ = no_grad();
        _target = _model.call(_input) + randn(64, 3, dtype: ScalarType.Float64).matmul(randn(3, Blocks.Width, dtype: ScalarType.Float64)) * 0.2;
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void The_value_is_the_gap_that_merging_leaves()
    {
        Catalog.Shake(_adapter, 0.1);
        var mergeability = new MergeabilityConstraint("merge", _adapted, _grid, Epsilon);
        var value = mergeability.Measure(Forward, Loss).ToDouble();
        var before = Loss(Forward()).ToDouble();
        _adapted.MergeIn(grid: _grid);
        value.Should().BeApproximately(Loss(Forward()).ToDouble() - before, 1e-12).And.BeGreaterThan(1e-3);
    }

    [Fact]
    public void On_a_grid_as_fine_as_the_numbers_it_is_never_active()
    {
        var mergeability = new MergeabilityConstraint("merge", _adapted, new SymmetricQuantizer(16), Epsilon);
        using var learner = Learner(mergeability);
        learner.Run(50, () => Evaluation.Of(Loss(Forward())).With(mergeability, Forward, Loss));
        learner.Multipliers[mergeability.Constraint].Multiplier.Only().Should().Be(0);
        Math.Abs(learner.Multipliers[mergeability.Constraint].Value.Only()).Should().BeLessThan(1e-3);
    }

    [Fact]
    public void Trained_with_it_a_merge_onto_the_grid_meets_the_bound_and_without_it_does_not()
    {
        Gap(isBound: false).Should().BeGreaterThan(2 * Epsilon);
        Gap(isBound: true).Should().BeLessThan(Epsilon);
    }

    private double Gap(bool isBound)
    {
        manual_seed(7);
        _adapter.Initialize();
        var mergeability = new MergeabilityConstraint("merge", _adapted, _grid, isBound ? Epsilon / 2 : 1e6);
        using (var learner = Learner(mergeability))
        {
            for (var step = 0; step < Steps; step++)
            {
                foreach (var group in learner.Optimizer.ParamGroups) group.LearningRate = 1e-2 * (1 - (double)step / Steps);
                learner.Step(() => Evaluation.Of(Loss(Forward())).With(mergeability, Forward, Loss));
            }
        }
        var before = Loss(Forward()).ToDouble();
        _adapted.MergeIn(grid: _grid);
        var gap = Loss(Forward()).ToDouble() - before;
        _adapted.Unmerge();
        return gap;
    }

    private PrimalDual Learner(MergeabilityConstraint mergeability) => new(_adapted, optim.Adam(_adapted.parameters(), 1e-2), [mergeability.Constraint], DualUpdate.Ascent(0.5));

    private Tensor Forward() => _model.call(_input);

    private Tensor Loss(Tensor output) => (output - _target).square().mean();
}
