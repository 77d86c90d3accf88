namespace ExperimentKit.CommandLine;

/// <summary>Help texts: what there is, grouped, with defaults, and examples at the end.</summary>
internal static class HelpPage
{
    private const int TextColumn = 28;
    private const int Width = 110;

    internal static void Write(Session session, string program, string summary, IReadOnlyList<Command> commands)
    {
        session.WriteLine(summary);
        session.WriteLine();
        session.WriteLine($"Usage: {program} COMMAND [OPTIONS]");
        session.WriteLine();
        session.WriteLine("Commands:");
        foreach (var command in commands) Row(session, command.Name, command.Summary);
        session.WriteLine();
        session.WriteLine("Every command explains itself with --help. Examples:");
        foreach (var command in commands) Example(session, program, command.Examples[0]);
    }

    internal static void Write(Session session, string program, Command command)
    {
        foreach (var line in Wrap(command.Description, Width)) session.WriteLine(line);
        session.WriteLine();
        session.WriteLine($"Usage: {program} {command.Name} [OPTIONS]");
        foreach (var group in command.Flags.GroupBy(flag => flag.Group))
        {
            session.WriteLine();
            session.WriteLine(group.Key + ":");
            foreach (var flag in group)
                Row(session, flag.Placeholder is null ? $"--{flag.Name}" : $"--{flag.Name} {flag.Placeholder}", flag.Meaning + (flag.Default is null ? "" : $" [default: {flag.Default}]"));
        }
        session.WriteLine();
        session.WriteLine("Examples:");
        foreach (var example in command.Examples) Example(session, program, example);
    }

    private static void Row(Session session, string left, string right)
    {
        var first = true;
        if (left.Length + 4 > TextColumn)
        {
            session.WriteLine("  " + left);
            (left, first) = ("", true);
        }
        foreach (var line in Wrap(right, Width - TextColumn))
        {
            session.WriteLine(("  " + (first ? left : "")).PadRight(TextColumn) + line);
            first = false;
        }
    }

    private static void Example(Session session, string program, (string Line, string Does) example)
    {
        session.WriteLine();
        session.WriteLine($"  # {example.Does}");
        session.WriteLine($"  {program} {example.Line}");
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }
}
