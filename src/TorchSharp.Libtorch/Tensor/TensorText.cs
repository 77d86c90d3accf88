using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The elements of one tensor as text. Only the elements that are shown are fetched from the device.</summary>
internal sealed class TensorText : IDisposable
{
    private const int Gap = -1;

    private readonly Tensor _tensor;
    private readonly Tensor _host;
    private readonly string _format;
    private readonly int _width;
    private readonly CultureInfo _culture;
    private readonly string _newLine;
    private readonly long[] _sizes;
    private readonly int[][] _shown;

    internal TensorText(Tensor tensor, string format, int width, CultureInfo culture, string newLine)
    {
        (_tensor, _format, _width, _culture, _newLine) = (tensor, format, width, culture, newLine);
        _sizes = tensor.shape;
        _shown = new int[_sizes.Length][];
        for (var i = 0; i < _sizes.Length; i++) _shown[i] = Places(_sizes[i], i == _sizes.Length - 1 ? maxColumns : maxRows);
        _host = Picked();
    }

    public void Dispose() => _host.Dispose();

    /// <summary>Nested brackets, as numpy prints.</summary>
    internal string Numpy()
    {
        var text = new StringBuilder();
        Nest(text, 0, 0, '[', ']', "", numpyLines: true);
        return text.ToString();
    }

    /// <summary>The metadata and an array initialiser.</summary>
    internal string CSharp()
    {
        if (Keyword() is not { } keyword) return _tensor.ToString();
        var text = new StringBuilder(_tensor.ToString()).Append(", value = ");
        if (_sizes.Length == 0) return text.Append(Number(0)).ToString();
        if (_sizes.Length > 1) text.Append(_newLine);
        text.Append(keyword).Append(" [").Append(',', _sizes.Length - 1).Append("] ");
        if (_sizes.Length == 1)
        {
            Nest(text, 0, 0, '{', '}', Suffix(), numpyLines: false);
            return text.ToString();
        }
        text.Append('{').Append(_newLine).Append(' ');
        var inner = new StringBuilder();
        Nest(inner, 0, 0, '{', '}', Suffix(), numpyLines: false);
        return text.Append(inner, 1, inner.Length - 2).Append(_newLine).Append('}').ToString();
    }

    /// <summary>The metadata and one aligned table for each pair of last dimensions.</summary>
    internal string Julia()
    {
        var text = new StringBuilder(_tensor.ToString());
        if (_sizes.Length == 0) return text.Append(", value = ").Append(Number(0)).ToString();
        Tables(text, 0, 0, []);
        return text.ToString();
    }

    private void Tables(StringBuilder text, int dimension, long offset, List<int> at)
    {
        var left = _sizes.Length - dimension;
        if (left <= 2)
        {
            text.Append(_newLine);
            if (at.Count > 0) text.Append('[').AppendJoin(',', at).Append(",..,..] =").Append(_newLine);
            Table(text, left == 2 ? _shown[dimension] : [0], _shown[^1], offset);
            return;
        }
        foreach (var place in Fetched(dimension))
        {
            Tables(text, dimension + 1, offset * Count(dimension) + place.Index, [.. at, place.Place]);
        }
    }

    private void Table(StringBuilder text, int[] rows, int[] columns, long offset)
    {
        var cells = new List<string[]>();
        var row = 0;
        foreach (var place in rows)
        {
            if (place == Gap) cells.Add([.. columns.Select(_ => "...")]);
            else cells.Add(Row(columns, (offset * rows.Count(r => r != Gap) + row++) * columns.Count(c => c != Gap)));
        }
        var widths = columns.Select((_, i) => cells.Count == 0 ? 0 : cells.Max(c => c[i].Length)).ToArray();
        var fitting = 0;
        for (var total = 0; fitting < widths.Length && (total += widths[fitting] + 1) <= _width; fitting++)
        {
        }
        foreach (var line in cells)
        {
            for (var i = 0; i < fitting; i++) text.Append(' ').Append(line[i].PadLeft(widths[i]));
            if (fitting < widths.Length) text.Append(" ...");
            text.Append(_newLine);
        }
    }

