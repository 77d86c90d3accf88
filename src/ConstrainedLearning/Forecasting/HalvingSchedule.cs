namespace ConstrainedLearning.Forecasting;

/// <summary>The field's usual schedule: the learning rate stays for two epochs and halves at each one after.</summary>
public static class HalvingSchedule
{
    /// <summary>base * 0.5^max(0, epoch - 2).</summary>
    /// <param name="baseRate">The rate of epoch 1.</param>
    /// <param name="epoch">Counted from 1.</param>
    public static double Rate(double baseRate, int epoch) => baseRate * Math.Pow(0.5, Math.Max(0, epoch - 2));
}
