using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>A function of x1..xn from its text: numbers, <c>+ - * / ^</c>, parentheses, <c>sqrt sin cos ln max min</c>, <c>pi</c>.</summary>
internal sealed class Formula
{
    private readonly string _text;
    private readonly int _variables;
    private readonly Func<Tensor, Tensor> _function;

    /// <param name="text">The formula.</param>
    /// <param name="variables">n, the number of variables.</param>
    /// <exception cref="FormatException">The text is not a formula; the message says what was expected at which character.</exception>
    internal Formula(string text, int variables) => (_text, _variables, _function) = (text, variables, FormulaParser.Parse(text, variables));

    /// <summary>f(x): a tensor without dimensions, differentiable in <paramref name="x"/>; the caller's.</summary>
    /// <param name="x">Double precision, shape [n].</param>
    internal Tensor At(Tensor x)
    {
        if (x.dtype != ScalarType.Float64 || !x.shape.SequenceEqual([(long)_variables]))
            throw new ArgumentException($"formula \"{_text}\": x must be Float64 of shape [{_variables}], got {x.dtype} of shape [{string.Join(", ", x.shape)}]", nameof(x));
        using var scope = NewDisposeScope();
        return _function(x).MoveToOuterDisposeScope();
    }

    public override string ToString() => _text;
}
