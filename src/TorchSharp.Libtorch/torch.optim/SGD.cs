using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent, with momentum if wanted: v := mu v + (1 - d) g, w := w - lr v.</summary>
            /// <param name="parameters">What to optimise.</param>
            /// <param name="learningRate">The learning rate.</param>
            /// <param name="momentum">How much of the last velocity is kept.</param>
            /// <param name="dampening">How much of a new gradient is left out of the velocity.</param>
            /// <param name="weight_decay">Times the weights, added to the gradient.</param>
            /// <param name="nesterov">Whether to look one step of momentum ahead; needs momentum and no dampening.</param>
            /// <param name="maximize">Whether to go up instead of down.</param>
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <inheritdoc cref="torch.optim.SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
    public class SGD : OptimizerHelper, IMomentum
    {
        private const int Buffers = 0, Directions = 1, Ahead = 2, FreshBuffers = 3, FreshDirections = 4;

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            Hyperparameter.NotNegative(lr);
            Hyperparameter.NotNegative(momentum);
            Hyperparameter.NotNegative(weight_decay);
            if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("nesterov needs a momentum above 0 and a dampening of 0", nameof(nesterov));
            Start(new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }, parameters);
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => ((Options)_defaults).momentum!.Value;
            set => ((Options)_defaults).momentum = value;
        }

        private protected override unsafe void Update(Modules.ParamGroup group, ParameterBatch batch)
        {
            var o = (Options)group.Options;
            var numbers = new SgdNumbers
            {
                LearningRate = o.LearningRate!.Value, Momentum = o.momentum!.Value, Dampening = o.dampening!.Value, WeightDecay = o.weight_decay!.Value,
                Nesterov = o.nesterov!.Value ? 1 : 0, Maximize = o.maximize!.Value ? 1 : 0,
            };
            Span<int> fresh = batch.Count <= 256 ? stackalloc int[batch.Count] : new int[batch.Count];
            for (var i = 0; i < batch.Count; i++) fresh[i] = numbers.Momentum != 0 && ((State)batch.States[i]).Begin() ? 1 : 0;
            var buffers = numbers.Momentum == 0 ? null : batch.Column(Buffers, static s => ((State)s).momentum_buffer);

            fixed (nint* p = batch.Parameters.Handles, g = batch.Gradients.Handles, b = buffers is null ? default : buffers.Handles)
            fixed (int* f = fresh)
            {
                var done = NativeMethods.td_sgd_step(p, g, b, f, batch.Count, &numbers);
                NativeError.Check(done);
                if (done == 1) return;
            }
            Through(batch, buffers, fresh, numbers);
        }

        /// <summary>The same through the dispatcher, for every device and type of number.</summary>
        private static void Through(ParameterBatch batch, HandleList? buffers, ReadOnlySpan<int> fresh, SgdNumbers numbers)
        {
            var directions = Foreach.Direction(batch, numbers.Maximize != 0, numbers.WeightDecay, batch.Scratch(Directions));
            if (buffers is null)
            {
                Foreach.Add(batch.Parameters, directions, -numbers.LearningRate);
                directions.Release();
                return;
            }
            Foreach.Scale(buffers, numbers.Momentum);
            Foreach.Add(buffers, directions, 1 - numbers.Dampening);
            if (fresh.Contains(1)) Begin(batch, buffers, directions, fresh);
            var velocity = numbers.Nesterov == 0 ? buffers : Foreach.Sum(directions, buffers, numbers.Momentum, batch.Scratch(Ahead));
            Foreach.Add(batch.Parameters, velocity, -numbers.LearningRate);
            velocity.Release();
            directions.Release();
        }

        /// <summary>The first velocity is the whole direction, whatever the dampening.</summary>
        private static void Begin(ParameterBatch batch, HandleList buffers, HandleList directions, ReadOnlySpan<int> fresh)
        {
            HandleList targets = batch.Scratch(FreshBuffers), sources = batch.Scratch(FreshDirections);
            targets.Clear();
            sources.Clear();
            for (var i = 0; i < fresh.Length; i++)
            {
                if (fresh[i] == 0) continue;
                targets.Add(buffers.Handles[i]);
                sources.Add(directions.Handles[i]);
            }
            Foreach.Clear(targets);
            Foreach.Add(targets, sources, 1);
        }

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            private protected override void Visit(IFieldVisitor fields)
            {
                fields.Visit(ref momentum);
                fields.Visit(ref dampening);
                fields.Visit(ref weight_decay);
                fields.Visit(ref nesterov);
                fields.Visit(ref maximize);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }

            /// <inheritdoc/>
            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }

        /// <summary>The velocity of one parameter; null before its first step with momentum.</summary>
        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public torch.Tensor? momentum_buffer;

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options) => Replace(ref momentum_buffer, null);

            public void Dispose() => Release();

            /// <summary>Makes the buffer where there is none; answers whether it did.</summary>
            internal bool Begin()
            {
                if (momentum_buffer is not null) return false;
                momentum_buffer = Filled();
                return true;
            }

            private protected override void Visit(IFieldVisitor fields) => fields.VisitOptional(ref momentum_buffer);
        }
    }
}
