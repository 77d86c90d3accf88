using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor reshape(params long[] shape) => Aten.Reshape.Call(this, shape);
        public Tensor view(params long[] shape) => Aten.View.Call(this, shape);
        public Tensor view_as(Tensor other) => Aten.ViewAs.Call(this, other);
        public Tensor ravel() => Aten.Ravel.Call(this);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.FlattenUsingInts.Call(this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => Aten.UnflattenInt.Call(this, dim, sizes);
        public Tensor unflatten(long dim, Size sizes) => Aten.UnflattenInt.Call(this, dim, sizes.Shape);
        public Tensor squeeze(long? dim = null) => dim is long d ? Aten.SqueezeDim.Call(this, d) : Aten.Squeeze.Call(this);
        public Tensor squeeze_(long? dim = null) => dim is long d ? Aten.SqueezeDimInPlace.ShapeInPlace(this, d) : Aten.SqueezeInPlace.ShapeInPlace(this);
        public Tensor unsqueeze(long dim) => Aten.Unsqueeze.Call(this, dim);
        public Tensor unsqueeze_(long dim) => Aten.UnsqueezeInPlace.ShapeInPlace(this, dim);
        public Tensor atleast_1d() => Aten.Atleast1d.Call(this);
        public Tensor atleast_2d() => Aten.Atleast2d.Call(this);
        public Tensor atleast_3d() => Aten.Atleast3d.Call(this);

        public Tensor permute(params long[] permutation) => Aten.Permute.Call(this, permutation);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor transpose(long dim0, long dim1) => Aten.TransposeInt.Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => Aten.TransposeInPlace.ShapeInPlace(this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor movedim(long[] source, long[] destination) => Aten.MovedimIntlist.Call(this, source, destination);
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);
        public Tensor t() => Aten.T.Call(this);
        public Tensor adjoint() => Aten.Adjoint.Call(this);

        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T => Aten.NumpyT.Call(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => Aten.MT.Call(this);

        /// <summary>The conjugate of <see cref="T"/>, of a matrix.</summary>
        public Tensor H => Aten.MatrixH.Call(this);

        /// <summary>The conjugate of <see cref="mT"/>.</summary>
        public Tensor mH => Aten.MH.Call(this);

        public Tensor real => is_complex() ? Aten.Real.Call(this) : alias();
        public Tensor imag => Aten.Imag.Call(this);
        public Tensor view_as_complex() => Aten.ViewAsComplex.Call(this);
        public Tensor view_as_real() => Aten.ViewAsReal.Call(this);

        public Tensor expand(params long[] sizes) => Aten.Expand.Call(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.Expand.Call(this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => Aten.ExpandAs.Call(this, other);
        public Tensor broadcast_to(params long[] shape) => Aten.BroadcastTo.Call(this, shape);
        public Tensor repeat(params long[] sizes) => Aten.Repeat.Call(this, sizes);
        public Tensor tile(long[] reps) => Aten.Tile.Call(this, reps);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Aten.RepeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Aten.RepeatInterleaveSelfInt.Call(this, repeats, dim, output_size);

        public Tensor flip(params long[] dims) => Aten.Flip.Call(this, dims);
        public Tensor fliplr() => Aten.Fliplr.Call(this);
        public Tensor flipud() => Aten.Flipud.Call(this);
        public Tensor roll(long shifts, long? dims = null) => Aten.Roll.Call(this, shifts, dims is long d ? [d] : Array.Empty<long>());
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);
        public Tensor roll(long[] shifts, long[] dims) => Aten.Roll.Call(this, shifts, dims);
        public Tensor roll(long[] shifts) => Aten.Roll.Call(this, shifts);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => roll(shifts.ToArray(), dims.ToArray());
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Aten.Rot90.Call(this, k, (long[])[dims?.Item1 ?? 0, dims?.Item2 ?? 1]);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => Aten.AsStrided.Call(this, size, strides, storageOffset);
        public Tensor unfold(long dimension, long size, long step) => Aten.Unfold.Call(this, dimension, size, step);
        public Tensor tril(long diagonal = 0) => Aten.Tril.Call(this, diagonal);
        public Tensor tril_(long diagonal = 0) => Aten.TrilInPlace.InPlace(this, diagonal);
        public Tensor triu(long diagonal = 0) => Aten.Triu.Call(this, diagonal);
        public Tensor triu_(long diagonal = 0) => Aten.TriuInPlace.InPlace(this, diagonal);
        public Tensor diag(long diagonal = 0) => Aten.Diag.Call(this, diagonal);
        public Tensor diagflat(long offset = 0) => Aten.Diagflat.Call(this, offset);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Aten.DiagEmbed.Call(this, offset, dim1, dim2);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Aten.Diagonal.Call(this, offset, dim1, dim2);
        public Tensor vander(long N = -1, bool increasing = false) => Aten.Vander.Call(this, N == -1 ? Argument.None : N, increasing);
    }
}
