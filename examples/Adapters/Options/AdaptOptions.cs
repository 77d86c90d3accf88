using Adapters.Training;
using ExperimentKit.CommandLine;
using ExperimentKit.Settings;

namespace Adapters.Options;

/// <summary>Everything that decides the numbers of <c>adapt</c>.</summary>
internal sealed record AdaptOptions
{
    internal const string LossIncrease = "loss", Divergence = "divergence";

    private static readonly SettingGroup<AdaptOptions> _text = new("Model and text"), _adapter = new("Adapter"), _bound = new("Requirements (each has a multiplier, its price)");

    /// <summary>The folder of the base model.</summary>
    public string Base { get; init; } = "";

    /// <summary>What to adapt to.</summary>
    public string Text { get; init; } = "markov:2";

    /// <summary>What not to forget: texts with ; between; null: nothing is measured.</summary>
    public string? OldText { get; init; }

    /// <summary>The most tokens of each text.</summary>
    public int Tokens { get; init; } = 2_000_000;

    /// <summary>The kind of adapter.</summary>
    public string Method { get; init; } = "lora";

    /// <summary>The rank; null: that of <see cref="Parameters"/>, or 4.</summary>
    public int? Rank { get; init; }

    /// <summary>About how many numbers may be trained; null: as the rank gives.</summary>
    public int? Parameters { get; init; }

    /// <summary>Ranks of single sites, as SITE=RANK with commas between, 0 leaving a site out; null: one rank.</summary>
    public string? Ranks { get; init; }

    /// <summary>alpha; null: the method's own default.</summary>
    public double? Alpha { get; init; }

    /// <summary>Which layers, by pattern.</summary>
    public string Sites { get; init; } = "q_proj,k_proj,v_proj,o_proj";

    /// <summary>Bits of the base model's matrices; null: as they are.</summary>
    public int? BaseBits { get; init; }

    /// <summary>The most by which the loss on old text may rise; null: no bound.</summary>
    public double? Forget { get; init; }

    /// <summary>What is bounded.</summary>
    public string ForgetMeasure { get; init; } = LossIncrease;

    /// <summary>The weight of the loss on old text as a fixed penalty, the rival of a bound; 0: none.</summary>
    public double Penalty { get; init; }

    /// <summary>The most that ||Delta||^2 may be at each site; null: no bound.</summary>
    public double? Capacity { get; init; }

    /// <summary>The most parameters that gates may leave; null: no bound.</summary>
    public int? Budget { get; init; }

    /// <summary>The most that the loss may rise when merged onto a grid; null: no bound.</summary>
    public double? Mergeable { get; init; }

    /// <summary>Bits of that grid.</summary>
    public int MergeBits { get; init; } = 4;

    /// <summary>The cost (alpha/2) u^2 of letting bounds on forgetting give way; null: they do not.</summary>
    public double? Resilient { get; init; }

    /// <summary>The step size of the multipliers.</summary>
    public double DualRate { get; init; } = 0.5;

    /// <summary>Length, rates.</summary>
    public TrainingOptions Training { get; init; } = new() { LearningRate = 1e-2 };

    /// <summary>Small enough to end in seconds, with a base made for it.</summary>
    internal static AdaptOptions Smoke { get; } = new() { Rank = 2, Tokens = 20_000, OldText = "markov:1", Forget = 0.1, Training = new() { Steps = 20, Batch = 8, Windows = 20, LearningRate = 1e-2, LogEvery = 5 } };

