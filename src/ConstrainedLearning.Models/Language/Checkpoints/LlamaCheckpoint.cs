using System.Text.Json;
using ConstrainedLearning.Models.Files;

namespace ConstrainedLearning.Models.Language.Checkpoints;

/// <summary>Llama and its successors as published.</summary>
internal sealed class LlamaCheckpoint : CheckpointFamily
{
    private const string Stretched = "llama3";

    public override string ModelType => "llama";

    protected override string Architecture => "LlamaForCausalLM";

    protected override string Prefix => "model.";

    protected override IReadOnlyList<string> Needless => [".rotary_emb.inv_freq"];

    public override LanguageModel Create(LanguageModelOptions options) => new Llama(options);

    public override bool Has(LanguageModel model) => model is Llama;

    public override IEnumerable<CheckpointTensor> Tensors(LanguageModelOptions options)
    {
        long width = options.Width, keys = (long)options.KeyValueHeads * options.HeadWidth, hidden = options.HiddenWidth;
        yield return new("model.embed_tokens.weight", [options.VocabularySize, width]);
        yield return new("model.norm.weight", [width]);
        if (!options.TiesEmbeddings) yield return new(Head, [options.VocabularySize, width]);
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var block = $"model.layers.{layer}";
            CheckpointTensor[] tensors =
            [
                new($"{block}.input_layernorm.weight", [width]), new($"{block}.post_attention_layernorm.weight", [width]),
                new($"{block}.self_attn.q_proj.weight", [width, width]), new($"{block}.self_attn.k_proj.weight", [keys, width]),
                new($"{block}.self_attn.v_proj.weight", [keys, width]), new($"{block}.self_attn.o_proj.weight", [width, width]),
                new($"{block}.mlp.gate_proj.weight", [hidden, width]), new($"{block}.mlp.up_proj.weight", [hidden, width]), new($"{block}.mlp.down_proj.weight", [width, hidden]),
            ];
            foreach (var tensor in tensors) yield return tensor;
        }
    }

    public override LanguageModelOptions Read(JsonFile file)
    {
        var root = file.Root;
        Expect(file, "hidden_act", "silu");
        Expect(file, "attention_bias", false);
        Expect(file, "mlp_bias", false);
        return Checked(file, () =>
        {
            var heads = file.Integer(root, "num_attention_heads");
            var options = new LanguageModelOptions
            {
                VocabularySize = file.Integer(root, "vocab_size"),
                ContextLength = file.Integer(root, "max_position_embeddings"),
                Width = file.Integer(root, "hidden_size"),
                Layers = file.Integer(root, "num_hidden_layers"),
                Heads = heads,
                KeyValueHeads = file.Integer(root, "num_key_value_heads", heads),
                HiddenWidth = file.Integer(root, "intermediate_size"),
                NormEpsilon = file.Number(root, "rms_norm_eps", 1e-6),
                RotaryBase = RotaryBase(file),
                RotaryScaling = RotaryScaling(file),
                TiesEmbeddings = file.Flag(root, "tie_word_embeddings", false),
            }.Validated();
            var headWidth = file.Integer(root, "head_dim", options.HeadWidth);
            if (headWidth != options.HeadWidth) throw file.Problem($"head_dim is {headWidth}, expected hidden_size / num_attention_heads = {options.HeadWidth}");
            return headWidth % 2 == 0 ? options : throw file.Problem($"a head has {headWidth} numbers (hidden_size / num_attention_heads), expected an even number");
        });
    }

    protected override void WriteSizes(Utf8JsonWriter json, LanguageModelOptions options)
    {
        json.WriteNumber("max_position_embeddings", options.ContextLength);
        json.WriteNumber("hidden_size", options.Width);
        json.WriteNumber("num_hidden_layers", options.Layers);
        json.WriteNumber("num_attention_heads", options.Heads);
        json.WriteNumber("num_key_value_heads", options.KeyValueHeads);
        json.WriteNumber("intermediate_size", options.HiddenWidth);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("rms_norm_eps", options.NormEpsilon);
        json.WriteNumber("attention_dropout", options.Dropout);
        json.WriteNumber("rope_theta", options.RotaryBase);
        if (options.RotaryScaling is not { } scaling) return;
        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", Stretched);
        json.WriteNumber("factor", scaling.Factor);
        json.WriteNumber("low_freq_factor", scaling.LowFrequencyFactor);
        json.WriteNumber("high_freq_factor", scaling.HighFrequencyFactor);
        json.WriteNumber("original_max_position_embeddings", scaling.OriginalContextLength);
        json.WriteEndObject();
    }

    /// <summary>Newer files have it among the rope_parameters.</summary>
    private static double RotaryBase(JsonFile file) =>
        file.Number(file.Root, "rope_theta", JsonFile.Has(file.Root, "rope_parameters", out _) ? file.Number(file.Object(file.Root, "rope_parameters"), "rope_theta", 10000) : 10000);

    private static RotaryScaling? RotaryScaling(JsonFile file)
    {
        var key = JsonFile.Has(file.Root, "rope_parameters", out _) ? "rope_parameters" : "rope_scaling";
        if (!JsonFile.Has(file.Root, key, out _)) return null;
        var scaling = file.Object(file.Root, key);
        return file.Text(scaling, "rope_type", file.Text(scaling, "type", "default")) switch
        {
            "default" => null,
            Stretched => new RotaryScaling
            {
                Factor = file.Number(scaling, "factor"),
                LowFrequencyFactor = file.Number(scaling, "low_freq_factor"),
                HighFrequencyFactor = file.Number(scaling, "high_freq_factor"),
                OriginalContextLength = file.Integer(scaling, "original_max_position_embeddings"),
            }.Validated(),
            var type => throw file.Problem($"{key} is of type '{Shown.Text(type)}', expected default or {Stretched}"),
        };
    }
}
