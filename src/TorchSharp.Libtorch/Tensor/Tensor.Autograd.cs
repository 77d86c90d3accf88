using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for differentiation.</summary>
        public bool requires_grad
        {
            get => Query(0) != 0;
            set
            {
                NativeError.Check(NativeMethods.td_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Whether the tensor was made by the user, not by a recorded operation.</summary>
        public bool is_leaf => Query(1) != 0;

        /// <summary>
        /// The gradient gathered by backward, or null. Each read is a new wrapper in the current dispose scope.
        /// </summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint handle;
                NativeError.Check(NativeMethods.td_get_grad(Handle, &handle));
                GC.KeepAlive(this);
                return handle == 0 ? null : Own(handle);
            }
            set
            {
                NativeError.Check(NativeMethods.td_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
                GC.KeepAlive(this);
            }
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <inheritdoc cref="requires_grad_"/>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad()
        {
            NativeError.Check(NativeMethods.td_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Adds the gradient of this scalar to the <see cref="grad"/> of every leaf it depends on.</summary>
        public unsafe void backward()
        {
            var self = Handle;
            nint none = 0;
            NativeError.Check(NativeMethods.td_backward(&self, &none, 1, 0, 0, null, 0));
            GC.KeepAlive(this);
        }

        /// <inheritdoc cref="torch.autograd.backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            torch.autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same elements, cut off from the recorded operations.</summary>
        public Tensor detach() => Aten.Detach.Call(this);

        /// <summary>Cuts the tensor off from the recorded operations.</summary>
        public Tensor detach_() => Aten.DetachInPlace.InPlace(this);
    }
}
