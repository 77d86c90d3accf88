namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>How many bits each layer of a model has, for its weights and its inputs alike. Equal where the layers and their bits are.</summary>
public sealed record BitAllocation
{
    /// <summary>What stands for full precision.</summary>
    public const int FullPrecision = 32;

    /// <summary>Gives each layer its bits.</summary>
    /// <param name="costs">The layers.</param>
    /// <param name="bits">One for each: 1 to 8, or 32 for full precision.</param>
    public BitAllocation(IReadOnlyList<LayerCost> costs, IReadOnlyList<int> bits)
    {
        if (costs.Count == 0) throw new ArgumentException("an allocation of bits needs at least one layer", nameof(costs));
        if (costs.Count != bits.Count) throw new ArgumentException($"{bits.Count} numbers of bits for {costs.Count} layers: expected one each", nameof(bits));
        if (costs.GroupBy(cost => cost.Layer).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"the layer '{twice.Key}' is given twice", nameof(costs));
        for (var i = 0; i < bits.Count; i++)
            if (!IsPrecision(bits[i])) throw new ArgumentOutOfRangeException(nameof(bits), bits[i], $"the layer '{costs[i].Layer}' has 1 to 8 bits, or {FullPrecision} for full precision");
        (Costs, Bits) = ([.. costs], [.. bits]);
    }

    /// <summary>The same number for all layers.</summary>
    public static BitAllocation Uniform(IReadOnlyList<LayerCost> costs, int bits) => new(costs, [.. Enumerable.Repeat(bits, costs.Count)]);

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerCost> Costs { get; }

    /// <summary>Their bits, in the same order.</summary>
    public IReadOnlyList<int> Bits { get; }

    /// <summary>The bits of one layer.</summary>
    public int this[string layer]
    {
        get
        {
            for (var i = 0; i < Bits.Count; i++)
                if (Costs[i].Layer == layer) return Bits[i];
            throw new ArgumentException($"no layer is called '{layer}'; there are {string.Join(", ", Costs.Select(cost => cost.Layer))}", nameof(layer));
        }
    }

    /// <summary>sum w_l b_l / sum w_l: the mean number of bits of a weight.</summary>
    public double AverageBits => (double)Total(BudgetUnit.AverageBits) / Costs.Sum(cost => cost.Weights);

    /// <summary>sum m_l b_l^2: multiplications of one sample, each of b_l by b_l bits.</summary>
    public double BitOperations => Total(BudgetUnit.BitOperations);

    /// <summary>What the weights take when each layer is stored without gaps: sum ceil(w_l b_l / 8), without scales and whatever is not a layer here.</summary>
    public long Bytes => Costs.Zip(Bits, (cost, bits) => (cost.Weights * bits + 7) / 8).Sum();

    /// <summary>The layers as a <see cref="LowPrecisionTwin"/> runs them; those of full precision are left out.</summary>
    /// <param name="sites">The layers of this allocation, in any order.</param>
    /// <param name="weight">The grid of the weights of a layer of so many bits.</param>
    /// <param name="input">The grid of its inputs; null: inputs stay as they are.</param>
    public IReadOnlyList<LayerPrecision> ToPrecisions(IReadOnlyList<LayerSite> sites, Func<int, IQuantizer> weight, Func<int, IQuantizer?> input)
    {
        if (sites.Count != Costs.Count || sites.DistinctBy(site => site.Name).Count() != Costs.Count)
            throw new ArgumentException($"bits of {string.Join(", ", Costs.Select(cost => cost.Layer))} for the layers {string.Join(", ", sites.Select(site => site.Name))}: expected the same, each once", nameof(sites));
        return [.. sites.Select(site => (Site: site, Bits: this[site.Name])).Where(layer => layer.Bits != FullPrecision).Select(layer => new LayerPrecision(layer.Site, weight(layer.Bits), input(layer.Bits)))];
    }

    /// <summary>Whether the same layers have the same bits.</summary>
    public bool Equals(BitAllocation? other) => other is not null && Costs.SequenceEqual(other.Costs) && Bits.SequenceEqual(other.Bits);

    /// <inheritdoc/>
    public override int GetHashCode() => Bits.Aggregate(Costs.Count, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Costs.Zip(Bits, (cost, bits) => $"{cost.Layer} {bits}"))}; average {Text.Number(AverageBits)} bits";

    /// <summary>1 to 8, or 32.</summary>
    internal static bool IsPrecision(int bits) => bits is >= 1 and <= 8 or FullPrecision;

    /// <summary>What it takes of a budget.</summary>
    internal long Total(BudgetUnit unit) => Costs.Zip(Bits, (cost, bits) => unit.CostOf(cost, bits)).Sum();
}
