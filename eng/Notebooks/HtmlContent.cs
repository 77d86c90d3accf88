namespace ConstrainedLearning.Notebooks;

/// <summary>A piece of HTML that a notebook shows as it is.</summary>
/// <param name="Content">The markup.</param>
[TypeFormatterSource(typeof(HtmlContentFormatters))]
public sealed record HtmlContent(string Content)
{
    /// <inheritdoc/>
    public override string ToString() => Content;
}

// The runner's own value declares its format by the same convention that it looks for in others.
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}

internal sealed class HtmlContentFormatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlContentFormatter()];
}

internal sealed class HtmlContentFormatter
{
    public string MimeType => "text/html";

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(((HtmlContent)instance).Content);
        return true;
    }
}
