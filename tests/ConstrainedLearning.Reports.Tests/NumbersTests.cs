using System.Globalization;
using ConstrainedLearning.Reports.Forecasting;

namespace ConstrainedLearning.Reports.Tests;

public class NumbersTests
{
    [Theory]
    [InlineData(0.45, "0.45", "0.4500")]
    [InlineData(0.0123456, "0.01235", "0.01235")]
    [InlineData(12.5, "12.5", "12.50")]
    [InlineData(-3, "−3", "−3.000")]
    [InlineData(1200, "1200", "1200")]
    [InlineData(99999.4, "99999", "99999")]
    [InlineData(1234567, "1.235e6", "1.235e6")]
    [InlineData(0.00001234, "1.234e−5", "1.234e−5")]
    [InlineData(0, "0", "0")]
    [InlineData(double.NaN, "–", "–")]
    [InlineData(double.PositiveInfinity, "∞", "∞")]
    public void Short_and_Digits_write_four_significant_digits(double value, string inSentence, string inTable)
    {
        Numbers.Short(value).Should().Be(inSentence);
        Numbers.Digits(value).Should().Be(inTable);
    }

    [Theory]
    [InlineData(0.00412, "4.12\u00A0ms")]
    [InlineData(0.0000125, "12.5\u00A0µs")]
    [InlineData(2.5, "2.5\u00A0s")]
    [InlineData(double.NaN, "–")]
    public void Duration_chooses_its_unit(double seconds, string expected) => Numbers.Duration(seconds).Should().Be(expected);

    [Fact]
    public void Numbers_do_not_depend_on_the_current_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var decimalComma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        decimalComma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = decimalComma;
            (Numbers.Short(0.5), Numbers.Percent(0.125), SampleReports.Create(steps: 3, rows: 4).ToText().Contains("0,")).Should().Be(("0.5", "12.5\u00A0%", false));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Verdict_counts_steps_and_finds_the_worst_relative_excess()
    {
        Verdict.Of([0.5, 1.2, 0.30], [0.5, 1.0, 0.2]).Should().BeEquivalentTo(new { Steps = 3, Held = 1, WorstStep = 3, Holds = false });
        Verdict.Of([0.5 + 1e-9], [0.5]).Holds.Should().BeTrue("rounding is no violation");
        Verdict.Of([0.51], [0.5]).WorstExcess.Should().BeApproximately(0.02, 1e-12);
        Verdict.Of([double.NaN, 0.6], [0.5, 0.5]).Should().BeEquivalentTo(new { Held = 0, WorstStep = 1, WorstExcess = double.NaN });
        Verdict.Of([0.1], [0]).WorstExcess.Should().Be(double.PositiveInfinity);
    }
}
