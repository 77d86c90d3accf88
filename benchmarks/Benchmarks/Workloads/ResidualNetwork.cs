using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>ResNet-20 for 32 x 32 images (He et al., 2016): a convolution, three stages of three blocks, a linear layer.</summary>
internal sealed class ResidualNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential body;

    internal ResidualNetwork() : base(nameof(ResidualNetwork))
    {
        List<Module<Tensor, Tensor>> parts = [Conv2d(3, 16, 3, padding: 1, bias: false), BatchNorm2d(16), ReLU(inplace: true)];
        foreach (var (from, to) in ((long, long)[])[(16, 16), (16, 32), (32, 64)])
        {
            parts.Add(new Block(from, to));
            parts.Add(new Block(to, to));
            parts.Add(new Block(to, to));
        }
        body = Sequential([.. parts, AdaptiveAvgPool2d(1), Flatten(), Linear(64, 10)]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => body.call(input);

    /// <summary>Two convolutions beside a shortcut; where the width grows, the stride is 2 and the shortcut a 1 x 1 convolution.</summary>
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Conv2d first, second;
        private readonly BatchNorm2d firstNorm, secondNorm;
        private readonly Sequential? shortcut;

        internal Block(long from, long to) : base(nameof(Block))
        {
            var stride = from == to ? 1 : 2;
            first = Conv2d(from, to, 3, stride: stride, padding: 1, bias: false);
            firstNorm = BatchNorm2d(to);
            second = Conv2d(to, to, 3, padding: 1, bias: false);
            secondNorm = BatchNorm2d(to);
            if (from != to) shortcut = Sequential(Conv2d(from, to, 1, stride: stride, bias: false), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var hidden = functional.relu(firstNorm.call(first.call(input)), inplace: true);
            return functional.relu(secondNorm.call(second.call(hidden)).add_(shortcut?.call(input) ?? input), inplace: true);
        }
    }
}
