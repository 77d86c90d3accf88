namespace ConstrainedLearning.Models;

/// <summary>What somebody probably meant: for error messages about unknown names.</summary>
public static class NearestName
{
    /// <summary>A sentence's end: <c>; did you mean "x"? Known are a, b, c.</c> without the question where nothing is near.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(name => Distance(given, name));
        var near = nearest is not null && Distance(given, nearest) <= Math.Max(2, given.Length / 3);
        return $"{(near ? $"; did you mean \"{nearest}\"? Known" : "; known")} are {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein's distance, whatever the case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
