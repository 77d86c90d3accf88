using ConstrainedLearning;
using ConstrainedLearning.Models.Data;
using ConstrainedLearning.Models.Forecasting;
using ExperimentKit.Runs;
using Forecasting.Options;
using static TorchSharp.torch;

namespace Forecasting.Training;

/// <summary>The windows of a series on the device: shuffled full batches to train, every window once to evaluate.</summary>
internal sealed class ForecastData : IDisposable
{
    private readonly WindowedSeries _windows;
    private readonly WindowLoader _training;
    private readonly Dictionary<Part, WindowLoader> _evaluation;
    private readonly int _batch;

    /// <summary>Reads, splits and standardises the series that the options name.</summary>
    /// <exception cref="DataException">It cannot be used; the message says why.</exception>
    internal ForecastData(ForecastOptions options, Device device)
    {
        _batch = options.Batch;
        var series = new DataStore(options.DataDirectory).Open(options.Data);
        _windows = new WindowedSeries(series, SplitPlan.Named(options.Split, series), options.Lookback, options.Horizon, device);
        try
        {
            _training = new WindowLoader(_windows, Part.Train, WindowLoaderOptions.ForTraining(options.Batch, options.Seed));
            _evaluation = Enum.GetValues<Part>().ToDictionary(part => part, part => new WindowLoader(_windows, part, WindowLoaderOptions.ForEvaluation(options.Batch)));
        }
        catch
        {
            _windows.Dispose();
            throw;
        }
        Facts = new DataFacts(series.Name, series.Sha256, series.Rows, series.Columns);
    }

    /// <summary>For the manifest.</summary>
    internal DataFacts Facts { get; }

    /// <summary>The sizes that the data gives a model.</summary>
    internal ForecastShape Shape => new(_windows.Lookback, _windows.Horizon, _windows.Channels, TimeFeatures.Count(_windows.Frequency));

    /// <summary>The batches to train on.</summary>
    internal TrainingData<ForecastBatch> Training => new(_training.BatchCount, _training.Epoch);

    /// <summary>How many windows a part has.</summary>
    internal int Windows(Part part) => _evaluation[part].Count;

    /// <summary>Every window of a part, in the order of time.</summary>
    internal IEnumerable<ForecastBatch> All(Part part) => _evaluation[part].Epoch(1);

    /// <summary>Some batches of a part, all of the same size, spread evenly over its time.</summary>
    /// <param name="part">Of the data.</param>
    /// <param name="most">How many at most.</param>
    internal IEnumerable<ForecastBatch> Spread(Part part, int most)
    {
        var full = Math.Max(1, _evaluation[part].Count / _batch);
        var every = (full + most - 1) / most;
        return All(part).Take(full).Where((_, place) => place % every == 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _windows.Dispose();
}
