namespace Forecasting.Study;

/// <summary>What a method is asked to reach against plain training.</summary>
internal sealed record StudyOptions
{
    /// <summary>By what fraction the mean squared error may rise; 0.02 by default.</summary>
    public double AllowedRise { get; init; } = 0.02;

    /// <summary>By what fraction the window STD must fall; 0.10 by default.</summary>
    public double AskedFall { get; init; } = 0.10;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal StudyOptions Checked()
    {
        if (!(AllowedRise >= 0) || !double.IsFinite(AllowedRise)) throw new ArgumentException($"AllowedRise is {AllowedRise}, expected a fraction from 0 on: 0.02 allows a rise of 2 %");
        if (!(AskedFall is >= 0 and < 1)) throw new ArgumentException($"AskedFall is {AskedFall}, expected a fraction from 0 to below 1: 0.1 asks for a fall of 10 %");
        return this;
    }
}
