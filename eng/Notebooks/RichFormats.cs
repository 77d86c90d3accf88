using System.Globalization;
using System.Reflection;

namespace ConstrainedLearning.Notebooks;

/// <summary>
/// How a value is shown: by each formatter that its type declares through an attribute named <c>TypeFormatterSourceAttribute</c>,
/// found by name as the .NET notebook kernel does, and as plain text.
/// </summary>
internal static class RichFormats
{
    private const string Plain = "text/plain";
    private static readonly string[] _shown = ["text/html", "image/svg+xml", Plain];

    /// <returns>One text for each MIME type, in a fixed order, plain text last.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(object value)
    {
        var byType = Declared(value.GetType())
            .Select(formatter => (Mime: Property(formatter, "MimeType") as string, Text: Format(formatter, value)))
            .Where(format => format.Mime is not null && format.Text is not null)
            .GroupBy(format => format.Mime!, format => format.Text!)
            .ToDictionary(texts => texts.Key, texts => texts.First());
        byType.TryAdd(Plain, AsText(value));
        return [.. _shown.Where(byType.ContainsKey).Select(mime => KeyValuePair.Create(mime, byType[mime]))];
    }

    private static IEnumerable<object> Declared(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            var attribute = at.GetCustomAttributes(false).FirstOrDefault(found => found.GetType().Name == "TypeFormatterSourceAttribute");
            if (attribute is null)
                continue;
            if (Property(attribute, "FormatterSourceType") is not Type sourceType)
                throw new InvalidOperationException($"the TypeFormatterSource attribute of {at} lacks FormatterSourceType");
            var source = Activator.CreateInstance(sourceType, nonPublic: true)!;
            return (IEnumerable<object>)Method(source, "CreateTypeFormatters").Invoke(source, null)!;
        }

        return [];
    }

    private static string? Format(object formatter, object value)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return (bool)Method(formatter, "Format").Invoke(formatter, [value, writer])! ? writer.ToString() : null;
    }

    private static string AsText(object value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture)?.ReplaceLineEndings("\n") ?? "";

    private static object? Property(object instance, string name) => instance.GetType().GetProperty(name)?.GetValue(instance);

    private static MethodInfo Method(object instance, string name) =>
        instance.GetType().GetMethod(name)
        ?? throw new InvalidOperationException($"the notebook formatter {instance.GetType()} has no public method {name}");
}
