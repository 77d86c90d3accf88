using ConstrainedLearning.Invariance;
using ConstrainedLearning.Reports.Invariance;
using static TorchSharp.torch;

namespace Cifar.Training;

/// <summary>Some training images before and after what a method does to them, for people to look at.</summary>
internal static class Showcase
{
    private const int Images = 12;

    /// <summary>What was done to them; null for a method that leaves images as they are.</summary>
    /// <param name="data">The first images of the training set are shown.</param>
    /// <param name="plan">The method.</param>
    /// <param name="requirements">Its requirements, which choose by the loss of the model as it is. Borrowed.</param>
    /// <param name="ranges">The learned ranges; null: there are none. Borrowed.</param>
    internal static ImageSheet? Of(ClassifierData data, Plan plan, IReadOnlyList<InvarianceConstraint> requirements, LearnedRanges? ranges)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var each = Math.Min(Images, data.Train.Count) / Math.Max(1, requirements.Count);
        if (each == 0) return null;
        using var batch = data.Train.Batch(arange(each, ScalarType.Int64, data.Train.Device));
        var names = batch.Labels.cpu().data<long>().Select(label => data.Train.ClassNames[(int)label]).ToArray();
        List<(Tensor Images, IEnumerable<string> Labels)> shown = requirements.Count > 0
            ? [.. requirements.Select((requirement, place) => Described(requirement.Sample(batch.Images, batch.Labels), plan.Requirements[place].Space, names))]
            : ranges is not null ? [(ranges.call(batch.Images), names.Select(name => $"{name}: a map within the learned ranges"))]
            : plan.Clean is { } space ? [Described(space.Draw(batch.Images), space, names)]
            : [];
        if (shown.Count == 0) return null;
        return ImageSheet.Of(batch.Images.repeat(shown.Count, 1, 1, 1), cat([.. shown.Select(part => part.Images)]), [.. shown.SelectMany(part => part.Labels)]);
    }

    private static (Tensor Images, IEnumerable<string> Labels) Described(Transformed transformed, TransformationSpace space, string[] names)
    {
        var operations = transformed.Operations.cpu().data<long>().ToArray();
        var levels = transformed.Levels.cpu().data<float>().ToArray();
        return (transformed.Images, names.Select((name, i) => Text(name, space.Operations[(int)operations[i]], levels[i])));
    }

    private static string Text(string name, string operation, float level) => level == 0 ? $"{name}: {operation}" : FormattableString.Invariant($"{name}: {operation}, strength {Math.Abs(level):F1}");
}
