using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Shortens gradients: g &lt;- g min(1, c / ||g||), with the Euclidean norm over all parameters together. Nothing waits for the device.</summary>
/// <remarks>The gradient is that of loss and requirements together, so that a large multiplier is partly undone by it.</remarks>
internal static class GradientClip
{
    private const double Small = 1e-6; // PyTorch's: a gradient of 0 is divided by it

    internal static void Apply(IEnumerable<TorchSharp.Modules.Parameter> parameters, double norm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return;
        var whole = stack([.. gradients.Select(gradient => gradient.norm())]).norm();
        var factor = (whole + Small).reciprocal_().mul_(norm).clamp_max_(1);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }
}
