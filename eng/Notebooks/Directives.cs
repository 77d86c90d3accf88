namespace ConstrainedLearning.Notebooks;

/// <summary>
/// The notebook kernel's own lines inside a cell. Packages (<c>#r "nuget:</c>, <c>#i</c>) and <c>#!csharp</c> are left out: the runner
/// has its references already. Any other magic command is an error. Lines are blanked, not removed, so that positions stay true.
/// </summary>
internal static class Directives
{
    /// <exception cref="CellFailure">When the cell asks for a magic command or a language that the runner does not have.</exception>
    public static string Strip(Cell cell)
    {
        if (cell.Language is not ("csharp" or ".NET" or "dotnet"))
            throw new CellFailure(1, $"the cell's language is '{cell.Language}'; the runner executes C# alone");
        var lines = cell.Source.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("#!", StringComparison.Ordinal) && line is not ("#!csharp" or "#!c#" or "#!C#"))
                throw new CellFailure(i + 1, $"magic command '{line}' is not supported; the runner knows #!csharp, #r \"nuget: ...\" and #i");
            if (line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#i ", StringComparison.Ordinal) || IsPackage(line))
                lines[i] = "";
        }

        return string.Join('\n', lines);
    }

    private static bool IsPackage(string line) =>
        line.StartsWith("#r", StringComparison.Ordinal)
        && line[2..].TrimStart().StartsWith("\"nuget:", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A cell that did not run to its end.</summary>
/// <param name="line">The line inside the cell, from 1; 0 where the failure has no line.</param>
/// <param name="message">What went wrong, in one sentence.</param>
internal sealed class CellFailure(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
