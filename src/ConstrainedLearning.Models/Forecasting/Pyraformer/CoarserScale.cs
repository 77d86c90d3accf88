using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>One scale from the next finer one, [B, N, size] to [B, N / children, size]: a convolution whose stride is its kernel, batch normalisation, ELU.</summary>
internal sealed class CoarserScale : nn.Module<Tensor, Tensor>
{
    private readonly Linear merge;
    private readonly BatchNorm1d norm;
    private readonly int _children;

    public CoarserScale(int size, int children) : base(nameof(CoarserScale))
    {
        _children = children;
        // As kernels do not overlap, the convolution is a linear map of each group of children.
        merge = nn.Linear(children * size, size);
        norm = nn.BatchNorm1d(size);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (batch, nodes, size) = (input.shape[0], input.shape[1] / _children, input.shape[2]);
        var groups = input.narrow(1, 0, nodes * _children).reshape(batch * nodes, _children * size);
        return nn.functional.elu(norm.call(merge.call(groups)), 1).view(batch, nodes, size);
    }
}
