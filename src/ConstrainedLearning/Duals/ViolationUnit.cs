using static TorchSharp.torch;

namespace ConstrainedLearning.Duals;

/// <summary>The unit s of a constraint's violations, as its <see cref="Scale"/> says: fixed, or the root mean square of what was seen so far.</summary>
internal sealed class ViolationUnit : IDisposable
{
    private readonly Tensor _unit;
    private readonly Tensor? _squares, _weight;

    internal ViolationUnit(Constraint constraint, Scale scale, Device device, ScalarType dtype)
    {
        _unit = tensor(scale.Start(constraint), dtype: dtype, device: device).DetachFromDisposeScope();
        if (!scale.IsRunning) return;
        long rows = constraint.IsPerSample ? 1 : constraint.Count;
        _squares = zeros([rows], dtype: dtype, device: device).DetachFromDisposeScope();
        _weight = zeros([rows], dtype: dtype, device: device).DetachFromDisposeScope();
    }

    /// <summary>s for the given rows, shape [1] or [rows]; a running unit takes the violations in first.</summary>
    internal Tensor For(RowSelection rows, Tensor violation, bool learns)
    {
        if (_squares is null) return _unit.size(0) == 1 ? _unit : rows.Read(_unit);
        if (learns)
        {
            if (_squares.size(0) == 1)
            {
                _squares.add_(violation.square().mean());
                _weight!.add_(1);
            }
            else
            {
                rows.Commit(_squares, _squares + violation.square());
                rows.Commit(_weight!, _weight! + 1);
            }
        }
        // Before anything but 0 was seen there is no unit to speak of.
        var size = (_squares / _weight!.clamp_min(1)).sqrt_();
        return where(size.gt(0), size, ones_like(size));
    }

    /// <summary>s as it stands, without taking anything in.</summary>
    internal Tensor Now(RowSelection rows) => For(rows, _unit, learns: false);

    internal IEnumerable<(string Name, Tensor Value)> Saved() => _squares is null ? [] : [("unit/squares", _squares), ("unit/weight", _weight!)];

    public void Dispose()
    {
        _unit.Dispose();
        _squares?.Dispose();
        _weight?.Dispose();
    }
}
