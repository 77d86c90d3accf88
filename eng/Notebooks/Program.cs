using System.Globalization;
using ConstrainedLearning.Notebooks;

const string Usage = """
    Usage: Notebooks [--update] NOTEBOOK.ipynb|FOLDER...

    Executes every C# code cell of the notebooks in order and says which cell failed, with notebook, cell and line.
    The last line is 'N passed, N failed', counted in cells; the exit code is 0 when none failed.

      --update   write what the cells showed back into the notebooks
      FAST=1     in the environment: the notebooks themselves take fewer steps (not together with --update)
    """;

var update = args.Contains("--update");
var paths = args.Where(argument => argument != "--update").ToArray();
if (paths.Contains("--help") || paths.Contains("-h"))
{
    Console.WriteLine(Usage);
    return 0;
}

var absent = paths.Where(path => !Path.Exists(path)).ToArray();
if (paths.Length == 0 || absent.Length > 0)
{
    Console.Error.WriteLine(paths.Length == 0 ? Usage : $"no such notebook or folder: {string.Join(", ", absent)}");
    return 2;
}

if (update && Environment.GetEnvironmentVariable("FAST") == "1")
{
    Console.Error.WriteLine("FAST=1 shortens the notebooks, and --update would keep the shortened results: unset FAST");
    return 2;
}

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var notebooks = paths
    .SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.ipynb", SearchOption.AllDirectories) : [path])
    .Order(StringComparer.Ordinal);
var (passed, failed, skipped) = (0, 0, 0);
foreach (var path in notebooks)
{
    var run = await NotebookRun.OfFile(path, update);
    Console.WriteLine(run.Failure is null ? $"{path}: {run.Passed} cells passed" : $"FAILED {run.Failure}");
    (passed, failed, skipped) = (passed + run.Passed, failed + run.Failed, skipped + run.Skipped);
}

Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
return failed == 0 ? 0 : 1;
