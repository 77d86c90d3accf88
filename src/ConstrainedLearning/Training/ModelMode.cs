using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>While it lives, the modules of a model are in training or evaluation as is said; afterwards each is as it was.</summary>
internal sealed class ModelMode : IDisposable
{
    // A module sets all below it: from the root down, so that each has the last word on itself.
    private readonly (nn.Module Module, bool IsTraining)[] _before;

    internal ModelMode(nn.Module model, Func<nn.Module, bool> isTraining)
    {
        _before = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        foreach (var (module, _) in _before) module.train(isTraining(module));
    }

    public void Dispose()
    {
        foreach (var (module, isTraining) in _before) module.train(isTraining);
    }
}
