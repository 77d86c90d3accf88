using TorchSharp.Modules;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>What the library's methods have in common in files.</summary>
internal static class PeftCommon
{
    internal const string Prefix = "base_model.model.", Shared = "base_model.", Type = "peft_type";

    private const string Bias = "bias", Saved = "modules_to_save";

    // What is read, and what changes nothing of what a stored adapter computes.
    private static readonly string[] Known =
    [
        Type, Bias, PeftTargets.Modules, PeftTargets.Excluded, PeftTargets.Layers, PeftTargets.LayersPattern, "fan_in_fan_out", "task_type", "auto_mapping", "base_model_name_or_path", "revision", "inference_mode", "peft_version",
    ];

    /// <summary>Refuses what goes beyond an adapter, and what is not known.</summary>
    internal static void Check(PeftConfig config, params IReadOnlyList<string> own)
    {
        if (config.Texts(Saved) is { Count: > 0 } saved) throw new AdapterStateException(Saved, $"whole copies of {Text.Names(saved)} come with the adapter, which is more than an adapter: load them into the model and store the adapter without them");
        if (config.Text(Bias) is { } bias and not "none") throw new AdapterStateException(Bias, $"it is '{Text.Shown(bias)}': biases of the model were trained along, which are no part of the adapter; expected 'none'");
        config.CheckKnown(Known.Concat(own).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Writes what every method says of its sites.</summary>
    internal static void Describe(System.Text.Json.Nodes.JsonObject config, System.Text.Json.Nodes.JsonNode targets)
    {
        config[PeftTargets.Modules] = targets;
        config[PeftTargets.Excluded] = null;
        config["fan_in_fan_out"] = false;
        config[Saved] = null;
    }

    /// <summary>Whether a site is a whole layer that is called by itself.</summary>
    internal static bool IsWhole(Site site) => site is { Rows: null, IsMatrix: true, Slot.IsLayers: true };

    /// <summary>Whether a layer computes the same however its factors are made into layers: the library leaves out dilation, groups and other padding.</summary>
    internal static bool IsPlain(Site site) =>
        IsWhole(site) && (site.Layer is not Convolution convolution || (convolution.groups == 1 && convolution.padding_mode == PaddingModes.Zeros && convolution.dilation.All(step => step == 1)));
}
