namespace ConstrainedLearning.Models.Language.Checkpoints;

/// <summary>One tensor of a published checkpoint, which is also a parameter of the model, of that name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes in the model.</param>
/// <param name="Transposed">Whether the file has rows as columns.</param>
internal sealed record CheckpointTensor(string Name, IReadOnlyList<long> Shape, bool Transposed = false)
{
    /// <summary>Its sizes in the file.</summary>
    public IEnumerable<long> FileShape => Transposed ? Shape.Reverse() : Shape;
}
