namespace Links.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Code_of_the_readme_is_the_example_that_runs()
    {
        var root = Root();
        var example = File.ReadAllText(Path.Combine(root, "examples", "ten-lines.cs"));
        var code = example[example.IndexOf("using ", StringComparison.Ordinal)..].Trim();

        File.ReadAllText(Path.Combine(root, "README.md")).Should().Contain($"```csharp\n{code}\n```", "the README quotes examples/ten-lines.cs");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ConstrainedLearning.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"no ConstrainedLearning.sln above {AppContext.BaseDirectory}");
    }
}
