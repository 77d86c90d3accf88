using static TorchSharp.torch;

namespace ConstrainedLearning.Adapters;

/// <summary>Rank, orientation and start of <see cref="LoRTA"/>.</summary>
public sealed record LoRTAOptions
{
    /// <summary>r, of the whole tensor. The default is 8.</summary>
    public int Rank { get; init => field = SiteCheck.Rank(value); } = 8;

    /// <summary>alpha. The default is 1, which goes with <see cref="LoRTAInitialization.Unit"/>; published runs have 4 to 128 with the others.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>How the scale goes with the rank. The default is s = alpha / sqrt(r); published runs have alpha / r.</summary>
    public RankScale Scale { get; init; } = RankScale.ByRootOfRank;

    /// <summary>On which side of a matrix its heads are. The default is where they are.</summary>
    public HeadSplit HeadSplit { get; init; } = HeadSplit.Natural;

    /// <summary>Which sites read heads rather than write them, by <see cref="NameRule"/>; used by <see cref="HeadSplit.Natural"/>. The default is the usual names of an attention's last matrix.</summary>
    public IReadOnlyList<string> OutputProjections { get; init; } = ["o_proj", "out_proj", "output", "attn.c_proj", "wo", @"o"];

    /// <summary>How the factors start. The default makes steps of one size for every rank.</summary>
    public LoRTAInitialization Initialization { get; init; } = LoRTAInitialization.Unit;

    /// <summary>The share of the inputs that the path leaves out in training. The default is 0.</summary>
    public double Dropout { get; init; }
}

/// <summary>On which side of a matrix its heads are: the published codes differ, with the same number of parameters.</summary>
public enum HeadSplit
{
    /// <summary>Where they are: query, key and value write heads, the output projection reads them.</summary>
    Natural,

    /// <summary>On the outputs of every matrix, as in the published code for instruction tuning.</summary>
    Outputs,

    /// <summary>On the inputs of every matrix, as in the published code for language understanding.</summary>
    Inputs,
}

/// <summary>How the factors of <see cref="LoRTA"/> start; B is 0 in each.</summary>
public enum LoRTAInitialization
{
    /// <summary>A ~ U(+-1/sqrt(d)), the others 1 + N(0, 1/4): with s = 1/sqrt(r) a first step changes the outputs about as much for every rank.</summary>
    Unit,

    /// <summary>A ~ U(+-1/sqrt(r)), the others U(+-sqrt(6/r)), as in the published code: the size of a step falls with about r^-2, so that the learning rate has to be found for each rank.</summary>
    Author,

    /// <summary>A ~ U(+-1/sqrt(r)), the others N(0, 1), as in the published code for GPT-2.</summary>
    Gaussian,
}

internal static class LoRTAInitializations
{
    internal static void DrawFeatures(this LoRTAInitialization start, Tensor factor)
    {
        var bound = 1 / Math.Sqrt(start == LoRTAInitialization.Unit ? factor.size(0) : factor.size(1));
        nn.init.uniform_(factor, -bound, bound);
    }

    internal static void DrawMode(this LoRTAInitialization start, Tensor factor)
    {
        var bound = Math.Sqrt(6.0 / factor.size(1));
        if (start == LoRTAInitialization.Author) nn.init.uniform_(factor, -bound, bound);
        else nn.init.normal_(factor, start == LoRTAInitialization.Unit ? 1 : 0, start == LoRTAInitialization.Unit ? 0.5 : 1);
    }
}
