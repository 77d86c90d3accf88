using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// One ATen operator, found by name on first use and called through the dispatcher. Arguments come in the order of the operator's
/// schema; trailing ones that have defaults may be left out. Results are new tensors that belong to the current dispose scope.
/// </summary>
/// <param name="signature">The name without <c>aten::</c>, with its overload after a dot: <c>add.Tensor</c>, <c>relu</c>.</param>
internal sealed unsafe class Operator(string signature)
{
    private const int ScratchOnStack = 48;
    private nint _handle;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return Tensor.Own((nint)result.Bits);
    }

    /// <summary>Calls an operator whose result is not wanted (in-place or returning nothing): no wrapper is made.</summary>
    internal void Run(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        if (Invoke(arguments, &result, 1) == 1) Release(in result);
    }

    /// <summary>Calls an in-place operator; answers a new wrapper over the same storage, as TorchSharp does.</summary>
    internal Tensor InPlace(Tensor self, params ReadOnlySpan<Argument> rest)
    {
        var arguments = new ArgumentBuffer();
        arguments[0] = self;
        rest.CopyTo(((Span<Argument>)arguments)[1..]);
        NativeValue result;
        Invoke(((ReadOnlySpan<Argument>)arguments)[..(rest.Length + 1)], &result, 1);
        return Tensor.Own((nint)result.Bits);
    }

    /// <summary>Calls an in-place operator that changes the shape; answers a new wrapper over the same tensor.</summary>
    internal Tensor ShapeInPlace(Tensor self, params ReadOnlySpan<Argument> rest)
    {
        var result = InPlace(self, rest);
        Tensor.ForgetMetadata();
        return result;
    }

    /// <summary>Calls an operator that puts its result into <paramref name="out"/>, the last argument; answers a new wrapper over it.</summary>
    internal Tensor Into(Tensor @out, params ReadOnlySpan<Argument> arguments)
    {
        var all = new ArgumentBuffer();
        arguments.CopyTo(all);
        all[arguments.Length] = @out;
        NativeValue result;
        Invoke(((ReadOnlySpan<Argument>)all)[..(arguments.Length + 1)], &result, 1);
        Tensor.ForgetMetadata();
        return Tensor.Own((nint)result.Bits);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal (Tensor, Tensor) CallTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (Tensor.Own((nint)results[0].Bits), Tensor.Own((nint)results[1].Bits));
    }

    /// <summary>Calls an operator that returns three tensors.</summary>
    internal (Tensor, Tensor, Tensor) CallThree(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[3];
        Invoke(arguments, results, 3);
        return (Tensor.Own((nint)results[0].Bits), Tensor.Own((nint)results[1].Bits), Tensor.Own((nint)results[2].Bits));
    }

    /// <summary>Calls an operator that returns four tensors.</summary>
    internal (Tensor, Tensor, Tensor, Tensor) CallFour(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc NativeValue[4];
        Invoke(arguments, results, 4);
        return (Tensor.Own((nint)results[0].Bits), Tensor.Own((nint)results[1].Bits), Tensor.Own((nint)results[2].Bits), Tensor.Own((nint)results[3].Bits));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        var handles = (nint*)result.Bits;
        var tensors = new Tensor[result.Length];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = Tensor.Own(handles[i]);
        NativeMethods.td_free_list((nint)result.Bits);
        return tensors;
    }

    /// <summary>Calls an operator that returns a list of tensors, without wrappers: <paramref name="target"/> owns them until it releases them.</summary>
    internal void CallInto(HandleList target, params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        target.Own(new ReadOnlySpan<nint>((nint*)result.Bits, result.Length));
        NativeMethods.td_free_list((nint)result.Bits);
    }

    /// <summary>Calls an operator that returns a bool.</summary>
    internal bool CallBool(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>Calls an operator that returns a number.</summary>
    internal double CallDouble(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Tag == ValueTag.Double ? BitConverter.Int64BitsToDouble(result.Bits) : result.Bits;
    }

    /// <summary>Whether this libtorch has the operator.</summary>
    internal bool Exists => _handle != 0 || (_handle = Find()) != 0;

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        var handle = _handle != 0 ? _handle : _handle = NativeError.Check(Find());
        var words = 0;
        foreach (ref readonly var argument in arguments)
            if (argument.Reference is not null) words += argument.ScratchWords;

        var native = stackalloc NativeValue[arguments.Length];
        var onStack = stackalloc long[ScratchOnStack];
        var onHeap = words > ScratchOnStack ? (long*)NativeMemory.Alloc((nuint)words, sizeof(long)) : null;
        try
        {
            var scratch = onHeap is null ? onStack : onHeap;
            for (var i = 0; i < arguments.Length; i++) Lower(in arguments[i], ref native[i], ref scratch);
            var count = NativeMethods.td_call(handle, native, arguments.Length, results, capacity);
            if (count < 0) throw NativeError.Last();
            return count;
        }
        finally
        {
            if (onHeap is not null) NativeMemory.Free(onHeap);
            foreach (ref readonly var argument in arguments) GC.KeepAlive(argument.Reference);
        }
    }

    private nint Find()
    {
        var dot = signature.IndexOf('.', StringComparison.Ordinal);
        var (name, overload) = dot < 0 ? (signature, "") : (signature[..dot], signature[(dot + 1)..]);
        return NativeMethods.td_find("aten::" + name, overload);
    }

    private static void Lower(ref readonly Argument argument, ref NativeValue native, ref long* scratch)
    {
        native.Tag = argument.Tag;
        native.Length = 0;
        switch (argument.Tag)
        {
            case ValueTag.Tensor:
                native.Bits = Unsafe.As<Tensor>(argument.Reference)!.Handle;
                break;
            case ValueTag.Generator:
                native.Bits = ((Generator)argument.Reference!).Handle;
                break;
            case ValueTag.IntList:
                var integers = (long[])argument.Reference!;
                integers.CopyTo(new Span<long>(scratch, integers.Length));
                Point(ref native, integers.Length, ref scratch, integers.Length);
                break;
            case ValueTag.DoubleList:
                var reals = ((double[])argument.Reference!).AsSpan(0, (int)argument.Bits);
                reals.CopyTo(new Span<double>(scratch, reals.Length));
                Point(ref native, reals.Length, ref scratch, reals.Length);
                break;
            case ValueTag.TensorList when argument.Reference is HandleList handles:
                handles.Handles.CopyTo(new Span<nint>(scratch, handles.Count));
                Point(ref native, handles.Count, ref scratch, handles.Count);
                break;
            case ValueTag.TensorList:
                // A read-only span, made by its constructor: the array may be one of parameters, which a Span refuses.
                var tensors = argument.Reference is Tensor?[] array ? new ReadOnlySpan<Tensor?>(array) : CollectionsMarshal.AsSpan((List<Tensor?>)argument.Reference!);
                for (var i = 0; i < tensors.Length; i++) scratch[i] = tensors[i]?.Handle ?? 0;
                Point(ref native, tensors.Length, ref scratch, tensors.Length);
                break;
            case ValueTag.String:
                var text = (string)argument.Reference!;
                var bytes = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, argument.ScratchWords * sizeof(long)));
                Point(ref native, bytes, ref scratch, argument.ScratchWords);
                break;
            default:
                native.Bits = argument.Bits;
                break;
        }
    }

    private static void Point(ref NativeValue native, int length, ref long* scratch, int words)
    {
        native.Bits = (long)scratch;
        native.Length = length;
        scratch += words;
    }

    private static void Release(ref readonly NativeValue result)
    {
        if (result.Tag == ValueTag.Tensor) NativeMethods.td_release((nint)result.Bits);
    }

    [InlineArray(12)]
    private struct ArgumentBuffer
    {
        private Argument _first;
    }
}
