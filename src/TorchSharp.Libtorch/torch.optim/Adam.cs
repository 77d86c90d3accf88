using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adam: steps along the averaged gradient, scaled by the averaged squares (Kingma and Ba, 2015).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="beta1">The memory of the average of gradients.</param>
            /// <param name="beta2">The memory of the average of their squares.</param>
            /// <param name="eps">Added to the denominator.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="amsgrad">Whether to scale by the largest average of squares so far.</param>
            /// <param name="maximize">Whether to go up instead of down.</param>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public class Adam : OptimizerHelper, IBetas
    {
        public Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public Adam(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.Fraction(beta1);
            Hyperparameter.Fraction(beta2);
            Hyperparameter.NotNegative(eps);
            Hyperparameter.NotNegative(weight_decay);
            Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }, parameters);
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
            var numbers = new AdamNumbers
            {
                LearningRate = o.LearningRate!.Value, Beta1 = o.beta1!.Value, Beta2 = o.beta2!.Value, Epsilon = o.eps!.Value, WeightDecay = o.weight_decay!.Value,
                Maximize = o.maximize!.Value ? 1 : 0,
            };
            new AdamRule(numbers, o.amsgrad!.Value).Step(
                batch, static s => ++((State)s).step, static s => ((State)s).exp_avg, static s => ((State)s).exp_avg_sq, static s => ((State)s).max_exp_avg_sq);
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? weight_decay;
            public double? eps;
            public bool? amsgrad;
            public bool? maximize;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref beta1);
                fields.Visit(ref beta2);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
                fields.Visit(ref amsgrad);
                fields.Visit(ref maximize);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            /// <inheritdoc/>
            public (double, double) Betas
            {
                get => (Options.beta1!.Value, Options.beta2!.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>The averages of one parameter.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public torch.Tensor exp_avg = null!;
            public torch.Tensor exp_avg_sq = null!;
            public torch.Tensor? max_exp_avg_sq;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref exp_avg!, Filled());
                Replace(ref exp_avg_sq!, Filled());
                Replace(ref max_exp_avg_sq, ((Options)options).amsgrad!.Value ? Filled() : null);
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref exp_avg);
                fields.Visit(ref exp_avg_sq);
                fields.VisitOptional(ref max_exp_avg_sq);
            }
        }
    }
}
