using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Tests.Composition;

/// <summary>Images [n, 1, 8, 8] to four steps [n, 4, 1]: a convolution, two square matrices with heads of 4, and a last map.</summary>
internal sealed class Foreteller : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d convolution = nn.Conv2d(1, 4, 3, stride: 2, padding: 1);
    private readonly Linear enter = nn.Linear(64, 16);
    private readonly Linear query = nn.Linear(16, 16);
    private readonly Linear output = nn.Linear(16, 16);
    private readonly Linear last = nn.Linear(16, ComposedRun.Horizon);

    internal Foreteller() : base(nameof(Foreteller)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var features = enter.call(convolution.call(input).relu().flatten(1)).relu();
        return last.call(output.call(query.call(features).relu()).relu()).unsqueeze(-1);
    }
}
