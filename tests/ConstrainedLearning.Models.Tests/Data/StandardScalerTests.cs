using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Tests.Data;

public sealed class StandardScalerTests
{
    [Fact]
    public void Fit_and_transform_give_numpys_numbers_with_the_training_rows_alone()
    {
        var golden = Golden.Read("data.json")["scaler"]!;
        var values = golden.Table("values");
        var expected = golden.Table("standardised");

        var scaler = StandardScaler.Fit(values, new RowRange(0, golden.Get<int>("trainRows")));
        var standardised = scaler.Transform(values);

        for (var channel = 0; channel < 3; channel++)
        {
            scaler.Mean[channel].Should().BeApproximately(golden.Get<double[]>("mean")[channel], 1e-9);
            scaler.Deviation[channel].Should().BeApproximately(golden.Get<double[]>("deviation")[channel], 1e-9);
            for (var row = 0; row < values.GetLength(0); row++)
                ((double)standardised[row, channel]).Should().BeApproximately(expected[row, channel], 1e-6);
        }
    }

    [Fact]
    public void Fit_constant_channel_gets_deviation_one_so_later_movement_stays_finite()
    {
        double[,] values = { { 0.1 }, { 0.1 }, { 0.1 }, { 2.1 } };

        var scaler = StandardScaler.Fit(values, new RowRange(0, 3));

        scaler.Deviation.Should().Equal(1.0);
        scaler.Transform(values)[3, 0].Should().BeApproximately(2f, 1e-6f);
    }
}
