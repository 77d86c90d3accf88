using Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A row of the table: a workload and what it is timed beside.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Make">Makes the workload on a device.</param>
internal sealed record Row(string Name, Func<Device, IWorkload> Make)
{
    /// <summary>What is aimed at, in words.</summary>
    internal string Target { get; init; } = "";

    /// <summary>The workload's name in <c>pytorch/workloads.py</c>.</summary>
    internal string Script { get; init; } = Name;

    /// <summary>How many threads both sides use.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>Variables of PyTorch's process.</summary>
    internal (string Name, string Value)[] Environment { get; init; } = [];

    /// <summary>Timed beside this workload of our own instead of PyTorch.</summary>
    internal Func<Device, IWorkload>? Beside { get; init; }
}

internal static class Catalogue
{
    internal static readonly Row[] Rows =
    [
        new("add", _ => new SingleOperation(SingleOperation.Add)) { Target = "time <= 1.0" },
        new("add-grad", _ => new SingleOperation(SingleOperation.Add, grad: true)) { Target = "time <= 1.0" },
        new("add-in-place", _ => new SingleOperation(SingleOperation.AddInPlace)),
        new("times-two", _ => new SingleOperation(SingleOperation.Double)),
        new("shape", _ => new SingleOperation(SingleOperation.Shape)) { Target = "<= 30 ns" },
        new("item", _ => new SingleOperation(SingleOperation.Item)) { Target = "<= 200 ns" },
        new("mlp-256", device => Networks.Perceptron(256, 256, device)) { Target = "speed >= 1.2" },
        new("mlp-32", device => Networks.Perceptron(32, 32, device)) { Target = "speed >= 1.6" },
        new("resnet-20", Networks.Images) { Target = "speed >= 1.0" },
        new("dlinear", Forecasting.DLinear(constrained: false)),
        new("dlinear-constrained", Forecasting.DLinear(constrained: true)) { Target = "speed >= 1.2" },
        new("dlinear-published", Forecasting.DLinear(constrained: true)) { Target = "the same beside DLinear as its authors wrote it" },
        new("dlinear-constraint-cost", Forecasting.DLinear(constrained: true)) { Beside = Forecasting.DLinear(constrained: false), Target = "time <= 1.05 of the unconstrained step" },
        new("itransformer-default", Forecasting.ITransformer) { Script = "itransformer", Threads = 2, Target = "speed >= 2.0 of PyTorch's defaults" },
        new("itransformer-calm", Forecasting.ITransformer) { Script = "itransformer", Threads = 2, Environment = [("GOMP_SPINCOUNT", "300")], Target = "speed >= 1.0, the same spin count on both sides" },
    ];
}
