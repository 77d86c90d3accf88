using System.Text.Json;
using TorchSharp;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Optimizers;

/// <summary>The trajectories that golden/optimizers.py wrote, and how to follow them.</summary>
internal static class OptimizerCases
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "optimizers.json"))).RootElement;

    internal static readonly int Steps = Golden.GetProperty("steps").GetInt32();

    internal static IEnumerable<JsonElement> Of(string kind) => Golden.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("kind").GetString() == kind);

    internal static float[] Expected(JsonElement @case) => Numbers(@case.GetProperty("expected"));

    /// <summary>The two parameters at the start; with gaps between their elements, so that no shortcut for dense tensors applies, or without.</summary>
    internal static Parameter[] Start(bool gaps = false) => [.. Tensors("start").Select(t => new Parameter(gaps ? Spread(t) : t))];

    internal static optim.Optimizer Make(JsonElement @case, IEnumerable<Parameter> parameters)
    {
        var o = @case.GetProperty("options");
        double Number(string name, double usual) => o.TryGetProperty(name, out var v) ? v.GetDouble() : usual;
        bool Flag(string name) => o.TryGetProperty(name, out var v) && v.GetBoolean();
        double Beta(int i) => o.TryGetProperty("betas", out var v) ? v[i].GetDouble() : i == 0 ? 0.9 : 0.999;
        double lr = Number("lr", 0), decay = Number("weight_decay", 0), eps = Number("eps", 1e-8);
        return @case.GetProperty("kind").GetString() switch
        {
            "SGD" => optim.SGD(parameters, lr, Number("momentum", 0), Number("dampening", 0), decay, Flag("nesterov"), Flag("maximize")),
            "Adam" => optim.Adam(parameters, lr, Beta(0), Beta(1), eps, decay, Flag("amsgrad"), Flag("maximize")),
            "AdamW" => optim.AdamW(parameters, lr, Beta(0), Beta(1), eps, decay, Flag("amsgrad"), Flag("maximize")),
            "RMSprop" => optim.RMSProp(parameters, lr, Number("alpha", 0), eps, decay, Number("momentum", 0), Flag("centered"), Flag("maximize")),
            "Adagrad" => optim.Adagrad(parameters, lr, Number("lr_decay", 0), decay, Number("initial_accumulator_value", 0)),
            "Adadelta" => optim.Adadelta(parameters, lr, Number("rho", 0), weight_decay: decay, maximize: Flag("maximize")),
            "Adamax" => optim.Adamax(parameters, lr, Beta(0), Beta(1), eps, decay),
            "NAdam" => optim.NAdam(parameters, lr, Beta(0), Beta(1), eps, decay, Number("momentum_decay", 0)),
            "RAdam" => optim.RAdam(parameters, lr, Beta(0), Beta(1), eps, decay),
            var kind => throw new ArgumentException($"no optimiser {kind}"),
        };
    }

    /// <summary>Steps with the gradient a * w - b.</summary>
    internal static void Run(optim.Optimizer optimizer, IReadOnlyList<Parameter> parameters, int steps)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor[] a = [.. Tensors("curvature")], b = [.. Tensors("offset")];
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < parameters.Count; i++) parameters[i].grad = parameters[i].mul(a[i]).sub(b[i]);
            optimizer.step();
        }
    }

    internal static float[] Values(IEnumerable<Tensor> tensors) => [.. tensors.SelectMany(t => t.ToHost<float>())];

    private static IEnumerable<Tensor> Tensors(string name) =>
        Golden.GetProperty(name).EnumerateArray().Zip(Golden.GetProperty("shapes").EnumerateArray(), (data, shape) =>
            Tensor.FromHost<float>(Numbers(data), [.. shape.EnumerateArray().Select(s => s.GetInt64())], ScalarType.Float32));

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetSingle())];

    private static Tensor Spread(Tensor dense)
    {
        long[] strides = [.. dense.stride().Select(s => 2 * s)];
        var room = Tensor.FromHost<float>(new float[2 * dense.numel()], [2 * dense.numel()], ScalarType.Float32);
        var view = Aten.AsStrided.Call(room, dense.shape, strides, 0L);
        return view.copy_(dense);
    }
}
