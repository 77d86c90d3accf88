namespace OxyPlot.Text;

/// <summary>A piece of text at one level: on the line, raised or lowered.</summary>
/// <param name="Text">The characters.</param>
/// <param name="Level">-1 below the line, 0 on it, +1 above it.</param>
internal readonly record struct TextRun(string Text, int Level)
{
    /// <summary>The run's font size as a fraction of the text's.</summary>
    internal double Scale => Level == 0 ? 1 : 0.7;

    /// <summary>How far the run's baseline lies below the text's, as a fraction of the font size.</summary>
    internal double Shift => Level switch { > 0 => -0.36, < 0 => 0.2, _ => 0 };
}

/// <summary>Splits text with _{subscripts} and ^{superscripts} into runs.</summary>
internal static class MathText
{
    internal static IReadOnlyList<IReadOnlyList<TextRun>> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(Runs)];

    internal static IReadOnlyList<TextRun> Runs(string line)
    {
        var runs = new List<TextRun>();
        var start = 0;
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (line[i] is not ('_' or '^') || line[i + 1] != '{' || line.IndexOf('}', i) is not (var end and > 0))
                continue;
            if (i > start)
                runs.Add(new TextRun(line[start..i], 0));
            if (end > i + 2)
                runs.Add(new TextRun(line[(i + 2)..end], line[i] == '^' ? 1 : -1));
            start = end + 1;
            i = end;
        }
        if (start < line.Length)
            runs.Add(new TextRun(line[start..], 0));
        return runs;
    }
}
