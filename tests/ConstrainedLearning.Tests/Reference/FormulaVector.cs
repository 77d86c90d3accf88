using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Formulae of the same variables, such as all inequalities of a problem.</summary>
/// <param name="texts">The formulae; none is a vector without components.</param>
/// <param name="variables">n, the number of variables.</param>
internal sealed class FormulaVector(IEnumerable<string> texts, int variables)
{
    private readonly Formula[] _formulas = [.. texts.Select(text => new Formula(text, variables))];

    /// <summary>All values, shape [count], differentiable in <paramref name="x"/>; the caller's.</summary>
    internal Tensor At(Tensor x)
    {
        using var scope = NewDisposeScope();
        var values = _formulas.Length == 0 ? zeros(0, dtype: x.dtype, device: x.device) : stack([.. _formulas.Select(formula => formula.At(x))]);
        return values.MoveToOuterDisposeScope();
    }
}
