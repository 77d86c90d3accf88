using ConstrainedLearning.Invariance;
using ConstrainedLearning.Models.Basic;
using ConstrainedLearning.Models.Data.Images;
using ConstrainedLearning.Models.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>Digits that were given a symmetry: invariance to it costs less than to another.</summary>
public sealed class SymmetryDiscoveryTests
{
    [Fact]
    public void Of_turned_digits_rotation_is_cheaper_than_translation_and_of_moved_ones_dearer()
    {
        var (turned, moved) = (Prices(SyntheticSymmetry.Rotated(180)), Prices(SyntheticSymmetry.Translated(2)));

        turned["rotation"].Should().BeLessThan(turned["translation"]);
        moved["translation"].Should().BeLessThan(moved["rotation"]);
    }

    private static Dictionary<string, double> Prices(SyntheticSymmetry symmetry)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var plain = ImageData.Open(ImageData.Digits);
        using var data = plain.Transformed(symmetry);
        using Module<Tensor, Tensor> model = Sequential(new ChannelNormalization(data.Train.Statistics), new Mlp(64, 64, 10));
        TransformationSpace[] families = [TransformationSpace.Rotation(180), TransformationSpace.Translation(0.25), TransformationSpace.OneOf(Transformation.Brightness(0.1, 1.9))];
        InvarianceConstraint[] invariances = [.. families.Select(family => new InvarianceConstraint(family.Operations[0], 1, family, model, (scores, labels) => functional.cross_entropy(scores, labels, reduction: Reduction.None)))];
        using var learner = new PrimalDual(model, optim.Adam(model.parameters(), 0.005), [.. invariances.Select(invariance => invariance.Constraint)], DualUpdate.Ascent(0.01));
        for (var step = 0; step < 200; step++)
        {
            using var batch = data.Train.Batch(randint(data.Train.Count, [256], dtype: ScalarType.Int64));
            learner.Step(() => invariances.Aggregate(
                Evaluation.Of(functional.cross_entropy(model.call(batch.Images), batch.Labels)),
                (evaluation, invariance) => evaluation.With(invariance, batch.Images, batch.Labels)));
        }
        foreach (var invariance in invariances) invariance.Dispose();
        return invariances.ToDictionary(invariance => invariance.Constraint.Name, invariance => learner.Multipliers[invariance.Constraint].Multiplier.ToDouble());
    }
}
