namespace ConstrainedLearning.Reports.Notebook;

/// <summary>The formatters of everything that is an <see cref="IDisplay"/>; made by hosts, which call the members by name.</summary>
internal sealed class DisplayFormatters
{
#pragma warning disable CA1822 // the convention asks for instance members
    public IEnumerable<object> CreateTypeFormatters() =>
        [new DisplayFormatter("text/html", display => display.ToHtml()), new DisplayFormatter("text/plain", display => display.ToText())];
#pragma warning restore CA1822
}

/// <summary>Writes a value in one format.</summary>
internal sealed class DisplayFormatter(string mimeType, Func<IDisplay, string> write)
{
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value; false if it is none of ours.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not IDisplay display)
            return false;
        writer.Write(write(display));
        return true;
    }
}
