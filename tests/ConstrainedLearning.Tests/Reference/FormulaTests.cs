using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

public sealed class FormulaTests
{
    private const int Variables = 3;

    private static readonly (string Text, Func<double, double, double, double> Truth)[] Known =
    [
        ("x1 + x2 - x3", (a, b, c) => a + b - c),
        ("x1 - x2 - x3", (a, b, c) => a - b - c),
        ("x1 - (x2 - x3)", (a, b, c) => a - (b - c)),
        ("x1/x2/x3", (a, b, c) => a / b / c),
        ("x1/(x2*x3)", (a, b, c) => a / (b * c)),
        ("-x1^2 + 2*x2^3", (a, b, c) => -(a * a) + 2 * Math.Pow(b, 3)),
        ("x1^x2^x3", (a, b, c) => Math.Pow(a, Math.Pow(b, c))),
        ("(x1^x2)^x3", (a, b, c) => Math.Pow(Math.Pow(a, b), c)),
        ("x1^-x2", (a, b, c) => Math.Pow(a, -b)),
        ("2*-x1*x2", (a, b, c) => -2 * a * b),
        ("0.01*(x1 - 1)^2 + (x2 - x1^2)^2", (a, b, c) => 0.01 * Math.Pow(a - 1, 2) + Math.Pow(b - a * a, 2)),
        ("sqrt(x1)*sin(pi*x2) - cos(x3/pi)", (a, b, c) => Math.Sqrt(a) * Math.Sin(Math.PI * b) - Math.Cos(c / Math.PI)),
        ("ln(1 + x1^2) - x2", (a, b, c) => Math.Log(1 + a * a) - b),
        ("max(-0.1, min(0.1, x1 - x2)) * x3", (a, b, c) => Math.Clamp(a - b, -0.1, 0.1) * c),
        ("1.5e-1*x1+2E+2/x2-x3^2e0", (a, b, c) => 0.15 * a + 200 / b - c * c),
        ("  (  (x1)  )*--x2  ", (a, b, c) => a * b),
    ];

    public static TheoryData<string> Texts => [.. Known.Select(known => known.Text)];

    [Theory]
    [InlineData("-3^2", -9)]
    [InlineData("(-3)^2", 9)]
    [InlineData("2^3^2", 512)]
    [InlineData("(2^3)^2", 64)]
    [InlineData("2^-1^2", 0.5)]
    [InlineData("10-4-3", 3)]
    [InlineData("64/8/4", 2)]
    [InlineData("2+3*4^2/8-1", 7)]
    [InlineData("2*-3", -6)]
    [InlineData("--3", 3)]
    [InlineData("1-- 2", 3)]
    [InlineData("max(min(1, 2), -3)", 1)]
    [InlineData("sqrt(16)/2", 2)]
    [InlineData("cos(pi)", -1)]
    public void Operators_bind_as_in_mathematics(string text, double value) => Value(text, 0, 0, 0).Should().Be(value);

