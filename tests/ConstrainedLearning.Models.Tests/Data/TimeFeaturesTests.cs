using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class TimeFeaturesTests
{
    [Theory]
    [InlineData(TimeFrequency.Monthly)]
    [InlineData(TimeFrequency.Weekly)]
    [InlineData(TimeFrequency.Daily)]
    [InlineData(TimeFrequency.Hourly)]
    [InlineData(TimeFrequency.Minutely)]
    public void Encode_agrees_with_pythons_calendar(TimeFrequency frequency)
    {
        var days = Golden.Read("data.json")["times"]!.AsArray();
        var encoded = TimeFeatures.Encode([.. days.Select(day => day!.Get<DateTime>("time"))], frequency);

        encoded.GetLength(1).Should().Be(TimeFeatures.Count(frequency));
        for (var row = 0; row < days.Count; row++)
        {
            var expected = days[row]!.Get<double[]>(frequency.ToString());
            expected.Should().HaveCount(encoded.GetLength(1));
            for (var feature = 0; feature < expected.Length; feature++)
                ((double)encoded[row, feature]).Should().BeApproximately(expected[feature], 1e-7);
        }
    }

    [Theory]
    [InlineData(15, TimeFrequency.Minutely)]
    [InlineData(10, TimeFrequency.Hourly)] // weather: the experiments use hours there too
    [InlineData(60, TimeFrequency.Hourly)]
    [InlineData(7 * 24 * 60, TimeFrequency.Hourly)]
    public void DefaultFor_is_minutes_for_a_quarter_of_an_hour_only(int minutes, TimeFrequency expected) =>
        TimeFeatures.DefaultFor(TimeSpan.FromMinutes(minutes)).Should().Be(expected);
}
