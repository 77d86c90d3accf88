using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>
/// A checkpoint in one or several safetensors files in a folder, read as if it were one: <c>model.safetensors.index.json</c> says which tensor is in which file, or there is only
/// <c>model.safetensors</c>. Every file is opened and checked at once. Tensors that the index does not name are not seen.
/// </summary>
public sealed class ShardedSafetensors : IDisposable
{
    private const string IndexName = "model.safetensors.index.json";
    private const string SingleName = "model.safetensors";

    private readonly Dictionary<string, SafetensorsFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsFile> _fileOf = new(StringComparer.Ordinal);

    private readonly string _path;

    private ShardedSafetensors(string path) => _path = path;

    /// <summary>The tensors, file by file in the order of the files' names, in each in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; private set; } = [];

    /// <summary>Opens a checkpoint; the caller disposes it.</summary>
    /// <param name="folderOrIndex">The folder, or the index in it whatever its name.</param>
    /// <exception cref="SafetensorsException">The index or a file is absent or breaks the format's rules, the index names a file outside its folder, or a file lacks a tensor that the index says it has.</exception>
    public static ShardedSafetensors Open(string folderOrIndex)
    {
        var result = new ShardedSafetensors(folderOrIndex);
        try
        {
            if (!Directory.Exists(folderOrIndex)) result.OpenIndex(folderOrIndex);
            else if (File.Exists(Path.Combine(folderOrIndex, IndexName))) result.OpenIndex(Path.Combine(folderOrIndex, IndexName));
            else if (File.Exists(Path.Combine(folderOrIndex, SingleName))) result.OpenSingle(Path.Combine(folderOrIndex, SingleName));
            else throw new SafetensorsException(folderOrIndex, $"the folder has neither {IndexName} nor {SingleName}: name the index, or open a file of another name with SafetensorsFile");
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="SafetensorsFile.Read"/>
    public Tensor Read(string name, Device? device = null) => Find(name).Read(name, device);

    /// <inheritdoc cref="SafetensorsFile.ReadInto"/>
    public void ReadInto(string name, Tensor target) => Find(name).ReadInto(name, target);

    /// <summary>Closes the files; tensors that were read stay.</summary>
    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }

    private void OpenSingle(string path)
    {
        var file = _files[SingleName] = SafetensorsFile.Open(path);
        foreach (var entry in file.Entries) _fileOf.Add(entry.Name, file);
        Entries = file.Entries;
    }

    private void OpenIndex(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var entries = new List<SafetensorsEntry>();
        foreach (var shard in SafetensorsIndex.Read(path).GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            var file = _files[shard.Key] = SafetensorsFile.Open(Path.Combine(folder, shard.Key));
            var wanted = shard.ToHashSet(StringComparer.Ordinal);
            entries.AddRange(file.Entries.Where(entry => wanted.Remove(entry.Name)));
            if (wanted.FirstOrDefault() is { } missing) throw new SafetensorsException(path, $"it says that tensor '{Shown.Text(missing)}' is in '{Shown.Text(shard.Key)}', which has no such tensor");
            foreach (var name in shard) _fileOf.Add(name, file);
        }
        Entries = entries;
    }

    private SafetensorsFile Find(string name) => _fileOf.TryGetValue(name, out var file) ? file
        : throw new SafetensorsException(_path, $"it has no tensor '{Shown.Text(name)}' among its {Shown.Count(Entries.Count)}, such as {string.Join(", ", Entries.Take(3).Select(other => $"'{Shown.Text(other.Name)}'"))}");
}
