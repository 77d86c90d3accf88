using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What the libraries under libtorch may do.</summary>
    public static partial class backends
    {
        /// <summary>CUDA.</summary>
        public static partial class cuda
        {
            /// <summary>Matrix products.</summary>
            public static class matmul
            {
                /// <summary>Whether products of Float32 matrices may round their factors to 10 bits of mantissa, which is several times as fast. Default: no.</summary>
                public static bool allow_tf32
                {
                    get => Tf32(0, -1);
                    set => Tf32(0, value ? 1 : 0);
                }
            }
        }

        /// <summary>cuDNN.</summary>
        public static partial class cudnn
        {
            /// <summary>Whether convolutions of Float32 tensors may round their factors to 10 bits of mantissa. Default: yes.</summary>
            public static bool allow_tf32
            {
                get => Tf32(1, -1);
                set => Tf32(1, value ? 1 : 0);
            }
        }

        private static bool Tf32(int library, int value)
        {
            var before = NativeMethods.td_allow_tf32(library, value);
            NativeError.Check(before);
            return before != 0;
        }
    }
}
