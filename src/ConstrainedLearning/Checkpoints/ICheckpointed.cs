using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Something beside model, optimiser and multipliers that a resumed run needs: given to the trainer by name, it is saved and put back with the rest.</summary>
public interface ICheckpointed
{
    /// <summary>Every tensor that must be kept. Borrowed.</summary>
    IReadOnlyDictionary<string, Tensor> StateDict();

    /// <summary>Puts state from <see cref="StateDict"/> back. Nothing changes unless everything fits.</summary>
    /// <exception cref="ArgumentException">A tensor is missing or of another shape; the message names it.</exception>
    void LoadStateDict(IReadOnlyDictionary<string, Tensor> saved);
}
