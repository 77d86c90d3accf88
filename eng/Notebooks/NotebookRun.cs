namespace ConstrainedLearning.Notebooks;

/// <summary>What came of one notebook.</summary>
/// <param name="Passed">Code cells that ran to their end.</param>
/// <param name="Failed">Code cells that did not, at most one; or 1 for a file that is no notebook.</param>
/// <param name="Skipped">Code cells after the failed one: they would run on a broken state.</param>
/// <param name="Failure">The failure in one line, with notebook, cell and line; null when all passed.</param>
internal sealed record NotebookRun(int Passed, int Failed, int Skipped, string? Failure)
{
    /// <summary>Runs every code cell from the notebook's own folder; stops at the first that fails.</summary>
    public static async Task<NotebookRun> Of(Notebook notebook)
    {
        var cells = notebook.Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source)).ToArray();
        var session = new NotebookSession();
        var folder = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!);
        try
        {
            for (var i = 0; i < cells.Length; i++)
            {
                try
                {
                    await session.Run(cells[i]);
                }
                catch (CellFailure failure)
                {
                    var line = failure.Line > 0 ? $", line {failure.Line}" : "";
                    return new NotebookRun(i, 1, cells.Length - i - 1,
                        $"{notebook.Path}: cell {cells[i].Number}{line}: {failure.Message}");
                }
            }

            return new NotebookRun(cells.Length, 0, 0, null);
        }
        finally
        {
            Directory.SetCurrentDirectory(folder);
        }
    }

    /// <summary>Runs the notebook at a path; with <paramref name="update"/>, writes its outputs back once all cells passed.</summary>
    public static async Task<NotebookRun> OfFile(string path, bool update)
    {
        try
        {
            var notebook = Notebook.Load(path);
            var run = await Of(notebook);
            var text = notebook.ToJson();
            if (update && run.Failed == 0 && text != await File.ReadAllTextAsync(path))
                await File.WriteAllTextAsync(path, text);
            return run;
        }
        catch (NotebookFormatException error)
        {
            return new NotebookRun(0, 1, 0, error.Message);
        }
    }
}
