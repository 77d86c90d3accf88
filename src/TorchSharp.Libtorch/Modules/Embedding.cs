using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A table of vectors, looked up by index: weight of shape [num_embeddings, embedding_dims].</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private readonly long _padding;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
        : base(nameof(Embedding))
    {
        var rows = weight.size(0);
        if (padding_idx < -rows || padding_idx >= rows) throw new ArgumentOutOfRangeException(nameof(padding_idx), padding_idx, $"the table has {rows} rows");
        _padding = padding_idx switch { null => -1, < 0 => padding_idx.Value + rows, _ => padding_idx.Value };
        (_maxNorm, _normType, _scaleByFrequency, _sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
        this.weight = weight;
    }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter? weight { get; set => Adopt(nameof(weight), ref field, value); }

    public override Tensor forward(Tensor input)
    {
        if (_maxNorm is { } limit)
        {
            using var _ = no_grad();
            Aten.EmbeddingRenormInPlace.Run(weight, input, limit, _normType);
        }
        return Aten.Embedding.Call(weight, input, _padding, _scaleByFrequency, _sparse);
    }

    /// <summary>Rows from the standard normal distribution; the padding row is 0.</summary>
    internal static Parameter Draw(long rows, long columns, long? padding_idx, Device? device, ScalarType? dtype)
    {
        var values = Initial.Empty([rows, columns], device, dtype);
        Aten.NormalInPlace.Run(values, 0.0, 1.0);
        if (padding_idx is { } padding && padding >= -rows && padding < rows)
        {
            using var row = Aten.SelectInt.Call(values, 0, padding);
            Aten.ZeroInPlace.Run(row);
        }
        return new Parameter(values);
    }
}
