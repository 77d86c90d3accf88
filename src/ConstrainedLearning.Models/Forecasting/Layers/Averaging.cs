using System.Runtime.CompilerServices;

namespace ConstrainedLearning.Models.Forecasting.Layers;

/// <summary>The centred moving average over time, whose ends are repeated beyond the window: what it leaves is the trend, the rest is seasonal.</summary>
internal static class Averaging
{
    /// <summary>Rows, unless chosen: a day of hours.</summary>
    public const int DefaultWidth = 25;

    /// <summary>For a registry entry.</summary>
    public static ForecasterOption Option { get; } = new("movingAverage", DefaultWidth, "rows of the moving average that makes the trend, odd");

    /// <summary>The width, when it has a centre.</summary>
    public static int Checked(int width, [CallerMemberName] string name = "") =>
        width > 0 && width % 2 == 1 ? width : throw new ArgumentOutOfRangeException(name, width, $"{name} is {width}, expected an odd number above 0.");

    /// <summary>The average as a matrix [length, length]: row t averages rows t - width/2 .. t + width/2 of the window, those beyond an end being the end itself.</summary>
    public static float[,] Matrix(int length, int width)
    {
        var weights = new float[length, length];
        for (var row = 0; row < length; row++)
            for (var offset = -width / 2; offset <= width / 2; offset++)
                weights[row, Math.Clamp(row + offset, 0, length - 1)] += 1f / width;
        return weights;
    }
}
