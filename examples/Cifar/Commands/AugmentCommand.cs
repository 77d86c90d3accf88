using Cifar.Options;
using Cifar.Results;
using ExperimentKit.CommandLine;

namespace Cifar.Commands;

/// <summary><c>augment</c>: one run with one way to transform training images.</summary>
internal static class AugmentCommand
{
    private const string Description =
        "Trains a classifier so that its loss under transformations that hurt stays below a bound; the bound's multiplier decides when augmentation acts, and how much. "
        + "Other methods, with the same seeds and the same base augmentation (crop and flip for CIFAR), are there to compare with. "
        + "The cost is counted in forward-and-backward passes over a batch: 1 a step for none, uniform and randaugment, 2 + K/3 for the others with K proposals. "
        + "Ctrl-C finishes the step, saves, and says how to go on.";

    internal static Command Create() => new(
        "augment", "train one classifier under a bound on the loss of transformed images, or by another augmentation", Description,
        [.. AugmentOptions.Table.Flags, .. RunCommand.Flags],
        [
            ("augment --epochs 10", "a first run on the digits that come with the program"),
            ("augment --data cifar10 --per-class 200 --model resnet20 --epsilon 0.8 --dual-lr 1e-3 --batch 128", "the method on a part of CIFAR-10"),
            ("augment --data cifar10 --per-class 200 --model resnet20 --method uniform", "what it is to be compared with"),
            ("augment --resume runs/digits-mlp-constrained-20260131-120000", "go on with a run that was stopped"),
        ],
        (flags, session) => RunCommand.Execute(flags, session, AugmentOptions.Table, AugmentOptions.Smoke, Show));

    private static void Show(Summary summary, Session session)
    {
        if (summary.Requirements.Count == 0) return;
        session.WriteLine(ResultTables.Prices(summary).ToText().TrimEnd());
        foreach (var (_, result) in summary.Requirements)
            session.WriteLine($"chosen most: {string.Join(", ", result.Operations.OrderByDescending(pair => pair.Value).Take(3).Select(pair => FormattableString.Invariant($"{pair.Key} {100 * pair.Value:F1} %")))}");
    }
}
