using ConstrainedLearning.Models.Vision;
using ConstrainedLearning.Quantization;
using ExperimentKit.CommandLine;
using TorchSharp;
using static TorchSharp.torch;

namespace Cifar.Quantization;

/// <summary>The layers that a run works at, and their grids at a bit width.</summary>
/// <param name="options">Which.</param>
/// <param name="classifier">Borrowed.</param>
/// <param name="shape">Of the images that it takes.</param>
/// <param name="plan">The bits of each layer in place of one bit width; null: none.</param>
internal sealed class Grids(QuantizeOptions options, nn.Module<Tensor, Tensor> classifier, ImageShape shape, IReadOnlyDictionary<string, int>? plan)
{
    /// <summary>Bits that stand for full precision.</summary>
    internal const int Full = 32;

    // Of a normalised and rectified value: a short training could not bring the library's 10 down to it.
    private const double InitialClip = 3;

    /// <summary>Whether layers have bits of their own.</summary>
    internal bool HasPlan => plan is not null;

    /// <summary>The layers that the options name, the first one next to the image.</summary>
    internal IReadOnlyList<LayerSite> Sites { get; } = Find(options, classifier, shape);

    /// <summary>Grids that are given, at a bit width or by the plan; layers of full precision are left out.</summary>
    internal IReadOnlyList<LayerPrecision> At(int bits) => [.. Quantized(bits).Select(pair => Compared(new LayerPrecision(pair.Site, Weight(pair.Bits), Input(pair.Bits)), pair.Bits))];

    /// <summary>Grids for training through the rounding, learned where the method learns them.</summary>
    internal IReadOnlyList<LayerPrecision> ForStraightThrough(int bits) => [.. Quantized(bits).Select(pair => options.Method switch
    {
        QuantizeOptions.Pact => new LayerPrecision(pair.Site, Weight(pair.Bits), new LearnedClip(pair.Bits, InitialClip).to(pair.Site.Weight.device)),
        QuantizeOptions.Lsq => new LayerPrecision(pair.Site, LearnedStep.ForWeights(pair.Bits).to(pair.Site.Weight.device), LearnedStep.ForActivations(pair.Bits).to(pair.Site.Weight.device)),
        _ => new LayerPrecision(pair.Site, Weight(pair.Bits), Input(pair.Bits)),
    })];

    /// <summary>The mean number of bits of a weight: layers that are left out are at full precision.</summary>
    internal double AverageBits(IReadOnlyList<LayerPrecision> layers)
    {
        var bits = layers.ToDictionary(layer => layer.Site.Name, layer => layer.Weight.Bits);
        return Sites.Sum(site => (double)site.Weight.numel() * bits.GetValueOrDefault(site.Name, Full)) / Sites.Sum(site => site.Weight.numel());
    }

    private static IReadOnlyList<LayerSite> Find(QuantizeOptions options, nn.Module<Tensor, Tensor> classifier, ImageShape shape)
    {
        using var scope = NewDisposeScope();
        var image = zeros([1, shape.Channels, shape.Height, shape.Width], device: classifier.parameters().First().device);
        IReadOnlyList<LayerSite> InOrder(IReadOnlyList<LayerSite> sites)
        {
            classifier.eval(); // a pass that moves no running statistics
            return LayerSite.InOrder(sites, () => classifier.call(image));
        }
        if (options.Layers is not { } patterns)
        {
            var all = InOrder(LayerSite.Of(classifier));
            return all.Count > 2 ? [.. all.Skip(1).SkipLast(1)] : all;
        }
        try
        {
            return InOrder(LayerSite.Of(classifier, patterns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--layers: {e.Message}", e);
        }
    }

    private IEnumerable<(LayerSite Site, int Bits)> Quantized(int bits) => Sites.Select(site => (site, plan?[site.Name] ?? bits)).Where(pair => pair.Item2 < Full);

    /// <summary>The grid of weights.</summary>
    internal IQuantizer Weight(int bits) => options.Weights switch
    {
        QuantizeOptions.TensorGrid => new SymmetricQuantizer(bits),
        QuantizeOptions.ChannelGrid => new SymmetricQuantizer(bits) { Granularity = Granularity.PerChannel() },
        _ => new DoReFaWeights(bits),
    };

    /// <summary>The grid of inputs; null: they stay as they are.</summary>
    internal IQuantizer? Input(int bits) => options.InputGrid switch
    {
        QuantizeOptions.RangeInputs => new AsymmetricQuantizer(bits),
        QuantizeOptions.NoInputs => null,
        _ => new DoReFaActivations(bits),
    };

    // The published code compares after clipping, and the first convolution of a block after the normalisation that follows it.
    private LayerPrecision Compared(LayerPrecision layer, int bits)
    {
        if (options.Comparison != QuantizeOptions.Published) return layer;
        layer = layer with { Output = new DoReFaActivations(bits) };
        const string first = ".conv0";
        if (!layer.Site.Name.EndsWith(first, StringComparison.Ordinal)) return layer;
        var behind = layer.Site.Name[..^first.Length] + ".bn1";
        return layer with { ComparedAfter = (nn.Module<Tensor, Tensor>)classifier.named_modules().Single(pair => pair.name == behind).module };
    }
}
