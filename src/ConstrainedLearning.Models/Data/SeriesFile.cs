using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;

namespace ConstrainedLearning.Models.Data;

/// <summary>What to read from a file.</summary>
public sealed record SeriesFileOptions
{
    /// <summary>Name of the column with the time stamps, whatever its case and place. Default <c>date</c>.</summary>
    public string DateColumn { get; init; } = "date";

    /// <summary>The channels to read, in this order; null (default) for every column but the date.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}

/// <summary>
/// Reads a series from CSV or gzip-compressed CSV: a header, one date column, all other columns numbers with a decimal point.
/// Line ends may be LF or CRLF and the last one may be missing. Whatever is wrong gives a <see cref="DataException"/> with file, line, column,
/// what was found and what was expected; lines count from 1, the header's.
/// </summary>
public static class SeriesFile
{
    /// <summary>With two rows a series has a step.</summary>
    private const int FewestRows = 2;

    private static readonly string[] DateFormats =
    [
        "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss'Z'",
        "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d", "yyyyMMdd",
    ];

    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="DataException">The file is missing, damaged or not such a table.</exception>
    public static Series Read(string path, SeriesFileOptions? options = null) =>
        Parse(Path.GetFileName(path), path, FileContents.Read(path), options ?? new SeriesFileOptions());

    /// <summary>Reads a series from the contents of a file, already decompressed. <paramref name="source"/> names it in messages.</summary>
    internal static Series Parse(string name, string source, byte[] contents, SeriesFileOptions options)
    {
        if (contents.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
            throw new DataException($"{source}: the file is empty, expected a header line and rows of numbers.");

        using var csv = CsvReader.Create(contents, new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw });
        var times = new List<DateTime>();
        var values = new List<double>();
        Table table;
        try
        {
            csv.ReadHeader();
            table = new Table(source, [.. csv.Headers], options);
            while (csv.Read())
            {
                times.Add(table.Time(csv, times.Count == 0 ? DateTime.MinValue : times[^1]));
                table.AppendNumbers(csv, values);
            }
        }
        catch (CsvFormatException e)
        {
            throw new DataException($"{source}: line {e.LineNumber}: a quotation mark is not closed or stands inside a cell.", e);
        }
        if (times.Count < FewestRows)
            throw new DataException($"{source}: found {times.Count} data row(s), expected at least {FewestRows}.");

        var array = new double[times.Count, table.Columns.Count];
        Buffer.BlockCopy(values.ToArray(), 0, array, 0, sizeof(double) * values.Count);
        return new Series(name, table.Columns, times, array, Convert.ToHexStringLower(SHA256.HashData(contents)));
    }

    /// <summary>The columns of one file and the checks on its cells.</summary>
    private sealed class Table
    {
        private readonly string _source;
        private readonly string[] _header;
        private readonly int _date;
        private readonly int[] _channels;

        public Table(string source, string[] header, SeriesFileOptions options)
        {
            (_source, _header) = (source, header);
            _date = Array.FindIndex(_header, cell => cell.Equals(options.DateColumn, StringComparison.OrdinalIgnoreCase));
            if (_date < 0)
                throw new DataException($"{source}: line 1 has no column \"{options.DateColumn}\", found {Shown(string.Join(",", _header))}.");
            var twice = _header.GroupBy(cell => cell).FirstOrDefault(group => group.Count() > 1);
            if (twice is not null)
                throw new DataException($"{source}: line 1 has the column \"{twice.Key}\" {twice.Count()} times, expected every name once.");
            _channels = options.Columns is null
                ? [.. Enumerable.Range(0, _header.Length).Where(column => column != _date)]
                : [.. options.Columns.Select(Find)];
            if (_channels.Length == 0)
                throw new DataException($"{source}: line 1 has only the date column, expected at least one column of numbers.");
            Columns = [.. _channels.Select(column => _header[column])];
        }

        public IReadOnlyList<string> Columns { get; }

        public DateTime Time(CsvReader row, DateTime previous)
        {
            if (row.FieldCount != _header.Length)
                throw new DataException($"{_source}: line {row.LineNumber} has {row.FieldCount} cell(s), expected {_header.Length} as in the header.");
            var cell = row.GetString(_date);
            if (!DateTime.TryParseExact(cell, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                throw new DataException($"{_source}: line {row.LineNumber}, column \"{_header[_date]}\": found {Shown(cell)}, expected a date like 2016-07-01 00:00:00.");
            if (time < previous)
                throw new DataException($"{_source}: line {row.LineNumber}, column \"{_header[_date]}\": found {Shown(cell)}, earlier than the line before; expected rows in time order.");
            return time;
        }

        public void AppendNumbers(CsvReader row, List<double> values)
        {
            foreach (var column in _channels)
            {
                var cell = row.GetString(column);
                if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite((float)value))
                    throw new DataException($"{_source}: line {row.LineNumber}, column \"{_header[column]}\": found {Shown(cell)}, expected a finite number with a decimal point.");
                values.Add(value);
            }
        }

        private int Find(string name)
        {
            var column = Array.IndexOf(_header, name);
            return column >= 0 && column != _date
                ? column
                : throw new DataException($"{_source}: line 1 has no column of numbers \"{name}\", found {Shown(string.Join(",", _header))}.");
        }

        /// <summary>Text from a file, quoted, short and printable.</summary>
        private static string Shown(string text)
        {
            var printable = string.Concat(text.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter));
            return text.Length == 0 ? "an empty cell" : text.Length > printable.Length ? $"\"{printable}...\"" : $"\"{printable}\"";
        }
    }
}
