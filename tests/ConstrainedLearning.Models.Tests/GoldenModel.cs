using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests;

/// <summary>A network beside what PyTorch made of the same parameters and inputs, output and all gradients.</summary>
internal static class GoldenModel
{
    public static void Compare(JsonNode golden, nn.Module model, Func<Tensor> forward)
    {
        var gradients = golden.Get<Dictionary<string, double[]>>("gradients");
        Waves.Fill(model);
        model.named_parameters().Select(pair => pair.name).Should().BeEquivalentTo(gradients.Keys);

        var output = forward();
        (output * Waves.Cosine(output.shape, 0.3)).sum().backward();

        output.shape.Should().Equal(golden.Get<long[]>("outputShape"));
        var expected = golden.Get<double[]>("output");
        expected.Should().HaveCount((int)output.numel());
        // The reference is in double precision; single precision loses a few digits on the way.
        var tolerance = 2e-5 * Math.Max(1, expected.Max(Math.Abs));
        output.contiguous().data<float>().ToArray().Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < tolerance);
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            var gradient = parameter.grad!;
            var (projection, length) = (gradients[parameterName][0], gradients[parameterName][1]);
            (gradient * Waves.Cosine(gradient.shape, 0.1)).sum().item<float>().Should().BeApproximately((float)projection, (float)(1e-5 + 2e-4 * length), parameterName);
            gradient.norm().item<float>().Should().BeApproximately((float)length, (float)(1e-5 + 2e-4 * length), parameterName);
        }
    }
}
