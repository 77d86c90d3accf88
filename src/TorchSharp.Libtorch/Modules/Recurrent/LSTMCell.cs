using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>One step of an <see cref="LSTM"/>.</summary>
public sealed class LSTMCell : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private readonly long _hidden;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LSTMCell))
    {
        _hidden = hiddenSize;
        var bound = Initial.BoundOf(hiddenSize);
        weight_ih = Initial.Uniform([4 * hiddenSize, inputSize], bound, device, dtype);
        weight_hh = Initial.Uniform([4 * hiddenSize, hiddenSize], bound, device, dtype);
        if (!bias) return;
        bias_ih = Initial.Uniform([4 * hiddenSize], bound, device, dtype);
        bias_hh = Initial.Uniform([4 * hiddenSize], bound, device, dtype);
    }

    [field: ComponentName(Name = nameof(weight_ih))]
    public Parameter? weight_ih { get; set => Adopt(nameof(weight_ih), ref field, value); }

    [field: ComponentName(Name = nameof(weight_hh))]
    public Parameter? weight_hh { get; set => Adopt(nameof(weight_hh), ref field, value); }

    [field: ComponentName(Name = nameof(bias_ih))]
    public Parameter? bias_ih { get; set => Adopt(nameof(bias_ih), ref field, value); }

    [field: ComponentName(Name = nameof(bias_hh))]
    public Parameter? bias_hh { get; set => Adopt(nameof(bias_hh), ref field, value); }

    public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        using var zero = h0_c0 is null ? zeros(input.size(0), _hidden, dtype: input.dtype, device: input.device) : null;
        Tensor[] start = h0_c0 is { } state ? [state.Item1, state.Item2] : [zero!, zero!];
        return Aten.LstmCell.CallTwo(input, start, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
