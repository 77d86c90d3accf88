using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>
/// What the engine itself takes of a step: the loss and the values are there already, one operation away from the parameter, so that a step is the engine's work, the shortest backward and
/// a small optimiser step. Beside it <see cref="Bare"/> does the same without the engine; the difference is the engine's cost.
/// </summary>
internal static class EngineCost
{
    /// <summary>So many constraints of so many components each, in a learner's step.</summary>
    internal static Func<Device, IWorkload> InEngine(int constraints, int components) => device =>
    {
        var problem = new Problem(constraints, components, device);
        return new EngineStep(new PrimalDual(problem.Model, problem.Optimizer, problem.Constraints, DualUpdate.Ascent(1e-3)), problem.Evaluate, problem);
    };

    /// <summary>The same closure and the same backward, with weights that never change.</summary>
    internal static Func<Device, IWorkload> Bare(int constraints, int components) => device => new BareStep(new Problem(constraints, components, device));

    private sealed class Problem : IDisposable
    {
        internal Problem(int constraints, int components, Device device)
        {
            Parameter = new TorchSharp.Modules.Parameter(ones(components, device: device));
            Model = new Holder(Parameter);
            Optimizer = optim.SGD([Parameter], 1e-6);
            Constraints = [.. Enumerable.Range(0, constraints).Select(i => Constraint.AtMost($"value {i}", bound: 0.0, count: components))];
            Loss = Parameter.sum();
            // An addition keeps nothing of its operands for backward, so that it can be differentiated again and again.
            Values = [.. Constraints.Select(_ => components == 1 ? Parameter.sum() : Parameter + 0.0)];
        }

        internal TorchSharp.Modules.Parameter Parameter { get; }

        internal Holder Model { get; }

        internal optim.Optimizer Optimizer { get; }

        internal Constraint[] Constraints { get; }

        internal Tensor Loss { get; }

        internal Tensor[] Values { get; }

        internal Evaluation Evaluate()
        {
            var evaluation = Evaluation.Of(Loss);
            for (var i = 0; i < Constraints.Length; i++) evaluation.With(Constraints[i], Values[i]);
            return evaluation;
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            Loss.Dispose();
            foreach (var item in Values) item.Dispose();
            Model.Dispose();
        }
    }

    private sealed class BareStep(Problem problem) : IWorkload
    {
        private readonly Tensor[] _roots = [problem.Loss, .. problem.Values], _weights = [ones_like(problem.Loss), .. problem.Values.Select(values => zeros_like(values))];

        public void Run(long times)
        {
            for (var i = 0L; i < times; i++)
            {
                using var scope = NewDisposeScope();
                problem.Optimizer.zero_grad();
                problem.Evaluate();
                autograd.backward(_roots, _weights);
                problem.Optimizer.step();
            }
            if (problem.Loss.is_cuda) cuda.synchronize();
        }

        public void Dispose()
        {
            foreach (var item in _weights) item.Dispose();
            problem.Dispose();
        }
    }

    private sealed class Holder : nn.Module
    {
        internal Holder(TorchSharp.Modules.Parameter parameter) : base("parameter") => register_parameter("parameter", parameter);
    }
}
