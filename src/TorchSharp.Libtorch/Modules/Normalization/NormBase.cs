using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: scale and shift per channel, and running statistics.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        (this.num_features, this.eps, this.momentum, this.affine, this.track_running_stats) = (num_features, eps, momentum, affine, track_running_stats);
        if (affine)
        {
            weight = Initial.Constant([num_features], 1, device, dtype);
            bias = Initial.Constant([num_features], 0, device, dtype);
        }
        if (!track_running_stats) return;
        running_mean = Initial.Filled([num_features], 0, device, dtype);
        running_var = Initial.Filled([num_features], 1, device, dtype);
        num_batches_tracked = Initial.Filled([], 0, device, ScalarType.Int64);
    }

    public long num_features { get; private set; }

    public double eps { get; set; }

    /// <summary>The weight of a new batch in the running statistics; null: their plain mean (which waits for the device).</summary>
    public double? momentum { get; set; }

    public bool affine { get; private set; }

    public bool track_running_stats { get; private set; }

    [field: ComponentName(Name = nameof(weight))]
    public Parameter weight { get => field!; set => Adopt(nameof(weight), ref field!, value); }

    [field: ComponentName(Name = nameof(bias))]
    public Parameter? bias { get; set => Adopt(nameof(bias), ref field, value); }

    [field: ComponentName(Name = nameof(running_mean))]
    public Tensor? running_mean { get; set => AdoptBuffer(nameof(running_mean), ref field, value); }

    [field: ComponentName(Name = nameof(running_var))]
    public Tensor? running_var { get; set => AdoptBuffer(nameof(running_var), ref field, value); }

    [field: ComponentName(Name = nameof(num_batches_tracked))]
    public Tensor? num_batches_tracked { get; set => AdoptBuffer(nameof(num_batches_tracked), ref field, value); }

    /// <summary>Mean 0, variance 1, no batches.</summary>
    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        Aten.ZeroInPlace.Run(running_mean!);
        Aten.FillInPlace.Run(running_var!, 1);
        Aten.ZeroInPlace.Run(num_batches_tracked!);
    }

    /// <summary>Scale 1, shift 0, and no statistics.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        using var _ = no_grad();
        Aten.FillInPlace.Run(weight, 1);
        Aten.ZeroInPlace.Run(bias!);
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    private protected void RequireDimensions(Tensor input, int fewest, int most)
    {
        var got = input.Sizes.Length;
        if (got >= fewest && got <= most) return;
        throw new ArgumentException($"{GetName()}: expected {(fewest == most ? $"{most}D" : $"{fewest}D or {most}D")} input, but got {got}D input.", nameof(input));
    }
}
