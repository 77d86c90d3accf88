using System.CommandLine;
using System.CommandLine.Help;
using ConstrainedLearning.Models;

namespace ExperimentKit.CommandLine;

/// <summary>A console program of a few commands. Whatever the user did wrong is told in one sentence on the error stream.</summary>
/// <param name="name">How the program is started, for the help text.</param>
/// <param name="summary">What it is for, in a sentence or two.</param>
/// <param name="commands">Its commands; options without a command go to the first one.</param>
public sealed class Application(string name, string summary, IReadOnlyList<Command> commands)
{
    // An argument that starts with @ is a file of levels here, not a file of arguments.
    private static readonly ParserConfiguration _parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command line and gives the exit code.</summary>
    public int Run(string[] arguments, Session session)
    {
        try
        {
            return Dispatch(arguments, session);
        }
        catch (Exception e) when (ExitCode.Of(e) is { } code)
        {
            session.Error.WriteLine(Sentence(e.Message));
            return code;
        }
        catch (DllNotFoundException e)
        {
            // Libtorch or the bridge to it is missing: the message lists where it was looked for, a line each.
            session.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }
    }

    private int Dispatch(string[] arguments, Session session)
    {
        if (arguments is [] or ["-h" or "--help" or "-?" or "help", ..])
        {
            HelpPage.Write(session, name, summary, commands);
            return arguments is [] ? ExitCode.Usage : ExitCode.Success;
        }
        if (arguments is ["--version", ..])
        {
            session.WriteLine(ProgramVersion.Text);
            return ExitCode.Success;
        }
        if (arguments[0].StartsWith('-')) arguments = [commands[0].Name, .. arguments];
        var command = commands.FirstOrDefault(command => command.Name == arguments[0])
            ?? throw new UsageException($"there is no command \"{arguments[0]}\"{NearestName.Hint(arguments[0], [.. commands.Select(command => command.Name)])}");
        return Parse(command, arguments, out var flags) ? command.Run(flags, session) : ShowHelp(command, session);
    }

    private int ShowHelp(Command command, Session session)
    {
        HelpPage.Write(session, name, command);
        return ExitCode.Success;
    }

    /// <summary>Reads the options of a command; false when its help was asked for.</summary>
    private static bool Parse(Command command, string[] arguments, out GivenFlags flags)
    {
        var parser = new RootCommand { TreatUnmatchedTokensAsErrors = false };
        var verb = new System.CommandLine.Command(command.Name) { TreatUnmatchedTokensAsErrors = false };
        foreach (var flag in command.Flags)
            verb.Add(flag.Placeholder is null ? new Option<bool>("--" + flag.Name) : new Option<string>("--" + flag.Name));
        parser.Add(verb);

        var parsed = parser.Parse(arguments, _parsing);
        if (parsed.Action is HelpAction)
        {
            flags = new GivenFlags(new Dictionary<string, string>());
            return false;
        }
        if (parsed.UnmatchedTokens is [var unknown, ..])
            throw new UsageException($"{command.Name} has no option {unknown}{NearestName.Hint(unknown, [.. command.Flags.Select(flag => "--" + flag.Name)])}");
        if (parsed.Errors is [var error, ..]) throw new UsageException(error.Message);

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in verb.Options)
            if (parsed.GetResult(option) is { Implicit: false } given)
                values[option.Name[2..]] = given.Tokens is [var token] ? token.Value : "true";
        flags = new GivenFlags(values);
        return true;
    }

    /// <summary>One line that ends with a full stop, without the parameter's name that .NET appends.</summary>
    private static string Sentence(string message)
    {
        var line = message.ReplaceLineEndings(" ").Split(" (Parameter '")[0].Trim();
        return line.EndsWith('.') ? line : line + ".";
    }
}
