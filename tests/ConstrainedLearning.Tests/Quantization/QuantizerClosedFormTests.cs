using ConstrainedLearning.Quantization;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Quantization;

/// <summary>Quantizers of DoReFa networks beside exact errors.</summary>
public sealed class QuantizerClosedFormTests
{
    public static IEnumerable<object[]> Layers => ClosedForms.Ids("quantization.linear_layer.");

    [Fact]
    public void Mean_squared_error_of_rounding_uniform_values_is_the_known_one()
    {
        using var scope = NewDisposeScope();
        var golden = ClosedForms.Case("quantization.rounding_mse.1-2-3-4-8");
        var middles = (arange(400_000, ScalarType.Float64) + 0.5) / 400_000;
        // The last fixes what the weights are divided by.
        var weights = cat([(middles * 2 - 1) * 0.9, tensor([0.9])]).atanh();
        foreach (var (bits, index) in Bits(golden))
        {
            var activationError = new DoReFaActivations(bits).Quantize(middles) - middles;
            var quantizer = new DoReFaWeights(bits);
            var weightError = (quantizer.Quantize(weights) - quantizer.HighPrecision(weights))[..^1] / weights.abs().mean();

            activationError.square().mean().ToDouble().Should().BeApproximately(golden.ExpectedAll("activation_mse")[index], golden.Tolerance(), $"{bits} bits");
            weightError.square().mean().ToDouble().Should().BeApproximately(golden.ExpectedAll("weight_mse")[index], golden.Tolerance(), $"{bits} bits");
        }
    }

    [Fact]
    public void Weights_have_no_zero_level()
    {
        using var scope = NewDisposeScope();
        var golden = ClosedForms.Case("quantization.no_zero_level.1-2-3-4-8");
        var weights = tensor([0.0, 2.0, -1.5]);
        foreach (var (bits, index) in Bits(golden))
        {
            var relative = new DoReFaWeights(bits).Quantize(weights) / weights.abs().mean();
            relative[0].ToDouble().Should().BeApproximately(golden.ExpectedAll("q_of_zero")[index], golden.Tolerance(), $"{bits} bits");
            relative[1].ToDouble().Should().Be(1, "the largest is a point of every grid");
        }
    }

    [Theory, MemberData(nameof(Layers))]
    public void Error_of_a_linear_layer_over_all_inputs_of_the_grid_is_the_known_one(string id)
    {
        using var scope = NewDisposeScope();
        var golden = ClosedForms.Case(id);
        var weights = Matrix(golden.GetProperty("inputs").GetProperty("W"));
        foreach (var (bits, index) in Bits(golden))
        {
            var quantizer = new DoReFaWeights(bits);
            var error = quantizer.Quantize(weights) - quantizer.HighPrecision(weights);
            Distance(error, Matrix(golden.GetProperty("expected").GetProperty("e")[index])).Should().BeLessThan(golden.Tolerance());
            Distance(quantizer.HighPrecision(weights) / golden.Expected("E"), Matrix(golden.GetProperty("expected").GetProperty("u"))).Should().BeLessThan(golden.Tolerance());

            var levels = new DoReFaActivations(bits).Quantize(linspace(0, 1, 1 << bits, ScalarType.Float64));
            var inputs = cartesian_prod([.. Enumerable.Repeat(levels, (int)weights.size(1))]);
            inputs.matmul(error.t()).square().mean().ToDouble().Should().BeApproximately(golden.ExpectedAll("d")[index], golden.Tolerance(), $"{bits} bits");
        }
    }

    [Fact]
    public void One_weight_alone_has_no_error()
    {
        using var scope = NewDisposeScope();
        foreach (var bits in Enumerable.Range(1, 16))
        {
            var weight = full([1, 1], 0.7f, ScalarType.Float32);
            new DoReFaWeights(bits).Quantize(weight).Equals(new DoReFaWeights(bits).HighPrecision(weight)).Should().BeTrue();
            new DoReFaWeights(bits).Quantize(weight).item<float>().Should().Be(0.7f);
        }
    }

    /// <summary>Among many weights rounding errors are uniform in their cells, for every smooth law of the weights.</summary>
    [Theory]
    [InlineData(4), InlineData(8), InlineData(12), InlineData(16)]
    public void Squared_error_falls_as_four_to_the_minus_bits(int bits)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var weights = randn([100_000], ScalarType.Float64) * 0.1;
        var n = Math.Pow(2, bits) - 1;
        var quantizer = new DoReFaWeights(bits);
        var error = (quantizer.Quantize(weights) - quantizer.HighPrecision(weights)) / weights.abs().mean();
        (error.square().mean().ToDouble() * 3 * n * n).Should().BeApproximately(1, 0.02);

        var symmetric = (new SymmetricQuantizer(bits).Quantize(weights) - weights) / weights.abs().max();
        var half = Math.Pow(2, bits - 1) - 1;
        (symmetric.square().mean().ToDouble() * 12 * half * half).Should().BeApproximately(1, 0.02);

        var asymmetric = (new AsymmetricQuantizer(bits).Quantize(weights) - weights) / (weights.max() - weights.min());
        (asymmetric.square().mean().ToDouble() * 12 * n * n).Should().BeApproximately(1, 0.02);
    }

    private static IEnumerable<(int Bits, int Index)> Bits(System.Text.Json.JsonElement golden) => golden.Inputs("bits").Select((bits, index) => ((int)bits, index));

    private static Tensor Matrix(System.Text.Json.JsonElement rows) => stack([.. rows.EnumerateArray().Select(row => tensor(row.EnumerateArray().Select(value => value.GetDouble()).ToArray()))]);

    private static double Distance(Tensor left, Tensor right) => (left - right).abs().max().ToDouble();
}
