namespace ConstrainedLearning.Models.Data.Images.Formats;

/// <summary>How a data set's files are called and laid out.</summary>
internal interface IImageFormat
{
    /// <summary>The folder's files that make up a part, in reading order; empty where the folder does not hold the part.</summary>
    IReadOnlyList<string> Find(string folder, Part part);

    /// <summary>What the files hold. They are opened one after the other, each once.</summary>
    /// <exception cref="DataException">A file does not follow the layout.</exception>
    LabelledImages Read(IReadOnlyList<string> paths, Func<string, byte[]> open);
}
