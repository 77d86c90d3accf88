namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>
                /// Sequences of different lengths in one tensor, longest first, step by step: <see cref="batch_sizes"/> says how many
                /// sequences reach each step. It owns its tensors.
                /// </summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>[sum of all lengths, features]</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each step; on the host.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Where each sequence of the pack came from; null when they came longest first.</summary>
                    public readonly Tensor? sorted_indices;

                    /// <summary>Where each sequence went in the pack; null when they came longest first.</summary>
                    public readonly Tensor? unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices) =>
                        (this.data, this.batch_sizes, this.sorted_indices, this.unsorted_indices) = (data, batch_sizes, sorted_indices, unsorted_indices);

                    /// <summary>Another value for each step of the same sequences.</summary>
                    internal PackedSequence With(Tensor data) => new(data, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    public void Dispose() => Each(static tensor => tensor.Dispose());

                    public PackedSequence MoveToOuterDisposeScope() => Each(static tensor => tensor.MoveToOuterDisposeScope());

                    public PackedSequence DetachFromDisposeScope() => Each(static tensor => tensor.DetachFromDisposeScope());

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.data.OwningDisposeScope);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other) => Each(tensor => tensor.MoveToOtherDisposeScope(other));

                    private PackedSequence Each(Action<Tensor> action)
                    {
                        action(data);
                        action(batch_sizes);
                        if (sorted_indices is not null) action(sorted_indices);
                        if (unsorted_indices is not null) action(unsorted_indices);
                        return this;
                    }
                }
            }
        }
    }
}
