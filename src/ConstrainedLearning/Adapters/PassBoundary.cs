using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Tells when a pass through a model begins and when it is over, whatever the model's inputs are.</summary>
internal sealed class PassBoundary : IDisposable
{
    private readonly List<Action> _remove = [];

    private PassBoundary()
    {
    }

    internal static PassBoundary Of(nn.Module model, Action begins, Action ends)
    {
        var boundary = new PassBoundary();
        boundary.Register(model, "register_forward_pre_hook", begins);
        boundary.Register(model, "register_forward_hook", ends);
        return boundary;
    }

    public void Dispose()
    {
        foreach (var remove in _remove) remove();
    }

    // The class that has the hooks is generic in the model's inputs, which are unknown here. A module without hooks is never in a pass, which costs speed and nothing else.
    private void Register(nn.Module model, string method, Action action)
    {
        Action<nn.Module> hook = _ => action();
        if (model.GetType().GetMethod(method, [typeof(Action<nn.Module>)])?.Invoke(model, [hook]) is { } remover)
            _remove.Add(remover.GetType().GetMethod("remove")!.CreateDelegate<Action>(remover));
    }
}
