using System.Reflection;

namespace ExperimentKit.CommandLine;

/// <summary>Which build runs.</summary>
public static class ProgramVersion
{
    /// <summary>The version, and after a plus sign the commit where the build knew it.</summary>
    public static string Text { get; } = (Assembly.GetEntryAssembly() ?? typeof(ProgramVersion).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
