using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>Adapters of which any truncation can be used.</summary>
public sealed class NestedRankTests : IDisposable
{
    private const int Rank = 4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Blocks _model;
    private readonly AdaptedModel _adapted;
    private readonly LoRA _adapter;
    private readonly Site _site;

    public NestedRankTests()
    {
        manual_seed(13);
        _model = new Blocks(1);
        _adapted = new AdaptedModel(_model);
        _adapter = _adapted.Add("a", new LoRA(Sites.Of(_model, "query"), new LoRAOptions { Rank = Rank }));
        _site = _adapter.Sites[0];
    }

    public void Dispose()
    {
        _adapted.Dispose();
        _scope.Dispose();
    }

    // The nearest matrix of each rank b is the sum of the first b singular components, and leaves the others (Eckart and Young): all are had at once.
    [Fact]
    public void Each_truncation_comes_to_the_best_of_its_rank_and_those_of_plain_training_do_not()
    {
        var (u, _, vh) = linalg.svd(randn(Blocks.Width, Blocks.Width, dtype: ScalarType.Float64));
        double[] values = [2, 1.5, 1, 0.6];
        var wanted = u[.., ..Rank].matmul(diag(tensor(values, dtype: ScalarType.Float64))).matmul(vh[..Rank]);
        var nested = Errors(isNested: true);
        for (var b = 1; b <= Rank; b++) nested[b - 1].Should().BeApproximately(values.Skip(b).Sum(value => value * value), 0.02, "of rank {0}", b);
        Errors(isNested: false)[0].Should().BeGreaterThan(nested[0] * 1.2);

        double[] Errors(bool isNested)
        {
            _adapter.Initialize();
            using var learner = new PrimalDual(_adapted, optim.Adam(_adapted.parameters(), 5e-3), [], DualUpdate.Ascent(0.1));
            if (isNested) learner.With(new NestedRank(_adapter));
            learner.Run(3000, () => Evaluation.Of((_adapter.Delta(_site) - wanted).square().sum()));
            return [.. Enumerable.Range(1, Rank).Select(b => At(b, () => (_adapter.Delta(_site) - wanted).square().sum().ToDouble()))];
        }
    }

    [Fact]
    public void Truncated_it_is_the_adapter_of_its_first_components()
    {
        Catalog.Shake(_adapter);
        Tensor a = _adapter.Factors[LoRA.First(_site)], b = _adapter.Factors[LoRA.Second(_site)];
        var input = randn(3, Blocks.Width, dtype: ScalarType.Float64);
        At(2, () =>
        {
            var expected = b[.., ..2].matmul(a[..2]);
            (_adapter.Delta(_site) - expected).abs().max().ToDouble().Should().BeLessThan(1e-14);
            (_adapter.Path(_site, input) - input.matmul(expected.t())).abs().max().ToDouble().Should().BeLessThan(1e-13);
            _adapter.SquaredNorm(_site).ToDouble().Should().BeApproximately(expected.square().sum().ToDouble(), 1e-12);
            return 0;
        });
        this.Invoking(_ => _adapter.Truncation = 0).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Every_rank_has_its_turn_and_between_steps_the_adapter_is_whole()
    {
        Catalog.Shake(_adapter);
        var seen = new List<int>();
        using var learner = new PrimalDual(_adapted, optim.SGD(_adapted.parameters(), 1e-3), [], DualUpdate.Ascent(0.1)).With(new NestedRank(_adapter, 2));
        for (var step = 0; step < 60; step++)
        {
            learner.Step(() =>
            {
                seen.Add(_adapter.Truncation!.Value);
                return Evaluation.Of(_adapter.Delta(_site).square().sum());
            });
            _adapter.Truncation.Should().BeNull();
        }
        seen.Distinct().Order().Should().Equal(2, 3, 4);
        learner.Invoking(it => it.Step(() => throw new TimeoutException())).Should().Throw<TimeoutException>();
        _adapter.Truncation.Should().BeNull();
        this.Invoking(_ => new NestedRank(_adapter, 5)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private T At<T>(int rank, Func<T> look)
    {
        _adapter.Truncation = rank;
        var seen = look();
        _adapter.Truncation = null;
        return seen;
    }
}
