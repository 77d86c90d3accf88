using ConstrainedLearning;
using ConstrainedLearning.Models.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>Training steps of forecasters: 32 windows of 96 hours and 7 variables, the next 96 hours, Adam; with a bound on each of the 96 steps, or none.</summary>
internal sealed class Forecasting : IWorkload
{
    private const int Lookback = 96, Horizon = 96, Channels = 7, TimeFeatures = 4, Batch = 32;
    private readonly Forecaster _model;
    private readonly Constraint[] _constraints;
    private readonly PrimalDual _learner;
    private readonly ForecastInput _input;
    private readonly Tensor _future;

    internal Forecasting(Func<ForecastShape, Forecaster> make, bool constrained, Device device)
    {
        manual_seed(0);
        _model = make(new ForecastShape(Lookback, Horizon, Channels, TimeFeatures)).to(device);
        _constraints = constrained ? [Constraint.AtMost("step loss", bound: 1.0, count: Horizon)] : [];
        _learner = new PrimalDual(_model, optim.Adam(_model.parameters(), 1e-4), _constraints, DualUpdate.Ascent(0.01));
        _input = new ForecastInput(
            randn(Batch, Lookback, Channels).to(device), randn(Batch, Lookback, TimeFeatures).to(device), randn(Batch, Horizon, TimeFeatures).to(device));
        _future = randn(Batch, Horizon, Channels).to(device);
    }

    internal static Func<Device, IWorkload> DLinear(bool constrained) => device => new Forecasting(shape => new DLinear(shape), constrained, device);

    internal static IWorkload ITransformer(Device device) =>
        new Forecasting(shape => new ITransformer(shape, new TransformerOptions { Width = 256, FeedForward = 256 }), constrained: true, device);

    /// <summary>A model at its published sizes, with a bound on each step.</summary>
    internal static Func<Device, IWorkload> Published(string model) => device => new Forecasting(shape => ForecasterRegistry.Create(model, shape), constrained: true, device);
    internal static IWorkload Reformer(Device device) => new Forecasting(shape => new Reformer(shape), constrained: true, device);

    internal static IWorkload Pyraformer(Device device) => new Forecasting(shape => new Pyraformer(shape), constrained: true, device);

    internal static IWorkload FiLM(Device device) => new Forecasting(shape => new FiLM(shape), constrained: true, device);

    public void Run(long times)
    {
        for (var i = 0L; i < times; i++) _learner.Step(Evaluate);
        if (_future.is_cuda) cuda.synchronize();
    }

    public void Dispose()
    {
        _learner.Dispose();
        _model.Dispose();
        foreach (var tensor in (Tensor[])[_input.Past, _input.PastTime, _input.FutureTime, _future]) tensor.Dispose();
    }

    private Evaluation Evaluate()
    {
        var error = (_model.call(_input) - _future).square().mean([0, 2]);
        var evaluation = Evaluation.Of(error.mean());
        return _constraints.Length == 0 ? evaluation : evaluation.With(_constraints[0], error);
    }
}
