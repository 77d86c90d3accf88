namespace ConstrainedLearning.Models.Data;

/// <summary>A multivariate time series in memory, in the units of its file. Rows are in time order.</summary>
/// <param name="Name">How it is called in reports: a source's name or the file's name.</param>
/// <param name="Columns">Names of the channels, in order; by convention the last one is the main target.</param>
/// <param name="Times">Time stamps, one a row, never decreasing.</param>
/// <param name="Values">[rows, channels], finite.</param>
/// <param name="Sha256">Hash of the file's contents after decompression, lower-case hexadecimal.</param>
public sealed record Series(string Name, IReadOnlyList<string> Columns, IReadOnlyList<DateTime> Times, double[,] Values, string Sha256)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Values.GetLength(0);

    /// <summary>Number of channels.</summary>
    public int Channels => Values.GetLength(1);

    /// <summary>The usual time between two rows: the median of the differences, so that a gap or a repeated row does not change it.</summary>
    public TimeSpan Step
    {
        get
        {
            var steps = new TimeSpan[Times.Count - 1];
            for (var row = 0; row < steps.Length; row++)
                steps[row] = Times[row + 1] - Times[row];
            Array.Sort(steps);
            return steps[steps.Length / 2];
        }
    }
}
