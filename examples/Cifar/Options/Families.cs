using ConstrainedLearning.Invariance;

namespace Cifar.Options;

/// <summary>The three families of maps that <c>symmetries</c> asks for, in the published ranges: any angle, a quarter of the width to either side, and sizes from exp(-1.5) to exp(1.5).</summary>
internal static class Families
{
    private const double MaxAngle = 180, MaxShift = 0.25, MaxLogSize = 1.5;

    internal const string Rotation = "rotation", Translation = "translation", Scale = "scale";

    /// <summary>Each by itself.</summary>
    internal static IReadOnlyList<(string Name, TransformationSpace Space)> All { get; } =
    [
        (Rotation, TransformationSpace.Rotation(MaxAngle)), (Translation, TransformationSpace.Translation(MaxShift)), (Scale, TransformationSpace.Scale(MaxLogSize)),
    ];

    /// <summary>A member of one of them for each image.</summary>
    internal static TransformationSpace Any { get; } = TransformationSpace.OneOf(Transformation.Rotation(MaxAngle), Transformation.Translation(MaxShift), Transformation.Scale(MaxLogSize));

    /// <summary>The family that a synthetic symmetry is of; null for none.</summary>
    internal static string? Of(string symmetry) => symmetry switch
    {
        "translated" => Translation,
        "scaled" => Scale,
        _ when symmetry.StartsWith("rotated", StringComparison.Ordinal) => Rotation,
        _ => null,
    };
}
