using ConstrainedLearning.Quantization;
using ConstrainedLearning.Quantization.Export;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>Sums of whole numbers that floating-point numbers carry, against sums of 64-bit integers, and layers against their formula in double precision.</summary>
public sealed class IntegerLayerTests
{
    public static TheoryData<string> Grids => [.. AllGrids.Keys];

    private static Dictionary<string, (Func<IQuantizer> Weight, Func<IQuantizer> Input)> AllGrids { get; } = new()
    {
        ["DoReFa 1"] = (() => new DoReFaWeights(1), () => new DoReFaActivations(1)),
        ["DoReFa 4"] = (() => new DoReFaWeights(4), () => new DoReFaActivations(4)),
        ["DoReFa 8"] = (() => new DoReFaWeights(8), () => new DoReFaActivations(8)),
        ["symmetric 1"] = (() => new SymmetricQuantizer(1), () => new SymmetricQuantizer(1)),
        ["symmetric 8 a sample"] = (() => new SymmetricQuantizer(8) { Granularity = Granularity.PerChannel() }, () => new SymmetricQuantizer(8) { Granularity = Granularity.PerChannel() }),
        ["asymmetric 2"] = (() => new AsymmetricQuantizer(2) { Granularity = Granularity.PerChannel() }, () => new AsymmetricQuantizer(2)),
        ["asymmetric 8"] = (() => new AsymmetricQuantizer(8), () => new AsymmetricQuantizer(8) { Range = (-0.5, 2) }),
        ["learned"] = (() => LearnedStep.ForWeights(3), () => LearnedStep.ForActivations(4)),
        ["learned, signed"] = (() => LearnedStep.ForWeights(8), () => LearnedStep.ForWeights(4)),
        ["clip"] = (() => new SymmetricQuantizer(4), () => new LearnedClip(3, 1.5)),
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public void Linear_layer_is_its_formula(string grid)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Compare(grid, Linear(7, 5, dtype: ScalarType.Float64), randn([6, 7], ScalarType.Float64));
        Compare(grid, Linear(7, 5, hasBias: false, dtype: ScalarType.Float64), randn([2, 3, 7], ScalarType.Float64));
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Convolutions_are_their_formula(string grid)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        Compare(grid, Conv2d(3, 4, 3, padding: 1, dtype: ScalarType.Float64), randn([2, 3, 6, 5], ScalarType.Float64));
        Compare(grid, Conv2d(4, 6, (2, 3), stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2, dtype: ScalarType.Float64), randn([2, 4, 7, 8], ScalarType.Float64));
        Compare(grid, Conv1d(4, 4, 3, stride: 2, padding: 2, dilation: 2, groups: 4, bias: false, dtype: ScalarType.Float64), randn([3, 4, 11], ScalarType.Float64));
    }

