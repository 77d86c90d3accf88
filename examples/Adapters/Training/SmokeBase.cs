using Adapters.Options;
using ExperimentKit.CommandLine;
using ExperimentKit.Runs;

namespace Adapters.Training;

/// <summary>A base model for <c>--smoke</c>, made beside the run when none was named.</summary>
internal static class SmokeBase
{
    private const string Suffix = "-base";

    internal static AdaptOptions For(AdaptOptions options, RunFolder folder, Session session)
    {
        if (options.Base.Length > 0) return options;
        var place = RunFolder.Of(folder.Path + Suffix);
        if (!File.Exists(place.Summary)) new PretrainRun(PretrainOptions.Smoke, place, session).Execute();
        return options with { Base = place.Path };
    }
}
