using System.IO.Enumeration;
using ConstrainedLearning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Quantization;

/// <summary>A layer of a model that has a weight of its own: linear, or a convolution that is not transposed.</summary>
public sealed class LayerSite
{
    private LayerSite(string name, nn.Module<Tensor, Tensor> layer) => (Name, Layer) = (name, layer);

    /// <summary>Where it is in the model, as in the names of the state: <c>blocks.0.conv1</c>.</summary>
    public string Name { get; }

    /// <summary>The layer; the model's.</summary>
    public nn.Module<Tensor, Tensor> Layer { get; }

    /// <summary>Its weight; the model's.</summary>
    public Parameter Weight => Layer switch { Linear linear => linear.weight, Convolution convolution => convolution.weight, _ => throw NoSite(Layer) };

    /// <summary>The layers of a model in the order in which it names them.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="patterns">Names, in which * stands for any text; a name after ! is left out. None: every layer.</param>
    /// <exception cref="ArgumentException">A pattern fits no layer, or nothing is left.</exception>
    public static IReadOnlyList<LayerSite> Of(nn.Module model, params IReadOnlyList<string> patterns)
    {
        LayerSite[] all =
        [
            .. IsSite(model) ? [new LayerSite(model.GetName(), (nn.Module<Tensor, Tensor>)model)] : Array.Empty<LayerSite>(), // a model that is a single layer
            .. model.named_modules().Where(pair => IsSite(pair.module)).Select(pair => new LayerSite(pair.name, (nn.Module<Tensor, Tensor>)pair.module)),
        ];
        foreach (var pattern in patterns)
            if (!all.Any(site => Fits(pattern.TrimStart('!'), site)))
                throw new ArgumentException($"the pattern '{pattern}' fits no linear or convolutional layer; the layers are {string.Join(", ", all.Select(site => site.Name))}", nameof(patterns));
        var wanted = patterns.Where(pattern => !pattern.StartsWith('!')).ToList();
        LayerSite[] chosen = [.. all.Where(site =>
            (wanted.Count == 0 || wanted.Exists(pattern => Fits(pattern, site))) && !patterns.Any(pattern => pattern.StartsWith('!') && Fits(pattern[1..], site)))];
        return chosen.Length > 0 ? chosen : throw new ArgumentException($"no linear or convolutional layer is left of {string.Join(", ", all.Select(site => site.Name))}", nameof(patterns));
    }

    /// <summary>Layers in the order in which a pass calls them, the first one next to the input.</summary>
    /// <param name="sites">The layers.</param>
    /// <param name="forward">A pass through the model, run once without gradient; its result is disposed.</param>
    /// <exception cref="ArgumentException">A layer is not called.</exception>
    public static IReadOnlyList<LayerSite> InOrder(IReadOnlyList<LayerSite> sites, Func<Tensor> forward)
    {
        List<LayerSite> called = [];
        List<Action> remove = [.. sites.Select(site => (Action)site.Layer.register_forward_pre_hook((_, input) =>
        {
            if (!called.Contains(site)) called.Add(site);
            return input;
        }).remove)];
        try
        {
            using var _ = no_grad();
            forward().Dispose();
        }
        finally
        {
            foreach (var hook in remove) hook();
        }
        return called.Count == sites.Count ? called : throw new ArgumentException($"the pass does not call the layer '{sites.First(site => !called.Contains(site)).Name}'", nameof(sites));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Layer.GetName()} {Text.Shape(Weight.shape)}";

    /// <summary>What the layer computes with: its own weight and bias, or what adapters make of them, with gradient into their factors.</summary>
    internal (Tensor Weight, Tensor? Bias) Effective() => LayerComputation.Of(Layer).Weights(Weight, Bias);

    /// <summary>The layer's own map with another weight: strides, padding and bias are the layer's.</summary>
    internal Tensor Apply(Tensor input, Tensor weight) => Apply(input, weight, Bias);

    /// <summary>The layer's own map with another weight and bias.</summary>
    internal Tensor Apply(Tensor input, Tensor weight, Tensor? bias) => LayerMap.Apply(Layer, input, weight, bias);

    private Parameter? Bias => Layer switch { Linear linear => linear.bias, Convolution convolution => convolution.bias, _ => null };

    private static bool IsSite(nn.Module module) => module is Linear or Conv1d or Conv2d;

    private static bool Fits(string pattern, LayerSite site) => FileSystemName.MatchesSimpleExpression(pattern, site.Name, ignoreCase: false);

    private static InvalidOperationException NoSite(nn.Module layer) => new($"{layer.GetName()} is neither linear nor a convolution");
}
