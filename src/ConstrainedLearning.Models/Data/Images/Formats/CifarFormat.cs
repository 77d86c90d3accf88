using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Data.Images.Formats;

/// <summary>
/// CIFAR's binary layout: records of label bytes, then 1,024 red, 1,024 green and 1,024 blue bytes, each plane row by row. A part may be spread over
/// several files, and a file may hold any number of whole records.
/// </summary>
/// <param name="Name">For messages.</param>
/// <param name="Classes">For each label byte, how many values it has; the last one is the label.</param>
/// <param name="TrainingFiles">Patterns of the training part's files: those of the first one that matches anything make up the part.</param>
/// <param name="TestFiles">The same for the test part.</param>
internal sealed record CifarFormat(string Name, IReadOnlyList<int> Classes, IReadOnlyList<string> TrainingFiles, IReadOnlyList<string> TestFiles) : IImageFormat
{
    private const int Channels = 3;
    private const int Side = 32;

    private int RecordLength => Classes.Count + Channels * Side * Side;

    public IReadOnlyList<string> Find(string folder, Part part) =>
        (part == Part.Train ? TrainingFiles : TestFiles).Select(pattern => FolderFiles.Match(folder, pattern)).FirstOrDefault(files => files.Count > 0) ?? [];

    public LabelledImages Read(IReadOnlyList<string> paths, Func<string, byte[]> open)
    {
        using var scope = NewDisposeScope();
        List<Tensor> parts = [.. paths.Select(path => Records(path, open(path)))];
        var records = parts.Count == 1 ? parts[0] : cat(parts);
        var images = records.narrow(1, Classes.Count, Channels * Side * Side).reshape(-1, Channels, Side, Side).contiguous();
        var labels = records.select(1, Classes.Count - 1).to(ScalarType.Int64);
        return new(images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    /// <summary>[n, record], uint8, every label checked.</summary>
    private Tensor Records(string path, byte[] contents)
    {
        if (contents.Length == 0 || contents.Length % RecordLength != 0)
            throw new DataException(
                $"{path}: {contents.Length:N0} bytes, expected a whole number of records of {RecordLength:N0} bytes ({Name}'s binary layout); "
                + "the file is cut short or is another one: get it again.");
        for (var record = 0; record < contents.Length; record += RecordLength)
            for (var label = 0; label < Classes.Count; label++)
                if (contents[record + label] >= Classes[label])
                    throw new DataException(
                        $"{path}: record {record / RecordLength} has the label {contents[record + label]} in byte {label}, expected 0 to {Classes[label] - 1}; "
                        + $"the file is damaged or not {Name}'s: get it again.");
        return tensor(contents, [contents.Length / RecordLength, RecordLength]);
    }
}
