using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>One step of a <see cref="GRU"/>.</summary>
public sealed class GRUCell : Module<Tensor, Tensor?, Tensor>
{
    private readonly long _hidden;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(GRUCell))
    {
        _hidden = hiddenSize;
        var bound = Initial.BoundOf(hiddenSize);
        weight_ih = Initial.Uniform([3 * hiddenSize, inputSize], bound, device, dtype);
        weight_hh = Initial.Uniform([3 * hiddenSize, hiddenSize], bound, device, dtype);
        if (!bias) return;
        bias_ih = Initial.Uniform([3 * hiddenSize], bound, device, dtype);
        bias_hh = Initial.Uniform([3 * hiddenSize], bound, device, dtype);
    }

    [field: ComponentName(Name = nameof(weight_ih))]
    public Parameter? weight_ih { get; set => Adopt(nameof(weight_ih), ref field, value); }

    [field: ComponentName(Name = nameof(weight_hh))]
    public Parameter? weight_hh { get; set => Adopt(nameof(weight_hh), ref field, value); }

    [field: ComponentName(Name = nameof(bias_ih))]
    public Parameter? bias_ih { get; set => Adopt(nameof(bias_ih), ref field, value); }

    [field: ComponentName(Name = nameof(bias_hh))]
    public Parameter? bias_hh { get; set => Adopt(nameof(bias_hh), ref field, value); }

    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var zero = h0 is null ? zeros(input.size(0), _hidden, dtype: input.dtype, device: input.device) : null;
        return Aten.GruCell.Call(input, h0 ?? zero, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
