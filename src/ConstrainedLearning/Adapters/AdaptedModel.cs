using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>
/// A model that stays as it is, with adapters on it: what is trained are their factors. The model is called as ever and computes with those that are active; the learner is given this in the model's place.
/// </summary>
/// <remarks>
/// Its parameters and its state are the factors alone, so optimisers, averages and checkpoints hold nothing of the model, whose parameters are frozen and whose running statistics rest. On one site the active adapters
/// act in this order: at most one that is not additive, then the additive ones, which add up, then those that are no change of weights.
/// The model stays the caller's; adapters are owned from the moment that they are added.
/// </remarks>
public sealed class AdaptedModel : nn.Module
{
    // Kept beside the model, as its hooks are.
    private static readonly ConditionalWeakTable<nn.Module, AdaptedModel> Adapted = [];

    private readonly List<AdapterEntry> _entries = [];
    private readonly Dictionary<nn.Module, AdaptedLayer> _layers = [];
    private readonly Parameter[] _frozen;
    private readonly PassBoundary _boundary;
    private int _suspensions;

    /// <summary>Freezes a model.</summary>
    /// <param name="model">Borrowed; on the device on which it stays.</param>
    /// <exception cref="ArgumentException">The model is another's already, which would give it back out of turn.</exception>
    public AdaptedModel(nn.Module model) : base(nameof(AdaptedModel))
    {
        Model = Adapted.TryAdd(model, this) ? model : throw new ArgumentException($"the {model.GetName()} is in an {nameof(AdaptedModel)} already: add adapters to that one, or dispose it first", nameof(model));
        _frozen = [.. model.parameters().Where(parameter => parameter.requires_grad)];
        foreach (var parameter in _frozen) parameter.requires_grad = false;
        _boundary = PassBoundary.Of(model, BeginPass, EndPass);
        train(model.training);
    }

    /// <summary>The model; borrowed.</summary>
    public nn.Module Model { get; }

    /// <summary>The adapters in the order in which they were added.</summary>
    public IReadOnlyList<AdapterEntry> Adapters => _entries;

    /// <summary>An adapter by its name; the model's.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public IAdapter this[string name] => Find(name).Adapter;

    /// <summary>Whether the adapters are in the model's weights at present.</summary>
    public bool IsMerged => Merge is not null;

    /// <summary>Whether the model computes with the active adapters at present: not while they are switched off or merged.</summary>
    internal bool IsLive => _suspensions == 0 && Merge is null;

    internal MergedWeights? Merge { get; private set; }

    internal IEnumerable<AdaptedLayer> Layers => _layers.Values;

    /// <summary>Adds an adapter, active with weight 1.</summary>
    /// <param name="name">By which it is known; without dots.</param>
    /// <param name="adapter">Of this model's sites; owned from now on.</param>
    /// <returns>The adapter.</returns>
    public T Add<T>(string name, T adapter) where T : IAdapter
    {
        CheckNotMerged();
        if (_entries.Any(entry => entry.Name == name)) throw new ArgumentException($"there is an adapter called '{name}' already", nameof(name));
        if (_entries.FirstOrDefault(entry => entry.Adapter.Factors == adapter.Factors) is { } same) throw new ArgumentException($"the adapter is here already, called '{same.Name}'", nameof(adapter));
        var modules = Model.modules().Append(Model).ToHashSet();
        foreach (var site in adapter.Sites)
            if (!modules.Contains(site.Layer)) throw new ArgumentException($"the site '{site.Name}' of the adapter '{name}' is not one of this model's", nameof(adapter));
        register_module(name, adapter.Factors);
        adapter.Factors.train(training);
        _entries.Add(new AdapterEntry(name, adapter, 1));
        try
        {
            Arrange();
        }
        catch (ArgumentException)
        {
            _entries.RemoveAt(_entries.Count - 1);
            register_module(name, null!);
            Arrange();
            throw;
        }
        return adapter;
    }

    /// <summary>Takes an adapter away and disposes it.</summary>
    public void Remove(string name)
    {
        CheckNotMerged();
        var entry = Find(name);
        _entries.Remove(entry);
        register_module(name, null!);
        Arrange();
        entry.Adapter.Dispose();
    }

