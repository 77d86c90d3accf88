using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>How adapters of one kind are stored: what the configuration says, and which tensor each factor is.</summary>
internal interface IPeftMethod
{
    /// <summary>The configuration's <c>peft_type</c>.</summary>
    string TypeOf(IAdapter adapter);

    /// <summary>Whether an adapter can be stored so, all that it computes.</summary>
    bool Fits(IAdapter adapter);

    /// <summary>Whether a configuration is of this kind.</summary>
    bool Reads(PeftConfig config);

    /// <summary>Writes what makes the adapter again.</summary>
    void Describe(nn.Module model, IAdapter adapter, JsonObject config);

    /// <summary>Makes the adapter again, but for its numbers. Nothing is made larger than the tensors allow.</summary>
    IAdapter Make(nn.Module model, PeftConfig config, IReadOnlyDictionary<string, Tensor> tensors);

    /// <summary>Its factors, each with its tensor.</summary>
    IEnumerable<StateEntry> Entries(IAdapter adapter);
}
