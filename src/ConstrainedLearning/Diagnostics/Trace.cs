using static TorchSharp.torch;

namespace ConstrainedLearning.Diagnostics;

/// <summary>Loss, multipliers, slacks and values over time, recorded on the device and fetched in blocks. Owned by its learner.</summary>
public sealed class Trace : IDisposable
{
    private const int RowsPerFetch = 256;

    private readonly PrimalDual _learner;
    private readonly DualState[] _states; // by name, so that saved rows do not depend on the order in which constraints are given
    private readonly int _width;
    private readonly Tensor _loss;
    private readonly List<Tensor> _parts = [], _pending = [];
    private readonly List<long> _steps = [];
    private readonly List<double[]> _rows = [];

    internal Trace(PrimalDual learner, int every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (_learner, Every) = (learner, every);
        _states = [.. learner.Multipliers.OrderBy(state => state.Constraint.Name, StringComparer.Ordinal)];
        _width = 1 + _states.Sum(state => 3 * state.TraceWidth);
        _loss = learner.Loss.view(1).DetachFromDisposeScope();
    }

    /// <summary>Every how many steps a row is recorded.</summary>
    public int Every { get; }

    /// <summary>How many rows were recorded.</summary>
    public int Count => _steps.Count;

    /// <summary>What was recorded so far, on the host; waits for the device.</summary>
    public TraceHistory History()
    {
        Fetch();
        var constraints = new Dictionary<string, ConstraintHistory>(StringComparer.Ordinal);
        var start = 1;
        foreach (var state in _states)
        {
            var count = state.TraceWidth;
            constraints.Add(state.Constraint.Name, new ConstraintHistory(state.Constraint.Name, Columns(start, count), Columns(start + count, count), Columns(start + 2 * count, count)));
            start += 3 * count;
        }
        return new TraceHistory([.. _steps], [.. _rows.Select(row => row[0])], constraints);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _loss.Dispose();
    }

    /// <summary>Records the learner's state when its turn has come.</summary>
    internal void Observe()
    {
        if (_learner.StepCount % Every != 0) return;
        using var _ = no_grad();
        _parts.Add(_loss);
        foreach (var state in _states) state.Observe(_parts);
        _pending.Add(cat(_parts).DetachFromDisposeScope());
        _parts.Clear();
        _steps.Add(_learner.StepCount);
        if (_pending.Count == RowsPerFetch) Fetch();
    }

    /// <summary>The rows so far as one tensor [rows, width] on the host, and their steps; the caller disposes.</summary>
    internal (Tensor Rows, Tensor Steps) Save()
    {
        Fetch();
        var rows = tensor(_rows.SelectMany(row => row).ToArray(), dtype: ScalarType.Float64).reshape(_rows.Count, _width);
        return (rows, tensor(_steps.ToArray(), dtype: ScalarType.Int64));
    }

    /// <summary>Puts rows from <see cref="Save"/> back.</summary>
    internal void Load(Tensor rows, Tensor steps)
    {
        CheckFits(rows, steps);
        _steps.Clear();
        _rows.Clear();
        Forget();
        _steps.AddRange(steps.data<long>().ToArray());
        _rows.AddRange(rows.ToDoubles().Chunk(_width));
    }

    /// <summary>Throws unless <see cref="Load"/> would take these.</summary>
    internal void CheckFits(Tensor rows, Tensor steps)
    {
        if (rows.Dimensions != 2 || rows.size(1) != _width || steps.NumberOfElements != rows.size(0))
            throw new ArgumentException($"the saved trace has shape {Text.Shape(rows.shape)}, this problem's rows have {_width} numbers");
    }

    private double[][] Columns(int start, int count) => [.. _rows.Select(row => row[start..(start + count)])];

    private void Fetch()
    {
        if (_pending.Count == 0) return;
        using var scope = NewDisposeScope();
        _rows.AddRange(stack(_pending).ToDoubles().Chunk(_width));
        Forget();
    }

    private void Forget()
    {
        foreach (var row in _pending) row.Dispose();
        _pending.Clear();
    }
}
