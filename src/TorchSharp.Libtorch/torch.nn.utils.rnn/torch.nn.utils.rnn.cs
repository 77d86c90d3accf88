using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of different lengths.</summary>
            public static partial class rnn
            {
                /// <summary>Sequences side by side, each filled up to the longest: [length, batch, ...], or batch first.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) =>
                    Aten.PadSequence.Call(Argument.List(sequences), batch_first, padding_value);

                /// <summary>Packs sequences of different lengths.</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    Tensor[] all = [.. sequences];
                    using var padded = pad_sequence(all);
                    using var lengths = tensor(Array.ConvertAll(all, sequence => sequence.size(0)));
                    return pack_padded_sequence(padded, lengths, false, enforce_sorted);
                }

                /// <summary>Packs sequences that were filled up to the longest.</summary>
                /// <param name="input">[length, batch, ...], or batch first.</param>
                /// <param name="lengths">The length of each, [batch].</param>
                /// <param name="batch_first">Whether the batch is the first dimension.</param>
                /// <param name="enforce_sorted">Whether they must come longest first; otherwise they are sorted.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    var counts = lengths.to(ScalarType.Int64, CPU);
                    Tensor? sorted = null, unsorted = null;
                    if (!enforce_sorted)
                    {
                        (counts, var order) = counts.sort(-1, true);
                        (sorted, unsorted) = (order.to(input.device), order.argsort().to(input.device));
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                    }
                    var (data, batch_sizes) = Aten.PackPaddedSequence.CallTwo(input, counts, batch_first);
                    return new PackedSequence(data, batch_sizes, sorted, unsorted).MoveToOuterDisposeScope();
                }

                /// <summary>The way back: the sequences filled up to the longest (or to a total length), and their lengths.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    using var scope = NewDisposeScope();
                    var longest = sequence.batch_sizes.size(0);
                    if (total_length < longest) throw new ArgumentException($"total_length ({total_length}) must be at least the longest sequence's {longest}", nameof(total_length));
                    var (padded, lengths) = Aten.PadPackedSequence.CallTwo(sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? longest);
                    if (sequence.unsorted_indices is { } places)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, places);
                        lengths = lengths.index_select(0, places.cpu());
                    }
                    return scope.MoveToOuter(padded, lengths);
                }
            }
        }
    }
}
