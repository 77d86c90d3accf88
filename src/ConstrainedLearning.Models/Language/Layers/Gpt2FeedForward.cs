using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Language.Layers;

/// <summary>Two linear maps with a GELU between, in its approximation by the hyperbolic tangent, on each token alone: [B, N, width] to the same.</summary>
internal sealed class Gpt2FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear c_fc;
    private readonly Linear c_proj;
    private readonly Dropout dropout;

    public Gpt2FeedForward(LanguageModelOptions options) : base(nameof(Gpt2FeedForward))
    {
        c_fc = LanguageModel.Drawn(nn.Linear(options.Width, options.HiddenWidth));
        c_proj = LanguageModel.Drawn(nn.Linear(options.HiddenWidth, options.Width), Gpt2Block.ResidualDeviation(options));
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => dropout.call(c_proj.call(nn.functional.gelu(c_fc.call(input), GELU.Approximate.tanh)));
}
