using System.Globalization;
using ExperimentKit.CommandLine;
using Forecasting.Options;

namespace Forecasting.Levels;

/// <summary>A level as the user wrote it: a number, one a step, or a quantile of a reference run's per-step errors.</summary>
/// <param name="Values">One number, or one a step; null for a quantile.</param>
/// <param name="Fraction">Which quantile.</param>
/// <param name="OfValidation">Of the validation errors; else of the training errors.</param>
internal sealed record LevelRequest(IReadOnlyList<double>? Values, double Fraction, bool OfValidation)
{
    private const string Expected = "expected a number, quantile:F@train or quantile:F@val with F from 0 to 1, a comma list of numbers, or @FILE";

    /// <summary>Whether a reference run is needed to know the level.</summary>
    internal bool IsQuantile => Values is null;

    /// <summary>Reads a level.</summary>
    /// <param name="text">As written.</param>
    /// <param name="horizon">How many numbers a list must have.</param>
    /// <exception cref="UsageException">It is none of what it can be, or a list of another length.</exception>
    internal static LevelRequest Parse(string text, int horizon)
    {
        if (text.StartsWith("quantile:", StringComparison.Ordinal)) return Quantile(text);
        var source = text.StartsWith('@') ? text[1..] : null;
        var content = source is null ? text : ReadFile(source);
        var cells = content.Split([',', '\n', '\r', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var values = cells.Select((cell, i) => Number(cell, cells.Length == 1 && source is null ? text : $"{source ?? text}: number {i + 1}, \"{cell}\"")).ToList();
        if (values.Count == 0) throw new UsageException($"--epsilon {text}: no number there, {Expected}");
        if (values.Count != 1 && values.Count != horizon)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--epsilon has {values.Count} numbers and the horizon {horizon} steps: give one number, or one for each step"));
        return new LevelRequest(values, double.NaN, false);
    }

    /// <summary>Checks that what the method needs is given, and nothing that it does not use.</summary>
    internal static void Check(ForecastOptions options)
    {
        Refuse(options, options.Epsilon is not null, "epsilon", MethodNames.Constant);
        Refuse(options, options.Slope is not null, "slope", MethodNames.Linear);
        Refuse(options, options.Offset is not null, "offset", MethodNames.Linear);
        Refuse(options, options.Scale is not null, "scale", MethodNames.Exponential);
        Refuse(options, options.Rate is not null, "rate", MethodNames.Exponential);
        if (options is { Method: MethodNames.Erm, Resilient: not null }) throw new UsageException("--resilient lets bounds give way, and --method erm has none: choose another method");
        if (options is { Method: MethodNames.Monotonic, Horizon: 1 }) throw new UsageException("--method monotonic compares neighbouring steps, and --horizon 1 has none: choose a longer horizon");
        if ((options.Slope is null) != (options.Offset is null)) throw new UsageException("--slope and --offset make one line: give both, or neither to have it fitted to the reference run");
        if ((options.Scale is null) != (options.Rate is null)) throw new UsageException("--scale and --rate make one curve: give both, or neither to have it fitted to the reference run");
        if (options.Epsilon is { } epsilon) Parse(epsilon, options.Horizon);
    }

    private static void Refuse(ForecastOptions options, bool given, string flag, string method)
    {
        if (given && options.Method != method) throw new UsageException($"--{flag} belongs to --method {method}, and the method is {options.Method}");
    }

    private static LevelRequest Quantile(string text)
    {
        var parts = text["quantile:".Length..].Split('@');
        if (parts.Length != 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) || !(fraction is >= 0 and <= 1) || parts[1] is not ("train" or "val" or "validation"))
            throw new UsageException($"--epsilon is \"{text}\", {Expected}");
        return new LevelRequest(null, fraction, parts[1] != "train");
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--epsilon @{path}: the file cannot be read ({e.Message})", e);
        }
    }

    private static double Number(string cell, string place) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new UsageException($"--epsilon {place}, {Expected}");
}
