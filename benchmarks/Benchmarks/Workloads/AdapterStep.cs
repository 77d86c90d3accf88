using ConstrainedLearning.Adapters;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>A step of a small transformer, 6 blocks of width 128 with 4 heads on 16 x 128 tokens, with Adam on the factors of adapters on its query, key, value and output matrices; like <c>pytorch/adapters.py</c>.</summary>
internal static class AdapterStep
{
    private const int Width = 128, Heads = 4, Blocks = 6, Batch = 16, Tokens = 128;

    internal static IWorkload LoRA(Device device) => Adapted(device, sites => new LoRA(sites, new LoRAOptions { Rank = 8, Alpha = 16 }));

    internal static IWorkload VeRA(Device device) => Adapted(device, sites => new VeRA(sites, new VeRAOptions { Rank = 64 }));

    internal static Func<Device, IWorkload> LoRTA(int rank) => device => Adapted(device, sites => new LoRTA(sites, Width / Heads, new LoRTAOptions { Rank = rank }));

    /// <summary>All of the transformer is trained.</summary>
    internal static IWorkload Whole(Device device)
    {
        var (model, x, y) = Problem(device);
        return new TrainingStep(model, optim.Adam(model.parameters(), 1e-3), x, y, (output, target) => functional.mse_loss(output, target));
    }

    private static IWorkload Adapted(Device device, Func<IReadOnlyList<Site>, IAdapter> make)
    {
        var (model, x, y) = Problem(device);
        var adapted = new AdaptedModel(model);
        adapted.Add("adapter", make(Sites.Of(model, "q_proj", "k_proj", "v_proj", "o_proj")));
        var step = new TrainingStep(model, optim.Adam(adapted.parameters(), 1e-3), x, y, (output, target) => functional.mse_loss(output, target));
        return new Owning(step, adapted);
    }

    private static (nn.Module<Tensor, Tensor> Model, Tensor X, Tensor Y) Problem(Device device)
    {
        manual_seed(0);
        var model = Sequential([.. Enumerable.Range(0, Blocks).Select(_ => new Block())]).to(device);
        return (model, randn(Batch, Tokens, Width).to(device), randn(Batch, Tokens, Width).to(device));
    }

    private sealed class Owning(IWorkload workload, IDisposable other) : IWorkload
    {
        public void Run(long times) => workload.Run(times);

        public void Dispose()
        {
            other.Dispose();
            workload.Dispose();
        }
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly LayerNorm norm1, norm2;
        private readonly Linear q_proj, k_proj, v_proj, o_proj, up, down;

        internal Block() : base(nameof(Block))
        {
            (norm1, norm2) = (LayerNorm(Width), LayerNorm(Width));
            (q_proj, k_proj, v_proj, o_proj) = (Linear(Width, Width), Linear(Width, Width), Linear(Width, Width), Linear(Width, Width));
            (up, down) = (Linear(Width, 4 * Width), Linear(4 * Width, Width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var normal = norm1.call(input);
            var (query, key, value) = (Split(q_proj.call(normal)), Split(k_proj.call(normal)), Split(v_proj.call(normal)));
            var weights = query.matmul(key.transpose(-2, -1)).div(Math.Sqrt(Width / Heads)).softmax(-1);
            var middle = input + o_proj.call(weights.matmul(value).transpose(1, 2).reshape(Batch, Tokens, Width));
            return (middle + down.call(functional.gelu(up.call(norm2.call(middle))))).MoveToOuterDisposeScope();
        }

        private static Tensor Split(Tensor features) => features.view(Batch, Tokens, Heads, Width / Heads).transpose(1, 2);
    }
}
