using System.Collections;

namespace ConstrainedLearning.Constraints;

/// <summary>Bounds of all components; one number serves them all where they are equal, so that a million equal bounds take no memory.</summary>
internal sealed class BoundList : IReadOnlyList<double>, IEquatable<BoundList>
{
    private readonly double[] _values;

    internal BoundList(double bound, int count) => (_values, Count) = ([bound], count);

    internal BoundList(double[] bounds) => (_values, Count) = (bounds.Length > 0 && bounds.AsSpan().IndexOfAnyExcept(bounds[0]) < 0 ? [bounds[0]] : bounds, bounds.Length);

    public int Count { get; }

    public double this[int index] => index >= 0 && index < Count ? _values[IsUniform ? 0 : index] : throw new ArgumentOutOfRangeException(nameof(index), index, $"there are {Count} bounds");

    internal bool IsUniform => _values.Length == 1;

    /// <summary>One number when all are equal, else each.</summary>
    internal ReadOnlySpan<double> Distinct => _values;

    public IEnumerator<double> GetEnumerator() => (IsUniform ? Enumerable.Repeat(_values[0], Count) : _values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(BoundList? other) => other is not null && Count == other.Count && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as BoundList);

    public override int GetHashCode() => HashCode.Combine(Count, _values[0]);
}
