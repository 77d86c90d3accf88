using ConstrainedLearning.Invariance;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>The operations on pixels beside the Python Imaging Library: equal to the pixel, at every level and sign of both spaces, on photographs and on odd images.</summary>
public sealed class ImagingLibraryTests
{
    private static readonly LibraryOutcomes Outcomes = LibraryOutcomes.All;

    public static TheoryData<string, string> Operations()
    {
        var all = new TheoryData<string, string>();
        foreach (var (space, operation) in Outcomes.Digests.Select(outcome => (outcome.Space, outcome.Operation)).Distinct()) all.Add(space, operation);
        return all;
    }

    [Fact]
    public void Outcomes_cover_the_operations_levels_and_signs_of_both_spaces()
    {
        foreach (var (name, space) in new[] { ("RandAugment", TransformationSpace.RandAugment), ("Wide", TransformationSpace.Wide) })
        {
            foreach (var operation in space.Steps[0])
            {
                var expected = !operation.HasMagnitude ? [0] : operation.HasRandomSign ? Enumerable.Range(-30, 61) : Enumerable.Range(0, 31);
                var recorded = Outcomes.Digests.Where(outcome => outcome.Operation == operation.Name && outcome.Space == (operation.HasMagnitude ? name : ""));
                recorded.Select(outcome => outcome.Level).Distinct().Should().BeEquivalentTo(expected, operation.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Apply_gives_the_library_s_image_at_every_level(string space, string name)
    {
        var operation = LibraryOutcomes.Operation(space, name);
        int[] levels = [.. Outcomes.Digests.Where(outcome => outcome.Space == space && outcome.Operation == name).Select(outcome => outcome.Level)];
        using var scope = NewDisposeScope();
        using var parameters = operation.HasMagnitude ? tensor(levels.Select(level => (float)(level < 0 ? -operation.Magnitude!.At(-level) : operation.Magnitude!.At(level))).ToArray()) : null;
        for (var image = 0; image < Outcomes.Images; image++)
        {
            var source = Outcomes.Image(image);
            var batch = source.expand(levels.Length, -1, -1, -1);
            var digests = LibraryOutcomes.DigestsOf(operation.Apply(batch, parameters));
            digests.Should().Equal(levels.Select(level => Outcomes.Digest(space, name, level, image)), $"image {image} at levels {string.Join(", ", levels)}");
            batch[0].Equals(source[0]).Should().BeTrue("the images are borrowed");
        }
    }

    [Fact]
    public void Apply_gives_the_library_s_pixels()
    {
        using var scope = NewDisposeScope();
        for (var place = 0; place < Outcomes.Pixels.Count; place++)
        {
            var (space, name, level) = Outcomes.Pixels[place];
            var operation = LibraryOutcomes.Operation(space, name);
            for (var image = 0; image < Outcomes.Images; image++)
            {
                var parameter = operation.Magnitude is { } magnitude ? tensor([(float)(level < 0 ? -magnitude.At(-level) : magnitude.At(level))]) : null;
                var difference = (operation.Apply(Outcomes.Image(image), parameter) - Outcomes.Expected(place, image)).abs();
                difference.gt(0).sum().ToInt64().Should().Be(0, $"{space} {name} at level {level}, image {image}: largest difference {difference.max().ToSingle()}");
            }
        }
    }

    [Theory]
    [InlineData("RandAugment", 0)]
    [InlineData("Wide", 1)]
    [InlineData("Wide", 3)] // not square
    public void Apply_of_a_draw_gives_each_image_the_operation_level_and_sign_that_the_draw_says(string name, int image)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var space = name == "Wide" ? TransformationSpace.Wide : TransformationSpace.RandAugment;
        var draw = space.Draw(400);
        var digests = LibraryOutcomes.DigestsOf(space.Apply(Outcomes.Image(image).expand(400, -1, -1, -1), draw));
        digests.Should().Equal(Expected(name, draw, image));
        // Mixed, the host no longer knows which operation a row has.
        var mixed = draw.Where(rand(400).lt(0.5), space.Draw(400));
        LibraryOutcomes.DigestsOf(space.Apply(Outcomes.Image(image).expand(400, -1, -1, -1), mixed)).Should().Equal(Expected(name, mixed, image));
    }

    private static IEnumerable<string> Expected(string name, Draw draw, int image)
    {
        var operations = draw.Operations.select(1, 0).data<long>().ToArray();
        var levels = draw.Levels().select(1, 0).data<long>().ToArray();
        var coordinates = draw.Coordinates.select(1, 0).select(1, 0).data<float>().ToArray();
        for (var row = 0; row < operations.Length; row++)
        {
            var operation = draw.Space.Steps[0][(int)operations[row]];
            var level = !operation.HasMagnitude ? 0 : operation.HasRandomSign && coordinates[row] < 0 ? -(int)levels[row] : (int)levels[row];
            yield return Outcomes.Digest(operation.HasMagnitude ? name : "", operation.Name, level, image);
        }
    }
}
