using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Checkpoints;

/// <summary>
/// Everything that a run needs to go on as if it had never stopped: parameters, optimiser, multipliers, random numbers, trace, running means, cursor, best iterate.
/// </summary>
internal sealed class TrainingState(PrimalDual learner, EpochMeans means, BestIterate best)
{
    private const string NetworkPrefix = "network optimizer/";

    internal void Save(string path, Cursor cursor)
    {
        using var scope = NewDisposeScope();
        var contents = new CheckpointContents { Metadata = JsonSerializer.Serialize(cursor, CheckpointJson.Default.Cursor) };
        Add("model/", learner.Model.state_dict());
        Add("multipliers/", learner.Multipliers.StateDict());
        Add("scheme/", learner.SchemeRun.Saved().Select(item => KeyValuePair.Create(item.Name, item.Value)));
        Add("loss scale/", learner.Primal.LossScale?.StateDict() ?? new Dictionary<string, Tensor>());
        foreach (var state in learner.Multipliers)
            if (state.Constraint.Network is { } network) contents.Blobs[NetworkPrefix + state.Constraint.Name] = OptimizerBytes(network.Optimizer);
        Add("means/", means.StateDict());
        Add("best/", best.StateDict());
        Add("average/", learner.Average?.StateDict() ?? []);
        if (learner.Trace is { } trace) (contents.Tensors["trace/rows"], contents.Tensors["trace/steps"]) = trace.Save();
        contents.Tensors["random/cpu"] = get_rng_state();
        contents.Blobs["optimizer"] = OptimizerBytes(learner.Optimizer);
        CheckpointFile.Write(path, contents);

        void Add(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        {
            foreach (var (name, value) in tensors) contents.Tensors[prefix + name] = value;
        }
    }

    /// <summary>Puts a state back. Shapes and names are checked before anything changes.</summary>
    internal Cursor Load(string path)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var contents = CheckpointFile.Read(path);
        try
        {
            var cursor = JsonSerializer.Deserialize(contents.Metadata, CheckpointJson.Default.Cursor) ?? throw new ArgumentException("its cursor is empty");
            CheckModel(contents.Under("model/"));
            learner.Multipliers.CheckFits(contents.Under("multipliers/"));
            learner.SchemeRun.Load(contents.Under("scheme/"));
            learner.Primal.LossScale?.LoadStateDict(contents.Under("loss scale/"));
            learner.Multipliers.LoadStateDict(contents.Under("multipliers/"));
            learner.Model.load_state_dict(contents.Under("model/"));
            means.LoadStateDict(contents.Under("means/"));
            best.LoadStateDict(contents.Under("best/"), cursor.BestScore, cursor.BestViolation);
            learner.Average?.LoadStateDict(contents.Under("average/"));
            if (learner.Trace is { } trace && contents.Tensors.TryGetValue("trace/rows", out var rows)) trace.Load(rows, contents.Tensors["trace/steps"]);
            LoadOptimizer(learner.Optimizer, contents.Blobs["optimizer"]);
            foreach (var state in learner.Multipliers)
                if (state.Constraint.Network is { } network) LoadOptimizer(network.Optimizer, contents.Blobs[NetworkPrefix + state.Constraint.Name]);
            set_rng_state(contents.Tensors["random/cpu"]);
            learner.StepCount = cursor.Step;
            return cursor;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or JsonException or System.Runtime.InteropServices.ExternalException)
        {
            throw new CheckpointException(path, $"it does not belong to this problem: {e.Message}", e);
        }
    }

    private static byte[] OptimizerBytes(optim.Optimizer optimizer)
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

    private void CheckModel(Dictionary<string, Tensor> saved)
    {
        var own = learner.Model.state_dict();
        foreach (var (name, value) in own)
            if (!saved.TryGetValue(name, out var other) || !other.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"the model's '{name}' has shape {Text.Shape(value.shape)}, the checkpoint has {(other is null ? "no such tensor" : Text.Shape(other.shape))}");
        if (saved.Keys.FirstOrDefault(name => !own.ContainsKey(name)) is { } extra) throw new ArgumentException($"the checkpoint holds '{extra}', which the model lacks");
    }
}
