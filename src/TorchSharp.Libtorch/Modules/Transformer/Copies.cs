using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Copies of a layer with its values, as PyTorch's deep copy makes them.</summary>
internal static class Copies
{
    /// <summary>A layer made anew, with the values of another; the random sequence is left as it was.</summary>
    internal static T Of<T>(T layer, Func<T> again) where T : nn.Module
    {
        using var sequence = get_rng_state();
        var copy = again();
        set_rng_state(sequence);
        if (layer.parameters().FirstOrDefault() is { } first) copy._to(first, false);
        copy.load_state_dict(layer.state_dict());
        copy.train(layer.training);
        return copy;
    }

    /// <summary>Several copies, in a list that registers and owns them.</summary>
    internal static ModuleList<T> Of<T>(T layer, Func<T> copy, long count) where T : nn.Module
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), count, $"a stack of {layer.GetName()} needs at least one layer");
        var list = new ModuleList<T>();
        for (var i = 0L; i < count; i++) list.Add(copy());
        return list;
    }
}
