using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>NAdam: Adam with Nesterov momentum (Dozat, 2016).</summary>
            /// <param name="named_parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="beta1">The memory of the average of gradients.</param>
            /// <param name="beta2">The memory of the average of their squares.</param>
            /// <param name="eps">Added to the denominator.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="momentum_decay">How fast the momentum grows to its full value.</param>
            public static NAdam NAdam(IEnumerable<Parameter> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

            /// <inheritdoc cref="NAdam(IEnumerable{Parameter}, double, double, double, double, double, double)"/>
            public static NAdam NAdam(IEnumerable<(string name, Parameter parameter)> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, momentum_decay);

            /// <inheritdoc cref="NAdam(IEnumerable{Parameter}, double, double, double, double, double, double)"/>
            public static NAdam NAdam(IEnumerable<NAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.NAdam(IEnumerable{Parameter}, double, double, double, double, double, double)"/>
    public class NAdam : OptimizerHelper, IBetas
    {
        private const int Directions = 0, Means = 1, Squares = 2, Scales = 3;

        public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay)
        {
        }

        public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.Share(beta1);
            Hyperparameter.Share(beta2);
            Hyperparameter.NotNegative(eps);
            Hyperparameter.NotNegative(weight_decay);
            Hyperparameter.NotNegative(momentum_decay);
            Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }, parameters);
        }

        /// <inheritdoc/>
        public (double, double) Betas
        {
            get => (((Options)_defaults).beta1!.Value, ((Options)_defaults).beta2!.Value);
            set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
        }

        private protected override void Update(Modules.ParamGroup group, ParameterBatch batch)
        {
            var o = (Options)group.Options;
            double beta1 = o.beta1!.Value, beta2 = o.beta2!.Value;
            double[] corrections = batch.Numbers(0), direct = batch.Numbers(1), averaged = batch.Numbers(2);
            for (var i = 0; i < batch.Count; i++)
            {
                var state = (State)batch.States[i];
                state.step++;
                corrections[i] = 1 - Math.Pow(beta2, state.step);
                var now = Momentum(state.step);
                var next = Momentum(state.step + 1);
                state.mu_product *= now;
                direct[i] = -o.LearningRate!.Value * (1 - now) / (1 - state.mu_product);
                averaged[i] = -o.LearningRate.Value * next / (1 - state.mu_product * next);
            }
            var directions = Foreach.Direction(batch, false, o.weight_decay!.Value, batch.Scratch(Directions));
            var means = batch.Column(Means, static s => ((State)s).exp_avg);
            var squares = batch.Column(Squares, static s => ((State)s).exp_avg_sq);
            Foreach.Scale(means, beta1);
            Foreach.Add(means, directions, 1 - beta1);
            Foreach.Scale(squares, beta2);
            Foreach.AddProduct(squares, directions, directions, 1 - beta2);
            var scales = Foreach.Divided(squares, corrections, batch.Scratch(Scales));
            Foreach.SquareRoot(scales);
            Foreach.Shift(scales, o.eps!.Value);
            Foreach.AddQuotient(batch.Parameters, directions, scales, direct);
            Foreach.AddQuotient(batch.Parameters, means, scales, averaged);
            scales.Release();
            directions.Release();

            double Momentum(long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * o.momentum_decay!.Value));
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
            public double? momentum_decay;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref beta1);
                fields.Visit(ref beta2);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
                fields.Visit(ref momentum_decay);
            }
        }

        /// <summary>A group with options of its own.</summary>
        public class ParamGroup : ParamGroup<Options>, IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay })
            {
            }

            /// <inheritdoc/>
            public (double, double) Betas
            {
                get => (Options.beta1!.Value, Options.beta2!.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public double mu_product;
            public torch.Tensor exp_avg = null!;
            public torch.Tensor exp_avg_sq = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                mu_product = 1;
                Replace(ref exp_avg!, Filled());
                Replace(ref exp_avg_sq!, Filled());
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref mu_product);
                fields.Visit(ref exp_avg);
                fields.Visit(ref exp_avg_sq);
            }
        }
    }
}
