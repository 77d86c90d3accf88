using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor's only element.</summary>
        /// <exception cref="ArgumentException">The element is not a <typeparamref name="T"/>, or there is not exactly one.</exception>
        public unsafe T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"item() needs a tensor of one element, this one has shape [{string.Join(", ", shape)}]");
            if (!Elements.Holds<T>(_dtype)) throw new ArgumentException($"item<{typeof(T).Name}>() on a tensor of {_dtype}: convert with to_type() first, or use ToSingle()/ToDouble()");
            Unsafe.SkipInit(out T value);
            NativeError.Check(NativeMethods.td_item(Handle, &value));
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>The elements, in row-major order; a view of host memory where that is possible, else a copy.</summary>
        /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (!Elements.Holds<T>(dtype)) throw new ArgumentException($"data<{typeof(T).Name}>() on a tensor of {dtype}: convert with to_type() first");
            return new Utils.TensorAccessor<T>(this);
        }

        /// <summary>The raw bytes of a contiguous tensor in host memory; writing to them writes to the tensor.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous()) throw new InvalidOperationException("bytes of a tensor that is not contiguous: call contiguous() first");
                if (!is_cpu()) throw new InvalidOperationException($"bytes of a tensor on {device}: call cpu() first");
                var count = checked((int)(NumberOfElements * ElementSize));
                return new Span<byte>((void*)DataPointer(), count);
            }
            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException($"the tensor holds {NumberOfElements * ElementSize} bytes, got {value.Length}");
                value.CopyTo(bytes);
            }
        }

        /// <summary>Whether the memory holds the elements: libtorch only marks some conjugates, negatives and zeros.</summary>
        internal bool HasPlainMemory => NumberOfElements == 0 || RawDataPointer() != 0;

        internal nint DataPointer() => HasPlainMemory
            ? RawDataPointer()
            : throw new InvalidOperationException("the tensor is a conjugate, negative or zero that libtorch has not computed yet: call resolve_conj(), resolve_neg() or clone() first");

        private nint RawDataPointer()
        {
            var pointer = NativeMethods.td_data_pointer(Handle);
            GC.KeepAlive(this);
            return pointer;
        }

        /// <summary>The elements in row-major order as a new array of their own type; waits for the device.</summary>
        internal unsafe T[] ToHost<T>() where T : unmanaged
        {
            var result = new T[NumberOfElements];
            fixed (T* pointer = result) NativeError.Check(NativeMethods.td_to_host(Handle, pointer, (long)result.Length * sizeof(T)));
            GC.KeepAlive(this);
            return result;
        }

        /// <summary>A new tensor in host memory with a copy of <paramref name="data"/>.</summary>
        internal static unsafe Tensor FromHost<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> sizes, ScalarType dtype) where T : unmanaged
        {
            var count = 1L;
            foreach (var size in sizes) count *= size;
            if (count != data.Length) throw new ArgumentException($"shape [{string.Join(", ", sizes.ToArray())}] has {count} elements, the data has {data.Length}");
            nint handle;
            fixed (T* pointer = data)
            fixed (long* shape = sizes)
                NativeError.Check(NativeMethods.td_from_host(pointer, (int)dtype, shape, sizes.Length, &handle));
            return Own(handle);
        }
    }

    /// <summary>Which .NET type holds an element of which <see cref="ScalarType"/>.</summary>
    internal static class Elements
    {
        internal static bool Holds<T>(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(T) == typeof(byte),
            ScalarType.Int8 => typeof(T) == typeof(sbyte),
            ScalarType.Int16 => typeof(T) == typeof(short),
            ScalarType.Int32 => typeof(T) == typeof(int),
            ScalarType.Int64 => typeof(T) == typeof(long),
            ScalarType.Float16 => typeof(T) == typeof(Half),
            ScalarType.Float32 => typeof(T) == typeof(float),
            ScalarType.Float64 => typeof(T) == typeof(double),
            ScalarType.Bool => typeof(T) == typeof(bool),
            ScalarType.ComplexFloat32 => typeof(T) == typeof((float, float)),
            ScalarType.ComplexFloat64 => typeof(T) == typeof(System.Numerics.Complex),
            _ => false,
        };
    }
}
