using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language;

/// <summary>B windows of text: what the model reads, and the token that comes after each. Both are views of one block, which the batch owns.</summary>
public sealed class TextBatch : IDisposable
{
    private readonly Tensor _block;

    /// <summary>Cuts a block [B, T + 1], and owns it from now on.</summary>
    internal TextBatch(Tensor block)
    {
        _block = block;
        var length = block.shape[1] - 1;
        (Inputs, Targets) = (block.narrow(1, 0, length), block.narrow(1, 1, length));
    }

    /// <summary>[B, T], int64.</summary>
    public Tensor Inputs { get; }

    /// <summary>[B, T], int64: at place t the token after that of <see cref="Inputs"/>.</summary>
    public Tensor Targets { get; }

    /// <summary>Number of windows.</summary>
    public int Count => (int)_block.shape[0];

    /// <summary>Frees the tensors; autograd keeps what it saved.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        _block.Dispose();
    }
}
