using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>The four matrices of a <see cref="MultiheadAttention"/>, whose input projections are parameters and no layers.</summary>
internal static class AttentionSites
{
    private static readonly string[] Inputs = ["query", "key", "value"];

    internal static IEnumerable<Site> Of(string name, MultiheadAttention attention)
    {
        var prefix = name.Length == 0 ? "" : name + ".";
        for (var i = 0; i < Inputs.Length; i++)
        {
            var apart = $"{Inputs[i][0]}_proj_weight";
            var isFused = Find(attention, "in_proj_weight") is not null;
            var width = Find(attention, "out_proj.weight")!.size(0);
            // The biases lie one on the other in both cases, the weights only where they are fused.
            var start = i * width;
            var slot = isFused
                ? new WeightSlot(() => Find(attention, "in_proj_weight")!, () => Find(attention, "in_proj_bias"), false)
                : new WeightSlot(() => Find(attention, apart)!, () => Find(attention, "in_proj_bias")?.narrow(0, start, width), false);
            var rows = isFused ? new SiteRows(Inputs[i], start, width) : (SiteRows?)null;
            yield return new Site(prefix + Inputs[i], attention, slot, rows, SiteRole.Of(prefix + Inputs[i]));
        }
        yield return new Site(prefix + "out_proj", attention, new WeightSlot(() => Find(attention, "out_proj.weight")!, () => Find(attention, "out_proj.bias"), false), null, SiteRole.Of(prefix + "out_proj"));
    }

    private static Parameter? Find(MultiheadAttention attention, string name) => attention.named_parameters().FirstOrDefault(pair => pair.name == name).parameter;
}
