using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A new source on a device.</summary>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            _handle = NativeError.Check(NativeMethods.td_new_generator((int)this.device.type, Math.Max(0, this.device.index)));
            manual_seed((long)seed);
        }

        private Generator(nint handle, Device device) => (_handle, this.device) = (handle, device);

        /// <summary>Gives the native reference back when nobody did.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The source that operations use when none is named.</summary>
        public static Generator Default => DefaultOf(CPU);

        /// <summary>The native handle, a GeneratorImpl.</summary>
        public nint Handle => _handle != 0 ? _handle : throw new InvalidOperationException("The generator has been disposed.");

        /// <summary>Where the numbers are made.</summary>
        public Device device { get; private set; }

        /// <summary>The whole state, as bytes in host memory; the caller disposes.</summary>
        public Tensor get_state() => Tensor.Own(NativeError.Check(NativeMethods.td_generator_state(Handle)));

        /// <summary>Puts a state from <see cref="get_state"/> back.</summary>
        public void set_state(Tensor value)
        {
            NativeError.Check(NativeMethods.td_set_generator_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        /// <summary>Starts the sequence of a seed.</summary>
        public Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.td_set_generator_seed(Handle, seed));
            return this;
        }

        /// <summary>Starts an unforeseeable sequence and answers its seed.</summary>
        public long seed()
        {
            var seed = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
            manual_seed(seed);
            return seed;
        }

        /// <summary>The seed the sequence started from.</summary>
        public long initial_seed() => NativeMethods.td_generator_seed(Handle);

        /// <inheritdoc/>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives the native reference back.</summary>
        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) NativeMethods.td_release_generator(handle);
        }

        internal static Generator DefaultOf(Device device) =>
            new(NativeError.Check(NativeMethods.td_default_generator((int)device.type, Math.Max(0, device.index))), device);
    }

    /// <summary>Seeds every device's default source; the sequence equals PyTorch's.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>Seeds every device's default source unforeseeably.</summary>
    public static long seed() => random.seed();

    /// <summary>The seed that the default source started from.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>The state of the default source.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Puts a state of the default source back.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default random source.</summary>
    public static partial class random
    {
        /// <inheritdoc cref="torch.manual_seed"/>
        public static Generator manual_seed(long seed)
        {
            NativeError.Check(NativeMethods.td_manual_seed(seed));
            return Generator.Default;
        }

        /// <inheritdoc cref="torch.seed"/>
        public static long seed()
        {
            using var source = Generator.Default;
            var seed = source.seed();
            NativeError.Check(NativeMethods.td_manual_seed(seed));
            return seed;
        }

        /// <inheritdoc cref="torch.initial_seed"/>
        public static long initial_seed()
        {
            using var source = Generator.Default;
            return source.initial_seed();
        }

        /// <inheritdoc cref="torch.get_rng_state"/>
        public static Tensor get_rng_state()
        {
            using var source = Generator.Default;
            return source.get_state();
        }

        /// <inheritdoc cref="torch.set_rng_state"/>
        public static void set_rng_state(Tensor new_state)
        {
            using var source = Generator.Default;
            source.set_state(new_state);
        }
    }
}
