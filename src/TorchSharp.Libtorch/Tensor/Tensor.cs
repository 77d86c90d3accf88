using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A multi-dimensional array in libtorch's memory. The wrapper holds one counted reference, given back by
    /// <see cref="Dispose"/>, by the dispose scope it was made in, or at last by the finaliser.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            if (handle == 0)
            {
                GC.SuppressFinalize(this);
                return;
            }
            var live = Interlocked.Increment(ref _totalCount);
            if (live > _peakCount) _peakCount = live;
            DisposeScopeManager.ThreadSingleton.Register(this);
        }

        /// <summary>Gives the native reference back when nobody did.</summary>
        ~Tensor() => ReleaseHandle();

        /// <summary>How many tensor wrappers live.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        /// <summary>The most that ever lived at once (approximate when threads race).</summary>
        public static long PeakCount => _peakCount;

        /// <summary>The native handle, a TensorImpl.</summary>
        /// <exception cref="InvalidOperationException">The tensor has been disposed.</exception>
        public nint Handle => _handle != 0 ? _handle : throw Disposed();

        /// <summary>Whether the tensor has been disposed.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>A name for the user's own use.</summary>
        public string? name { get; set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int IndexInScope { get; set; }

        /// <summary>Wraps a handle whose reference the caller gives away.</summary>
        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>Wraps a result of the native side; an undefined tensor becomes a wrapper whose <see cref="IsInvalid"/> is true.</summary>
        internal static Tensor Own(nint handle) => new(handle);

        /// <summary>Gives the native reference back and leaves the dispose scope.</summary>
        public void Dispose()
        {
            OwningDisposeScope?.Remove(this);
            if (_handle != 0) DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics.DisposedOutsideScopeCount++;
            ReleaseHandle();
            GC.SuppressFinalize(this);
        }

        /// <summary>Hands the tensor to the scope that encloses its own.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Frees the tensor of any scope: it lives until disposed or collected.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Hands the tensor to the scope that owns <paramref name="other"/>.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Hands the tensor to another scope.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null) other?.Attach(this);
            else OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        /// <summary>Takes the native reference out of the wrapper, which becomes invalid; the caller owns it.</summary>
        public nint DecoupleFromNativeHandle()
        {
            var handle = Handle;
            OwningDisposeScope?.Remove(this);
            _handle = 0;
            Interlocked.Decrement(ref _totalCount);
            GC.SuppressFinalize(this);
            return handle;
        }

        /// <summary>Equal when the other object is a tensor with the same contents.</summary>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => base.GetHashCode();

        private void ReleaseHandle()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0) return;
            Interlocked.Decrement(ref _totalCount);
            NativeMethods.td_release(handle);
        }

        private static InvalidOperationException Disposed() =>
            new("The tensor has been disposed. Keep it alive with MoveToOuterDisposeScope() or DetachFromDisposeScope() when it must outlive its scope.");
    }
}
