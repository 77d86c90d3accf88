using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The torch API, laid out as in TorchSharp, over whatever libtorch the machine has.</summary>
public static partial class torch
{
    /// <summary>The version of libtorch, as it names itself.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(NativeMethods.td_version())!;

    /// <summary>Opens a scope that disposes the tensors made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>The innermost scope of this thread; null outside all scopes.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Runs <paramref name="expr"/> in a scope of its own and hands its result out.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }

    /// <summary>How many threads an operation may use.</summary>
    public static int get_num_threads() => NativeMethods.td_threads(0);

    /// <summary>Sets how many threads an operation may use.</summary>
    public static void set_num_threads(int num) => NativeError.Check(NativeMethods.td_set_threads(num, 0));

    /// <summary>How many threads run independent operations.</summary>
    public static int get_num_interop_threads() => NativeMethods.td_threads(1);

    /// <summary>Sets how many threads run independent operations.</summary>
    public static void set_num_interop_threads(int num) => NativeError.Check(NativeMethods.td_set_threads(num, 1));

    /// <summary>CUDA devices.</summary>
    public static partial class cuda
    {
        /// <summary>Whether there is a CUDA device that libtorch can use.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>How many CUDA devices there are.</summary>
        public static int device_count() => NativeMethods.td_cuda_devices();

        /// <summary>Whether libtorch has cuDNN.</summary>
        public static bool is_cudnn_available() => NativeMethods.td_cudnn() != 0;

        /// <summary>Seeds the current device's source.</summary>
        public static void manual_seed(long seed)
        {
            using var source = Generator.DefaultOf(CUDA);
            source.manual_seed(seed);
        }

        /// <summary>Seeds every device's source.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var i = 0; i < device_count(); i++)
            {
                using var source = Generator.DefaultOf(new Device(i));
                source.manual_seed(seed);
            }
        }

        /// <summary>Waits until the device has done all work given to it.</summary>
        public static void synchronize(Device? device = null) => NativeError.Check(NativeMethods.td_cuda_synchronize(device?.index ?? -1));
    }
}
