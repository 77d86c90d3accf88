using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// A tree over the rows of a window: each node of a scale sums up so many of the next finer one; what is left over at the end belongs to the last. Nodes are
/// numbered scale by scale, the rows first. Liu et al., "Pyraformer", ICLR 2022, section 3.1.
/// </summary>
internal sealed class Pyramid
{
    private readonly int _children;
    private readonly int[] _starts;

    /// <param name="rows">Nodes of the finest scale.</param>
    /// <param name="options">How many nodes one sums up, and how many scales there may be above the rows.</param>
    public Pyramid(int rows, PyraformerOptions options)
    {
        _children = options.Children;
        var scales = new List<int> { rows };
        while (scales.Count <= options.CoarserScales && scales[^1] >= _children)
            scales.Add(scales[^1] / _children);
        Scales = scales;
        _starts = [.. Enumerable.Range(0, scales.Count + 1).Select(scale => scales.Take(scale).Sum())];
    }

    /// <summary>How many nodes each scale has, the finest first.</summary>
    public IReadOnlyList<int> Scales { get; }

    /// <summary>The last node of each scale: the last row and those above it.</summary>
    public long[] LastNodes => [.. _starts.Skip(1).Select(end => end - 1L)];

    /// <summary>
    /// An additive mask [1, N, N], 0 where a node sees another and minus infinity elsewhere: itself and its nearest of the same scale, its parent, its children.
    /// </summary>
    public Tensor Mask(int neighbours)
    {
        var mask = new float[1, _starts[^1], _starts[^1]];
        MemoryMarshal.CreateSpan(ref mask[0, 0, 0], mask.Length).Fill(float.NegativeInfinity);
        for (var scale = 0; scale < Scales.Count; scale++)
            for (var place = 0; place < Scales[scale]; place++)
            {
                var node = _starts[scale] + place;
                for (var near = Math.Max(0, place - neighbours / 2); near <= Math.Min(Scales[scale] - 1, place + neighbours / 2); near++)
                    mask[0, node, _starts[scale] + near] = 0;
                if (scale + 1 == Scales.Count) continue;
                var parent = _starts[scale + 1] + Math.Min(place / _children, Scales[scale + 1] - 1);
                mask[0, node, parent] = mask[0, parent, node] = 0;
            }
        return tensor(mask);
    }
}
