using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Adadelta: steps whose size follows the averaged squares of past steps (Zeiler, 2012).</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="lr">The learning rate.</param>
            /// <param name="rho">The memory of both averages of squares.</param>
            /// <param name="eps">Added under the square roots.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="maximize">Whether to go up instead of down.</param>
            public static Adadelta Adadelta(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            /// <inheritdoc cref="Adadelta(IEnumerable{Parameter}, double, double, double, double, bool)"/>
            public static Adadelta Adadelta(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, rho, eps, weight_decay, maximize);

            /// <inheritdoc cref="Adadelta(IEnumerable{Parameter}, double, double, double, double, bool)"/>
            public static Adadelta Adadelta(IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.Adadelta(IEnumerable{Parameter}, double, double, double, double, bool)"/>
    public class Adadelta : OptimizerHelper
    {
        private const int Directions = 0, Squares = 1, Travelled = 2, Scales = 3, Moves = 4;

        public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize)
        {
        }

        public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.Share(rho);
            Hyperparameter.NotNegative(eps);
            Hyperparameter.NotNegative(weight_decay);
            Start(new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }, parameters);
        }

        private protected override void Update(Modules.ParamGroup group, ParameterBatch batch)
        {
            var o = (Options)group.Options;
            foreach (State state in batch.States) state.step++;
            double rho = o.rho!.Value, eps = o.eps!.Value;
            var directions = Foreach.Direction(batch, o.maximize!.Value, o.weight_decay!.Value, batch.Scratch(Directions));
            var squares = batch.Column(Squares, static s => ((State)s).square_avg);
            var travelled = batch.Column(Travelled, static s => ((State)s).acc_delta);
            Foreach.Scale(squares, rho);
            Foreach.AddProduct(squares, directions, directions, 1 - rho);
            var scales = Foreach.Shifted(squares, eps, batch.Scratch(Scales));
            Foreach.SquareRoot(scales);
            var moves = Foreach.Shifted(travelled, eps, batch.Scratch(Moves));
            Foreach.SquareRoot(moves);
            Foreach.Divide(moves, scales);
            Foreach.Multiply(moves, directions);
            Foreach.Scale(travelled, rho);
            Foreach.AddProduct(travelled, moves, moves, 1 - rho);
            Foreach.Add(batch.Parameters, moves, -o.LearningRate!.Value);
            moves.Release();
            scales.Release();
            directions.Release();
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? rho;
            public double? eps;
            public double? weight_decay;
            public bool? maximize;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref rho);
                fields.Visit(ref eps);
                fields.Visit(ref weight_decay);
                fields.Visit(ref maximize);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize })
            {
            }
        }

        /// <summary>What is remembered of one parameter.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public torch.Tensor square_avg = null!;
            public torch.Tensor acc_delta = null!;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Replace(ref square_avg!, Filled());
                Replace(ref acc_delta!, Filled());
            }

            public void Dispose() => Release();

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref step);
                fields.Visit(ref square_avg);
                fields.Visit(ref acc_delta);
            }
        }
    }
}
