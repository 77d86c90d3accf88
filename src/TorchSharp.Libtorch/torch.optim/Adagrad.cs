using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adagrad: steps along the gradient, scaled by the sum of its squares so far (Duchi et al., 2011).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="lr_decay">How fast the learning rate falls: lr / (1 + (t - 1) lr_decay).</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="initial_accumulator_value">What the sum of squares starts from.</param>
            /// <param name="eps">Added to the denominator.</param>
            public static Adagrad Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <inheritdoc cref="Adagrad(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static Adagrad Adagrad(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(named => named.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            /// <inheritdoc cref="Adagrad(IEnumerable{Parameter}, double, double, double, double, double)"/>
            public static Adagrad Adagrad(IEnumerable<Adagrad.ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.Adagrad(IEnumerable{Parameter}, double, double, double, double, double)"/>
    public class Adagrad : OptimizerHelper
    {
        private const int Directions = 0, Sums = 1, Scales = 2;

        public Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps)
        {
        }

        public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.NotNegative(lr_decay);
            Hyperparameter.NotNegative(weight_decay);
            Hyperparameter.NotNegative(initial_accumulator_value);
            Hyperparameter.NotNegative(eps);
            Start(new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps }, parameters);
        }

        private protected override unsafe void Update(Modules.ParamGroup group, ParameterBatch batch)
        {
            var o = (Options)group.Options;
            var rates = batch.Numbers(0);
            for (var i = 0; i < batch.Count; i++) rates[i] = o.LearningRate!.Value / (1 + ((State)batch.States[i]).step++ * o.lr_decay!.Value);
            var sums = batch.Column(Sums, static s => ((State)s).sum);
            fixed (nint* p = batch.Parameters.Handles, g = batch.Gradients.Handles, s = sums.Handles)
            fixed (double* r = rates)
            {
                var done = NativeMethods.td_adagrad_step(p, g, s, r, batch.Count, o.weight_decay!.Value, o.eps!.Value);
                NativeError.Check(done);
                if (done == 1) return;
            }
            Through(batch, sums, rates, o);
        }

        /// <summary>The same through the dispatcher, for every device and type of number.</summary>
        private static void Through(ParameterBatch batch, HandleList sums, double[] rates, Options o)
        {
            for (var i = 0; i < batch.Count; i++) rates[i] = -rates[i];
            var directions = Foreach.Direction(batch, false, o.weight_decay!.Value, batch.Scratch(Directions));
            Foreach.AddProduct(sums, directions, directions, 1);
            var scales = Foreach.SquareRoot(sums, batch.Scratch(Scales));
            Foreach.Shift(scales, o.eps!.Value);
            Foreach.AddQuotient(batch.Parameters, directions, scales, rates);
            scales.Release();
            directions.Release();
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? lr_decay;
            public double? weight_decay;
            public double? initial_accumulator_value;
            public double? eps;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref lr_decay);
                fields.Visit(ref initial_accumulator_value);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
            }
        }

        /// <summary>A group with options of its own.</summary>
        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps })
            {
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public torch.Tensor sum = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref sum!, Filled(((Options)options).initial_accumulator_value!.Value));
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref sum);
            }
        }
    }
}
