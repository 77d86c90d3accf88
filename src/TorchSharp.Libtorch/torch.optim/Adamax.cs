using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adamax: Adam with the largest recent gradient in place of the averaged squares (Kingma and Ba, 2015).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="beta1">The memory of the average of gradients.</param>
            /// <param name="beta2">The memory of the largest gradient.</param>
            /// <param name="eps">Added to the size of a gradient.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            public static Adamax Adamax(IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            /// <inheritdoc cref="Adamax(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static Adamax Adamax(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay);

            /// <inheritdoc cref="Adamax(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static Adamax Adamax(IEnumerable<Adamax.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.Adamax(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public class Adamax : OptimizerHelper, IBetas
    {
        private const int Directions = 0, Means = 1, Largest = 2, Sizes = 3;

        public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay)
        {
        }

        public Adamax(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
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
            var rates = batch.Numbers(0);
            for (var i = 0; i < batch.Count; i++) rates[i] = -o.LearningRate!.Value / (1 - Math.Pow(beta1, ++((State)batch.States[i]).step));
            var directions = Foreach.Direction(batch, false, o.weight_decay!.Value, batch.Scratch(Directions));
            var means = batch.Column(Means, static s => ((State)s).exp_avg);
            Foreach.Scale(means, beta1);
            Foreach.Add(means, directions, 1 - beta1);
            var largest = batch.Column(Largest, static s => ((State)s).exp_inf);
            Foreach.Scale(largest, beta2);
            var sizes = Foreach.Absolute(directions, batch.Scratch(Sizes));
            Foreach.Shift(sizes, o.eps!.Value);
            Foreach.Maximum(largest, sizes);
            Foreach.AddQuotient(batch.Parameters, means, largest, rates);
            sizes.Release();
            directions.Release();
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
            public torch.Tensor exp_inf = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref exp_avg!, Filled());
                Replace(ref exp_inf!, Filled());
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref exp_avg);
                fields.Visit(ref exp_inf);
            }
        }
    }
}
