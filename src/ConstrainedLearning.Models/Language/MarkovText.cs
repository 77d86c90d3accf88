using ConstrainedLearning.Models.Data;

namespace ConstrainedLearning.Models.Language;

/// <summary>
/// A language whose entropy is known: a Markov chain over the first k letters, with random probabilities P[i, j] of letter j after letter i, all more than 0. No model can have, on new text of it, a mean
/// cross-entropy below its entropy rate, H = -sum_i pi_i sum_j P[i, j] ln P[i, j] nats a letter, pi the stationary distribution (Shannon 1948, section 7); one that knows P has it.
/// </summary>
public sealed class MarkovText
{
    private const int Letters = 26;
    private readonly double[][] _transition;

    /// <summary>A language of its own for every seed.</summary>
    /// <param name="states">k, 2 to 26.</param>
    /// <param name="seed">Decides the probabilities.</param>
    public MarkovText(int states = 8, long seed = 0)
    {
        if (states is < 2 or > Letters) throw new ArgumentOutOfRangeException(nameof(states), states, $"{nameof(states)} is {states}, expected 2 to {Letters}.");
        var random = new SplitMix64(seed, states);
        _transition = new double[states][];
        for (var state = 0; state < states; state++) _transition[state] = Row(states, ref random);
        Stationary = Fixed(_transition);
        EntropyRate = Enumerable.Range(0, states).Sum(i => -Stationary[i] * _transition[i].Sum(p => p * Math.Log(p)));
    }

    /// <summary>k, the number of letters.</summary>
    public int States => _transition.Length;

    /// <summary>H, in nats a letter.</summary>
    public double EntropyRate { get; }

    /// <summary>pi: how often each letter comes, in the long run.</summary>
    public IReadOnlyList<double> Stationary { get; }

    /// <summary>P[<paramref name="from"/>, <paramref name="to"/>].</summary>
    public double Probability(int from, int to) => _transition[from][to];

    /// <summary>A text: its first letter is from the stationary distribution.</summary>
    /// <param name="length">Letters, 0 or more.</param>
    /// <param name="seed">Decides the text, together with the language.</param>
    public string Generate(int length, long seed = 0)
    {
        Check.AtLeast(0, length);
        // Away from the streams that made the probabilities: those are numbered by k.
        var random = new SplitMix64(seed, -1);
        return string.Create(length, random, (text, state) =>
        {
            IReadOnlyList<double> next = Stationary;
            for (var i = 0; i < text.Length; i++)
            {
                var letter = Draw(next, (1 + state.Symmetric()) / 2);
                text[i] = (char)('a' + letter);
                next = _transition[letter];
            }
        });
    }

    /// <summary>The mean of -ln P over a text's letters but the first, in nats: near the entropy rate where the text is of this language.</summary>
    /// <exception cref="ArgumentException">There are fewer than two letters, or one that is not of the language.</exception>
    public double CrossEntropy(string text)
    {
        if (text.Length < 2) throw new ArgumentException($"the text has {text.Length} letters, expected at least 2.", nameof(text));
        var sum = 0.0;
        for (var i = 1; i < text.Length; i++) sum -= Math.Log(_transition[State(text[i - 1])][State(text[i])]);
        return sum / (text.Length - 1);
    }

    private int State(char letter) => letter >= 'a' && letter < 'a' + States ? letter - 'a'
        : throw new ArgumentException($"the letter U+{(int)letter:X4} is not of the language, expected 'a' to '{(char)('a' + States - 1)}'.", nameof(letter));

    /// <summary>Squares of exponential variables, normalised: some letters follow often and most seldom.</summary>
    private static double[] Row(int states, ref SplitMix64 random)
    {
        const double least = 1e-3;
        var weights = new double[states];
        for (var i = 0; i < states; i++)
        {
            var exponential = -Math.Log(1 - (1 + random.Symmetric()) / 2);
            weights[i] = least + exponential * exponential;
        }
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>pi = pi P by power iteration: every probability is positive, so the distance shrinks by a constant factor at every step.</summary>
    private static double[] Fixed(double[][] transition)
    {
        const int steps = 10_000;
        double[] current = [.. Enumerable.Repeat(1.0 / transition.Length, transition.Length)];
        for (var step = 0; step < steps; step++)
        {
            double[] next = [.. Enumerable.Range(0, transition.Length).Select(to => Enumerable.Range(0, transition.Length).Sum(from => current[from] * transition[from][to]))];
            var change = next.Zip(current, (a, b) => Math.Abs(a - b)).Sum();
            current = next;
            if (change < 1e-15) break;
        }
        return current;
    }

    private static int Draw(IReadOnlyList<double> probabilities, double uniform)
    {
        var last = probabilities.Count - 1;
        for (var i = 0; i < last; i++)
        {
            uniform -= probabilities[i];
            if (uniform < 0) return i;
        }
        return last;
    }
}
