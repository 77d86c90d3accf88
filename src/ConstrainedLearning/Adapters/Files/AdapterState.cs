using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>An adapter as it is stored: what it is, as JSON, and its numbers, by key. It knows no file; <see cref="PeftLayout"/> makes and reads it.</summary>
/// <param name="Config">The text of <c>adapter_config.json</c>.</param>
/// <param name="Tensors">What <c>adapter_model.safetensors</c> holds; anywhere, of any floating type. Owned.</param>
public sealed record AdapterState(string Config, IReadOnlyDictionary<string, Tensor> Tensors) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in Tensors.Values) value.Dispose();
    }
}
