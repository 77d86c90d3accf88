using System.Globalization;
using System.Text.RegularExpressions;
using static TorchSharp.torch;
using Function = System.Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Recursive descent from text to a function of x.</summary>
/// <remarks>
/// <code>
/// sum     = product { ("+" | "-") product }
/// product = unary { ("*" | "/") unary }
/// unary   = "-" unary | power
/// power   = primary [ "^" unary ]
/// primary = number | variable | "pi" | function "(" sum { "," sum } ")" | "(" sum ")"
/// </code>
/// A power binds tighter than the sign before it, and to the right: -x1^2 = -(x1^2), 2^3^2 = 2^(3^2).
/// </remarks>
internal sealed partial class FormulaParser
{
    /// <summary>The longest text that is read: it bounds the depth of the recursion, here and when the function is called.</summary>
    internal const int MaximumLength = 512;

    private static readonly Dictionary<string, (int Arguments, Func<Tensor[], Tensor> Apply)> Functions = new()
    {
        ["sqrt"] = (1, a => a[0].sqrt()),
        ["sin"] = (1, a => a[0].sin()),
        ["cos"] = (1, a => a[0].cos()),
        ["ln"] = (1, a => a[0].log()),
        ["max"] = (2, a => maximum(a[0], a[1])),
        ["min"] = (2, a => minimum(a[0], a[1])),
    };

    private readonly string _text;
    private readonly int _variables;
    private int _position;

    private FormulaParser(string text, int variables) => (_text, _variables) = (text, variables);

    /// <summary>The function that <paramref name="text"/> describes, of a tensor x of shape [<paramref name="variables"/>].</summary>
    /// <exception cref="FormatException">The text is not a formula; the message says what was expected at which character, counted from 1.</exception>
    internal static Function Parse(string text, int variables)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(variables, 1);
        if (text.Length > MaximumLength) throw new FormatException($"a formula of {text.Length} characters; at most {MaximumLength} are read");
        var parser = new FormulaParser(text, variables);
        var function = parser.Sum();
        return parser.Next is null ? function : throw parser.Unexpected("an operator or the end");
    }

    private Function Sum()
    {
        var left = Product();
        while (true)
        {
            if (Take('+')) left = Combine(left, Product(), (a, b) => a + b);
            else if (Take('-')) left = Combine(left, Product(), (a, b) => a - b);
            else return left;
        }
    }

    private Function Product()
    {
        var left = Unary();
        while (true)
        {
            if (Take('*')) left = Combine(left, Unary(), (a, b) => a * b);
            else if (Take('/')) left = Combine(left, Unary(), (a, b) => a / b);
            else return left;
        }
    }

    private Function Unary()
    {
        if (!Take('-')) return Power();
        var operand = Unary();
        return x => -operand(x);
    }

    private Function Power()
    {
        var root = Primary();
        return Take('^') ? Combine(root, Unary(), (a, exponent) => a.pow(exponent)) : root;
    }

    private Function Primary()
    {
        if (Next is { } symbol && char.IsAsciiDigit(symbol)) return Number();
        if (Next is { } letter && char.IsAsciiLetter(letter)) return Named();
        if (!Take('(')) throw Unexpected("a number, a variable, a function, '-' or '('");
        var inner = Sum();
        Require(')');
        return inner;
    }

    private Function Number()
    {
        var (start, digits) = TakeAll(NumberPattern());
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? Constant(number) : throw Error(start, $"the number {digits} is beyond double precision");
    }

    private Function Named()
    {
        var (start, name) = TakeAll(NamePattern());
        if (name == "pi") return Constant(Math.PI);
        if (Functions.TryGetValue(name, out var function)) return Call(name, start, function.Arguments, function.Apply);
        for (var i = 0; i < _variables; i++)
        {
            var index = i;
            if (name == Variable(index)) return x => x.select(0, index);
        }
        throw Error(start, $"unknown name '{name}'; known are {Variable(0)}{(_variables > 1 ? $" to {Variable(_variables - 1)}" : "")}, pi, {string.Join(", ", Functions.Keys)}");
    }

    private Function Call(string name, int start, int count, Func<Tensor[], Tensor> apply)
    {
        Require('(');
        var arguments = new List<Function> { Sum() };
        while (Take(',')) arguments.Add(Sum());
        Require(')');
        if (arguments.Count != count) throw Error(start, $"{name} takes {count} argument{(count > 1 ? "s" : "")}, got {arguments.Count}");
        return x => apply([.. arguments.Select(argument => argument(x))]);
    }

    private static string Variable(int index) => $"x{index + 1}";

    private static Function Constant(double value) => x => tensor(value, dtype: x.dtype, device: x.device);

    private static Function Combine(Function left, Function right, Func<Tensor, Tensor, Tensor> operation) => x => operation(left(x), right(x));

    /// <summary>The next character that is not a blank; null at the end.</summary>
    private char? Next
    {
        get
        {
            while (_position < _text.Length && _text[_position] == ' ') _position++;
            return _position < _text.Length ? _text[_position] : null;
        }
    }

    private bool Take(char symbol)
    {
        if (Next != symbol) return false;
        _position++;
        return true;
    }

    private void Require(char symbol)
    {
        if (!Take(symbol)) throw Unexpected($"'{symbol}'");
    }

    private (int Start, string Text) TakeAll(Regex pattern)
    {
        var match = pattern.Match(_text, _position);
        _position += match.Length;
        return (match.Index, match.Value);
    }

    private FormatException Unexpected(string expected) => Error(_position, $"expected {expected}, got {(Next is { } symbol ? Shown(symbol) : "the end")}");

    private static string Shown(char symbol) => symbol is > ' ' and <= '~' ? $"'{symbol}'" : $"the character U+{(int)symbol:X4}";

    private FormatException Error(int position, string message) => new($"formula \"{_text}\", character {position + 1}: {message}");

    [GeneratedRegex(@"\G[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\G[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex NamePattern();
}
