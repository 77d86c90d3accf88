using System.IO.Compression;
using System.Security.Cryptography;
using ConstrainedLearning.Invariance;
using ConstrainedLearning.Tests.Reference;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Invariance;

/// <summary>What the Python Imaging Library makes of a few images: see <c>golden/transformations/transformations.py</c>.</summary>
internal sealed class LibraryOutcomes
{
    private static readonly Lazy<LibraryOutcomes> Loaded = new(() => new LibraryOutcomes());
    private readonly Record _record = GoldenFile.Parse<Record>(GoldenFile.Text("transformations", "transformations.json"));
    private readonly byte[] _pixels;
    private readonly Dictionary<(string Space, string Operation, int Level), string[]> _digests;

    private LibraryOutcomes()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "transformations", "transformations.pixels.gz")), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        _pixels = memory.ToArray();
        _digests = _record.Outcomes.ToDictionary(outcome => (outcome.Space, outcome.Operation, outcome.Level), outcome => outcome.Digests.Split(' '));
    }

    internal static LibraryOutcomes All => Loaded.Value;

    internal IReadOnlyList<Outcome> Digests => _record.Outcomes;

    internal IReadOnlyList<Kept> Pixels => _record.Pixels;

    internal int Images => _record.Images.Length;

    /// <summary>An image, [1, channels, height, width]. The caller disposes.</summary>
    internal Tensor Image(int index) => Block(0, index);

    /// <summary>The pixels of the outcome that stands at this place of <see cref="Pixels"/>.</summary>
    internal Tensor Expected(int place, int image) => Block(1 + place, image);

    internal string Digest(string space, string operation, int level, int image) => _digests[(space, operation, level)][image];

    /// <summary>The digest of each row of a batch.</summary>
    internal static string[] DigestsOf(Tensor images)
    {
        using var bytes = images.round().to(ScalarType.Byte).contiguous();
        bytes.to(images.dtype).Equals(images).Should().BeTrue("operations on pixels give whole numbers from 0 to 255");
        var all = bytes.data<byte>().ToArray();
        return [.. all.Chunk(all.Length / (int)images.size(0)).Select(row => Convert.ToHexStringLower(SHA256.HashData(row))[..12])];
    }

    /// <summary>The operation of a space's name; those without a magnitude are in both.</summary>
    internal static Transformation Operation(string space, string name) =>
        (space == "RandAugment" ? TransformationSpace.RandAugment : TransformationSpace.TrivialAugment).Steps[0].Single(operation => operation.Name == name);

    private Tensor Block(int block, int image)
    {
        var sizes = _record.Images.Select(shape => shape.Aggregate(1, (a, b) => a * b)).ToArray();
        var from = block * sizes.Sum() + sizes[..image].Sum();
        return tensor(_pixels[from..(from + sizes[image])]).to(ScalarType.Float32).view([1, .. _record.Images[image].Select(size => (long)size)]);
    }

    internal sealed record Record(string Source, int[][] Images, Kept[] Pixels, Outcome[] Outcomes);

    internal sealed record Kept(string Space, string Operation, int Level);

    internal sealed record Outcome(string Space, string Operation, int Level, string Digests);
}
