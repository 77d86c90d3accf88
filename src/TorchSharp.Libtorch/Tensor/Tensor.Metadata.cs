using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static int _shapeChanges;
        private long[]? _shape;
        private int _describedAfter;
        private ScalarType _dtype;
        private Device? _device;

        /// <summary>The sizes of the dimensions; a copy that the caller may change.</summary>
        public long[] shape => [.. Sizes];

        /// <summary>The sizes of the dimensions, without a copy.</summary>
        internal ReadOnlySpan<long> Sizes
        {
            get
            {
                ObjectDisposed();
                return _shape is { } known && _describedAfter == Volatile.Read(ref _shapeChanges) ? known : Describe();
            }
        }

        /// <summary>The type of the elements.</summary>
        public ScalarType dtype
        {
            get
            {
                _ = Sizes;
                return _dtype;
            }
        }

        /// <summary>Where the elements are.</summary>
        public Device device
        {
            get
            {
                _ = Sizes;
                return _device!;
            }
        }

        /// <summary>The kind of device the elements are on.</summary>
        public DeviceType device_type => device.type;

        /// <summary>The index of the device, -1 for the CPU.</summary>
        public int device_index => device.index;

        /// <summary>The number of dimensions.</summary>
        public long Dimensions => Sizes.Length;

        /// <inheritdoc cref="Dimensions"/>
        public long ndim => Sizes.Length;

        /// <inheritdoc cref="Dimensions"/>
        public long dim() => Sizes.Length;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements
        {
            get
            {
                var product = 1L;
                foreach (var size in Sizes) product *= size;
                return product;
            }
        }

        /// <inheritdoc cref="NumberOfElements"/>
        public long numel() => NumberOfElements;

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => Query(4);

        /// <inheritdoc cref="ElementSize"/>
        public long element_size() => Query(4);

        /// <summary>The size of one dimension; negative numbers count from the end.</summary>
        public long size(int dim)
        {
            var sizes = Sizes;
            var at = dim < 0 ? dim + sizes.Length : dim;
            return (uint)at < (uint)sizes.Length
                ? sizes[at]
                : throw new ArgumentOutOfRangeException(nameof(dim), $"dimension {dim} of a tensor of {sizes.Length} dimensions");
        }

        /// <inheritdoc cref="shape"/>
        public long[] size() => shape;

        /// <summary>How many elements apart neighbours along each dimension are.</summary>
        public unsafe long[] stride()
        {
            var strides = new long[Sizes.Length];
            fixed (long* pointer = strides) NativeError.Check(NativeMethods.td_sizes(Handle, null, pointer));
            GC.KeepAlive(this);
            return strides;
        }

        /// <summary>How many elements apart neighbours along one dimension are.</summary>
        public long stride(int dim) => stride()[dim < 0 ? dim + Sizes.Length : dim];

        /// <summary>The place of the first element in the storage, in elements.</summary>
        public long storage_offset() => Query(6);

        /// <summary>Whether the elements lie in order without gaps.</summary>
        public bool is_contiguous() => Query(2) != 0;

        /// <summary>Whether the elements are integers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the elements are real floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the elements are complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether the elements are on a CUDA device.</summary>
        public bool is_cuda => device.type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape but no elements.</summary>
        public bool is_meta => device.type == DeviceType.META;

        /// <summary>Whether the elements are in host memory.</summary>
        public bool is_cpu() => device.type == DeviceType.CPU;

        /// <summary>Whether only the elements that are not zero are stored.</summary>
        public bool is_sparse => Query(5) != 0;

        /// <summary>How often the tensor was changed in place; autograd's own count.</summary>
        internal long Version => Query(7);

        /// <summary>Says that an operation in place may have changed shape, type or device: several wrappers may share a tensor, so all of them look again.</summary>
        internal static void ForgetMetadata() => Interlocked.Increment(ref _shapeChanges);

        internal long Query(int what)
        {
            var answer = NativeMethods.td_query(Handle, what);
            GC.KeepAlive(this);
            return answer >= 0 ? answer : throw NativeError.Last();
        }

        private void ObjectDisposed()
        {
            if (_handle == 0) throw Disposed();
        }

        private unsafe long[] Describe()
        {
            TensorInfo info;
            _describedAfter = Volatile.Read(ref _shapeChanges);
            NativeError.Check(NativeMethods.td_describe(_handle, &info));
            _dtype = (ScalarType)info.ScalarType;
            _device = Device.Of((DeviceType)info.DeviceType, info.DeviceIndex);
            var sizes = new long[info.Dimensions];
            if (sizes.Length <= 8)
                ((ReadOnlySpan<long>)info.Sizes)[..sizes.Length].CopyTo(sizes);
            else
                fixed (long* pointer = sizes) NativeError.Check(NativeMethods.td_sizes(_handle, pointer, null));
            GC.KeepAlive(this);
            return _shape = sizes;
        }
    }
}