    // An input of one sample without its dimension.
    [Fact]
    public void Sample_alone_is_as_in_a_batch()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        foreach (var (layer, input) in new (Module<Tensor, Tensor>, Tensor)[] { (Conv2d(3, 4, 3), randn(3, 6, 5)), (Linear(5, 2), randn(5)) })
        {
            using var integer = Integer(layer, new SymmetricQuantizer(4), new AsymmetricQuantizer(4), out _);
            integer.Apply(input).Equals(integer.Apply(input.unsqueeze(0)).squeeze(0)).Should().BeTrue();
        }
        using var samples = Integer(Linear(5, 2), new SymmetricQuantizer(4), new AsymmetricQuantizer(4) { Granularity = Granularity.PerChannel() }, out _);
        samples.Invoking(layer => layer.Apply(randn(5))).Should().Throw<ArgumentException>().WithMessage("*[5]*one for each sample*");
    }

    // The worst case: every product is the largest there is, and of one sign. 258 x 255 x 255 is below 2^24, 259 x 255 x 255 above it, where Float32 has even numbers alone.
    [Theory]
    [InlineData(257, ScalarType.Float32)]
    [InlineData(258, ScalarType.Float32)]
    [InlineData(259, ScalarType.Float64)]
    [InlineData(4099, ScalarType.Float64)]
    public void Largest_sums_are_exact_and_Float32_is_taken_up_to_its_bound(int fanIn, ScalarType carrier)
    {
        using var scope = NewDisposeScope();
        var layer = Linear(fanIn, 2, hasBias: false);
        using (no_grad()) layer.weight.fill_(1).narrow(0, 1, 1).narrow(1, 0, 1).fill_(-1);
        using var integer = Integer(layer, new DoReFaWeights(8), new DoReFaActivations(8), out _);

        integer.Carrier.Should().Be(carrier, "255 x 255 x {0} is {1}, and 2^24 {2}", fanIn, 255L * 255 * fanIn, 1 << 24);
        var sum = integer.Sum(full([3, fanIn], 255).to(carrier)).to(ScalarType.Int64);
        sum[0, 0].ToInt64().Should().Be(255L * 255 * fanIn);
        sum[2, 1].ToInt64().Should().Be(255L * 255 * (fanIn - 2));
    }

    [Fact]
    public void Sums_carried_are_those_of_integers()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        foreach (var (bits, carrier) in new[] { (3, ScalarType.Float32), (8, ScalarType.Float64) })
        {
            var layer = Conv2d(96, 8, 3, stride: 2, padding: 1, groups: 2);
            using (no_grad()) layer.weight.add_(0.4); // of one sign, so that sums are large
            using var integer = Integer(layer, new AsymmetricQuantizer(bits), new DoReFaActivations(bits), out var weight);
            var input = randint(0, 1 << bits, [20, 96, 9, 9], ScalarType.Int64);

            integer.Carrier.Should().Be(carrier);
            integer.Sum(input.to(carrier)).to(ScalarType.Int64).data<long>().ToArray().Should().Equal(Sums(input, weight.Codes.to(ScalarType.Int64) - weight.ZeroPoint.to(ScalarType.Int64), 2, 1, 2));
        }
    }

    // y (1 + 3 u) + bias, rounded: u = 2^-24. The same numbers in double precision are exact beside that.
    [Fact]
    public void Layer_in_single_precision_is_off_by_its_last_roundings_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        foreach (var bits in new[] { 2, 4, 8 })
        {
            var (layer, input) = (Linear(2000, 8), rand(40, 2000));
            var (weight, grid) = (new SymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() }, new AsymmetricQuantizer(bits));
            using var integer = Integer(layer, weight, grid, out var encoded);
            var product = Values(grid.Encode(input)).matmul(Values(encoded).t());
            var exact = product + layer.bias!.detach().to(ScalarType.Float64);

            var result = integer.Apply(input);

            result.dtype.Should().Be(ScalarType.Float32);
            var unit = Math.Pow(2, -24);
            (result.to(ScalarType.Float64) - exact).abs().le((product.abs() * 3 + exact.abs()) * (unit * 1.001)).all().ToBoolean().Should().BeTrue();
            // As the twin has it, with a rounding at each addition, it is further off.
            (functional.linear(grid.Quantize(input), weight.Quantize(layer.weight), layer.bias).detach().to(ScalarType.Float64) - exact).abs().max().ToDouble()
                .Should().BeGreaterThan((result.to(ScalarType.Float64) - exact).abs().max().ToDouble());
        }
    }

    [Fact]
    public void Values_without_a_code_are_refused()
    {
        using var scope = NewDisposeScope();
        using var integer = Integer(Linear(2, 1), new SymmetricQuantizer(4), new DoReFaActivations(4), out _);

        integer.Invoking(layer => layer.Apply(tensor(new[] { 0f, float.NaN }, 1, 2))).Should().Throw<ArgumentException>().WithMessage("*NaN*");
    }

    private static IntegerLayer Integer(Module<Tensor, Tensor> layer, IQuantizer weight, IQuantizer input, out QuantizedTensor encoded)
    {
        var site = LayerSite.Of(layer).Single();
        encoded = weight.Encode(site.Weight);
        return new IntegerLayer(site, encoded, input);
    }

    private static Tensor Values(QuantizedTensor stored) =>
        (stored.Codes.to(ScalarType.Float64) - stored.ZeroPoint.to(ScalarType.Float64)) * (stored.Scale.to(ScalarType.Float64) / stored.Steps);

    private static void Compare(string grid, Module<Tensor, Tensor> layer, Tensor input)
    {
        var (weight, grids) = (AllGrids[grid].Weight(), AllGrids[grid].Input());
        using var integer = Integer(layer, weight, grids, out _);
        var site = LayerSite.Of(layer).Single();
        var expected = site.Apply(grids.Quantize(input), weight.Quantize(site.Weight)).detach();

        var result = integer.Apply(input);

        result.shape.Should().Equal(expected.shape);
        // Learned numbers are Float32, and so is the formula's division by them.
        (result - expected).abs().max().ToDouble().Should().BeLessThan(1e-13 * Math.Max(1, expected.abs().max().ToDouble()));
    }

    // A convolution by its definition.
    private static IEnumerable<long> Sums(Tensor input, Tensor weight, int stride, int padding, int groups)
    {
        var (x, w) = (input.data<long>().ToArray(), weight.contiguous().data<long>().ToArray());
        var (n, channels, height, width) = ((int)input.size(0), (int)input.size(1), (int)input.size(2), (int)input.size(3));
        var (outputs, perGroup, kernel) = ((int)weight.size(0), (int)weight.size(1), (int)weight.size(2));
        for (var sample = 0; sample < n; sample++)
            for (var output = 0; output < outputs; output++)
                for (var top = -padding; top + kernel <= height + padding; top += stride)
                    for (var left = -padding; left + kernel <= width + padding; left += stride)
                    {
                        var sum = 0L;
                        for (var channel = 0; channel < perGroup; channel++)
                            for (var row = Math.Max(0, -top); row < kernel && top + row < height; row++)
                                for (var column = Math.Max(0, -left); column < kernel && left + column < width; column++)
                                    sum += x[((sample * channels + output / (outputs / groups) * perGroup + channel) * height + top + row) * width + left + column]
                                        * w[((output * perGroup + channel) * kernel + row) * kernel + column];
                        yield return sum;
                    }
    }
}
