using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>Puts the tensors of a checkpoint into a network by their names.</summary>
public static class PretrainedWeights
{
    /// <summary>Writes over all parameters and persistent buffers of a network, or over none: every name, shape and type is checked, and every tensor read, before anything changes.</summary>
    /// <param name="module">Borrowed; on its device and of its types, to which other floating types are converted.</param>
    /// <param name="path">A safetensors file, or a folder or an index as <see cref="ShardedSafetensors"/> takes them.</param>
    /// <param name="rename">The network's name for a tensor's name in the file; null: the tensor is not wanted. The default leaves every name as it is.</param>
    /// <exception cref="SafetensorsException">A file cannot be used; or it lacks tensors of the network, has others, or of another shape or kind: all are listed.</exception>
    public static void Load(nn.Module module, string path, Func<string, string?>? rename = null)
    {
        using var checkpoint = Checkpoint.Open(path);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var state = module.state_dict();
        Dictionary<string, SafetensorsEntry> sources = new(StringComparer.Ordinal);
        foreach (var entry in checkpoint.Entries)
            if ((rename is null ? entry.Name : rename(entry.Name)) is { } name && !sources.TryAdd(name, entry))
                throw new SafetensorsException(path, $"its tensors '{Shown.Text(sources[name].Name)}' and '{Shown.Text(entry.Name)}' are both renamed to '{Shown.Text(name)}'");
        Check(path, state, sources);
        var values = sources.ToDictionary(pair => pair.Key, pair => checkpoint.Read(pair.Value.Name));
        foreach (var (name, value) in values) state[name].copy_(value);
    }

    private static void Check(string path, Dictionary<string, Tensor> state, Dictionary<string, SafetensorsEntry> sources)
    {
        string[] missing = [.. state.Keys.Where(name => !sources.ContainsKey(name))], unexpected = [.. sources.Keys.Where(name => !state.ContainsKey(name))];
        string[] different = [.. sources.Where(pair => state.TryGetValue(pair.Key, out var value) && !Fits(pair.Value, value)).Select(pair =>
            $"'{Shown.Text(pair.Key)}' is {pair.Value.Type} of shape {Shown.Shape(pair.Value.Shape)}, expected {state[pair.Key].dtype} of shape {Shown.Shape(state[pair.Key].shape)}")];
        if (missing.Length + unexpected.Length + different.Length == 0) return;
        string[] problems =
        [
            .. missing.Length == 0 ? Array.Empty<string>() : [$"it lacks {List(missing)}"],
            .. unexpected.Length == 0 ? Array.Empty<string>() : [$"the network has no {List(unexpected)}"],
            .. different.Length == 0 ? Array.Empty<string>() : [string.Join(", ", different)],
        ];
        throw new SafetensorsException(path, $"{string.Join("; ", problems)}. Nothing was loaded; a renaming function makes the names meet and leaves tensors out");
    }

    private static bool Fits(SafetensorsEntry entry, Tensor value) => entry.Shape.SequenceEqual(value.shape) && (entry.Type == value.dtype || (IsFloating(entry.Type) && IsFloating(value.dtype)));

    private static bool IsFloating(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private static string List(string[] names) => string.Join(", ", names.Select(name => $"'{Shown.Text(name)}'"));

    /// <summary>One file or several, read alike.</summary>
    private sealed record Checkpoint(IReadOnlyList<SafetensorsEntry> Entries, Func<string, Tensor> Read, IDisposable Files) : IDisposable
    {
        internal static Checkpoint Open(string path)
        {
            if (!Directory.Exists(path) && !path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                var single = SafetensorsFile.Open(path);
                return new Checkpoint(single.Entries, name => single.Read(name), single);
            }
            var several = ShardedSafetensors.Open(path);
            return new Checkpoint(several.Entries, name => several.Read(name), several);
        }

        public void Dispose() => Files.Dispose();
    }
}
