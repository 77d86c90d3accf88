using ConstrainedLearning.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Logits and all gradients against the papers' formulas, written head by head and place by place (golden/language.py).</summary>
public sealed class LanguageGoldenTests
{
    public static TheoryData<string> Names => LanguageSample.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_equals_formulas_forward_and_backward_in_double_precision(string name)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model(name);
        var golden = Golden.Read("language.json")[name]!;
        var gradients = golden.Get<Dictionary<string, double[]>>("gradients");
        model.to(ScalarType.Float64);
        Fill(model);
        model.named_parameters().Select(pair => pair.name).Should().BeEquivalentTo(gradients.Keys);

        var logits = model.call(LanguageSample.Tokens());
        (logits * Cosine(logits.shape, 0.3)).sum().backward();

        Compare(logits, golden, 1e-8);
        foreach (var (parameterName, parameter) in model.named_parameters())
        {
            var gradient = parameter.grad!;
            var (projection, length) = (gradients[parameterName][0], gradients[parameterName][1]);
            (gradient * Cosine(gradient.shape, 0.1)).sum().item<double>().Should().BeApproximately(projection, 1e-8 * (1 + length), parameterName);
            gradient.norm().item<double>().Should().BeApproximately(length, 1e-8 * (1 + length), parameterName);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_equals_formulas_in_single_precision(string name)
    {
        using var scope = NewDisposeScope();
        using var model = LanguageSample.Model(name);
        Waves.Fill(model);

        Compare(model.call(LanguageSample.Tokens()).to(ScalarType.Float64), Golden.Read("language.json")[name]!, 1e-5);
    }

    private static void Compare(Tensor logits, System.Text.Json.Nodes.JsonNode golden, double tolerance)
    {
        var expected = golden.Get<double[]>("logits");
        logits.shape.Should().Equal(LanguageSample.Batch, LanguageSample.Length, LanguageSample.Options.VocabularySize);
        logits.contiguous().data<double>().ToArray().Zip(expected, (found, wanted) => Math.Abs(found - wanted)).Max().Should().BeLessThan(tolerance * Math.Max(1, expected.Max(Math.Abs)));
    }

    /// <summary><see cref="Waves.Fill"/> without rounding to single precision.</summary>
    private static void Fill(nn.Module module)
    {
        using var frozen = no_grad();
        var parameters = module.named_parameters().OrderBy(pair => pair.name, StringComparer.Ordinal).ToList();
        for (var p = 0; p < parameters.Count; p++) parameters[p].parameter.copy_(Sine(parameters[p].parameter.shape, 0.7, p, 0.3)).Dispose();
    }

    private static Tensor Cosine(long[] shape, double step) => Sine(shape, step, Math.PI / 2, 1);

    private static Tensor Sine(long[] shape, double step, double phase, double scale) =>
        tensor(Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => scale * Math.Sin(step * i + phase)).ToArray()).reshape(shape);
}
