using static TorchSharp.torch;

namespace ConstrainedLearning.Invariance;

/// <summary>A step of a space: one of several transformations for each image, and the levels at which graded ones are drawn.</summary>
internal sealed class OperationChoice
{
    private const int Columns = 3; // of the table before its values: their number, whether the sign is drawn, the span
    private readonly float[] _table;
    private readonly IReadOnlyList<OperationFamily> _families;

    internal OperationChoice(IReadOnlyList<Transformation> operations, int first, int last)
    {
        (Operations, First, Last) = (operations, first, last);
        _table = Table(operations, first, last);
        _families = OperationFamily.Of(operations);
    }

    internal IReadOnlyList<Transformation> Operations { get; }

    internal int First { get; }

    internal int Last { get; }

    /// <summary>The level of each draw, [n]: the first level + floor(|c| levels), of the first coordinate.</summary>
    internal Tensor Levels(Tensor coordinates)
    {
        using var scope = NewDisposeScope();
        return (coordinates.select(1, 0).abs() * (Last - First + 1)).floor_().add_(First).clamp_max_(Last).to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    /// <summary>Each image under its own operation, in the caller's scope.</summary>
    /// <param name="images">Shape [n, channels, height, width].</param>
    /// <param name="operations">Places in <see cref="Operations"/>, [n].</param>
    /// <param name="coordinates">Points of [-1, 1]^2, [n, 2].</param>
    /// <param name="known">The operations where the host knows them; otherwise every operation is applied to every image.</param>
    internal Tensor Apply(Tensor images, Tensor operations, Tensor coordinates, int[]? known)
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters(operations, coordinates);
        var result = Operations.Count == 1 ? Operations[0].Run(images, Operations[0].CoefficientsOf(parameters))
            : known is not null ? Grouped(images, parameters, known)
            : Masked(images, parameters, operations);
        return (ReferenceEquals(result, images) ? images.clone() : result).MoveToOuterDisposeScope();
    }

    /// <summary>values[operation, floor(|c| count)] + |c| span, with the sign of c where signs are drawn: [n, 2].</summary>
    private Tensor Parameters(Tensor operations, Tensor coordinates)
    {
        var width = _table.Length / Operations.Count;
        var row = Upload.To(coordinates.device, tensor(_table, Operations.Count, width)).index_select(0, operations);
        var (count, signed, span, values) = (row.narrow(1, 0, 1), row.narrow(1, 1, 1), row.narrow(1, 2, 1), row.narrow(1, Columns, width - Columns));
        var size = coordinates.abs();
        var place = minimum((size * count).floor_(), count - 1).to(ScalarType.Int64);
        var negative = coordinates.lt(0).to(ScalarType.Float32) * signed;
        return (values.gather(1, place) + size * span) * (1 - 2 * negative);
    }

    private Tensor Grouped(Tensor images, Tensor parameters, int[] known)
    {
        var rows = RowOrder.By(known, _families, images.device);
        var (sortedImages, sortedParameters) = (images.index_select(0, rows.Order), parameters.index_select(0, rows.Order));
        var pieces = new List<Tensor>();
        var start = 0;
        foreach (var family in _families)
        {
            var count = family.Members.Sum(operation => rows.Counts[operation]);
            if (count == 0) continue;
            using var scope = NewDisposeScope();
            var coefficients = new List<Tensor>();
            var at = start;
            foreach (var operation in family.Members.Where(operation => rows.Counts[operation] > 0))
            {
                coefficients.Add(Operations[operation].CoefficientsOf(sortedParameters.narrow(0, at, rows.Counts[operation])));
                at += rows.Counts[operation];
            }
            pieces.Add(Operations[family.Members[0]].Run(sortedImages.narrow(0, start, count), coefficients.Count == 1 ? coefficients[0] : cat(coefficients)).MoveToOuterDisposeScope());
            start = at;
        }
        return (pieces.Count == 1 ? pieces[0] : cat(pieces)).index_select(0, rows.Inverse);
    }

    private Tensor Masked(Tensor images, Tensor parameters, Tensor operations)
    {
        var result = images;
        for (var i = 0; i < Operations.Count; i++)
        {
            using var scope = NewDisposeScope();
            result = where(operations.eq(i).view(-1, 1, 1, 1), Operations[i].Run(images, Operations[i].CoefficientsOf(parameters)), result).MoveToOuterDisposeScope();
        }
        return result;
    }

    private static float[] Table(IReadOnlyList<Transformation> operations, int first, int last)
    {
        var values = operations.Select(operation => operation.Magnitude?.Values(first, last) ?? [0]).ToArray();
        var width = Columns + values.Max(list => list.Length);
        var table = new float[operations.Count * width];
        for (var i = 0; i < operations.Count; i++)
        {
            var row = table.AsSpan(i * width, width);
            (row[0], row[1], row[2]) = (values[i].Length, operations[i].HasRandomSign ? 1 : 0, (float)(operations[i].Magnitude?.Span ?? 0));
            for (var j = 0; j < values[i].Length; j++) row[Columns + j] = (float)values[i][j];
        }
        return table;
    }
}
