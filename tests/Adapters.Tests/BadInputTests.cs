namespace Adapters.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("adapt", 2, "--method", "lara", "lora")]
    [InlineData("adapt", 2, "--rank", "0", "at least 1")]
    [InlineData("adapt", 2, "--sites", "nothing", "model.layers.0.self_attn.q_proj")]
    [InlineData("adapt", 2, "--forget", "-1", "at least 0")]
    [InlineData("adapt", 2, "--ranks", "q_proj", "SITE=RANK")]
    [InlineData("adapt", 2, "--ranks", "elsewhere=1", "model.layers.0.self_attn.q_proj")]
    [InlineData("adapt", 2, "--budget", "100", "gated")]
    [InlineData("adapt", 2, "--base", "nowhere", "pretrain")]
    [InlineData("adapt", 1, "--text", "nowhere.txt", "no such file")]
    [InlineData("adapt", 2, "--text", "markov:x", "whole number")]
    [InlineData("adapt", 2, "--parameters", "999999", "at most")]
    [InlineData("adapt", 2, "--base-bits", "1", "at least 2")]
    [InlineData("compare", 2, "--rates", "1,x", "--rates")]
    [InlineData("compare", 2, "--methods", "lora+rank=0", "at least 1")]
    [InlineData("place", 2, "--rules", "best", "prices")]
    [InlineData("place", 2, "--sites-kept", "99", "fewer")]
    public void Impossible_flag_is_explained(string command, int code, string flag, string value, string explained)
    {
        _place.Small(command, [.. command == "place" ? ["--probe-seeds", "0", "--steps", "10"] : Array.Empty<string>(), flag, value, "--out", _place.At("run")]).ShouldFail(code, explained);
    }

    [Theory]
    [InlineData("--forget 0.1 --penalty 1", "rivals")]
    [InlineData("--rank 2 --parameters 100", "one of them")]
    [InlineData("--method dora --capacity 1", "does not add")]
    public void Flags_that_do_not_go_together_are_explained_and_nothing_is_written(string flags, string explained)
    {
        _place.Small("adapt", [.. flags.Split(' '), "--out", _place.At("run")]).ShouldFail(2, explained);

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Fact]
    public void Damaged_base_is_named_and_nothing_is_written()
    {
        File.WriteAllText(Path.Combine(_place.Base, "model", "config.json"), "{\"model_type\": \"t5\"}");

        _place.Small("adapt", "--out", _place.At("run")).ShouldFail(1, "config.json", "t5");

        Directory.Exists(_place.At("run")).Should().BeFalse();
    }

    [Theory]
    [InlineData("--weight", "1,2", "2 numbers for 1")]
    [InlineData("--bits", "9", "2 to 8")]
    public void Merge_explains_what_it_was_given(string flag, string value, string explained)
    {
        Workplace.Run("merge", "--base", _place.Base, "--adapter", _place.At("none"), flag, value, "--out", _place.At("merged")).ShouldFail(2, explained);
        Workplace.Run("merge", "--base", _place.Base, "--adapter", _place.At("none"), "--out", _place.At("merged")).ShouldFail(1, "none");
        Workplace.Run("merge", "--base", _place.Base).ShouldFail(2, "--adapter");
    }
}
