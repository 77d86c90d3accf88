using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// The nodes of all scales from the rows, [B, rows, width] to [B, N, width], in a bottleneck of a quarter of the width: the coarser-scale construction module
/// of Liu et al., "Pyraformer", ICLR 2022, section 3.2.
/// </summary>
internal sealed class CoarserScales : nn.Module<Tensor, Tensor>
{
    private readonly Linear down;
    private readonly ModuleList<CoarserScale> scales;
    private readonly Linear up;
    private readonly LayerNorm norm;

    public CoarserScales(PyraformerOptions options, int count) : base(nameof(CoarserScales))
    {
        var size = Math.Max(1, options.Sizes.Width / 4);
        down = nn.Linear(options.Sizes.Width, size);
        scales = nn.ModuleList<CoarserScale>([.. Enumerable.Range(0, count).Select(_ => new CoarserScale(size, options.Children))]);
        up = nn.Linear(size, options.Sizes.Width);
        norm = nn.LayerNorm(options.Sizes.Width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var coarser = new Tensor[scales.Count];
        var nodes = down.call(input);
        for (var scale = 0; scale < coarser.Length; scale++)
            nodes = coarser[scale] = scales[scale].call(nodes);
        return norm.call(cat([input, up.call(cat(coarser, 1))], 1));
    }
}
