using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>Adds the gradients of <paramref name="tensors"/> to the leaves they depend on (or to <paramref name="inputs"/> alone).</summary>
        /// <param name="tensors">What to differentiate.</param>
        /// <param name="grad_tensors">The weight of each element of each tensor; null for scalars.</param>
        /// <param name="retain_graph">Whether a further backward through the same operations will follow; default: as <paramref name="create_graph"/>.</param>
        /// <param name="create_graph">Whether the gradients themselves can be differentiated.</param>
        /// <param name="inputs">The leaves to gather gradients in; default: all.</param>
        public static unsafe void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] outputs = Handles(tensors), weights = Weights(tensors, grad_tensors), leaves = Handles(inputs ?? []);
            fixed (nint* o = outputs, w = weights, l = leaves)
                NativeError.Check(NativeMethods.td_backward(o, w, outputs.Length, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, l, leaves.Length));
            KeepAlive(tensors, grad_tensors, inputs);
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}?, bool?, bool, IList{Tensor}?)"/>
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}?, bool?, bool, IList{Tensor}?)"/>
        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>The gradients of <paramref name="outputs"/> by <paramref name="inputs"/>; a tensor that is <c>IsInvalid</c> where there is none.</summary>
        public static unsafe IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] results = new nint[inputs.Count], from = Handles(outputs), weights = Weights(outputs, grad_outputs), to = Handles(inputs);
            fixed (nint* f = from, w = weights, t = to, r = results)
                NativeError.Check(NativeMethods.td_grad(f, w, from.Length, t, to.Length, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            KeepAlive(outputs, inputs, grad_outputs);
            return Array.ConvertAll(results, Tensor.Own);
        }

        private static nint[] Handles(IList<Tensor> tensors)
        {
            var handles = new nint[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i].Handle;
            return handles;
        }

        private static nint[] Weights(IList<Tensor> outputs, IList<Tensor>? weights)
        {
            var handles = new nint[outputs.Count];
            if (weights is null) return handles;
            if (weights.Count != outputs.Count) throw new ArgumentException($"{outputs.Count} outputs, but {weights.Count} gradients for them: give one each, or none");
            for (var i = 0; i < handles.Length; i++) handles[i] = weights[i]?.Handle ?? 0;
            return handles;
        }

        private static void KeepAlive(params ReadOnlySpan<object?> objects)
        {
            foreach (var item in objects) GC.KeepAlive(item);
        }
    }
}
