using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Checkpoints;

/// <summary>
/// Everything that a run needs to go on as if it had never stopped: parameters, optimiser, multipliers, random numbers, trace, running means, cursor, best iterate, and whatever was given beside.
/// </summary>
internal sealed class TrainingState(PrimalDual learner, EpochMeans means, BestIterate best, Func<IReadOnlyDictionary<string, ICheckpointed>> also)
{
    internal void Save(string path, Cursor cursor)
    {
        using var scope = NewDisposeScope();
        var contents = new CheckpointContents { Metadata = JsonSerializer.Serialize(cursor, CheckpointJson.Default.Cursor) };
        Add("model/", learner.Model.state_dict());
        Add("multipliers/", learner.Multipliers.StateDict());
        Add("scheme/", learner.SchemeRun.Saved().Select(item => KeyValuePair.Create(item.Name, item.Value)));
        Add("loss scale/", learner.Primal.LossScale?.StateDict() ?? new Dictionary<string, Tensor>());
        foreach (var (key, optimizer) in Optimizers()) contents.Blobs[key] = Bytes(optimizer);
        contents.Blobs["settings"] = JsonSerializer.SerializeToUtf8Bytes(Settings(), CheckpointJson.Default.DictionaryStringString);
        Add("means/", means.StateDict());
        Add("best/", best.StateDict());
        Add("average/", learner.Average?.StateDict() ?? []);
        foreach (var (prefix, item) in Beside()) Add(prefix, item.StateDict());
        if (learner.Trace is { } trace) (contents.Tensors["trace/rows"], contents.Tensors["trace/steps"]) = trace.Save();
        contents.Tensors["random/cpu"] = get_rng_state();
        CheckpointFile.Write(path, contents);

        void Add(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        {
            foreach (var (name, value) in tensors) contents.Tensors[prefix + name] = value;
        }
    }

    /// <summary>Puts a state back. Nothing changes unless everything fits.</summary>
    internal Cursor Load(string path)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var contents = CheckpointFile.Read(path);
        try
        {
            var cursor = Checked(contents);
            Put(contents, cursor);
            return cursor;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or JsonException or InvalidDataException or EndOfStreamException or System.Runtime.InteropServices.ExternalException)
        {
            throw new CheckpointException(path, $"it does not belong to this problem: {e.Message}", e);
        }
    }

    private Cursor Checked(CheckpointContents contents)
    {
        var cursor = JsonSerializer.Deserialize(contents.Metadata, CheckpointJson.Default.Cursor) ?? throw new ArgumentException("its cursor is empty");
        CheckModel(contents.Under("model/"));
        CheckSettings(JsonSerializer.Deserialize(contents.Blobs["settings"], CheckpointJson.Default.DictionaryStringString) ?? []);
        learner.Multipliers.CheckFits(contents.Under("multipliers/"));
        learner.SchemeRun.CheckFits(contents.Under("scheme/"));
        learner.Average?.CheckFits(contents.Under("average/"));
        if (contents.Tensors.TryGetValue("trace/rows", out var rows)) learner.Trace?.CheckFits(rows, contents.Tensors["trace/steps"]);
        return cursor;
    }

    private void Put(CheckpointContents contents, Cursor cursor)
    {
        PutFallible(contents);
        learner.SchemeRun.Load(contents.Under("scheme/"));
        learner.Multipliers.LoadStateDict(contents.Under("multipliers/"));
        learner.Model.load_state_dict(contents.Under("model/"));
        means.LoadStateDict(contents.Under("means/"));
        best.LoadStateDict(contents.Under("best/"), cursor.BestScore, cursor.BestViolation);
        learner.Average?.LoadStateDict(contents.Under("average/"));
        if (contents.Tensors.TryGetValue("trace/rows", out var rows)) learner.Trace?.Load(rows, contents.Tensors["trace/steps"]);
        learner.StepCount = cursor.Step;
    }

