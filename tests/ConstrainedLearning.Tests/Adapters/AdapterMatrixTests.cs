using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>What holds for every adapter, on linear layers with heads and on every other kind of layer.</summary>
public sealed class AdapterMatrixTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public AdapterMatrixTests() => manual_seed(3);

    public static TheoryData<string> Methods => Catalog.Names;

    public static TheoryData<string, bool> Placed => Where(_ => true);

    public static TheoryData<string, bool> WithExactGradient => Where(entry => entry.HasExactGradient);

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(Placed))]
    public void Before_training_the_adapted_model_computes_what_the_model_computes(string method, bool isMixed)
    {
        var (model, sites, input) = Place(method, isMixed);
        var reference = model.call(input);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        Difference(model.call(input), reference).Should().BeLessThanOrEqualTo(Catalog.Find(method).StartsExactly ? 0 : 1e-12);
        Catalog.Shake(adapter);
        Difference(model.call(input), reference).Should().BeGreaterThan(1e-3, "a trained adapter changes something");
        adapter.Initialize();
        Difference(model.call(input), reference).Should().BeLessThanOrEqualTo(Catalog.Find(method).StartsExactly ? 0 : 1e-12);
    }

    [Theory, MemberData(nameof(Placed))]
    public void The_cheap_path_gives_what_the_changed_weights_give(string method, bool isMixed)
    {
        var (model, sites, _) = Place(method, isMixed);
        using var adapter = Catalog.Find(method).Make(sites);
        if (adapter is not IReparametrization reparametrization) return;
        Catalog.Shake(adapter);
        foreach (var site in adapter.Sites)
        {
            var input = InputOf(site);
            var weights = site.Weights();
            var output = Computed(site, input, weights);
            var expected = Computed(site, input, reparametrization.Effective(site, weights));
            Difference(adapter.Forward(site, input, output), expected).Should().BeLessThan(1e-10, "of {0}", site.Name);
            if (adapter is IAdditive additive)
            {
                Difference(additive.Path(site, input) + output, expected).Should().BeLessThan(1e-10);
                additive.SquaredNorm(site).ToDouble().Should().BeApproximately(additive.Delta(site).square().sum().ToDouble(), 1e-10);
            }
            var inverted = reparametrization.Invert(site, reparametrization.Effective(site, weights));
            Difference(inverted.Weight, weights.Weight).Should().BeLessThan(1e-10);
            if (weights.Bias is { } bias) Difference(inverted.Bias!, bias).Should().BeLessThan(1e-10);
        }
    }

    [Theory, MemberData(nameof(Placed))]
    public void A_merged_model_computes_what_the_adapted_one_did_and_comes_back_to_the_last_bit(string method, bool isMixed)
    {
        var (model, sites, input) = Place(method, isMixed);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        adapted.eval();
        Catalog.Shake(adapter);
        var before = Bytes(model);
        if (adapter is not IReparametrization)
        {
            adapted.Invoking(it => it.MergeIn()).Should().Throw<InvalidOperationException>().WithMessage("*cannot be merged*");
            Bytes(model).Should().Equal(before);
            return;
        }
        var report = adapted.MergeIn(() => model.call(input));
        report.Gap!.Largest.Should().BeLessThan(1e-10);
        report.Gap.OutputRootMeanSquare.Should().BeGreaterThan(1e-3);
        Bytes(model).Should().NotEqual(before);
        adapted.Unmerge();
        Bytes(model).Should().Equal(before);
    }

    [Theory, MemberData(nameof(WithExactGradient))]
    public void Gradients_of_all_factors_are_those_of_finite_differences(string method, bool isMixed)
    {
        var (model, sites, input) = Place(method, isMixed);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        adapted.eval();
        Catalog.Shake(adapter, 0.1);
        var target = randn_like(model.call(input).detach());
        Loss().backward();
        foreach (var (name, factor) in adapter.Factors.named_parameters())
            for (var i = 0; i < Math.Min(4, factor.numel()); i++)
            {
                var place = factor.numel() * i / Math.Min(4, factor.numel());
                var expected = (At(factor, place, 1e-6) - At(factor, place, -1e-6)) / 2e-6;
                var found = factor.grad!.reshape(-1)[place].ToDouble();
                Math.Abs(found - expected).Should().BeLessThan(1e-5 * Math.Max(1e-2, Math.Abs(expected)), "of {0}[{1}]", name, place);
            }

        Tensor Loss() => (model.call(input).tanh() - target).square().mean();

        double At(Tensor factor, long place, double change)
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            var values = factor.view(-1);
            values[place].add_(change);
            var loss = Loss().ToDouble();
            values[place].add_(-change);
            return loss;
        }
    }

    [Theory, MemberData(nameof(Placed))]
    public void Training_leaves_the_model_as_it_is_byte_for_byte(string method, bool isMixed)
    {
        var (model, sites, input) = Place(method, isMixed);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        var before = Bytes(model);
        using var learner = new PrimalDual(adapted, optim.Adam(adapted.parameters(), 1e-2), [], DualUpdate.Ascent(0.1));
        var target = randn_like(model.call(input).detach());
        double first = 0, last = 0;
        adapted.train();
        for (var step = 0; step < 30; step++)
        {
            last = learner.Step(() => Evaluation.Of((model.call(input) - target).square().mean())).Loss;
            if (step == 0) first = last;
        }
        last.Should().BeLessThan(first);
        Bytes(model).Should().Equal(before);
        model.parameters().Should().OnlyContain(parameter => !parameter.requires_grad);
        adapted.state_dict().Keys.Should().OnlyContain(name => name.StartsWith("a."));
        adapted.parameters().Count().Should().Be(adapter.Factors.parameters().Count());
    }

    [Theory, MemberData(nameof(Methods))]
    public void State_goes_into_a_fresh_adapter_to_the_last_bit(string method)
    {
        var (model, sites, input) = Place(method, false);
        using var adapted = new AdaptedModel(model);
        var adapter = adapted.Add("a", Catalog.Find(method).Make(sites));
        Catalog.Shake(adapter);
        var expected = model.call(input);
        var state = adapted.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        adapted.Remove("a");
        manual_seed(99);
        adapted.Add("a", Catalog.Find(method).Make(sites));
        adapted.load_state_dict(state);
        Difference(model.call(input), expected).Should().Be(0);
    }

    private static TheoryData<string, bool> Where(Func<Catalog.Case, bool> isWanted)
    {
        var data = new TheoryData<string, bool>();
        foreach (var entry in Catalog.All.Where(isWanted))
        {
            data.Add(entry.Name, false);
            if (entry.TakesEverything) data.Add(entry.Name, true);
        }
        return data;
    }

    private static (nn.Module<Tensor, Tensor> Model, IReadOnlyList<Site> Sites, Tensor Input) Place(string method, bool isMixed)
    {
        if (!isMixed)
        {
            var blocks = new Blocks();
            return (blocks, Sites.Of(blocks), randn(5, Blocks.Width, dtype: ScalarType.Float64));
        }
        var mixed = new Mixed();
        mixed.eval();
        return (mixed, Catalog.SitesOf(mixed, Catalog.Find(method)), randint(0, 7, [5, 4], dtype: ScalarType.Int64));
    }

    private static Tensor InputOf(Site site) => site.Name switch
    {
        "table" => randint(0, 7, [5, 4], dtype: ScalarType.Int64),
        "line" => randn(5, 4, 12, dtype: ScalarType.Float64),
        "first" => randn(5, 1, 4, 12, dtype: ScalarType.Float64),
        "norm" => randn(5, 4, 12, dtype: ScalarType.Float64),
        "batch" => randn(5, 6, 3, 4, dtype: ScalarType.Float64),
        "second" => randn(5, 4, 5, 7, dtype: ScalarType.Float64),
        _ => randn(5, 3, site.Inputs, dtype: ScalarType.Float64),
    };

    // What the layer itself gives with other weights.
    private static Tensor Computed(Site site, Tensor input, SiteWeights weights)
    {
        using var _ = no_grad();
        var own = site.Weights();
        var (weight, bias) = (own.Weight.clone(), own.Bias?.clone());
        own.Weight.copy_(weights.Weight);
        own.Bias?.copy_(weights.Bias!);
        var output = ((nn.Module<Tensor, Tensor>)site.Layer).call(input).clone();
        own.Weight.copy_(weight);
        own.Bias?.copy_(bias!);
        return site.Rows is { } rows ? output.narrow(-1, rows.Start, rows.Count) : output;
    }

    private static double Difference(Tensor left, Tensor right) => (left - right).abs().max().ToDouble();

    private static byte[] Bytes(nn.Module model) => [.. model.state_dict().Values.SelectMany(value => value.detach().contiguous().bytes.ToArray())];
}
