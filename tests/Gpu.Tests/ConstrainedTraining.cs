using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Gpu.Tests;

/// <summary>A linear forecaster under one bound per step of its horizon, resilient, recorded: everything that a step touches, on one device.</summary>
internal sealed class ConstrainedTraining : IDisposable
{
    private const int Lookback = 24, Horizon = 96, Batch = 32;
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly Tensor _input;
    private readonly Tensor _target;

    /// <param name="device">Where parameters, data, multipliers and trace live.</param>
    /// <param name="seed">The same seed gives the same problem on every device: numbers are drawn on the CPU.</param>
    internal ConstrainedTraining(Device device, long seed = 3)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        _model = nn.Linear(Lookback, Horizon, dtype: ScalarType.Float64);
        _input = randn([Batch, Lookback], dtype: ScalarType.Float64).to(device).DetachFromDisposeScope();
        _target = randn([Batch, Horizon], dtype: ScalarType.Float64).to(device).DetachFromDisposeScope();
        _model.to(device);
        PerStep = Constraint.AtMost("step loss", bound: 0.5, count: Horizon).Relaxed(Relaxation.Quadratic(2.0));
        Learner = new PrimalDual(_model, optim.Adam(_model.parameters(), 1e-2), [PerStep], DualUpdate.Ascent(0.05));
        Trace = Learner.Record();
    }

    internal Constraint PerStep { get; }

    internal PrimalDual Learner { get; }

    internal ConstrainedLearning.Diagnostics.Trace Trace { get; }

    internal void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Learner.Step(() =>
            {
                var error = (_model.call(_input) - _target).square().mean([0]);
                return Evaluation.Of(error.mean()).With(PerStep, error);
            });
        }
    }

    public void Dispose()
    {
        Learner.Dispose();
        _model.Dispose();
        _input.Dispose();
        _target.Dispose();
    }
}
