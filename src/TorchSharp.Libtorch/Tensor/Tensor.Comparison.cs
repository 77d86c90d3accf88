using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Aten.Eq.Call(this, target);
        public Tensor eq(Scalar target) => Aten.EqScalar.Call(this, target);
        public Tensor eq_(Tensor target) => Aten.EqInPlace.InPlace(this, target);
        public Tensor eq_(Scalar target) => Aten.EqScalarInPlace.InPlace(this, target);
        public Tensor ne(Tensor target) => Aten.Ne.Call(this, target);
        public Tensor ne(Scalar target) => Aten.NeScalar.Call(this, target);
        public Tensor ne_(Tensor target) => Aten.NeInPlace.InPlace(this, target);
        public Tensor ne_(Scalar target) => Aten.NeScalarInPlace.InPlace(this, target);
        public Tensor lt(Tensor target) => Aten.Lt.Call(this, target);
        public Tensor lt(Scalar target) => Aten.LtScalar.Call(this, target);
        public Tensor lt_(Tensor target) => Aten.LtInPlace.InPlace(this, target);
        public Tensor lt_(Scalar target) => Aten.LtScalarInPlace.InPlace(this, target);
        public Tensor le(Tensor target) => Aten.Le.Call(this, target);
        public Tensor le(Scalar target) => Aten.LeScalar.Call(this, target);
        public Tensor le_(Tensor target) => Aten.LeInPlace.InPlace(this, target);
        public Tensor le_(Scalar target) => Aten.LeScalarInPlace.InPlace(this, target);
        public Tensor gt(Tensor target) => Aten.Gt.Call(this, target);
        public Tensor gt(Scalar target) => Aten.GtScalar.Call(this, target);
        public Tensor gt_(Tensor target) => Aten.GtInPlace.InPlace(this, target);
        public Tensor gt_(Scalar target) => Aten.GtScalarInPlace.InPlace(this, target);
        public Tensor ge(Tensor target) => Aten.Ge.Call(this, target);
        public Tensor ge(Scalar target) => Aten.GeScalar.Call(this, target);
        public Tensor ge_(Tensor target) => Aten.GeInPlace.InPlace(this, target);
        public Tensor ge_(Scalar target) => Aten.GeScalarInPlace.InPlace(this, target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor not_equal_(Tensor target) => ne_(target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor less_equal_(Tensor target) => le_(target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>Elementwise, as <see cref="eq(Tensor)"/>; <see cref="Equals(Tensor)"/> answers for the whole.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Whether shape and all elements are equal.</summary>
        public bool Equals(Tensor target) => Aten.Equal.CallBool(this, target);

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            Aten.Allclose.CallBool(this, target, rtol, atol, equal_nan);
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) => Aten.Isclose.Call(this, other, rtol, atol, nanEqual);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => Aten.IsinTensorTensor.Call(this, test_elements, assumeUnique, invert);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.SortStable.CallTwo(this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.Argsort.Call(this, dim, descending);
        public Tensor msort() => Aten.Msort.Call(this);
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Aten.Topk.CallTwo(this, k, dim, largest, sorted);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Aten.Kthvalue.CallTwo(this, k, dim ?? -1, keepdim);
        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Aten.Bucketize.Call(this, boundaries, outInt32, right);

        /// <summary>The distinct elements (or slices of <paramref name="dim"/>); the other two are null unless asked for.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var all = dim is int d
                ? Aten.UniqueDim.CallThree(this, d, sorted, return_inverse, return_counts)
                : Aten.InternalUnique2.CallThree(this, sorted, return_inverse, return_counts);
            return Wanted(all, return_inverse, return_counts);
        }

        /// <summary>The elements (or slices of <paramref name="dim"/>) without repetitions of the one before.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Wanted(Aten.UniqueConsecutive.CallThree(this, return_inverse, return_counts, dim), return_inverse, return_counts);

        private static (Tensor, Tensor?, Tensor?) Wanted((Tensor output, Tensor inverse, Tensor counts) all, bool inverse, bool counts)
        {
            if (!inverse) all.inverse.Dispose();
            if (!counts) all.counts.Dispose();
            return (all.output, inverse ? all.inverse : null, counts ? all.counts : null);
        }
    }
}
