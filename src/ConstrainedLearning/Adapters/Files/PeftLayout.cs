using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>
/// Adapters as the PEFT library lays them out in <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>, so that they go both ways. Methods that the library does not have are laid out alike, with a <c>peft_type</c> of their
/// own and an entry <c>constrained_learning</c> that makes them again.
/// </summary>
/// <remarks>Reference: the files and rules of https://github.com/huggingface/peft as of 2026.</remarks>
public sealed record PeftLayout
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the model is called where it was published; null (the default): not said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>What the model does, in the library's words (<c>CAUSAL_LM</c>); null (the default): not said.</summary>
    public string? Task { get; init; }

    /// <summary>How methods that the library does not have are stored. The default has all of those here.</summary>
    public AdapterFormats Formats { get; init; } = AdapterFormats.Default;

    /// <summary>Whether a digest of the sites' weights is stored with adapters that are not the library's, so that they are put on no other model of the same sizes. The default is no.</summary>
    public bool HashesWeights { get; init; }

    /// <summary>An adapter of a model, copied. Waits for the device.</summary>
    /// <param name="model">Borrowed.</param>
    /// <param name="name">The adapter's; it is not in what is stored.</param>
    /// <returns>In host memory; the caller's.</returns>
    public AdapterState Export(AdaptedModel model, string name)
    {
        var adapter = model.Find(name).Adapter;
        var method = Methods.First(method => method.Fits(adapter));
        var config = new JsonObject { [PeftCommon.Type] = method.TypeOf(adapter), ["base_model_name_or_path"] = BaseModel, ["task_type"] = Task, ["revision"] = null, ["inference_mode"] = true };
        method.Describe(model.Model, adapter, config);
        return new AdapterState(config.ToJsonString(Indented), StateEntry.Save(method.Entries(adapter)));
    }

    /// <summary>Adds a stored adapter to a model, active, with all its numbers from there.</summary>
    /// <param name="model">Borrowed; it and its adapters stay as they are unless all is well.</param>
    /// <param name="name">What the adapter will be called.</param>
    /// <param name="state">Borrowed; copied.</param>
    /// <returns>The adapter; the model's.</returns>
    /// <exception cref="AdapterStateException">It is not one that can be read here, or not of this model; what is wrong is named.</exception>
    public IAdapter Import(AdaptedModel model, string name, AdapterState state)
    {
        using var config = PeftConfig.Read(state.Config);
        var method = Methods.FirstOrDefault(method => method.Reads(config)) ?? throw new AdapterStateException(PeftCommon.Type,
            config.Find(PeftCommon.Type) is { } type ? $"{PeftConfig.Shown(type)} is not one that is read here: LORA, VERA, IA3, and what was stored by this library" : "there is no such entry: this is not an adapter's configuration");
        using var scope = NewDisposeScope();
        IAdapter? adapter = null;
        try
        {
            adapter = method.Make(model.Model, config, state.Tensors);
            StateEntry.Load([.. method.Entries(adapter)], state.Tensors);
            return model.Add(name, adapter);
        }
        catch (Exception e)
        {
            adapter?.Dispose();
            if (adapter is null && e is ArgumentException) throw new AdapterStateException("config", e.Message, e);
            throw;
        }
    }

    // The last takes everything; what it has written says so.
    private IReadOnlyList<IPeftMethod> Methods => [new PeftLoRA(), new PeftVeRA(), new PeftIA3(), new StoredAdapter(Formats, HashesWeights)];
}