    /// <summary>Which adapters the model computes with, each with weight 1; the others rest. None: the model alone.</summary>
    public void Activate(params IReadOnlyList<string> names) => Activate([.. names.Select(name => (name, 1.0))]);

    /// <summary>Which adapters the model computes with, as a weighted sum of their Deltas: W' = W + sum_a w_a Delta_a. The others rest.</summary>
    /// <param name="weights">Any finite numbers, negative too; for an adapter that is not additive 1.</param>
    /// <exception cref="ArgumentException">An unknown name, a weight that its adapter cannot have, or two adapters that do not go together on a site; nothing has changed.</exception>
    public void Activate(params IReadOnlyList<(string Name, double Weight)> weights)
    {
        CheckNotMerged();
        foreach (var (name, weight) in weights)
        {
            if (!double.IsFinite(weight)) throw new ArgumentException($"the weight of the adapter '{name}' is {weight}, expected a finite number", nameof(weights));
            if (Find(name).Adapter is not IAdditive && weight != 1) throw new ArgumentException($"the adapter '{name}' ({Find(name).Adapter.Method}) is not additive and has no weight but 1, got {weight}", nameof(weights));
        }
        var before = _entries.ToArray();
        var chosen = weights.ToDictionary(pair => pair.Name, pair => pair.Weight);
        for (var i = 0; i < _entries.Count; i++) _entries[i] = _entries[i] with { Weight = chosen.TryGetValue(_entries[i].Name, out var weight) ? weight : null };
        try
        {
            Arrange();
        }
        catch (ArgumentException)
        {
            _entries.Clear();
            _entries.AddRange(before);
            Arrange();
            throw;
        }
    }

    /// <summary>While the result lives, the model computes without any adapter.</summary>
    public IDisposable Disabled()
    {
        CheckNotMerged();
        _suspensions++;
        return new Region(() => _suspensions--);
    }

    /// <summary>While the result lives, the model computes with these adapters alone, each with weight 1.</summary>
    public IDisposable Only(params IReadOnlyList<string> names)
    {
        (string Name, double Weight)[] before = [.. _entries.Where(entry => entry.Weight is not null).Select(entry => (entry.Name, entry.Weight!.Value))];
        Activate(names);
        return new Region(() => Activate(before));
    }

    /// <summary>While the result lives, the model computes with the merged weights put on a grid, as it would after merging into a low-precision base; the rounding's slope is counted as 1.</summary>
    /// <param name="grid">The grid, one for all sites' weights.</param>
    public IDisposable MergedOn(Quantization.IQuantizer grid)
    {
        CheckNotMerged();
        List<IDisposable> held = [];
        try
        {
            foreach (var layer in _layers.Values.Where(layer => layer.IsActive)) held.Add(layer.Compute(grid));
        }
        catch
        {
            held.ForEach(region => region.Dispose());
            throw;
        }
        _suspensions++;
        return new Region(() =>
        {
            _suspensions--;
            held.ForEach(region => region.Dispose());
        });
    }

    /// <summary>Puts the active adapters into the model's weights: it then computes as it would without them. <see cref="Unmerge"/> gives it back, to the last bit.</summary>
    /// <remarks>A weight that the model also uses by itself, as a table that makes the scores too, is changed there as well, and then the outputs differ: the probe shows it.</remarks>
    /// <param name="probe">A pass through the model, run before and after without gradient, to see how far rounding has moved its output; null (the default): not looked. The model should be in evaluation.</param>
    /// <param name="grid">The grid that the merged weights are put on; null (the default): none.</param>
    /// <exception cref="InvalidOperationException">An active adapter is no change of weights, a layer lacks the bias that it would change or shares its weight with another, a merged weight is not finite, or adapters are switched off; nothing has changed.</exception>
    public MergeReport MergeIn(Func<Tensor>? probe = null, Quantization.IQuantizer? grid = null)
    {
        CheckNotMerged();
        if (_suspensions > 0) throw new InvalidOperationException("the adapters are switched off, or merged on a grid for a while: dispose that region first");
        CheckOwnWeights();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var before = probe?.Invoke();
        var merged = Merged(grid);
        Merge = merged;
        return new MergeReport(merged.Changes, MergeGap.Between(before, probe?.Invoke()));
    }

