using System.Globalization;
using System.Text;

namespace Forecasting.Tests;

/// <summary>A folder of its own with a small series.</summary>
public sealed class Workplace : ProgramWorkplace
{
    public Workplace() : base("forecasting", Program.Run) => File.WriteAllText(Data, Csv(400));

    /// <summary>400 hours of two channels: a daily wave, and the same with noise.</summary>
    public string Data => At("series.csv");

    /// <summary>8 steps an epoch.</summary>
    protected override Dictionary<string, string> SmallFlags => new()
    {
        ["--data"] = Data,
        ["--lookback"] = "16",
        ["--horizon"] = "4",
        ["--batch"] = "32",
        ["--epochs"] = "3",
        ["--lr"] = "0.001",
        ["--threads"] = "1",
        ["--recipe"] = "paper",
    };

    protected override bool Takes(string command, string flag) => command != "study" && (command != "sensitivity" || flag != "--recipe");

    public static Outcome Run(params string[] arguments) => Run(Program.Run, arguments);

    public static string Csv(int rows, Func<int, string?>? replace = null)
    {
        var random = new Random(7);
        var text = new StringBuilder("date,wave,noisy\n");
        for (var i = 0; i < rows; i++)
        {
            var wave = Math.Sin(2 * Math.PI * i / 24);
            var line = string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2020, 1, 1).AddHours(i):yyyy-MM-dd HH:mm:ss},{wave:F5},{wave + random.NextDouble() - 0.5:F5}");
            text.Append(replace?.Invoke(i) ?? line).Append('\n');
        }
        return text.ToString();
    }
}
