using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Libtorch.Tests.Modules;

public sealed class PackedSequenceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pad_of_a_pack_gives_the_sequences_back_in_their_order(bool batchFirst)
    {
        Tensor[] sequences = [randn(2, 3), randn(4, 3), randn(1, 3)];
        using var pack = pack_sequence(sequences, enforce_sorted: false);

        var (padded, lengths) = pad_packed_sequence(pack, batchFirst, padding_value: -1, total_length: 5);

        pack.batch_sizes.data<long>().ToArray().Should().Equal(3, 2, 1, 1);
        lengths.data<long>().ToArray().Should().Equal(2, 4, 1);
        padded.shape.Should().Equal(batchFirst ? [3, 5, 3] : [5, 3, 3]);
        for (var i = 0; i < sequences.Length; i++)
        {
            var row = padded.select(batchFirst ? 0 : 1, i);
            row.narrow(0, 0, sequences[i].size(0)).Equals(sequences[i]).Should().BeTrue();
            row[4].Equals(full(3, -1f)).Should().BeTrue();
        }
        FluentActions.Invoking(() => pad_packed_sequence(pack, total_length: 3)).Should().Throw<ArgumentException>().WithMessage("*at least*4*");
    }

    [Fact]
    public void Recurrent_networks_over_a_pack_give_each_sequence_what_it_gives_alone()
    {
        Tensor[] sequences = [randn(2, 3), randn(4, 3)];
        using var pack = pack_sequence(sequences, enforce_sorted: false);
        using var gru = GRU(3, 2);
        using var lstm = LSTM(3, 2, bidirectional: true);
        using var rnn = RNN(3, 2, numLayers: 2);
        var start = randn(1, 2, 2);

        var (steps, last) = gru.call(pack, start);
        var (lstmSteps, hidden, cell) = lstm.call(pack);
        var (_, rnnLast) = rnn.call(pack);

        var unpacked = pad_packed_sequence(steps).Item1;
        for (var i = 0; i < 2; i++)
        {
            var alone = sequences[i].unsqueeze(1);
            var (aloneSteps, aloneLast) = gru.call(alone, start.narrow(1, i, 1));
            unpacked.narrow(1, i, 1).narrow(0, 0, alone.size(0)).allclose(aloneSteps).Should().BeTrue();
            last.narrow(1, i, 1).allclose(aloneLast).Should().BeTrue();
            var (_, aloneHidden, aloneCell) = lstm.call(alone);
            hidden.narrow(1, i, 1).allclose(aloneHidden).Should().BeTrue();
            cell.narrow(1, i, 1).allclose(aloneCell).Should().BeTrue();
            rnnLast.narrow(1, i, 1).allclose(rnn.call(alone).Item2).Should().BeTrue();
        }
        lstmSteps.data.shape.Should().Equal(6, 4);
    }

    [Fact]
    public void Pack_leaves_a_scope_with_all_its_tensors()
    {
        PackedSequence pack;
        using (NewDisposeScope())
        {
            pack = pack_sequence([randn(1, 2), randn(3, 2)], enforce_sorted: false).MoveToOuterDisposeScope();
        }

        pack.data.IsInvalid.Should().BeFalse();
        pack.unsorted_indices!.IsInvalid.Should().BeFalse();
        pack.Dispose();
        pack.data.IsInvalid.Should().BeTrue();
    }
}
