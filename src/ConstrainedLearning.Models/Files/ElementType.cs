using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Files;

/// <summary>A type of elements that both the safetensors format and TorchSharp have.</summary>
/// <param name="Name">Its name in the format.</param>
/// <param name="Type">Its name in TorchSharp.</param>
/// <param name="Size">Bytes of one element.</param>
internal sealed record ElementType(string Name, ScalarType Type, int Size)
{
    /// <summary>In the order in which the reference implementation writes them: never a narrow type before a wide one, so that every tensor starts at a multiple of its element's size.</summary>
    internal static IReadOnlyList<ElementType> All { get; } =
    [
        new("I64", ScalarType.Int64, 8), new("F64", ScalarType.Float64, 8), new("F32", ScalarType.Float32, 4), new("I32", ScalarType.Int32, 4), new("BF16", ScalarType.BFloat16, 2),
        new("F16", ScalarType.Float16, 2), new("I16", ScalarType.Int16, 2), new("I8", ScalarType.Int8, 1), new("U8", ScalarType.Byte, 1), new("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The names, for messages.</summary>
    internal static string Names { get; } = string.Join(", ", All.Select(type => type.Name));

    internal static ElementType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    internal static ElementType? Find(ScalarType type) => All.FirstOrDefault(candidate => candidate.Type == type);

    /// <summary>The place in <see cref="All"/>.</summary>
    internal static int Order(ScalarType type) => All.TakeWhile(candidate => candidate.Type != type).Count();
}
