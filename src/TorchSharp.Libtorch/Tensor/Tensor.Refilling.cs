using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Resized and refilled in place, as the out= forms of the factories do.</summary>
        public Tensor zeros(params long[] sizes) => Aten.ZerosOut.Call(sizes, this);
        public Tensor ones(params long[] sizes) => Aten.OnesOut.Call(sizes, this);
        public Tensor empty(params long[] sizes) => Aten.EmptyOut.Call(sizes, Argument.None, this);
        public Tensor full(long[] sizes, Scalar value) => Aten.FullOut.Call(sizes, value, this);
        public Tensor full(ReadOnlySpan<long> sizes, Scalar value) => full(sizes.ToArray(), value);
        public Tensor eye(long rows, long columns) => Aten.EyeMOut.Call(rows, columns, this);
        public Tensor rand_out(params long[] sizes) => Aten.RandOut.Call(sizes, this);
        public Tensor randn_out(params long[] sizes) => Aten.RandnOut.Call(sizes, this);
        public Tensor randint_out(long high, long[] sizes) => Aten.RandintOut.Call(high, sizes, this);
        public Tensor randperm_out(long n) => Aten.RandpermOut.Call(n, this);
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => Aten.ArangeStartOut.Call(start, stop, step, this);
    }
}
