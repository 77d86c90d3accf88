using Benchmarks.Workloads;
using ConstrainedLearning;
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
        new("invariance", InvarianceStep.Constrained) { Target = "speed >= 1.0" },
        new("invariance-cost", InvarianceStep.Constrained) { Beside = InvarianceStep.Plain, Target = "time <= 2.7 of the plain step" },
        new("invariance-passes", InvarianceStep.Passes) { Beside = InvarianceStep.Plain, Target = "its forward and backward passes alone: counted, 2.67" },
        new("quantization", QuantizationStep.Constrained) { Target = "speed >= 1.0" },
        new("quantization-plain", QuantizationStep.Plain) { Target = "the plain step on both sides" },
        new("quantization-cost", QuantizationStep.Constrained) { Beside = QuantizationStep.Plain, Target = "time <= 2.2 of the plain step" },
        new("quantization-output-cost", QuantizationStep.Output) { Beside = QuantizationStep.Plain },
        new("quantization-passes", QuantizationStep.Passes) { Beside = QuantizationStep.Plain, Target = "its forward and backward passes alone" },
        new("adapters-whole", AdapterStep.Whole) { Target = "all of the model is trained on both sides" },
        new("adapters-lora", AdapterStep.LoRA) { Target = "speed >= 1.0" },
        new("adapters-lorta-8", AdapterStep.LoRTA(8)) { Target = "speed >= 1.0" },
        new("adapters-lorta-85", AdapterStep.LoRTA(85)) { Target = "speed >= 1.0" },
        new("adapters-lorta-282", AdapterStep.LoRTA(282)) { Target = "speed >= 1.0; as many numbers as LoRA's" },
        new("adapters-vera", AdapterStep.VeRA) { Target = "speed >= 1.0" },
        new("adapters-lora-cost", AdapterStep.LoRA) { Beside = AdapterStep.Whole, Target = "beside training all of the model" },
        new("adapters-lorta-cost", AdapterStep.LoRTA(8)) { Beside = AdapterStep.LoRA, Target = "time <= 1.1 of LoRA of the same rank" },
        new("itransformer-default", Forecasting.ITransformer) { Script = "itransformer", Threads = 2, Target = "speed >= 2.0 of PyTorch's defaults" },
        new("itransformer-calm", Forecasting.ITransformer) { Script = "itransformer", Threads = 2, Environment = [("GOMP_SPINCOUNT", "300")], Target = "speed >= 1.0, the same spin count on both sides" },
        new("informer", Forecasting.Published("informer")) { Target = "speed >= 1.0" },
        new("autoformer", Forecasting.Published("autoformer")) { Target = "speed >= 1.0" },
        new("nonstationary", Forecasting.Published("nonstationary")) { Target = "speed >= 1.0" },
        new("patchtst", Forecasting.Published("patchtst")) { Target = "speed >= 1.0" },
        new("reformer", Forecasting.Reformer) { Target = "speed >= 1.0, beside sorted chunks with a softmax for each round" },
        new("pyraformer", Forecasting.Pyraformer) { Target = "speed >= 1.0, beside a layer that makes all nodes" },
        new("film", Forecasting.FiLM) { Target = "speed >= 1.0, beside a loop over time and the Fourier transform" },
        new("transform-batch", ImageTransformations.Batch) { Beside = ImageTransformations.Single, Target = "speed >= 10, the same operations image by image" },
        new("engine-groups-256", EngineProblems.GroupCeilings(256)) { Target = "speed >= 1.2" },
        new("engine-groups-32", EngineProblems.GroupCeilings(32)) { Target = "speed >= 1.6" },
        new("engine-groups-256-cost", EngineProblems.GroupCeilings(256)) { Beside = device => Networks.Perceptron(256, 256, device), Target = "time <= 1.05 of the unconstrained step" },
        new("engine-groups-32-cost", EngineProblems.GroupCeilings(32)) { Beside = device => Networks.Perceptron(32, 32, device) },
        new("engine-ball-512", EngineProblems.NormBall(512)) { Target = "speed >= 1.4" },
        new("engine-ball-64", EngineProblems.NormBall(64)) { Target = "speed >= 1.4" },
        new("engine-ball-512-cost", EngineProblems.NormBall(512)) { Beside = EngineProblems.Logistic(512), Target = "time <= 1.10 of the unconstrained step" },
        new("engine-ball-64-cost", EngineProblems.NormBall(64)) { Beside = EngineProblems.Logistic(64) },
        new("engine-samples", EngineProblems.SampleCeilings(1_000_000)) { Beside = EngineProblems.SampleCeilings(1_000), Target = "time <= 1.1, a million multipliers beside a thousand" },
        new("engine-extragradient", EngineProblems.GroupCeilings(256, Scheme.Extragradient)) { Beside = device => Networks.Perceptron(256, 256, device), Target = "time <= 2.1 of the unconstrained step" },
        new("engine-trace", EngineProblems.GroupCeilings(256, trace: true)) { Beside = EngineProblems.GroupCeilings(256), Target = "time <= 1.01, a trace of every step beside none" },
        new("engine-cost-1", EngineCost.InEngine(1, 1)) { Beside = EngineCost.Bare(1, 1), Target = "extra <= 20 us" },
        new("engine-cost-96", EngineCost.InEngine(1, 96)) { Beside = EngineCost.Bare(1, 96), Target = "extra <= 20 us" },
        new("engine-cost-3x1", EngineCost.InEngine(3, 1)) { Beside = EngineCost.Bare(3, 1), Target = "extra <= 20 us" },
        new("engine-cost-3x96", EngineCost.InEngine(3, 96)) { Beside = EngineCost.Bare(3, 96) },
        new("engine-cost-96x1", EngineCost.InEngine(96, 1)) { Beside = EngineCost.Bare(96, 1) },
    ];
}