    [Theory, MemberData(nameof(Texts))]
    public void Values_equal_those_of_double_arithmetic(string text)
    {
        var truth = TruthOf(text);

        foreach (var (a, b, c) in RandomPoints())
        {
            var expected = truth(a, b, c);
            Value(text, a, b, c).Should().BeApproximately(expected, 1e-13 * (1 + Math.Abs(expected)));
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Gradients_equal_central_differences(string text)
    {
        const double h = 1e-5;
        var truth = TruthOf(text);

        foreach (var (a, b, c) in RandomPoints())
        {
            double[] slopes =
            [
                (truth(a + h, b, c) - truth(a - h, b, c)) / (2 * h),
                (truth(a, b + h, c) - truth(a, b - h, c)) / (2 * h),
                (truth(a, b, c + h) - truth(a, b, c - h)) / (2 * h),
            ];
            var gradient = Gradient(text, a, b, c);
            for (var i = 0; i < Variables; i++) gradient[i].Should().BeApproximately(slopes[i], 1e-6 * (1 + Math.Abs(slopes[i])), $"x{i + 1} of {text} at {a}, {b}, {c}");
        }
    }

    [Theory]
    [InlineData("x1^2", -2, -4)]
    [InlineData("x1^3", -2, 12)]
    [InlineData("x1^2", 0, 0)]
    public void Powers_of_negative_numbers_and_zero_have_their_slopes(string text, double x, double slope) => Gradient(text, x, 0, 0)[0].Should().Be(slope);

    [Theory]
    [InlineData("", 1, "expected a number, a variable, a function, '-' or '(', got the end")]
    [InlineData("   ", 4, "got the end")]
    [InlineData("x1 +", 5, "got the end")]
    [InlineData("+x1", 1, "got '+'")]
    [InlineData("x1 + * x2", 6, "got '*'")]
    [InlineData("(x1", 4, "expected ')', got the end")]
    [InlineData("x1)", 3, "expected an operator or the end, got ')'")]
    [InlineData("()", 2, "got ')'")]
    [InlineData("2x1", 2, "expected an operator or the end, got 'x'")]
    [InlineData("x1 x2", 4, "got 'x'")]
    [InlineData("x1 ** 2", 5, "got '*'")]
    [InlineData("x1 == 2", 4, "got '='")]
    [InlineData("2 * x4", 5, "unknown name 'x4'; known are x1 to x3, pi, sqrt")]
    [InlineData("x0", 1, "unknown name 'x0'")]
    [InlineData("x01", 1, "unknown name 'x01'")]
    [InlineData("x", 1, "unknown name 'x'")]
    [InlineData("X1", 1, "unknown name 'X1'")]
    [InlineData("x99999999999999999999", 1, "unknown name")]
    [InlineData("1 + exp(x1)", 5, "unknown name 'exp'")]
    [InlineData("sin", 4, "expected '(', got the end")]
    [InlineData("sin x1", 5, "expected '(', got 'x'")]
    [InlineData("sin()", 5, "got ')'")]
    [InlineData("sin(x1, x2)", 1, "sin takes 1 argument, got 2")]
    [InlineData("x1*max(x1)", 4, "max takes 2 arguments, got 1")]
    [InlineData("min(1, 2, 3)", 1, "min takes 2 arguments, got 3")]
    [InlineData("max(1,)", 7, "got ')'")]
    [InlineData("1, 2", 2, "got ','")]
    [InlineData(".5", 1, "got '.'")]
    [InlineData("5.", 2, "got '.'")]
    [InlineData("1.2.3", 4, "got '.'")]
    [InlineData("1e", 2, "got 'e'")]
    [InlineData("1 + 1e999", 5, "the number 1e999 is beyond double precision")]
    [InlineData("NaN", 1, "unknown name 'NaN'")]
    [InlineData("x1 \u2212 2", 4, "got the character U+2212")]
    [InlineData("\u0661", 1, "got the character U+0661")]
    [InlineData("x1\t+ 1", 3, "got the character U+0009")]
    [InlineData("x1\0", 3, "got the character U+0000")]
    [InlineData("x1\0+ x2", 3, "got the character U+0000")]
    public void Text_that_is_no_formula_is_refused_where_it_goes_wrong(string text, int character, string message)
    {
        var parse = () => new Formula(text, Variables);

        parse.Should().Throw<FormatException>().Which.Message.Should().StartWith($"formula \"{text}\", character {character}: ").And.Contain(message);
    }

    [Fact]
    public void One_variable_is_named_as_one()
    {
        var parse = () => new Formula("x2", 1);

        parse.Should().Throw<FormatException>().WithMessage("*known are x1, pi,*");
    }

    [Theory]
    [InlineData('(')]
    [InlineData('-')]
    public void Nesting_is_bounded_by_the_length(char symbol)
    {
        var parse = () => new Formula(new string(symbol, 1_000_000), Variables);
        var deepest = () => new Formula(new string(symbol, FormulaParser.MaximumLength), Variables);

        parse.Should().Throw<FormatException>().WithMessage("a formula of 1000000 characters; at most 512 are read");
        deepest.Should().Throw<FormatException>().WithMessage("*got the end");
    }

    [Fact]
    public void The_longest_formula_is_evaluated()
    {
        var text = $"1{string.Concat(Enumerable.Repeat("+1", FormulaParser.MaximumLength / 2 - 1))}";

        Value(text, 0, 0, 0).Should().Be(FormulaParser.MaximumLength / 2);
        Value($"{new string('-', FormulaParser.MaximumLength - 2)}x1", 2.5, 0, 0).Should().Be(2.5);
    }

    [Fact]
    public void Random_text_is_a_formula_or_refused_as_none()
    {
        string[] pieces = ["x1", "x2", "x3", "x4", "1", "2.5", "3e2", "+", "-", "*", "/", "^", "(", ")", ",", " ", "max", "sqrt", "pi", ".", "e", "\0", "\uD83D"];
        var random = new Random(5);
        int accepted = 0, refused = 0;

        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Value(text, 1, 2, 3);
                accepted++;
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        accepted.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Arguments_of_another_shape_or_type_are_refused()
    {
        var formula = new Formula("x1 + x2", 2);
        var longer = () => formula.At(zeros(3, dtype: ScalarType.Float64));
        var matrix = () => formula.At(zeros(2, 1, dtype: ScalarType.Float64));
        var single = () => formula.At(zeros(2));

        longer.Should().Throw<ArgumentException>().WithMessage("formula \"x1 + x2\": x must be Float64 of shape [2], got Float64 of shape [3]*");
        matrix.Should().Throw<ArgumentException>().WithMessage("*[2, 1]*");
        single.Should().Throw<ArgumentException>().WithMessage("*Float32*");
    }

    [Fact]
    public void Values_keep_no_tensor_but_themselves()
    {
        using var scope = NewDisposeScope();
        var x = tensor([1.0, 2.0, 3.0]);
        var before = scope.DisposablesCount;
        using var value = new Formula("max(x1, x2)^2 - 3*sin(x3/2)", Variables).At(x);

        scope.DisposablesCount.Should().Be(before + 1);
        value.shape.Should().BeEmpty();
        value.dtype.Should().Be(ScalarType.Float64);
    }

    [Fact]
    public void A_vector_stacks_its_formulae_and_may_be_empty()
    {
        using var x = tensor([1.0, 2.0]);
        using var none = new FormulaVector([], 2).At(x);
        using var two = new FormulaVector(["x1 - x2", "x1*x2"], 2).At(x);

        none.shape.Should().Equal(0);
        none.dtype.Should().Be(ScalarType.Float64);
        two.ToDoubles().Should().Equal(-1, 2);
    }

    private static Func<double, double, double, double> TruthOf(string text) => Known.Single(known => known.Text == text).Truth;

    /// <summary>Positive, so that roots and real powers exist; away from the kinks of max and min.</summary>
    private static IEnumerable<(double A, double B, double C)> RandomPoints()
    {
        var random = new Random(11);
        double Next() => 0.3 + random.NextDouble();
        return Enumerable.Range(0, 50).Select(_ => (A: Next(), B: Next(), C: Next())).Where(point => Math.Abs(Math.Abs(point.A - point.B) - 0.1) > 1e-3);
    }

    private static double Value(string text, double a, double b, double c)
    {
        using var x = tensor([a, b, c]);
        using var value = new Formula(text, Variables).At(x);
        return value.ToDouble();
    }

    private static double[] Gradient(string text, double a, double b, double c)
    {
        using var scope = NewDisposeScope();
        var x = tensor([a, b, c], requires_grad: true);
        return autograd.grad([new Formula(text, Variables).At(x)], [x])[0].ToDoubles();
    }
}
