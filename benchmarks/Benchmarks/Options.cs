using System.Globalization;

namespace Benchmarks;

/// <summary>What to time, how long, and beside which Python.</summary>
internal sealed record Options
{
    internal const string Help = """
        Usage: Benchmarks [--only NAME,NAME] [--device cpu|cuda] [--repeats N] [--seconds S] [--python PATH|none]

          --only      workloads whose names begin with one of these; default: all
          --device    where the training steps run; default: cpu
          --repeats   how often each side is timed, in turn; the medians are shown; default: 7
          --seconds   how long each time; default: 0.4
          --python    a Python that has PyTorch, or none; default: python3
        """;

    internal string[] Only { get; private init; } = [];
    internal string Device { get; private init; } = "cpu";
    internal int Repeats { get; private init; } = 7;
    internal double Seconds { get; private init; } = 0.4;
    internal string? Python { get; private init; } = "python3";

    /// <summary>PyTorch's side, beside this program's sources or its binaries.</summary>
    internal string Script { get; } = Path.Combine(AppContext.BaseDirectory, "pytorch", "worker.py");

    internal bool Selects(string name) => Only.Length == 0 || Only.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Null when the arguments are not understood.</summary>
    internal static Options? Parse(string[] args)
    {
        var options = new Options();
        if (args.Length % 2 != 0) return null;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = args[i + 1];
            switch (args[i])
            {
                case "--only": options = options with { Only = value.Split(',') }; break;
                case "--device" when value is "cpu" or "cuda": options = options with { Device = value }; break;
                case "--repeats" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var repeats) && repeats > 0: options = options with { Repeats = repeats }; break;
                case "--seconds" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0: options = options with { Seconds = seconds }; break;
                case "--python": options = options with { Python = value == "none" ? null : value }; break;
                default: return null;
            }
        }
        return options;
    }
}
