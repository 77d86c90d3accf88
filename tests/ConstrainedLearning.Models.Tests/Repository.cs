namespace ConstrainedLearning.Models.Tests;

/// <summary>Folders around the tests.</summary>
internal static class Repository
{
    /// <summary>The repository's root; null where the tests were copied out of it.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The folder that an environment variable names, or ../shared/data/NAME beside the repository; null if neither exists.</summary>
    public static string? SharedData(string variable, string name)
    {
        string?[] candidates = [Environment.GetEnvironmentVariable(variable), Root is null ? null : Path.Combine(Root, "..", "shared", "data", name)];
        return candidates.FirstOrDefault(Directory.Exists);
    }

    private static string? FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ConstrainedLearning.sln")))
            root = root.Parent;
        return root?.FullName;
    }
}
