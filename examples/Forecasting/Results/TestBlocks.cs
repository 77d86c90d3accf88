using System.Text.Json.Serialization;
using ExperimentKit.Runs;

namespace Forecasting.Results;

/// <summary>The test errors of contiguous blocks of windows: the contents of test-blocks.json, from which a block bootstrap draws.</summary>
/// <param name="PerStep">The mean squared error of each block at each step, [blocks][T].</param>
internal sealed record TestBlocks(double[][] PerStep)
{
    /// <summary>How many blocks a test part is cut into.</summary>
    internal const int Count = 24;

    private const string FileName = "test-blocks.json";

    internal void Write(RunFolder folder) => JsonFile.Write(folder.At(FileName), this, TestBlocksJson.Default.TestBlocks);

    /// <summary>Those of a finished run; null where there are none.</summary>
    internal static TestBlocks? Read(RunFolder folder) => File.Exists(folder.At(FileName)) ? JsonFile.Read(folder.At(FileName), TestBlocksJson.Default.TestBlocks) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(NonFiniteAsNull)])]
[JsonSerializable(typeof(TestBlocks))]
internal sealed partial class TestBlocksJson : JsonSerializerContext;
