using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ConstrainedLearning.Adapters.Files;

/// <summary>How the options of one method are written as JSON, and how its adapters are made of them again. What the numbers are does not belong here: they are the factors.</summary>
public abstract class AdapterFormat
{
    /// <summary>Of options records: names in snake case, enumerations by name, nothing that the record does not know.</summary>
    private protected static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private protected AdapterFormat(string method) => Method = method;

    /// <summary>As <see cref="IAdapter.Method"/> has it.</summary>
    public string Method { get; }

    /// <summary>The format of a method whose adapters are made of sites and a record of options.</summary>
    /// <param name="method">As <see cref="IAdapter.Method"/> has it.</param>
    /// <param name="options">The options that an adapter was made with.</param>
    /// <param name="make">Makes an adapter; its numbers are written over.</param>
    public static AdapterFormat Of<TAdapter, TOptions>(string method, Func<TAdapter, TOptions> options, Func<IReadOnlyList<Site>, TOptions, TAdapter> make) where TAdapter : IAdapter where TOptions : class =>
        new OptionsFormat<TAdapter, TOptions>(method, options, make);

    /// <summary>Whether it writes an adapter.</summary>
    internal abstract bool Fits(IAdapter adapter);

    internal abstract JsonNode Describe(IAdapter adapter, AdapterFormats formats);

    internal abstract IAdapter Make(IReadOnlyList<Site> sites, JsonElement options, AdapterFormats formats);

    private sealed class OptionsFormat<TAdapter, TOptions>(string method, Func<TAdapter, TOptions> options, Func<IReadOnlyList<Site>, TOptions, TAdapter> make) : AdapterFormat(method) where TAdapter : IAdapter where TOptions : class
    {
        internal override bool Fits(IAdapter adapter) => adapter is TAdapter && adapter.Method == Method;

        internal override JsonNode Describe(IAdapter adapter, AdapterFormats formats) => JsonSerializer.SerializeToNode(options((TAdapter)adapter), Json)!;

        internal override IAdapter Make(IReadOnlyList<Site> sites, JsonElement value, AdapterFormats formats) =>
            make(sites, value.Deserialize<TOptions>(Json) ?? throw new AdapterStateException(AdapterFormats.OptionsKey, $"they are null, expected those of {Method}"));
    }
}
