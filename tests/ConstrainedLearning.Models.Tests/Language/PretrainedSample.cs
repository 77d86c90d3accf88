using System.Text.Json.Nodes;
using ConstrainedLearning.Models.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Tests.Language;

/// <summary>Folders as others write them, with the weights of golden/language.py: put together here by the published names and shapes.</summary>
internal static class PretrainedSample
{
    public static JsonObject Gpt2Configuration => new()
    {
        ["model_type"] = "gpt2", ["architectures"] = new JsonArray("GPT2LMHeadModel"), ["activation_function"] = "gelu_new", ["vocab_size"] = 11, ["n_positions"] = 9, ["n_ctx"] = 9,
        ["n_embd"] = 12, ["n_layer"] = 2, ["n_head"] = 3, ["n_inner"] = 20, ["layer_norm_epsilon"] = 1e-5, ["resid_pdrop"] = 0.1, ["task_specific_params"] = new JsonObject(),
    };

    public static JsonObject LlamaConfiguration => new()
    {
        ["model_type"] = "llama", ["hidden_act"] = "silu", ["vocab_size"] = 11, ["max_position_embeddings"] = 9, ["hidden_size"] = 12, ["num_hidden_layers"] = 2, ["num_attention_heads"] = 6,
        ["num_key_value_heads"] = 2, ["intermediate_size"] = 20, ["rms_norm_eps"] = 1e-5, ["rope_theta"] = 10000.0, ["rope_scaling"] = null, ["tie_word_embeddings"] = false, ["attention_bias"] = false,
    };

    /// <summary>The golden model's parameters as the family's files have them: GPT-2's matrices of the layers (in, out). The caller disposes them.</summary>
    public static Dictionary<string, Tensor> Tensors(string name, bool prefix = true)
    {
        var shapes = name == "gpt2" ? Gpt2Shapes() : LlamaShapes();
        return shapes.Keys.Order(StringComparer.Ordinal).Select((key, place) => (key, place)).ToDictionary(item => prefix || item.key == "lm_head.weight" ? item.key : item.key[(item.key.IndexOf('.', StringComparison.Ordinal) + 1)..], item =>
        {
            using var values = Waves.Of(shapes[item.key], 0.7, item.place, 0.3);
            var transposed = item.key.EndsWith(".weight", StringComparison.Ordinal) && (item.key.Contains(".c_", StringComparison.Ordinal));
            return transposed ? values.t().contiguous() : values.alias();
        });
    }

    public static void Write(TemporaryFolder folder, JsonObject configuration, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        folder.Write("config.json", configuration.ToJsonString());
        SafetensorsFile.Write(Path.Combine(folder.Path, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static Dictionary<string, long[]> Gpt2Shapes()
    {
        var shapes = new Dictionary<string, long[]> { ["transformer.wte.weight"] = [11, 12], ["transformer.wpe.weight"] = [9, 12], ["transformer.ln_f.weight"] = [12], ["transformer.ln_f.bias"] = [12] };
        foreach (var block in new[] { "transformer.h.0", "transformer.h.1" })
            foreach (var (part, shape) in new Dictionary<string, long[]> { ["ln_1"] = [12], ["ln_2"] = [12], ["attn.c_attn"] = [36, 12], ["attn.c_proj"] = [12, 12], ["mlp.c_fc"] = [20, 12], ["mlp.c_proj"] = [12, 20] })
                (shapes[$"{block}.{part}.weight"], shapes[$"{block}.{part}.bias"]) = (shape, [shape[0]]);
        return shapes;
    }

    private static Dictionary<string, long[]> LlamaShapes()
    {
        var shapes = new Dictionary<string, long[]> { ["model.embed_tokens.weight"] = [11, 12], ["model.norm.weight"] = [12], ["lm_head.weight"] = [11, 12] };
        var parts = new Dictionary<string, long[]>
        {
            ["input_layernorm"] = [12], ["post_attention_layernorm"] = [12], ["self_attn.q_proj"] = [12, 12], ["self_attn.k_proj"] = [4, 12], ["self_attn.v_proj"] = [4, 12], ["self_attn.o_proj"] = [12, 12],
            ["mlp.gate_proj"] = [20, 12], ["mlp.up_proj"] = [20, 12], ["mlp.down_proj"] = [12, 20],
        };
        foreach (var block in new[] { "model.layers.0", "model.layers.1" })
            foreach (var (part, shape) in parts) shapes[$"{block}.{part}.weight"] = shape;
        return shapes;
    }
}
