using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>down(silu(gate(x)) * up(x)) on each token alone: [B, N, width] to the same. Shazeer, "GLU Variants Improve Transformer", 2020.</summary>
internal sealed class LlamaFeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear gate_proj;
    private readonly Linear up_proj;
    private readonly Linear down_proj;

    public LlamaFeedForward(LanguageModelOptions options) : base(nameof(LlamaFeedForward))
    {
        gate_proj = LanguageModel.Drawn(nn.Linear(options.Width, options.HiddenWidth, hasBias: false));
        up_proj = LanguageModel.Drawn(nn.Linear(options.Width, options.HiddenWidth, hasBias: false));
        down_proj = LanguageModel.Drawn(nn.Linear(options.HiddenWidth, options.Width, hasBias: false));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => down_proj.call(nn.functional.silu(gate_proj.call(input)) * up_proj.call(input));
}
