using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns. It takes over the handle of its data, and its place in a dispose scope.</summary>
public class Parameter : Tensor
{
    /// <param name="data">The initial value; the wrapper becomes invalid.</param>
    /// <param name="requires_grad">Whether gradients are gathered.</param>
    public Parameter(Tensor data, bool requires_grad = true)
        : this(Take(data, requires_grad, out var scope), scope)
    {
    }

    private Parameter(nint handle, DisposeScope? scope)
        : base(handle)
    {
        if (OwningDisposeScope != scope) MoveToOtherDisposeScope(scope);
    }

    private static nint Take(Tensor data, bool requires_grad, out DisposeScope? scope)
    {
        scope = data.OwningDisposeScope;
        return data.with_requires_grad(requires_grad).DecoupleFromNativeHandle();
    }
}
