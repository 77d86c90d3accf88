using System.Globalization;
using System.Runtime.CompilerServices;

namespace TorchSharp.Modules;

/// <summary>Checks of optimisers' numbers.</summary>
internal static class Hyperparameter
{
    internal static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0)) throw Invalid(value, name, "a number that is not negative");
    }

    /// <summary>At least 0 and less than 1.</summary>
    internal static void Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is not (>= 0 and < 1)) throw Invalid(value, name, "a number from 0 to less than 1");
    }

    /// <summary>From 0 to 1.</summary>
    internal static void Share(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is not (>= 0 and <= 1)) throw Invalid(value, name, "a number from 0 to 1");
    }

    private static ArgumentException Invalid(double value, string name, string expected) =>
        new($"{name} is {value.ToString(CultureInfo.InvariantCulture)}, expected {expected}", name);
}
