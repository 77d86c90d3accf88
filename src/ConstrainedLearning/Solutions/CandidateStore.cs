using static TorchSharp.torch;

namespace ConstrainedLearning;

/// <summary>Models kept along a run, each with what it measured on the same held-out batches: what the best candidate and the randomised solution are chosen from.</summary>
/// <remarks>Copies are held on the host; the store owns them. <see cref="Prune"/> keeps the few that carry weight.</remarks>
/// <param name="model">The model whose parameters are kept; borrowed.</param>
public sealed class CandidateStore(nn.Module model) : IDisposable
{
    private readonly Dictionary<string, (Candidate Candidate, Dictionary<string, Tensor> State)> _kept = new(StringComparer.Ordinal);

    /// <summary>What was kept, in the order of adding.</summary>
    public IReadOnlyList<Candidate> Candidates => [.. _kept.Values.Select(item => item.Candidate)];

    /// <summary>Keeps the model's present parameters.</summary>
    /// <param name="name">A name of its own, the step for instance.</param>
    /// <param name="assessment">What the model measured, see <see cref="PrimalDual.Assess"/>; every requirement must have been observed.</param>
    public void Add(string name, Assessment assessment)
    {
        var candidate = new Candidate(name, assessment.Loss, assessment.Excess());
        if (_kept.ContainsKey(name)) throw new ArgumentException($"a candidate named '{name}' is kept already", nameof(name));
        using var _ = no_grad();
        _kept.Add(name, (candidate, model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().cpu().clone().DetachFromDisposeScope(), StringComparer.Ordinal)));
    }

    /// <summary>The randomised solution over what was kept.</summary>
    /// <param name="tolerance">How far above a bound still counts as fulfilled, in its units. The default is 0.</param>
    public Mixture Mixture(double tolerance = 0) => ConstrainedLearning.Mixture.Of(Candidates, tolerance);

    /// <summary>Puts a kept model's parameters into the model.</summary>
    public void Restore(string name)
    {
        using var _ = no_grad();
        model.load_state_dict(_kept.TryGetValue(name, out var item) ? item.State : throw new KeyNotFoundException($"no candidate '{name}' is kept; there are {string.Join(", ", _kept.Keys.Select(key => $"'{key}'"))}"));
    }

    /// <summary>Draws a kept model by the mixture's probabilities and puts its parameters into the model: what a randomised solution does for each decision.</summary>
    /// <returns>The drawn candidate's name.</returns>
    public string Draw(Mixture mixture, Random random)
    {
        var left = random.NextDouble();
        var drawn = mixture.Support[^1].Name;
        foreach (var (name, probability) in mixture.Support)
        {
            left -= probability;
            if (left >= 0) continue;
            drawn = name;
            break;
        }
        Restore(drawn);
        return drawn;
    }

    /// <summary>Forgets all that carry no weight in a mixture.</summary>
    public void Prune(Mixture mixture)
    {
        var supported = mixture.Support.Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in _kept.Keys.Where(name => !supported.Contains(name)).ToList())
        {
            Free(_kept[name].State);
            _kept.Remove(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, state) in _kept.Values) Free(state);
        _kept.Clear();
    }

    private static void Free(Dictionary<string, Tensor> state)
    {
        foreach (var value in state.Values) value.Dispose();
    }
}