    /// <summary>Takes the adapters out of the model's weights again; they are what they were, to the last bit.</summary>
    public void Unmerge()
    {
        var merged = Merge ?? throw new InvalidOperationException("the adapters are not merged");
        merged.Restore();
        merged.Dispose();
        Merge = null;
    }

    /// <summary>How many numbers each adapter trains and keeps, beside the model's.</summary>
    public AdapterSizes Sizes() => AdapterSizes.Of(this);

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        if (Model is null) return; // the base class's constructor
        Model.train(train);
        // A frozen model's running statistics are frozen too.
        foreach (var module in Model.modules().Append(Model))
            if (module is NormBase { track_running_stats: true }) module.eval();
    }

    internal AdapterEntry Find(string name) =>
        _entries.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException($"there is no adapter called '{name}'; there {(_entries.Count == 0 ? "are none" : $"is {string.Join(", ", _entries.Select(entry => entry.Name))}")}", nameof(name));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Adapted.TryGetValue(Model, out var own) && own == this && Adapted.Remove(Model))
        {
            if (IsMerged) Unmerge();
            foreach (var layer in _layers.Values) layer.Dispose();
            _boundary.Dispose();
            foreach (var entry in _entries) entry.Adapter.Dispose();
            foreach (var parameter in _frozen.Where(parameter => !parameter.IsInvalid)) parameter.requires_grad = true;
        }
        base.Dispose(disposing);
    }

    // Every layer with an active site gets its part of the active adapters; the others rest.
    private void Arrange()
    {
        var parts = _entries.Where(entry => entry.Weight is not null)
            .SelectMany(entry => entry.Adapter.Sites.GroupBy(site => site.Layer).Select(group => (Layer: group.Key, Part: new LayerPart(entry.Name, entry.Adapter, entry.Weight!.Value, [.. group]))))
            .GroupBy(pair => pair.Layer, pair => pair.Part).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var layer in parts.Keys.Except(_layers.Keys)) _layers.Add(layer, new AdaptedLayer(layer, () => IsLive));
        foreach (var list in parts.Values) AdaptedLayer.Check(list);
        foreach (var (key, layer) in _layers) layer.Arrange(parts.GetValueOrDefault(key) ?? []);
    }

    private void BeginPass() => _entries.ForEach(entry => entry.Adapter.Factors.BeginPass());

    private void EndPass() => _entries.ForEach(entry => entry.Adapter.Factors.EndPass());

    // A pass of its own: what sites share is computed once, and what a pass that failed has left is forgotten.
    private MergedWeights Merged(Quantization.IQuantizer? grid)
    {
        BeginPass();
        try
        {
            return MergedWeights.Into([.. _layers.Values.Where(layer => layer.IsActive)], grid);
        }
        finally
        {
            EndPass();
        }
    }

    private void CheckOwnWeights()
    {
        var users = Sites.All(Model).ToLookup(site => site.Weight.Handle);
        foreach (var site in _entries.Where(entry => entry.Weight is not null).SelectMany(entry => entry.Adapter.Sites))
            if (users[site.Weight.Handle].FirstOrDefault(other => other.Layer != site.Layer) is { } other)
                throw new InvalidOperationException($"'{site.Name}' and '{other.Name}' compute with one weight, so that an adapter of the one cannot be merged without changing the other: keep it beside the model");
    }

    private void CheckNotMerged()
    {
        if (IsMerged) throw new InvalidOperationException("the adapters are in the model's weights: call Unmerge() before they are changed");
    }
}

/// <summary>An adapter of an <see cref="AdaptedModel"/>.</summary>
/// <param name="Name">By which it is known.</param>
/// <param name="Adapter">The model's.</param>
/// <param name="Weight">How much of it the model computes with; null: it rests.</param>
public sealed record AdapterEntry(string Name, IAdapter Adapter, double? Weight);
