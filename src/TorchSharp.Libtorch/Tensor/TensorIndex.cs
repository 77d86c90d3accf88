namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of <c>t[...]</c>: a number, a range, a tensor of numbers or of bools, a new dimension, or "the rest".</summary>
    public struct TensorIndex
    {
        internal enum Form
        {
            None,
            Ellipsis,
            Bool,
            Single,
            Slice,
            Tensor,
        }

        private TensorIndex(Form form) => Kind = form;

        /// <summary>All dimensions that the other indices leave.</summary>
        public static readonly TensorIndex Ellipsis = new(Form.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static readonly TensorIndex None = new(Form.None);

        /// <inheritdoc cref="None"/>
        public static readonly TensorIndex Null = new(Form.None);

        /// <summary>All of one dimension.</summary>
        public static readonly TensorIndex Colon = new(Form.Slice);

        internal Form Kind { get; }

        internal long Start { get; private init; }

        internal long? From { get; private init; }

        internal long? To { get; private init; }

        internal long? Step { get; private init; }

        internal Tensor? Elements { get; private init; }

        /// <summary>A new dimension of size 1 (true) or 0 (false).</summary>
        public static TensorIndex Bool(bool value) => new(Form.Bool) { Start = value ? 1 : 0 };

        /// <summary>One place in a dimension, counted from the end when negative; null: a new dimension.</summary>
        public static TensorIndex Single(long? index) => index is long i ? new(Form.Single) { Start = i } : None;

        /// <summary>Every <paramref name="step"/>th place from start (with it) to stop (without).</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(Form.Slice) { From = start, To = stop, Step = step };

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <inheritdoc cref="Slice(long?, long?, long?)"/>
        public static TensorIndex Slice(Range range)
        {
            long? end = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value;
            return Slice(Place(range.Start), end);
        }

        /// <summary>The places that a tensor of integers names, or where a tensor of bools is true.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(Form.Tensor) { Elements = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(Place(index));

        // ^0 as the start of a range is the end: one past the last place, which no negative number says.
        private static long Place(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
    }
}
