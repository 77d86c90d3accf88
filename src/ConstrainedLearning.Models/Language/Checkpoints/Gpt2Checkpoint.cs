using System.Text.Json;

namespace ConstrainedLearning.Models.Language.Checkpoints;

/// <summary>GPT-2 as published: the matrices of the layers are (in, out) there.</summary>
internal sealed class Gpt2Checkpoint : CheckpointFamily
{
    public override string ModelType => "gpt2";

    protected override string Architecture => "GPT2LMHeadModel";

    protected override string Prefix => "transformer.";

    protected override IReadOnlyList<string> Needless => [".attn.bias", ".attn.masked_bias"];

    public override LanguageModel Create(LanguageModelOptions options) => new Gpt2(options);

    public override bool Has(LanguageModel model) => model is Gpt2;

    public override IEnumerable<CheckpointTensor> Tensors(LanguageModelOptions options)
    {
        long width = options.Width;
        yield return new("transformer.wte.weight", [options.VocabularySize, width]);
        yield return new("transformer.wpe.weight", [options.ContextLength, width]);
        foreach (var tensor in Norm("transformer.ln_f", width)) yield return tensor;
        if (!options.TiesEmbeddings) yield return new(Head, [options.VocabularySize, width]);
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var block = $"transformer.h.{layer}";
            CheckpointTensor[] tensors =
            [
                .. Norm($"{block}.ln_1", width), .. Linear($"{block}.attn.c_attn", width, 3 * width), .. Linear($"{block}.attn.c_proj", width, width),
                .. Norm($"{block}.ln_2", width), .. Linear($"{block}.mlp.c_fc", width, options.HiddenWidth), .. Linear($"{block}.mlp.c_proj", options.HiddenWidth, width),
            ];
            foreach (var tensor in tensors) yield return tensor;
        }
    }

    public override LanguageModelOptions Read(JsonFile file)
    {
        var root = file.Root;
        Expect(file, "activation_function", "gelu_new", "gelu_pytorch_tanh");
        Expect(file, "scale_attn_weights", true);
        Expect(file, "scale_attn_by_inverse_layer_idx", false);
        Expect(file, "add_cross_attention", false);
        return Checked(file, () =>
        {
            var options = new LanguageModelOptions
            {
                VocabularySize = file.Integer(root, "vocab_size"),
                ContextLength = file.Integer(root, "n_positions"),
                Width = file.Integer(root, "n_embd"),
                Layers = file.Integer(root, "n_layer"),
                Heads = file.Integer(root, "n_head"),
                NormEpsilon = file.Number(root, "layer_norm_epsilon", 1e-5),
                TiesEmbeddings = file.Flag(root, "tie_word_embeddings", true),
            };
            return JsonFile.Has(root, "n_inner", out _) ? options with { HiddenWidth = file.Integer(root, "n_inner") } : options;
        });
    }

    protected override void WriteSizes(Utf8JsonWriter json, LanguageModelOptions options)
    {
        json.WriteNumber("n_positions", options.ContextLength);
        json.WriteNumber("n_embd", options.Width);
        json.WriteNumber("n_layer", options.Layers);
        json.WriteNumber("n_head", options.Heads);
        json.WriteNumber("n_inner", options.HiddenWidth);
        json.WriteString("activation_function", "gelu_new");
        json.WriteNumber("layer_norm_epsilon", options.NormEpsilon);
        foreach (var dropout in new[] { "resid_pdrop", "embd_pdrop", "attn_pdrop" }) json.WriteNumber(dropout, options.Dropout);
    }

    private static CheckpointTensor[] Norm(string name, long width) => [new($"{name}.weight", [width]), new($"{name}.bias", [width])];

    private static CheckpointTensor[] Linear(string name, long inputs, long outputs) => [new($"{name}.weight", [outputs, inputs], Transposed: true), new($"{name}.bias", [outputs])];
}
