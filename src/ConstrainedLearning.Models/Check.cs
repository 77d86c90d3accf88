using System.Runtime.CompilerServices;

namespace ConstrainedLearning.Models;

/// <summary>Checks of option values: they return the value or say which one, what it was and what was expected.</summary>
internal static class Check
{
    public static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, expected at least {least}.");

    public static double Probability(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, expected 0 <= {name} < 1.");

    public static int Positive(int value, [CallerMemberName] string name = "") => AtLeast(1, value, name);
}
