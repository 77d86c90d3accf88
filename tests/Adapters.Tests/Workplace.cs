namespace Adapters.Tests;

/// <summary>A folder of its own with a small base model of a random language.</summary>
public sealed class Workplace : ProgramWorkplace
{
    public Workplace() : base("adapters", Program.Run) =>
        Run("pretrain", "--smoke", "--threads", "1", "--out", Base).ShouldSucceed();

    public string Base => At("base");

    /// <summary>20 steps on 20,000 letters of another language.</summary>
    protected override Dictionary<string, string> SmallFlags => new()
    {
        ["--base"] = Base,
        ["--text"] = "markov:2",
        ["--old-text"] = "markov:1",
        ["--tokens"] = "20000",
        ["--steps"] = "20",
        ["--warmup"] = "2",
        ["--batch"] = "8",
        ["--windows"] = "20",
        ["--threads"] = "1",
    };

    public static Outcome Run(params string[] arguments) => Run(Program.Run, arguments);
}
