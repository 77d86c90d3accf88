using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>A factor and the tensor that it is stored as.</summary>
/// <param name="Key">The tensor's.</param>
/// <param name="Factor">The adapter's, or the model's.</param>
/// <param name="Shape">The tensor's; with as many elements as the factor.</param>
internal sealed record StateEntry(string Key, Tensor Factor, IReadOnlyList<long> Shape)
{
    /// <summary>Whether it is the model's: never written, and if there the same as the model's.</summary>
    internal bool IsOfModel { get; init; }

    /// <summary>Whether it may be absent, since it is as it should be already.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Copies in host memory, the caller's.</summary>
    internal static IReadOnlyDictionary<string, Tensor> Save(IEnumerable<StateEntry> entries)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return entries.Where(entry => !entry.IsOfModel).ToDictionary(entry => entry.Key, entry => entry.Factor.detach().reshape([.. entry.Shape]).cpu().clone().MoveToOuterDisposeScope().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>Writes over all factors, or over none.</summary>
    /// <exception cref="AdapterStateException">Tensors are missing or left over, or one has another shape or no floating type.</exception>
    internal static void Load(IReadOnlyList<StateEntry> entries, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        CheckKeys(entries.Select(entry => (entry.Key, !entry.IsOfModel && !entry.IsOptional)), tensors);
        var known = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        foreach (var (key, value) in tensors)
        {
            var entry = known[key];
            if (!value.shape.SequenceEqual(entry.Shape)) throw new AdapterStateException(key, $"its shape is {Text.Shape(value.shape)}, expected {Text.Shape([.. entry.Shape])} by the configuration and the model");
            if (value.is_floating_point() != entry.Factor.is_floating_point()) throw new AdapterStateException(key, $"it is of type {value.dtype}, expected {entry.Factor.dtype} or one like it");
            if (entry.IsOfModel && !Like(value, entry).Equals(entry.Factor.detach())) throw new AdapterStateException(key, "it is a weight of the model, and not the one that the model has: the adapter belongs to another model");
        }
        foreach (var (key, value) in tensors)
            if (known[key] is { IsOfModel: false } entry) entry.Factor.copy_(Like(value, entry));
    }

    /// <summary>Refuses tensors that are not all of the needed ones and some of the others.</summary>
    internal static void CheckKeys(IEnumerable<(string Key, bool IsNeeded)> keys, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var known = keys.ToDictionary(item => item.Key, item => item.IsNeeded, StringComparer.Ordinal);
        string[] missing = [.. known.Where(item => item.Value && !tensors.ContainsKey(item.Key)).Select(item => item.Key)], unexpected = [.. tensors.Keys.Where(key => !known.ContainsKey(key))];
        if (missing.Length + unexpected.Length > 0)
            throw new AdapterStateException(missing.Concat(unexpected).First(), $"the tensors are not those of the configuration on this model: missing are {Text.Names(missing)}; unexpected are {Text.Names(unexpected)}");
    }

    private static Tensor Like(Tensor value, StateEntry entry) => value.detach().reshape(entry.Factor.shape).to(entry.Factor.dtype).to(entry.Factor.device);
}
