using ConstrainedLearning.Models.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Checkpoints;

/// <summary>The tensors of a folder, held against those that a model needs before any memory is taken for it.</summary>
internal sealed class CheckpointReader
{
    private const int MostShown = 5;
    private static readonly ScalarType[] Types = [ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16, ScalarType.Float64];
    private readonly string _folder;
    private readonly ShardedSafetensors _files;
    private readonly Dictionary<string, SafetensorsEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<CheckpointTensor> _tensors;

    /// <exception cref="PretrainedFileException">Tensors are missing, not expected, or of another shape or type; the first few are named.</exception>
    public CheckpointReader(string folder, ShardedSafetensors files, CheckpointFamily family, LanguageModelOptions options)
    {
        (_folder, _files) = (folder, files);
        foreach (var entry in files.Entries)
        {
            var name = family.FullName(entry.Name);
            if (!_entries.TryAdd(name, entry)) throw Problem($"the tensor '{Shown.Text(name)}' is there twice, with and without the beginning of its name");
        }
        // The options come from a file: there may be more layers in them than anyone can count.
        RefuseSome("missing", family.Tensors(options).Where(tensor => !_entries.ContainsKey(tensor.Name)).Select(tensor => $"'{tensor.Name}' {Shown.Shape(tensor.FileShape)}"));
        _tensors = [.. family.Tensors(options)];
        var known = _tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        RefuseSome("not expected", _entries.Where(pair => !known.Contains(pair.Key) && !family.IsNeedless(pair.Key, options)).Select(pair => $"'{Shown.Text(pair.Value.Name)}' {Shown.Shape(pair.Value.Shape)}"));
        foreach (var tensor in _tensors) Check(tensor, _entries[tensor.Name]);
    }

    /// <summary>Copies the tensors into the parameters, converted to their types.</summary>
    public void CopyTo(LanguageModel model)
    {
        using var _ = no_grad();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        foreach (var tensor in _tensors) Copy(tensor, parameters[tensor.Name]);
    }

    private void Copy(CheckpointTensor tensor, Parameter parameter)
    {
        using var scope = NewDisposeScope();
        var value = _files.Read(_entries[tensor.Name].Name);
        parameter.copy_(tensor.Transposed ? value.t() : value);
    }

    private void Check(CheckpointTensor tensor, SafetensorsEntry entry)
    {
        if (!entry.Shape.SequenceEqual(tensor.FileShape)) throw Problem($"the tensor '{Shown.Text(entry.Name)}' is of shape {Shown.Shape(entry.Shape)}, expected {Shown.Shape(tensor.FileShape)} by config.json");
        if (!Types.Contains(entry.Type)) throw Problem($"the tensor '{Shown.Text(entry.Name)}' is of type {entry.Type}, expected one of {string.Join(", ", Types)}");
    }

    private void RefuseSome(string what, IEnumerable<string> tensors)
    {
        string[] some = [.. tensors.Take(MostShown + 1)];
        if (some.Length > 0) throw Problem($"tensors are {what}: {string.Join(", ", some.Take(MostShown))}{(some.Length > MostShown ? " and more" : "")}; config.json and the tensors do not belong together, or this model is another");
    }

    private PretrainedFileException Problem(string problem) => new(_folder, problem);
}
