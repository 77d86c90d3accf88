using Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>A row of the table.</summary>
/// <param name="Name">The workload's name here and in <c>pytorch/workloads.py</c>.</param>
/// <param name="Make">Makes it on a device.</param>
/// <param name="Target">What is aimed at, in words.</param>
/// <param name="Threads">How many threads both sides use.</param>
/// <param name="Environment">Variables of PyTorch's process.</param>
internal sealed record Row(string Name, Func<Device, IWorkload> Make, string Target = "", int Threads = 1, params (string Name, string Value)[] Environment);

internal static class Catalogue
{
    internal static readonly Row[] Rows =
    [
        new("add", _ => new SingleOperation(SingleOperation.Add), "<= 1.0 x the time"),
        new("add-grad", _ => new SingleOperation(SingleOperation.Add, grad: true), "<= 1.0 x the time"),
        new("add-in-place", _ => new SingleOperation(SingleOperation.AddInPlace)),
        new("times-two", _ => new SingleOperation(SingleOperation.Double)),
        new("shape", _ => new SingleOperation(SingleOperation.Shape), "<= 30 ns"),
        new("item", _ => new SingleOperation(SingleOperation.Item), "<= 200 ns"),
        new("mlp-256", device => Networks.Perceptron(256, 256, device), ">= 1.2 x the steps/s"),
        new("mlp-32", device => Networks.Perceptron(32, 32, device), ">= 1.6 x the steps/s"),
        new("resnet-20", Networks.Images, ">= 1.0 x the steps/s"),
    ];
}
