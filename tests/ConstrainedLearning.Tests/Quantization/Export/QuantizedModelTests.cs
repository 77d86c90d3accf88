using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>What was exported and loaded into a model with other weights is the twin.</summary>
public sealed class QuantizedModelTests
{
    public static IEnumerable<object[]> Grids =>
        from grid in new[] { "DoReFa", "symmetric", "per channel", "asymmetric", "given ranges", "weights alone" } from bits in new[] { 1, 2, 4, 8 } select new object[] { grid, bits };

    // In double precision no value comes near the middle between two codes, and all are the same to rounding.
    [Theory]
    [MemberData(nameof(Grids))]
    public void Loaded_model_is_the_twin_in_double_precision(string grid, int bits)
    {
        using var scope = NewDisposeScope();
        foreach (var network in ExportedNetwork.All)
        {
            var (twin, loaded) = network.TwinAndLoaded(model => Layers(model, grid, bits), ScalarType.Float64);

            (twin - loaded).abs().max().ToDouble().Should().BeLessThan(1e-12 * Math.Max(1, twin.abs().max().ToDouble()), network.Name);
            loaded.argmax(1).Equals(twin.argmax(1)).Should().BeTrue();
        }
    }

    // In single precision too, but where rounding takes a value to the next code of a layer to come.
    [Theory]
    [MemberData(nameof(Grids))]
    public void Loaded_model_predicts_as_the_twin_in_single_precision(string grid, int bits)
    {
        using var scope = NewDisposeScope();
        foreach (var network in ExportedNetwork.All)
        {
            var (twin, loaded) = network.TwinAndLoaded(model => Layers(model, grid, bits), ScalarType.Float32);

            var gaps = (twin - loaded).abs().amax([1]) / Math.Max(1, twin.abs().max().ToDouble());
            gaps.lt(2e-6).to(ScalarType.Float32).mean().ToDouble().Should().BeGreaterThan(0.9, network.Name);
            var top = twin.topk(2, 1).values;
            var clear = top.select(1, 0) - top.select(1, 1) > 2 * (twin - loaded).abs().amax([1]);
            loaded.argmax(1).eq(twin.argmax(1)).logical_or(clear.logical_not()).all().ToBoolean().Should().BeTrue();
            loaded.argmax(1).eq(twin.argmax(1)).to(ScalarType.Float32).mean().ToDouble().Should().BeGreaterThan(0.98);
        }
    }

    [Fact]
    public void Learned_grids_come_back_with_what_they_learned()
    {
        using var scope = NewDisposeScope();
        foreach (var network in ExportedNetwork.All)
            foreach (var clip in new[] { true, false })
            {
                // Weights and inputs with a quantizer of their own each.
                LayerPrecision Own(LayerSite site) => new(site, LearnedStep.ForWeights(4), clip ? new LearnedClip(4, 2.3) : LearnedStep.ForActivations(3));
                IReadOnlyList<LayerPrecision> Learned(nn.Module model) => [.. LayerSite.Of(model).Select(Own)];
                var (twin, loaded) = network.TwinAndLoaded(Learned, ScalarType.Float64);

                (twin - loaded).abs().max().ToDouble().Should().BeLessThan(1e-12 * Math.Max(1, twin.abs().max().ToDouble()));
            }
    }

