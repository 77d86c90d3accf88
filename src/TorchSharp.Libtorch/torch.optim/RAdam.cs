using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>RAdam: Adam that trusts the averaged squares only once they have seen enough gradients (Liu et al., 2020).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="beta1">The memory of the average of gradients.</param>
            /// <param name="beta2">The memory of the average of their squares.</param>
            /// <param name="eps">Added to the denominator.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            public static RAdam RAdam(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            /// <inheritdoc cref="RAdam(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static RAdam RAdam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay);

            /// <inheritdoc cref="RAdam(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static RAdam RAdam(IEnumerable<RAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.RAdam(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public class RAdam : OptimizerHelper, IBetas
    {
        private const int Directions = 0, Means = 1, Squares = 2, Factors = 3;

        public RAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay)
        {
        }

        public RAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.Share(beta1);
            Hyperparameter.Share(beta2);
            Hyperparameter.NotNegative(eps);
            Hyperparameter.NotNegative(weight_decay);
            Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }, parameters);
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
            double[] scaled = batch.Numbers(0), plain = batch.Numbers(1);
            for (var i = 0; i < batch.Count; i++)
            {
                var t = ++((State)batch.States[i]).step;
                var rate = -o.LearningRate!.Value / (1 - Math.Pow(beta1, t));
                var trust = Rectification(beta2, t);
                (scaled[i], plain[i]) = trust > 0 ? (rate * trust * Math.Sqrt(1 - Math.Pow(beta2, t)), 0.0) : (0.0, rate);
            }
            var directions = Foreach.Direction(batch, false, o.weight_decay!.Value, batch.Scratch(Directions));
            var means = batch.Column(Means, static s => ((State)s).exp_avg);
            var squares = batch.Column(Squares, static s => ((State)s).exp_avg_sq);
            Foreach.Scale(means, beta1);
            Foreach.Add(means, directions, 1 - beta1);
            Foreach.Scale(squares, beta2);
            Foreach.AddProduct(squares, directions, directions, 1 - beta2);

            // w + m (plain + scaled / (sqrt(v) + eps)): one of the two factors is zero.
            var factors = Foreach.SquareRoot(squares, batch.Scratch(Factors));
            Foreach.Shift(factors, o.eps!.Value);
            Foreach.Reciprocal(factors);
            Foreach.Scale(factors, scaled);
            Foreach.Shift(factors, plain);
            Foreach.AddProduct(batch.Parameters, means, factors, 1);
            factors.Release();
            directions.Release();
        }

        /// <summary>How far the averaged squares can be trusted after t steps; 0 is not at all.</summary>
        private static double Rectification(double beta2, long t)
        {
            var longest = 2 / (1 - beta2) - 1;
            var length = longest - 2 * t * Math.Pow(beta2, t) / (1 - Math.Pow(beta2, t));
            return length > 5 ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) : 0;
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

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref beta1);
                fields.Visit(ref beta2);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay })
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
            public torch.Tensor exp_avg = null!;
            public torch.Tensor exp_avg_sq = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref exp_avg!, Filled());
                Replace(ref exp_avg_sq!, Filled());
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref exp_avg);
                fields.Visit(ref exp_avg_sq);
            }
        }
    }
}
