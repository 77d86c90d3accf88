using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters along their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            /// <summary>Kept for source compatibility: no optimiser here is native.</summary>
            protected Optimizer(IntPtr handle)
            {
                if (handle != 0) throw new ArgumentException("optimisers hold nothing native here: pass IntPtr.Zero", nameof(handle));
            }

            /// <summary>A native closure, as in TorchSharp.</summary>
            public delegate IntPtr LossClosure();

            /// <summary>The groups of parameters, each with its own learning rate.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Sets the gradients of all parameters to zero; those that have none keep none.</summary>
            public virtual void zero_grad()
            {
                using var untracked = no_grad();
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    gradient?.zero_().Dispose();
                }
            }

            /// <summary>Updates the parameters once.</summary>
            /// <param name="closure">Evaluates the model and its gradients again and answers the loss; may be null.</param>
            /// <returns>What the closure answered.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>The parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>Adds parameters with options of their own.</summary>
            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <summary>Disposes the optimiser's state, not the parameters.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>The options of each group and the state of each parameter: the live objects, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>The options, one a group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>The states, one a parameter, group after group.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the places of its states in <see cref="State"/>.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        /// <summary>What a schedule needs: a learning rate that can be set.</summary>
        public interface ILearningRateController
        {
            /// <summary>The rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>The rate at the start.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>An optimiser or group with a momentum that a schedule can set.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>An optimiser or group with averaging coefficients that a schedule can set.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