    [Fact]
    public void Learned_numbers_are_kept_to_the_last_bit_of_either_type()
    {
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var scope = NewDisposeScope();
            using var step = LearnedStep.ForWeights(5);
            using var clip = new LearnedClip(5);
            step.Quantize(tensor([0.1, 0.7]));
            clip.to(type);
            step.to(type);
            using (no_grad()) clip.state_dict()["alpha"].copy_(tensor(Math.E));
            var values = linspace(-4, 4, 1001, type);
            foreach (var quantizer in new IQuantizer[] { step, clip })
            {
                var again = InputGrid.Of("layer", quantizer).Quantizer();
                again.Quantize(values).Equals(quantizer.Quantize(values)).Should().BeTrue();
                (again as IDisposable)!.Dispose();
            }
        }
    }

    [Fact]
    public void Weights_loaded_are_those_of_the_grid_exactly()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var channels = Granularity.PerChannel();
        IQuantizer[] quantizers = [new DoReFaWeights(1), new DoReFaWeights(3), new SymmetricQuantizer(1), new SymmetricQuantizer(5) { Granularity = channels }, new AsymmetricQuantizer(7) { Granularity = channels }, LearnedStep.ForWeights(2)];
        foreach (var quantizer in quantizers)
        {
            using var model = nn.Linear(9, 4);
            var expected = quantizer.Quantize(model.weight);
            using var exported = QuantizedModel.Of(model, LayerPrecision.Of(LayerSite.Of(model), quantizer));
            using var other = nn.Linear(9, 4);

            using var loaded = exported.LoadInto(other);

            other.weight.Equals(expected).Should().BeTrue(quantizer.ToString());
            other.bias!.Equals(model.bias!).Should().BeTrue();
        }
    }

    [Fact]
    public void Model_stays_the_callers_while_and_after_it_is_run()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        using var model = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3));
        using var twin = new LowPrecisionTwin(model, LayerPrecision.Of(LayerSite.Of(model), new SymmetricQuantizer(3), new AsymmetricQuantizer(3)));
        var input = randn(10, 6);
        using var exported = QuantizedModel.Of(model, twin);
        var low = twin.Run(() => model.call(input));
        using (no_grad()) foreach (var parameter in model.parameters()) parameter.zero_(); // what was exported is a copy
        using var loaded = exported.LoadInto(model);
        exported.Dispose();

        var weightsAlone = model.call(input);
        var result = loaded.Run(() => model.call(input));

        (result - low).abs().max().ToDouble().Should().BeLessThan(1e-6);
        result.requires_grad.Should().BeFalse();
        (weightsAlone - low).abs().max().ToDouble().Should().BeGreaterThan(1e-3);
        model.call(input).Equals(weightsAlone).Should().BeTrue("hooks are gone");
        loaded.Invoking(it => it.Run(() => throw new InvalidOperationException("the pass"))).Should().Throw<InvalidOperationException>().WithMessage("the pass");
        model.call(input).Equals(weightsAlone).Should().BeTrue("hooks are gone");
    }

    // 20 x 10 weights of 4 bits: 100 bytes, a scale and a zero point; the bias of 10 and the second layer of 10 x 3 + 3 stay.
    [Fact]
    public void Size_is_what_the_tensors_take()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Linear(20, 10), nn.ReLU(), nn.Linear(10, 3));
        using var exported = QuantizedModel.Of(model, LayerPrecision.Of(LayerSite.Of(model, "0"), new SymmetricQuantizer(4)));

        exported.Size.Should().Be(new ModelSize(100 + 8 + 4 * (10 + 33), 4 * (200 + 10 + 33)));
        exported.Size.Ratio.Should().BeApproximately(972 / 280.0, 1e-12);
        // 199 bits of 3-bit codes and scales of each output.
        using var narrow = nn.Linear(7, 9, hasBias: false, dtype: ScalarType.Float64);
        using var odd = QuantizedModel.Of(narrow, LayerPrecision.Of(LayerSite.Of(narrow), new AsymmetricQuantizer(3) { Granularity = Granularity.PerChannel() }));
        odd.Size.Should().Be(new ModelSize((63 * 3 + 7) / 8 + 2 * 9 * 8, 63 * 8));
    }

    [Fact]
    public void What_cannot_be_exported_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("a", nn.Linear(6, 6)), ("b", nn.Linear(6, 6)));
        void Refused(IQuantizer weight, IQuantizer? input, string message) =>
            FluentActions.Invoking(() => QuantizedModel.Of(model, LayerPrecision.Of(LayerSite.Of(model, "b"), weight, input))).Should().Throw<ArgumentException>().WithMessage(message);

        Refused(new SymmetricQuantizer(9), null, "*'b'*weight has 9 bits*8 at most*");
        Refused(new SymmetricQuantizer(4), new DoReFaActivations(12), "*'b'*input has 12 bits*");
        Refused(new SymmetricQuantizer(4) { Granularity = Granularity.PerChannel(1) }, null, "*'b'*'b.weight.scale'*shape [1, 6]*one for each output, [6, 1]*");
        Refused(new SymmetricQuantizer(4), new SymmetricQuantizer(4) { Granularity = Granularity.PerChannel(1) }, "*'b'*per channel 1*per tensor*");
        Refused(new SymmetricQuantizer(4), LearnedStep.ForActivations(4), "*'b'*has seen no values*");
        Refused(new SymmetricQuantizer(4), new DoReFaWeights(4), "*'b'*DoReFaWeights has no form*");
        using var other = nn.Sequential(nn.Linear(6, 6));
        FluentActions.Invoking(() => QuantizedModel.Of(model, LayerPrecision.Of(LayerSite.Of(other), new SymmetricQuantizer(4)))).Should().Throw<ArgumentException>().WithMessage("*'0' is not one of this model's*");
        FluentActions.Invoking(() => QuantizedModel.Of(model, [])).Should().Throw<ArgumentException>().WithMessage("*at least one layer*");
        using var tied = nn.Sequential(("a", nn.Linear(6, 6)), ("b", nn.Linear(6, 6)));
        ((TorchSharp.Modules.Linear)tied[1]).weight = ((TorchSharp.Modules.Linear)tied[0]).weight;
        FluentActions.Invoking(() => QuantizedModel.Of(tied, LayerPrecision.Of(LayerSite.Of(tied, "b"), new SymmetricQuantizer(4)))).Should().Throw<ArgumentException>().WithMessage("*'b' is also 'a.weight'*");
    }

    private static IReadOnlyList<LayerPrecision> Layers(nn.Module model, string grid, int bits)
    {
        var channels = Granularity.PerChannel();
        var (weight, input) = grid switch
        {
            "DoReFa" => (new DoReFaWeights(bits), new DoReFaActivations(bits)),
            "symmetric" => (new SymmetricQuantizer(bits), new SymmetricQuantizer(bits)),
            "per channel" => (new SymmetricQuantizer(bits) { Granularity = channels }, new AsymmetricQuantizer(bits) { Granularity = channels }),
            "asymmetric" => (new AsymmetricQuantizer(bits) { Granularity = channels }, new AsymmetricQuantizer(bits)),
            "given ranges" => (new AsymmetricQuantizer(bits) { Range = (-0.3, 0.25) }, (IQuantizer)new AsymmetricQuantizer(bits) { Range = (-1.5, 2.1) }),
            _ => ((IQuantizer)new SymmetricQuantizer(bits), (IQuantizer?)null),
        };
        return LayerPrecision.Of(LayerSite.Of(model), weight, input);
    }
}
