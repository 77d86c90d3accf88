using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>What every <see cref="ICheckpointed"/> does with its own tensors.</summary>
internal static class SavedTensors
{
    /// <summary>Puts saved numbers into tensors; nothing changes unless everything fits.</summary>
    /// <param name="own">What is restored, by name.</param>
    /// <param name="saved">More than these may be there.</param>
    /// <param name="whose">Who needs them, for the message: "the low-precision twin".</param>
    /// <exception cref="ArgumentException">A tensor is missing or of another shape; the message names it.</exception>
    internal static void Restore(IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> saved, string whose)
    {
        foreach (var (name, value) in own)
            if (!saved.TryGetValue(name, out var other) || !other.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"{whose} needs '{name}' of shape {Text.Shape(value.shape)}, saved was {(other is null ? "none" : Text.Shape(other.shape))}");
        using var _ = no_grad();
        foreach (var (name, value) in own) value.copy_(saved[name]);
    }
}
