namespace ConstrainedLearning.Models.Data;

/// <summary>How fine the calendar features are.</summary>
public enum TimeFrequency
{
    /// <summary>Month of the year.</summary>
    Monthly,

    /// <summary>Day of the month, week of the year.</summary>
    Weekly,

    /// <summary>Day of the week, day of the month, day of the year.</summary>
    Daily,

    /// <summary>Hour of the day and the daily ones.</summary>
    Hourly,

    /// <summary>Minute of the hour and the hourly ones.</summary>
    Minutely,
}

/// <summary>
/// Calendar features in [-1/2, 1/2], as the forecasting field writes them (GluonTS, then Informer's <c>timeF</c>): a position in its cycle divided by the
/// cycle's last position, minus one half. Monday is the first day; weeks are ISO 8601's.
/// </summary>
public static class TimeFeatures
{
    /// <summary>The frequency that the loss-shaping experiments use: minutes for a step of 15 minutes, hours for everything else, whatever its step.</summary>
    public static TimeFrequency DefaultFor(TimeSpan step) => step == TimeSpan.FromMinutes(15) ? TimeFrequency.Minutely : TimeFrequency.Hourly;

    /// <summary>Number of features of one time stamp.</summary>
    public static int Count(TimeFrequency frequency) => Of(default, frequency).Length;

    /// <summary>Features of every time stamp, [rows, features], finest first.</summary>
    public static float[,] Encode(IReadOnlyList<DateTime> times, TimeFrequency frequency)
    {
        var result = new float[times.Count, Count(frequency)];
        for (var row = 0; row < times.Count; row++)
        {
            var features = Of(times[row], frequency);
            for (var feature = 0; feature < features.Length; feature++)
                result[row, feature] = (float)features[feature];
        }
        return result;
    }

    private static double[] Of(DateTime time, TimeFrequency frequency)
    {
        var minute = time.Minute / 59.0 - 0.5;
        var hour = time.Hour / 23.0 - 0.5;
        var dayOfWeek = ((int)time.DayOfWeek + 6) % 7 / 6.0 - 0.5;
        var dayOfMonth = (time.Day - 1) / 30.0 - 0.5;
        var dayOfYear = (time.DayOfYear - 1) / 365.0 - 0.5;
        return frequency switch
        {
            TimeFrequency.Monthly => [(time.Month - 1) / 11.0 - 0.5],
            TimeFrequency.Weekly => [dayOfMonth, (System.Globalization.ISOWeek.GetWeekOfYear(time) - 1) / 52.0 - 0.5],
            TimeFrequency.Daily => [dayOfWeek, dayOfMonth, dayOfYear],
            TimeFrequency.Hourly => [hour, dayOfWeek, dayOfMonth, dayOfYear],
            TimeFrequency.Minutely => [minute, hour, dayOfWeek, dayOfMonth, dayOfYear],
            _ => throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "expected a member of TimeFrequency"),
        };
    }
}
