using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>RMSprop: steps along the gradient, scaled by the averaged squares of gradients (Hinton, 2012).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="alpha">The memory of the average of squares.</param>
            /// <param name="eps">Added to the denominator.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="momentum">How much of the last velocity is kept.</param>
            /// <param name="centered">Whether to scale by the variance instead of the mean square.</param>
            /// <param name="maximize">Whether to go up instead of down.</param>
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <inheritdoc cref="RMSProp(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            /// <inheritdoc cref="RMSProp(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.RMSProp(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public class RMSProp : OptimizerHelper, IMomentum
    {
        private const int Directions = 0, Squares = 1, Scales = 2, Means = 3, Velocities = 4;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.NotNegative(alpha);
            Hyperparameter.NotNegative(eps);
            Hyperparameter.NotNegative(weight_decay);
            Hyperparameter.NotNegative(momentum);
            Start(new Options { LearningRate = lr, alpha = alpha, eps = eps, weight_decay = weight_decay, momentum = momentum, centered = centered, maximize = maximize }, parameters);
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => ((Options)_defaults).momentum!.Value;
            set => ((Options)_defaults).momentum = value;
        }

        private protected override void Update(Modules.ParamGroup group, ParameterBatch batch)
        {
            var o = (Options)group.Options;
            foreach (State state in batch.States) state.Count(o);
            var directions = Foreach.Direction(batch, o.maximize!.Value, o.weight_decay!.Value, batch.Scratch(Directions));
            var squares = batch.Column(Squares, static s => ((State)s).square_avg);
            Foreach.Scale(squares, o.alpha!.Value);
            Foreach.AddProduct(squares, directions, directions, 1 - o.alpha.Value);

            var scales = batch.Scratch(Scales);
            if (o.centered!.Value)
            {
                var means = batch.Column(Means, static s => ((State)s).grad_avg);
                Foreach.Scale(means, o.alpha.Value);
                Foreach.Add(means, directions, 1 - o.alpha.Value);
                Foreach.SumOfProduct(squares, means, means, -1, scales);
                Foreach.SquareRoot(scales);
            }
            else
            {
                Foreach.SquareRoot(squares, scales);
            }
            Foreach.Shift(scales, o.eps!.Value);

            if (o.momentum!.Value > 0)
            {
                var velocities = batch.Column(Velocities, static s => ((State)s).momentum_buffer);
                Foreach.Scale(velocities, o.momentum.Value);
                Foreach.AddQuotient(velocities, directions, scales, 1);
                Foreach.Add(batch.Parameters, velocities, -o.LearningRate!.Value);
            }
            else
            {
                Foreach.AddQuotient(batch.Parameters, directions, scales, -o.LearningRate!.Value);
            }
            scales.Release();
            directions.Release();
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public double? momentum;
            public bool? centered;
            public bool? maximize;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref maximize);
                fields.Visit(ref momentum);
                fields.Visit(ref alpha);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
                fields.Visit(ref centered);
            }
        }

        /// <summary>A group with options of its own.</summary>
        public class ParamGroup : ParamGroup<Options>, IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false)
                : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered })
            {
            }

            /// <inheritdoc/>
            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public torch.Tensor square_avg = null!;
            public torch.Tensor? momentum_buffer;
            public torch.Tensor? grad_avg;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref square_avg!, Filled());
                Replace(ref momentum_buffer, ((Options)options).momentum > 0 ? Filled() : null);
                Replace(ref grad_avg, ((Options)options).centered == true ? Filled() : null);
            }

            public void Dispose() => Release();

            /// <summary>Counts a step, and makes the tensors that options turned on since the start need.</summary>
            internal void Count(Options options)
            {
                step++;
                if (options.momentum > 0) momentum_buffer ??= Filled();
                if (options.centered == true) grad_avg ??= Filled();
            }

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref square_avg);
                fields.VisitOptional(ref momentum_buffer);
                fields.VisitOptional(ref grad_avg);
            }
        }
    }
}