    internal static SettingTable<AdaptOptions> Table { get; } = new(new AdaptOptions(),
    [
        _text.Text("base", "DIR", "the base model: what pretrain wrote, or a published GPT-2 or Llama (config.json, safetensors, tokenizer)", o => o.Base.Length == 0 ? null : o.Base, (o, v) => o with { Base = v }, "one made for the occasion, with --smoke"),
        _text.Text("text", "LIST", "what to adapt to: files or patterns with commas between, or markov:SEED", o => o.Text, (o, v) => o with { Text = v }),
        _text.Text("old-text", "LISTS", "what not to forget, measured in any case; several texts with ; between", o => o.OldText, (o, v) => o with { OldText = v }, "nothing is measured"),
        _text.Whole("tokens", "the most tokens that are read of each text", o => o.Tokens, (o, v) => o with { Tokens = (int)v }, least: 1000),

        _adapter.Choice("method", AdapterMethods.Names, "the kind of adapter: see docs/methods/adapters.md", o => o.Method, (o, v) => o with { Method = v }),
        _adapter.Whole("rank", "the rank", o => o.Rank, (o, v) => o with { Rank = (int)v }, ifNone: "that of --parameters, or 4"),
        _adapter.Whole("parameters", "choose the rank that comes nearest to this many trained numbers", o => o.Parameters, (o, v) => o with { Parameters = (int)v }, ifNone: "as the rank gives"),
        _adapter.Text("ranks", "LIST", "ranks of single sites, as SITE=RANK with commas between, 0 leaving one out; lora only", o => o.Ranks, (o, v) => o with { Ranks = v }, "one rank"),
        _adapter.Positive("alpha", "the scale's alpha", o => o.Alpha, (o, v) => o with { Alpha = v }, "the method's own"),
        _adapter.Text("sites", "LIST", "which layers, by name or pattern; ! leaves out", o => o.Sites, (o, v) => o with { Sites = v }),
        _adapter.Whole("base-bits", "round the base's matrices to so many bits first", o => o.BaseBits, (o, v) => o with { BaseBits = (int)v }, least: 2, ifNone: "as they are"),

        _bound.Bound("forget", "the most by which the loss on old text may rise", o => o.Forget, (o, v) => o with { Forget = v }),
        _bound.Choice("forget-measure", [LossIncrease, Divergence], "what is bounded: the rise of the loss, or the divergence from the base model's predictions", o => o.ForgetMeasure, (o, v) => o with { ForgetMeasure = v }),
        _bound.Number("penalty", "add the loss on old text with this fixed weight: the rival of a bound", o => o.Penalty, (o, v) => o with { Penalty = v }, value => value >= 0, "a number of at least 0"),
        _bound.Bound("capacity", "the most that ||Delta||^2 may be at each site; prices say where capacity pays", o => o.Capacity, (o, v) => o with { Capacity = v }),
        _bound.Whole("budget", "the most parameters that gates may leave; gated only", o => o.Budget, (o, v) => o with { Budget = (int)v }, ifNone: "none"),
        _bound.Bound("mergeable", "the most that the loss may rise when the adapter is merged and the weights are rounded", o => o.Mergeable, (o, v) => o with { Mergeable = v }),
        _bound.Whole("merge-bits", "the bits that --mergeable rounds to", o => o.MergeBits, (o, v) => o with { MergeBits = (int)v }, least: 2),
        _bound.Positive("resilient", "let bounds on forgetting give way by u at cost (ALPHA/2) u^2", o => o.Resilient, (o, v) => o with { Resilient = v }, "bounds do not give way"),
        _bound.Positive("dual-lr", "step size of the multipliers", o => o.DualRate, (o, v) => o with { DualRate = v }),
        .. TrainingOptions.Settings<AdaptOptions>(o => o.Training, (o, v) => o with { Training = v }),
    ]);

    /// <summary>The texts not to forget.</summary>
    internal IReadOnlyList<string> OldTexts => OldText?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A short name for progress lines and folders.</summary>
    internal string Label => Method + (Forget is null ? "" : "+forget") + (Capacity is null ? "" : "+capacity") + (Budget is null ? "" : "+budget") + (Mergeable is null ? "" : "+mergeable") + (Penalty > 0 ? "+penalty" : "");

    /// <summary>These, when they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal AdaptOptions Checked()
    {
        if (Base.Length == 0) throw new UsageException("--base is missing: the folder of a base model; pretrain makes one");
        if ((Forget is not null || Penalty > 0) && OldTexts.Count == 0) throw new UsageException($"--{(Forget is null ? "penalty" : "forget")} needs --old-text: what not to forget");
        if (Forget is not null && Penalty > 0) throw new UsageException("--forget and --penalty are rivals: give one of them");
        if (Rank is not null && Parameters is not null) throw new UsageException("--rank and --parameters both say how large the adapter is: give one of them");
        if (Ranks is not null && (Method != "lora" || Parameters is not null)) throw new UsageException("--ranks gives the ranks of lora's sites: it goes with --method lora and without --parameters");
        if (Budget is not null && Method != AdapterMethods.Gated) throw new UsageException($"--budget bounds what gates leave: it goes with --method {AdapterMethods.Gated}");
        if (Capacity is not null && !AdapterMethods.Find(Method).IsAdditive) throw new UsageException($"--capacity bounds the norm of what is added to weights, and {Method} does not add: choose another --method");
        return this;
    }
}
