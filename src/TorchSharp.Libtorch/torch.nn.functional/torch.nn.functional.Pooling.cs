using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>The largest element of each window.</summary>
            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool1d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? 0), List(dilation ?? 1), ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool1dWithIndices.CallTwo(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? 0), List(dilation ?? 1), ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool2d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? 0), List(dilation ?? 1), ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool2d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? (0, 0)), List(dilation ?? (1, 1)), ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool2dWithIndices.CallTwo(input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool3d.Call(input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool3dWithIndices.CallTwo(input, kernel_size, strides ?? kernel_size, padding ?? Zero, dilation ?? One, ceil_mode);

            /// <summary>The mean of each window.</summary>
            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Aten.AvgPool1d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? 0), ceil_mode, count_include_pad);

            /// <summary>The mean of each window.</summary>
            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.AvgPool2d.Call(input, kernel_size, stride ?? kernel_size, padding ?? Zero, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window.</summary>
            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.AvgPool3d.Call(input, kernel_size, stride ?? kernel_size, padding ?? Zero, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window.</summary>
            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.AvgPool2d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window.</summary>
            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.AvgPool2d.Call(input, List(kernel_size), List(stride ?? kernel_size), List(padding ?? (0, 0)), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) =>
                Aten.AdaptiveAvgPool1d.Call(input, List(output_size));

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) =>
                Aten.AdaptiveAvgPool2d.Call(input, output_size);

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) =>
                Aten.AdaptiveAvgPool2d.Call(input, List(output_size));

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) =>
                Aten.AdaptiveAvgPool2d.Call(input, new[] { output_size, output_size });

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) =>
                Aten.AdaptiveAvgPool3d.Call(input, output_size);

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) =>
                Aten.AdaptiveAvgPool3d.Call(input, new[] { output_size.Item1, output_size.Item2, output_size.Item3 });

            /// <summary>The mean of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) =>
                Aten.AdaptiveAvgPool3d.Call(input, new[] { output_size, output_size, output_size });

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size)
            {
                var (largest, indices) = adaptive_max_pool1d_with_indices(input, output_size);
                indices.Dispose();
                return largest;
            }

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) =>
                Aten.AdaptiveMaxPool1d.CallTwo(input, List(output_size));

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
            {
                var (largest, indices) = adaptive_max_pool2d_with_indices(input, output_size);
                indices.Dispose();
                return largest;
            }

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) =>
                Aten.AdaptiveMaxPool2d.CallTwo(input, output_size);

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size)
            {
                var (largest, indices) = adaptive_max_pool3d_with_indices(input, output_size);
                indices.Dispose();
                return largest;
            }

            /// <summary>The largest element of each of as many windows as the output has elements.</summary>
            public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) =>
                Aten.AdaptiveMaxPool3d.CallTwo(input, output_size);

            private static readonly long[] Zero = [0];
            private static readonly long[] One = [1];

            private static long[] List(long value) => [value];

            private static long[] List((long, long) values) => [values.Item1, values.Item2];
        }
    }
}
