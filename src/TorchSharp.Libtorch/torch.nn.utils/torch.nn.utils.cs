using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on all parameters of a network at once.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that together their norm is at most <paramref name="max_norm"/>; answers the norm before. Waits for the device.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                Tensor[] gradients = [.. Gradients(tensors)];
                if (gradients.Length == 0) return 0;
                var norms = Aten.ForeachNormScalar.CallList(gradients, norm_type);
                var norm = Aten.LinalgVectorNorm.Call(stack(norms), norm_type).to(ScalarType.Float64).item<double>();
                var scale = max_norm / (norm + 1e-6);
                if (scale < 1) Aten.ForeachMulInPlace.Run(gradients, scale);
                return norm;
            }

            /// <summary>Cuts every gradient to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors)) Aten.ClampInPlace.Run(gradient, -clip_value, clip_value);
            }

            /// <summary>All parameters one after the other, in one vector; differentiable.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(parameter => parameter.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector's elements into the parameters, one after the other. (TorchSharp makes them views of the vector instead.)</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var _ = no_grad();
                using var scope = NewDisposeScope();
                Parameter[] parameters = [.. tensors];
                var needed = parameters.Sum(parameter => parameter.numel());
                if (vec.dim() != 1 || vec.numel() < needed)
                    throw new ArgumentException($"the parameters have {needed} elements, the vector has shape [{string.Join(", ", vec.shape)}]", nameof(vec));
                var at = 0L;
                foreach (var parameter in parameters)
                {
                    var count = parameter.numel();
                    Aten.CopyInPlace.Run(parameter, vec.narrow(0, at, count).reshape(parameter.shape));
                    at += count;
                }
            }

            private static IEnumerable<Tensor> Gradients(IEnumerable<Parameter> parameters)
            {
                foreach (var parameter in parameters)
                    if (parameter.grad is { } gradient) yield return gradient;
            }
        }
    }
}
