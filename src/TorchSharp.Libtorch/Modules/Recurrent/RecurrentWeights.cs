using System.Globalization;
using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>
/// The parameters of a recurrent network, for each layer and direction: weight_ih, weight_hh and, unless left out, bias_ih, bias_hh, all
/// uniform on ±1/√hidden and drawn in this order. The module they are registered in owns them.
/// </summary>
internal sealed class RecurrentWeights
{
    private readonly Parameter[] _all;
    private readonly int _perLayer;
    private readonly RecurrentShape _shape;

    internal RecurrentWeights(nn.Module owner, RecurrentShape shape, int gates, Device? device, ScalarType? dtype)
    {
        _shape = shape;
        _perLayer = shape.Bias ? 4 : 2;
        var all = new List<Parameter>();
        var bound = Initial.BoundOf(shape.Hidden);
        for (var layer = 0L; layer < shape.Layers; layer++)
        {
            var inputs = layer == 0 ? shape.Inputs : shape.Hidden * shape.Directions;
            foreach (var suffix in shape.Bidirectional ? new[] { "", "_reverse" } : [""])
            {
                var place = $"l{layer.ToString(CultureInfo.InvariantCulture)}{suffix}";
                Add($"weight_ih_{place}", [gates * shape.Hidden, inputs]);
                Add($"weight_hh_{place}", [gates * shape.Hidden, shape.Hidden]);
                if (!shape.Bias) continue;
                Add($"bias_ih_{place}", [gates * shape.Hidden]);
                Add($"bias_hh_{place}", [gates * shape.Hidden]);
            }
        }
        _all = [.. all];

        void Add(string name, ReadOnlySpan<long> sizes)
        {
            var parameter = Initial.Uniform(sizes, bound, device, dtype);
            parameter.DetachFromDisposeScope();
            owner.register_parameter(name, parameter);
            all.Add(parameter);
        }
    }

    /// <summary>One parameter: layer (and direction) <paramref name="index"/>, of its kind 0 to 3.</summary>
    internal Parameter? At(long index, int kind) => kind < _perLayer ? _all[(index * _perLayer) + kind] : null;

    /// <summary>A first state of zeros.</summary>
    internal Tensor Zero(Tensor input)
    {
        if (input.dim() != 3) throw new ArgumentException($"a recurrent network takes [length, batch, features] (or batch first), got {input.dim()} dimensions", nameof(input));
        return zeros(_shape.Layers * _shape.Directions, input.size(_shape.BatchFirst ? 0 : 1), _shape.Hidden, dtype: input.dtype, device: input.device);
    }

    /// <summary>Runs the network from one state.</summary>
    internal (Tensor, Tensor) Run(Operator network, Tensor input, Tensor? state, bool training)
    {
        using var zero = state is null ? Zero(input) : null;
        return network.CallTwo(input, state ?? zero, _all, _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional, _shape.BatchFirst);
    }

    /// <summary>Runs the network from a state of two tensors.</summary>
    internal (Tensor, Tensor, Tensor) Run(Operator network, Tensor input, (Tensor hidden, Tensor cell)? state, bool training)
    {
        using var zero = state is null ? Zero(input) : null;
        Tensor[] start = state is { } s ? [s.hidden, s.cell] : [zero!, zero!];
        return network.CallThree(input, start, _all, _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional, _shape.BatchFirst);
    }

    /// <summary>Runs the network over a pack, from one state in the order of the unpacked sequences.</summary>
    internal (PackedSequence, Tensor) Run(Operator network, PackedSequence input, Tensor? state, bool training)
    {
        using var scope = NewDisposeScope();
        var start = Sorted(state, input) ?? Zero(input);
        var (data, last) = network.CallTwo(input.data, input.batch_sizes, start, _all, _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional);
        return (input.With(data).MoveToOuterDisposeScope(), Unsorted(last, input).MoveToOuterDisposeScope());
    }

    /// <summary>Runs the network over a pack, from a state of two tensors in the order of the unpacked sequences.</summary>
    internal (PackedSequence, Tensor, Tensor) Run(Operator network, PackedSequence input, (Tensor hidden, Tensor cell)? state, bool training)
    {
        using var scope = NewDisposeScope();
        Tensor[] start = [Sorted(state?.hidden, input) ?? Zero(input), Sorted(state?.cell, input) ?? Zero(input)];
        var (data, last, cell) = network.CallThree(input.data, input.batch_sizes, start, _all, _shape.Bias, _shape.Layers, _shape.Dropout, training, _shape.Bidirectional);
        return (input.With(data).MoveToOuterDisposeScope(), Unsorted(last, input).MoveToOuterDisposeScope(), Unsorted(cell, input).MoveToOuterDisposeScope());
    }

    private Tensor Zero(PackedSequence input)
    {
        var sequences = input.batch_sizes.data<long>()[0];
        return zeros(_shape.Layers * _shape.Directions, sequences, _shape.Hidden, dtype: input.data.dtype, device: input.data.device);
    }

    private static Tensor? Sorted(Tensor? state, PackedSequence input) =>
        state is null || input.sorted_indices is null ? state : state.index_select(1, input.sorted_indices);

    private static Tensor Unsorted(Tensor state, PackedSequence input) =>
        input.unsorted_indices is null ? state : state.index_select(1, input.unsorted_indices);
}

/// <summary>The sizes and options of a recurrent network.</summary>
internal sealed record RecurrentShape(long Inputs, long Hidden, long Layers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional)
{
    internal long Directions => Bidirectional ? 2 : 1;
}
