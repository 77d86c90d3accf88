using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The unit s of a constraint's violations, as its <see cref="Scale"/> says: fixed, or the root mean square of what was seen so far.</summary>
internal sealed class ViolationUnit : IDisposable
{
    private readonly Tensor _unit;
    private readonly Tensor? _squares, _weight;
    private readonly bool _pooled;

    internal ViolationUnit(Constraint constraint, Scale scale, Device device, ScalarType dtype)
    {
        _unit = tensor(scale.Start(constraint), dtype: dtype, device: device).DetachFromDisposeScope();
        if (!scale.IsRunning) return;
        _pooled = constraint.IsPerSample;
        long rows = _pooled ? 1 : constraint.Count;
        _squares = zeros([rows], dtype: dtype, device: device).DetachFromDisposeScope();
        _weight = zeros([rows], dtype: dtype, device: device).DetachFromDisposeScope();
    }

    /// <summary>s for the given rows, shape [1] or [rows]; a running unit takes the violations in first when it learns. Before anything was seen it is the size of these violations.</summary>
    internal Tensor For(RowSelection rows, Tensor violation, bool learns)
    {
        if (_squares is null) return _unit.size(0) == 1 ? _unit : rows.Read(_unit);
        var squares = violation.square();
        if (_pooled) squares = squares.mean().reshape(1);
        if (learns)
        {
            var seen = _pooled ? RowSelection.All : rows;
            seen.Commit(_squares, _squares + squares);
            seen.Commit(_weight!, _weight! + 1);
        }
        var size = where(_weight!.gt(0), _squares / _weight.clamp_min(1), squares).sqrt_();
        // Where there was nothing but 0 no unit is better than another.
        return where(size.gt(0), size, ones_like(size));
    }

    internal IEnumerable<(string Name, Tensor Value)> Saved() => _squares is null ? [] : [("unit/squares", _squares), ("unit/weight", _weight!)];

    public void Dispose()
    {
        _unit.Dispose();
        _squares?.Dispose();
        _weight?.Dispose();
    }
}
