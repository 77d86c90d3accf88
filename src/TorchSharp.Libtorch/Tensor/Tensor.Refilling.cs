using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Resized and refilled in place, as the out= forms of the factories do.</summary>
        public Tensor zeros(params long[] sizes) => Aten.ZerosOut.Into(this, sizes);
        public Tensor ones(params long[] sizes) => Aten.OnesOut.Into(this, sizes);
        public Tensor empty(params long[] sizes) => Aten.EmptyOut.Into(this, sizes, Argument.None);
        public Tensor full(long[] sizes, Scalar value) => Aten.FullOut.Into(this, sizes, value);
        public Tensor full(ReadOnlySpan<long> sizes, Scalar value) => full(sizes.ToArray(), value);
        public Tensor eye(long rows, long columns) => Aten.EyeMOut.Into(this, rows, columns);
        public Tensor rand_out(params long[] sizes) => Aten.RandOut.Into(this, sizes);
        public Tensor randn_out(params long[] sizes) => Aten.RandnOut.Into(this, sizes);
        public Tensor randint_out(long high, long[] sizes) => Aten.RandintOut.Into(this, high, sizes);
        public Tensor randperm_out(long n) => Aten.RandpermOut.Into(this, n);
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => Aten.ArangeStartOut.Into(this, start, stop, step);
    }
}
