namespace ConstrainedLearning.Reports.Notebook;

/// <summary>
/// Tells a notebook how to show a type. Hosts find this attribute by its name and use the members below by theirs,
/// so that no package is needed on either side.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}
