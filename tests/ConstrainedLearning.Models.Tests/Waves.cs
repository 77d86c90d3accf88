using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests;

/// <summary>The parameters and inputs of golden/models.py, which are formulas and not numbers.</summary>
internal static class Waves
{
    /// <summary>scale * sin(step * i + phase) at flat index i.</summary>
    public static Tensor Of(long[] shape, double step, double phase, double scale, ScalarType type = ScalarType.Float32)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = scale * Math.Sin(step * i + phase);
        using var flat = tensor(values, dtype: type);
        return flat.reshape(shape);
    }

    public static Tensor Cosine(long[] shape, double step, double scale = 1, ScalarType type = ScalarType.Float32) => Of(shape, step, Math.PI / 2, scale, type);

    /// <summary>Gives parameter number p of the alphabetical list 0.3 sin(0.7 i + p).</summary>
    public static void Fill(nn.Module module)
    {
        using var frozen = no_grad();
        var parameters = module.named_parameters().OrderBy(pair => pair.name, StringComparer.Ordinal).ToList();
        for (var p = 0; p < parameters.Count; p++)
        {
            using var values = Of(parameters[p].parameter.shape, 0.7, p, 0.3, parameters[p].parameter.dtype);
            using var filled = parameters[p].parameter.copy_(values);
        }
    }
}
