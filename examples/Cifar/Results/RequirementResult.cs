using Cifar.Training;
using ConstrainedLearning;

namespace Cifar.Results;

/// <summary>One bound on the loss under transformations, and what it cost.</summary>
/// <param name="Multiplier">Its price.</param>
/// <param name="Slack">By how much the bound gave way at the end; 0 where it may not.</param>
/// <param name="Loss">The mean loss under the chosen transformations over the last epoch, in training mode: what the bound is on.</param>
/// <param name="Acceptance">Share of proposals that were accepted in the last epoch; null for samplers that accept nothing.</param>
/// <param name="Operations">How often each operation was chosen in the last epoch, as shares.</param>
/// <param name="Levels">How strong the chosen ones were in the last epoch: shares in ten equal bins from the weakest to the strongest.</param>
internal sealed record RequirementResult(MultiplierResult Multiplier, double Slack, double Loss, double? Acceptance, IReadOnlyDictionary<string, double> Operations, double[] Levels)
{
    /// <summary>The observation of a bound's multiplier.</summary>
    internal static string MeanMultiplier(string name) => name + "/multiplier";

    /// <summary>The observation of whether a bound's multiplier is above 0.</summary>
    internal static string TimeActive(string name) => name + "/active";

    /// <summary>What the epochs showed of a bound.</summary>
    internal static RequirementResult Of(Requirement requirement, double multiplier, double slack, IReadOnlyList<EpochRecord> history)
    {
        var name = requirement.Name;
        if (history is not [.., var last]) return new(new(multiplier, multiplier, double.NaN), slack, double.NaN, null, new Dictionary<string, double>(), []);
        double Mean(string observation) => history.Average(epoch => epoch.Observations[observation][0]);
        return new(
            new(multiplier, Mean(MeanMultiplier(name)), Mean(TimeActive(name))), slack, last.Constraints[name][0],
            last.Observations.TryGetValue(name + "/acceptance", out var acceptance) ? acceptance[0] : null,
            requirement.Space.Operations.Zip(last.Observations[name + "/operations"]).ToDictionary(pair => pair.First, pair => pair.Second),
            last.Observations[name + "/levels"]);
    }
}

/// <summary>A multiplier over the training.</summary>
/// <param name="Last">At the end.</param>
/// <param name="Mean">Over all steps.</param>
/// <param name="Active">Share of the steps at which it was above 0: augmentation was on.</param>
internal sealed record MultiplierResult(double Last, double Mean, double Active);
