using ConstrainedLearning.Models.Vision;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>Training steps, each like the function of the same name in <c>pytorch/workloads.py</c>.</summary>
internal static class Networks
{
    /// <summary>10 inputs, two hidden layers, one output, mean squared error, Adam.</summary>
    internal static IWorkload Perceptron(int hidden, int batch, Device device)
    {
        manual_seed(0);
        var model = Layers(hidden).to(device);
        return new TrainingStep(
            model, optim.Adam(model.parameters(), 1e-3), randn(batch, 10).to(device), randn(batch, 1).to(device),
            (predicted, expected) => functional.mse_loss(predicted, expected));
    }

    /// <summary>10-h-h-1 with ReLU.</summary>
    internal static Sequential Layers(int hidden) => Sequential(Linear(10, hidden), ReLU(), Linear(hidden, hidden), ReLU(), Linear(hidden, 1));

    /// <summary>ResNet-20, 64 images, cross entropy, gradient descent with momentum.</summary>
    internal static IWorkload Images(Device device)
    {
        manual_seed(0);
        var model = new ResNet20().to(device);
        return new TrainingStep(
            model, optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: 1e-4), randn(64, 3, 32, 32).to(device), randint(10, [64], dtype: int64).to(device),
            (scores, labels) => functional.cross_entropy(scores, labels));
    }
}
