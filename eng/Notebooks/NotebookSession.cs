using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ConstrainedLearning.Notebooks;

/// <summary>Runs the cells of one notebook, one after the other, on one C# script state.</summary>
internal sealed class NotebookSession
{
    // The imports of the .NET notebook kernel: what compiles here compiles there.
    private static readonly string[] _imports =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private static readonly IReadOnlyList<MetadataReference> _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => MetadataReference.CreateFromFile(path))];

    private readonly NotebookHost _host = new();
    private ScriptState<object>? _state;

    /// <summary>Runs one code cell and puts what it showed into it.</summary>
    /// <exception cref="CellFailure">When the cell does not compile or throws; it holds the line inside the cell.</exception>
    public async Task Run(Cell cell)
    {
        var code = Directives.Strip(cell);
        var file = string.Create(CultureInfo.InvariantCulture, $"cell {cell.Number}");
        var options = ScriptOptions.Default
            .WithReferences(_references)
            .WithImports(_imports)
            .WithFilePath(file)
            .WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true);
        var console = Console.Out;
        using var printed = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            _state = _state is null
                ? await CSharpScript.RunAsync<object>(code, options, _host, typeof(NotebookHost))
                : await _state.ContinueWithAsync<object>(code, options);
            _host.Printed(printed.ToString());
            if (_state.ReturnValue is { } value)
                _host.Returned(value);
            cell.Show(_host.Take());
        }
        catch (CompilationErrorException error)
        {
            throw Failure(error);
        }
        catch (Exception error) when (error is not CellFailure)
        {
            throw Failure(error, file);
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static CellFailure Failure(CompilationErrorException error)
    {
        var first = error.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var line = first.Location.GetLineSpan().StartLinePosition.Line + 1;
        return new CellFailure(line, $"{first.Id}: {first.GetMessage(CultureInfo.InvariantCulture)}");
    }

    private static CellFailure Failure(Exception error, string file)
    {
        error = error is TargetInvocationException { InnerException: { } inner } ? inner : error; // a formatter, called by its name
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetFileName()?.EndsWith(file, StringComparison.Ordinal) == true);
        return new CellFailure(frame?.GetFileLineNumber() ?? 0, $"{error.GetType().Name}: {error.Message}");
    }
}
