using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// One scale of <see cref="FiLM"/>, [B, C, lookback] to [B, C, horizon]: the memory of the last rows, a learned complex map of its lowest frequencies,
/// and the rows that the memory then holds.
/// </summary>
internal sealed class LegendreExpert : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Tensor memory;
    private readonly Tensor rows;
    private readonly int _seen;
    private readonly int _order;

    public LegendreExpert(ForecastShape shape, FiLMOptions options, int scale) : base(nameof(LegendreExpert))
    {
        _order = options.Order;
        _seen = (int)Math.Min((long)scale * shape.Horizon, shape.Lookback);
        var shorter = Math.Min(shape.Lookback, shape.Horizon);
        var modes = Math.Clamp(shorter / 2, 1, options.Modes);
        var step = 1.0 / scale / shape.Horizon;
        // Published: uniform below 1 / order^2, real and imaginary part.
        using (var uniform = rand(modes, 2, _order, _order))
            weight = new Parameter((uniform / ((double)_order * _order)).DetachFromDisposeScope());
        using (var spectrum = LegendreMemory.Spectrum(_seen, modes, _order, step, shorter - 1))
            memory = spectrum.view(_seen, -1).to(ScalarType.Float32).DetachFromDisposeScope();
        using (var polynomials = LegendreMemory.Polynomials(_order, shape.Horizon, step))
            rows = polynomials.to(ScalarType.Float32).DetachFromDisposeScope();
        register_buffer(nameof(memory), memory, persistent: false);
        register_buffer(nameof(rows), rows, persistent: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor past)
    {
        // Recurrence, Fourier transform, the learned map, the inverse and the reading out are linear in the window: together one matrix, at the cost of a product
        // that does not grow with batch and channels, and no loop over time.
        var map = memory.mm(weight.view(-1, _order)).mm(rows);
        return past.narrow(2, past.shape[2] - _seen, _seen).matmul(map);
    }
}
