namespace ConstrainedLearning.Models.Tests;

/// <summary>A test on the canonical benchmark files: skipped, with the reason, where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BenchmarkDataFactAttribute : FactAttribute
{
    public BenchmarkDataFactAttribute()
    {
        if (Folder is null)
            Skip = "the benchmark files are not there: set CONSTRAINED_LEARNING_DATA to the folder that holds ETTh1.csv.gz, weather.csv.gz and so on";
    }

    /// <summary>The folder of the environment variable, or ../shared/data/forecasting beside the repository; null if neither exists.</summary>
    public static string? Folder { get; } = Repository.SharedData("CONSTRAINED_LEARNING_DATA", "forecasting");
}
