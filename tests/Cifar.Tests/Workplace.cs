using System.Text.Json.Nodes;

namespace Cifar.Tests;

/// <summary>A folder of its own for runs on a part of the digits.</summary>
public sealed class Workplace() : ProgramWorkplace("cifar", Program.Run)
{
    /// <summary>200 images, 4 steps an epoch.</summary>
    protected override Dictionary<string, string> SmallFlags => new()
    {
        ["--data"] = "digits",
        ["--per-class"] = "20",
        ["--batch"] = "50",
        ["--epochs"] = "3",
        ["--dual-lr"] = "0.1",
        ["--threads"] = "1",
    };

    public static Outcome Run(params string[] arguments) => Run(Program.Run, arguments);

    /// <summary>The lines of a run's log of one kind.</summary>
    public List<JsonObject> Log(string run, string kind) =>
        [.. File.ReadLines(At(Path.Combine(run, "metrics.jsonl"))).Select(line => JsonNode.Parse(line)!.AsObject()).Where(line => line["event"]!.GetValue<string>() == kind)];
}
