using System.Globalization;
using ExperimentKit.CommandLine;
using Forecasting.Options;

namespace Forecasting.Levels;

/// <summary>A level as the user wrote it: a number, one a step, a quantile of a reference run's per-step errors, or a multiple of each.</summary>
/// <param name="Values">One number, or one a step; null where a reference run gives them.</param>
/// <param name="Fraction">Which quantile, or which multiple.</param>
/// <param name="OfValidation">Of the validation errors; else of the training errors.</param>
/// <param name="IsMultiple">A multiple of the error at each step; else a quantile over the steps.</param>
internal sealed record LevelRequest(IReadOnlyList<double>? Values, double Fraction, bool OfValidation, bool IsMultiple = false)
{
    private const string Quantile = "quantile:", Multiple = "times:";
    private const string Expected = "expected a number, quantile:F@train or quantile:F@val with F from 0 to 1, times:F@train or times:F@val with F above 0, a comma list of numbers, or @FILE";

    /// <summary>Whether a reference run is needed to know the level.</summary>
    internal bool NeedsReference => Values is null;

    /// <summary>Reads a level.</summary>
    /// <param name="text">As written.</param>
    /// <param name="horizon">How many numbers a list must have.</param>
    /// <exception cref="UsageException">It is none of what it can be, or a list of another length.</exception>
    internal static LevelRequest Parse(string text, int horizon)
    {
        if (text.StartsWith(Quantile, StringComparison.Ordinal)) return OfReference(text, Quantile, fraction => fraction is >= 0 and <= 1);
        if (text.StartsWith(Multiple, StringComparison.Ordinal)) return OfReference(text, Multiple, factor => factor > 0 && double.IsFinite(factor)) with { IsMultiple = true };
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
        Refuse(options, options.Rise is not null, "rise", MethodNames.Even);
        Refuse(options, options.Power is not null && options.Method != MethodNames.Inverse, "power", MethodNames.Growing);
        Refuse(options, options.Share is not null, "share", MethodNames.Worst);
        Refuse(options, options.Step is not null, "step", MethodNames.Specialist);
        if (options.Step > options.Horizon) throw new UsageException(FormattableString.Invariant($"--step {options.Step} is beyond --horizon {options.Horizon}"));
        if (options.Resilient is not null && !MethodNames.WithBounds.Contains(options.Method)) throw new UsageException($"--resilient lets bounds give way, and --method {options.Method} has none: choose another method");
        if (options is { Method: MethodNames.Monotonic, Horizon: 1 }) throw new UsageException("--method monotonic compares neighbouring steps, and --horizon 1 has none: choose a longer horizon");
        if ((options.Slope is null) != (options.Offset is null)) throw new UsageException("--slope and --offset make one line: give both, or neither to have it fitted to the reference run");
        if ((options.Scale is null) != (options.Rate is null)) throw new UsageException("--scale and --rate make one curve: give both, or neither to have it fitted to the reference run");
        if (options.Epsilon is { } epsilon) Parse(epsilon, options.Horizon);
    }

    private static void Refuse(ForecastOptions options, bool given, string flag, string method)
    {
        if (given && options.Method != method) throw new UsageException($"--{flag} belongs to --method {method}, and the method is {options.Method}");
    }

    private static LevelRequest OfReference(string text, string kind, Func<double, bool> allowed)
    {
        var parts = text[kind.Length..].Split('@');
        if (parts.Length != 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) || !allowed(fraction) || parts[1] is not ("train" or "val" or "validation"))
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
