using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>Operations on many tensors at once, element by element: one kernel launch on CUDA. Those that answer a list fill <c>into</c>, which owns it.</summary>
internal static class Foreach
{
    /// <summary>x := 0</summary>
    internal static void Clear(HandleList x) => Aten.ForeachZeroInPlace.Run(x);

    /// <summary>x := a x</summary>
    internal static void Scale(HandleList x, double a) => Aten.ForeachMulInPlace.Run(x, a);

    /// <summary>x_i := a_i x_i</summary>
    internal static void Scale(HandleList x, double[] a) => Aten.ForeachMulEachInPlace.Run(x, Argument.List(a, x.Count));

    /// <summary>x := x y</summary>
    internal static void Multiply(HandleList x, HandleList y) => Aten.ForeachMulListInPlace.Run(x, y);

    /// <summary>x := x / y</summary>
    internal static void Divide(HandleList x, HandleList y) => Aten.ForeachDivListInPlace.Run(x, y);

    /// <summary>x_i := x_i / a_i</summary>
    internal static void Divide(HandleList x, double[] a) => Aten.ForeachDivInPlace.Run(x, Argument.List(a, x.Count));

    /// <summary>x := x + a</summary>
    internal static void Shift(HandleList x, double a) => Aten.ForeachAddInPlace.Run(x, a);

    /// <summary>x_i := x_i + a_i</summary>
    internal static void Shift(HandleList x, double[] a) => Aten.ForeachAddEachInPlace.Run(x, Argument.List(a, x.Count));

    /// <summary>x := x + a y</summary>
    internal static void Add(HandleList x, HandleList y, double a) => Aten.ForeachAddListInPlace.Run(x, y, a);

    /// <summary>x := x + a y z</summary>
    internal static void AddProduct(HandleList x, HandleList y, HandleList z, double a) => Aten.ForeachAddcmulInPlace.Run(x, y, z, a);

    /// <summary>x := x + a y / z</summary>
    internal static void AddQuotient(HandleList x, HandleList y, HandleList z, double a) => Aten.ForeachAddcdivInPlace.Run(x, y, z, a);

    /// <summary>x_i := x_i + a_i y_i / z_i</summary>
    internal static void AddQuotient(HandleList x, HandleList y, HandleList z, double[] a) => Aten.ForeachAddcdivEachInPlace.Run(x, y, z, Argument.List(a, x.Count));

    /// <summary>x := max(x, y)</summary>
    internal static void Maximum(HandleList x, HandleList y) => Aten.ForeachMaximumInPlace.Run(x, y);

    /// <summary>x := sqrt(x)</summary>
    internal static void SquareRoot(HandleList x) => Aten.ForeachSqrtInPlace.Run(x);

    /// <summary>x := 1 / x</summary>
    internal static void Reciprocal(HandleList x) => Aten.ForeachReciprocalInPlace.Run(x);

    /// <summary>sqrt(x)</summary>
    internal static HandleList SquareRoot(HandleList x, HandleList into) => Fill(into, Aten.ForeachSqrt, x);

    /// <summary>|x|</summary>
    internal static HandleList Absolute(HandleList x, HandleList into) => Fill(into, Aten.ForeachAbs, x);

    /// <summary>x + a</summary>
    internal static HandleList Shifted(HandleList x, double a, HandleList into) => Fill(into, Aten.ForeachAdd, x, a);

    /// <summary>x_i / a_i</summary>
    internal static HandleList Divided(HandleList x, double[] a, HandleList into) => Fill(into, Aten.ForeachDiv, x, Argument.List(a, x.Count));

    /// <summary>x + a y</summary>
    internal static HandleList Sum(HandleList x, HandleList y, double a, HandleList into) => Fill(into, Aten.ForeachAddList, x, y, a);

    /// <summary>x + a y z</summary>
    internal static HandleList SumOfProduct(HandleList x, HandleList y, HandleList z, double a, HandleList into) => Fill(into, Aten.ForeachAddcmul, x, y, z, a);

    /// <summary>The direction of a step, before any averaging: the gradient, negated to maximise, plus the weight decay times the weights.</summary>
    internal static HandleList Direction(ParameterBatch batch, bool maximize, double weightDecay, HandleList into)
    {
        if (!maximize && weightDecay == 0) return batch.Gradients;
        if (!maximize) return Sum(batch.Gradients, batch.Parameters, weightDecay, into);
        Fill(into, Aten.ForeachNeg, batch.Gradients);
        if (weightDecay != 0) Add(into, batch.Parameters, weightDecay);
        return into;
    }

    private static HandleList Fill(HandleList into, Operator operation, params ReadOnlySpan<Argument> arguments)
    {
        operation.CallInto(into, arguments);
        return into;
    }
}