    /// <summary>What can be checked only by loading it goes first, and comes back when it does not fit.</summary>
    private void PutFallible(CheckpointContents contents)
    {
        var (before, random) = (Optimizers().ToDictionary(item => item.Key, item => Bytes(item.Optimizer)), get_rng_state());
        var others = Beside().ToDictionary(item => item.Prefix, item => item.Item.StateDict().ToDictionary(pair => pair.Key, pair => pair.Value.clone()));
        try
        {
            foreach (var (key, optimizer) in Optimizers()) LoadOptimizer(optimizer, contents.Blobs[key]);
            set_rng_state(contents.Tensors["random/cpu"]);
            learner.Primal.LossScale?.LoadStateDict(contents.Under("loss scale/"));
            foreach (var (prefix, item) in Beside()) item.LoadStateDict(contents.Under(prefix));
        }
        catch
        {
            foreach (var (key, optimizer) in Optimizers()) LoadOptimizer(optimizer, before[key]);
            set_rng_state(random);
            foreach (var (prefix, item) in Beside()) item.LoadStateDict(others[prefix]);
            throw;
        }
    }

    private IEnumerable<(string Prefix, ICheckpointed Item)> Beside() =>
        [.. also().Select(item => ($"also/{item.Key}/", item.Value)), .. learner.Primal.Policies.Select((policy, place) => ($"policy/{place}/", policy as ICheckpointed)).Where(item => item.Item2 is not null).Select(item => (item.Item1, item.Item2!))];

    private IEnumerable<(string Key, optim.Optimizer Optimizer)> Optimizers() =>
        [("optimizer", learner.Optimizer), .. learner.Multipliers.Where(state => state.Constraint.Network is not null).Select(state => ("network optimizer/" + state.Constraint.Name, state.Constraint.Network!.Optimizer))];

    /// <summary>What a run must not change on the way, as far as its tensors do not show it.</summary>
    private Dictionary<string, string> Settings() => new(learner.Multipliers.Select(state => KeyValuePair.Create($"the rule of constraint '{state.Constraint.Name}'", state.Rule)))
    {
        ["the scheme"] = learner.Scheme.GetType().Name,
        ["the formulation"] = learner.Formulation.GetType().Name,
        ["the list of policies"] = string.Join(", ", learner.Primal.Policies.Select(policy => policy.GetType().Name).DefaultIfEmpty("none")),
    };

    private static byte[] Bytes(optim.Optimizer optimizer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true)) Stateful(optimizer).save_state_dict(writer);
        return buffer.ToArray();
    }

    private static void LoadOptimizer(optim.Optimizer optimizer, byte[] bytes)
    {
        using var buffer = new MemoryStream(bytes);
        using var reader = new BinaryReader(buffer);
        Stateful(optimizer).load_state_dict(reader);
    }

    private static OptimizerHelper Stateful(optim.Optimizer optimizer) => optimizer as OptimizerHelper
        ?? throw new NotSupportedException($"the optimiser {optimizer.GetType().Name} cannot save its state, so a run with it cannot be checkpointed: use one whose state can be saved, such as Adam");

    private void CheckSettings(Dictionary<string, string> saved)
    {
        foreach (var (name, value) in Settings())
            if (saved.TryGetValue(name, out var other) && other != value) throw new ArgumentException($"{name} was {other}, and is {value} here");
    }

    private void CheckModel(Dictionary<string, Tensor> saved)
    {
        var own = learner.Model.state_dict();
        foreach (var (name, value) in own)
            if (!saved.TryGetValue(name, out var other) || other.dtype != value.dtype || !other.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"the model's '{name}' is {value.dtype} of shape {Text.Shape(value.shape)}, the checkpoint has {(other is null ? "no such tensor" : $"{other.dtype} of shape {Text.Shape(other.shape)}")}");
        if (saved.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } extra) throw new ArgumentException($"the checkpoint holds '{extra}', which the model lacks");
    }
}
