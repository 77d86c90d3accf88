using System.Globalization;

namespace ConstrainedLearning.Adapters;

/// <summary>How many numbers the adapters of a model train and keep; what sites share is counted once.</summary>
/// <param name="Model">Numbers of the model.</param>
/// <param name="Adapters">One entry for each adapter.</param>
public sealed record AdapterSizes(long Model, IReadOnlyList<AdapterSize> Adapters)
{
    /// <summary>Numbers that are trained.</summary>
    public long Trained => Adapters.Sum(adapter => adapter.Trained);

    internal static AdapterSizes Of(AdaptedModel model) => new(
        model.Model.parameters().Sum(parameter => parameter.numel()),
        [.. model.Adapters.Select(entry => new AdapterSize(
            entry.Name, entry.Adapter.Method, entry.Adapter.Sites.Count, entry.Adapter.Factors.parameters().Sum(parameter => parameter.numel()), entry.Adapter.Factors.buffers().Sum(buffer => buffer.numel()),
            [.. entry.Adapter.Factors.named_parameters().Select(pair => (pair.name, pair.parameter.numel()))]))]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Adapters.Select(adapter => adapter.ToString()).Append(string.Create(CultureInfo.InvariantCulture, $"{Trained:N0} numbers are trained beside {Model:N0} of the model ({(double)Trained / Model:P3})")));
}

/// <summary>How many numbers an adapter trains and keeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">Its method.</param>
/// <param name="Sites">How many sites it has.</param>
/// <param name="Trained">Numbers that are trained.</param>
/// <param name="Frozen">Numbers that are kept as they are.</param>
/// <param name="Factors">The trained factors.</param>
public sealed record AdapterSize(string Name, string Method, int Sites, long Trained, long Frozen, IReadOnlyList<(string Name, long Count)> Factors)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Method}): {Trained:N0} trained, {Frozen:N0} frozen, on {Sites} sites");
}