    private string[] Row(int[] columns, long first)
    {
        var at = first;
        return [.. columns.Select(place => place == Gap ? "..." : Number(at++))];
    }

    private void Nest(StringBuilder text, int dimension, long offset, char open, char close, string suffix, bool numpyLines)
    {
        if (dimension == _sizes.Length)
        {
            text.Append(Number(offset)).Append(suffix);
            return;
        }
        var left = _sizes.Length - dimension;
        var between = left == 1 ? ", " : numpyLines ? string.Concat(Enumerable.Repeat(_newLine, left - 1)) : "," + _newLine;
        var indent = left == 1 ? "" : new string(' ', dimension + 1);
        text.Append(open);
        var index = 0;
        for (var i = 0; i < _shown[dimension].Length; i++)
        {
            if (i > 0 && _shown[dimension][i - 1] != Gap) text.Append(between).Append(indent);
            if (_shown[dimension][i] == Gap)
                text.Append(left == 1 ? "... " : "..." + (numpyLines ? between : _newLine) + indent);
            else
                Nest(text, dimension + 1, offset * Count(dimension) + index++, open, close, suffix, numpyLines);
        }
        text.Append(close);
    }

    private string Number(long at) => _host.dtype switch
    {
        ScalarType.Bool => _host.data<bool>()[at].ToString(_culture),
        ScalarType.Int64 => _host.data<long>()[at].ToString(_culture),
        ScalarType.ComplexFloat64 => Complex(_host.data<Complex>()[at]),
        ScalarType.Float32 => _host.data<float>()[at].ToString(_format, _culture),
        _ => _host.data<double>()[at].ToString(_format, _culture),
    };

    private string Complex(Complex value) =>
        value.Imaginary == 0 ? value.Real.ToString(_format, _culture)
        : $"{value.Real.ToString(_format, _culture)}{(value.Imaginary < 0 ? "-" : "+")}{Math.Abs(value.Imaginary).ToString(_format, _culture)}i";

    private int Count(int dimension) => _shown[dimension].Count(p => p != Gap);

    private IEnumerable<(int Index, int Place)> Fetched(int dimension) => _shown[dimension].Where(p => p != Gap).Select((place, index) => (index, place));

    private static int[] Places(long size, int most)
    {
        if (size <= most) return [.. Enumerable.Range(0, (int)size)];
        var last = most / 2;
        return [.. Enumerable.Range(0, most - last), Gap, .. Enumerable.Range((int)size - last, last)];
    }

    private Tensor Picked()
    {
        using var scope = NewDisposeScope();
        var part = _tensor.detach();
        for (var i = 0; i < _sizes.Length; i++)
            if (_shown[i].Contains(Gap)) part = part.index_select(i, tensor(_shown[i].Where(p => p != Gap).Select(p => (long)p).ToArray(), device: part.device));
        if (part.is_sparse) part = part.to_dense();
        var type = part.dtype switch
        {
            ScalarType.Bool or ScalarType.Float32 => part.dtype,
            var t when is_integral(t) => ScalarType.Int64,
            var t when is_complex(t) => ScalarType.ComplexFloat64,
            ScalarType.Float16 or ScalarType.BFloat16 => ScalarType.Float32,
            _ => ScalarType.Float64,
        };
        if (part.is_quantized()) part = part.dequantize();
        return part.to(type, CPU).contiguous().DetachFromDisposeScope();
    }

    private string? Keyword() => _tensor.dtype switch
    {
        ScalarType.Bool => "bool",
        ScalarType.Byte => "byte",
        ScalarType.Int8 => "sbyte",
        ScalarType.Int16 => "short",
        ScalarType.Int32 => "int",
        ScalarType.Int64 => "long",
        ScalarType.Float16 => "float16",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float32 => "float",
        ScalarType.Float64 => "double",
        ScalarType.ComplexFloat32 => "complex32",
        ScalarType.ComplexFloat64 => "complex64",
        _ => null,
    };

    private string Suffix() => _tensor.dtype switch
    {
        ScalarType.Int64 => "L",
        ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 => "f",
        _ => "",
    };
}
