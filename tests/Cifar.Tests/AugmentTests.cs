namespace Cifar.Tests;

public sealed class AugmentTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Augment_writes_the_whole_folder()
    {
        var outcome = Augment("constrained", "run");

        foreach (var file in new[] { "config.json", "manifest.json", "metrics.jsonl", "summary.json", "report.html" })
            File.Exists(_place.At("run/" + file)).Should().BeTrue(file);
        Directory.EnumerateFiles(_place.At("run/checkpoints"), "*.checkpoint").Should().HaveCount(2, "the newest two are kept");
        outcome.Output.Should().ContainAll("mlp on digits, constrained: 12 steps", "report: ");
        File.ReadAllText(_place.At("run/report.html")).Should().ContainAll("invariance", "solarize", "accuracy", "Augmentation ", "Images before and after", "data:image/png", "strength 0.");
    }

    [Fact]
    public void Augment_summary_holds_what_other_programs_read()
    {
        Augment("constrained", "run", "--proposals", "4", "--seed", "3", "--space", "wide");

        var summary = _place.Json("run/summary.json");
        new[] { "dataset", "model", "method", "space", "status" }.Select(name => summary[name]!.GetValue<string>()).Should().Equal("digits", "mlp", "constrained", "wide", "completed");
        new[] { "seed", "trainImages", "testImages", "epochs", "iterations" }.Select(name => summary[name]!.GetValue<int>()).Should().Equal(3, 200, 360, 3, 12);
        summary["passes"]!.GetValue<double>().Should().BeApproximately(12 * (2 + 4 / 3.0), 1e-9, "a step has a clean pass, four proposals without gradient, and one pass over the chosen images");
        summary["operations"]!.AsObject().Should().HaveCount(13);
        summary["operations"]!.AsObject().Sum(pair => pair.Value!.GetValue<double>()).Should().BeApproximately(1, 1e-6);
        summary["levels"]!.AsArray().Sum(share => share!.GetValue<double>()).Should().BeApproximately(1, 1e-6);
        summary["acceptance"]!.GetValue<double>().Should().BeInRange(0.2, 0.999);
        summary["test"]!["accuracy"]!.GetValue<double>().Should().BeInRange(0.2, 1, "a class in ten is chance");
    }

    [Fact]
    public void Augment_multiplier_is_the_rate_times_the_sum_of_what_exceeds_the_bound()
    {
        Augment("constrained", "run", "--epsilon", "0.3");

        var excess = _place.Log("run", "epoch").Sum(epoch => epoch["values"]!["invariance"]![0]!.GetValue<double>() - 0.3);
        _place.Json("run/summary.json")["multiplier"]!["last"]!.GetValue<double>().Should().BeApproximately(0.1 * 4 * excess, 1e-4);
    }

    [Fact]
    public void Augment_mean_multiplier_is_over_all_steps()
    {
        Augment("constrained", "run", "--epsilon", "0.3", "--log-every", "1");

        // The multiplier of a step is the one that the step before left.
        var multipliers = _place.Log("run", "step").Select(step => step["largestMultiplier"]!.GetValue<double>()).ToList();
        var multiplier = _place.Json("run/summary.json")["multiplier"]!;
        multiplier["mean"]!.GetValue<double>().Should().BeApproximately(multipliers.SkipLast(1).Prepend(0).Average(), 1e-6);
        multiplier["active"]!.GetValue<double>().Should().BeApproximately(11 / 12.0, 1e-6, "it starts at 0");
    }

    [Fact]
    public void Augment_bound_above_every_loss_is_training_without_it_to_the_last_bit()
    {
        Augment("constrained", "bound", "--epsilon", "1000");
        Augment("none", "plain");

        foreach (var part in new[] { "train", "test" })
            _place.Json("bound/summary.json")[part]!.ToJsonString().Should().Be(_place.Json("plain/summary.json")[part]!.ToJsonString());
        _place.Json("bound/summary.json")["multiplier"]!["last"]!.GetValue<double>().Should().Be(0);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("randaugment")]
    public void Augment_without_bound_transforms_what_is_trained_on_and_has_no_price(string method)
    {
        Augment(method, "run");
        Augment("none", "plain");

        var summary = _place.Json("run/summary.json");
        summary["passes"]!.GetValue<double>().Should().Be(12);
        summary["multiplier"].Should().BeNull();
        summary["train"]!.ToJsonString().Should().NotBe(_place.Json("plain/summary.json")["train"]!.ToJsonString());
    }

    [Fact]
    public void Augment_fixed_weight_stays_and_acts_from_the_first_step()
    {
        Augment("fixed", "run", "--gamma", "0.7");
        Augment("fixed", "heavier", "--gamma", "70", "--epochs", "10");
        Augment("fixed", "lighter", "--gamma", "0.01", "--epochs", "10");

        var multiplier = _place.Json("run/summary.json")["multiplier"]!;
        new[] { "last", "mean", "active" }.Select(name => multiplier[name]!.GetValue<double>()).Should().SatisfyRespectively(
            last => last.Should().BeApproximately(0.7, 1e-6), mean => mean.Should().BeApproximately(0.7, 1e-6), active => active.Should().Be(1));
        CleanLoss("heavier").Should().BeGreaterThan(CleanLoss("lighter"), "a heavier weight leaves less to the images as they are");
    }

    [Fact]
    public void Augment_mixed_batches_cost_a_pass_less_and_are_switched_off_to_the_last_bit()
    {
        Augment("mixed", "run", "--epsilon", "0.3");
        Augment("mixed", "off", "--epsilon", "1000");
        Augment("none", "plain");

        _place.Json("run/summary.json")["passes"]!.GetValue<double>().Should().BeApproximately(12 * (1 + 2 / 3.0), 1e-9);
        var excess = _place.Log("run", "epoch").Sum(epoch => epoch["values"]!["invariance"]![0]!.GetValue<double>() - 0.3);
        _place.Json("run/summary.json")["multiplier"]!["last"]!.GetValue<double>().Should().BeApproximately(0.1 * 4 * excess, 1e-4);
        _place.Json("off/summary.json")["test"]!.ToJsonString().Should().Be(_place.Json("plain/summary.json")["test"]!.ToJsonString());
        _place.Json("run/summary.json")["test"]!.ToJsonString().Should().NotBe(_place.Json("plain/summary.json")["test"]!.ToJsonString());
    }

    [Fact]
    public void Augment_learned_ranges_are_in_the_summary()
    {
        Augment("augerino", "run");

        _place.Json("run/summary.json")["widths"]!.AsObject().Select(pair => pair.Value!.GetValue<double>()).Should().HaveCount(6).And.OnlyContain(width => width > 0).And.OnlyHaveUniqueItems("each is learned by itself");
        _place.Json("run/summary.json")["passes"]!.GetValue<double>().Should().Be(12);
    }

    [Fact]
    public void Augment_held_out_images_are_not_trained_on_and_are_what_is_followed()
    {
        Augment("none", "run", "--hold-out", "0.25", "--evaluate-every", "2");

        var summary = _place.Json("run/summary.json");
        new[] { "trainImages", "heldOutImages" }.Select(name => summary[name]!.GetValue<int>()).Should().Equal(150, 50);
        var looks = _place.Log("run", "epoch").Select(epoch => epoch["metrics"]!.AsObject().Select(pair => pair.Key).Order()).ToList();
        looks[0].Should().BeEmpty();
        looks[1].Should().Equal("held-out accuracy", "held-out loss");
    }

    [Fact]
    public void Augment_chains_that_go_on_walk_or_are_sharper_choose_otherwise()
    {
        string[] kinds = ["--persistent", "--walk 0.1", "--temperature 0.2", "--statistics all", "--cutout 3"];
        Augment("constrained", "plain", "--proposals", "4");

        foreach (var (place, kind) in kinds.Index())
        {
            Augment("constrained", $"run{place}", ["--proposals", "4", .. kind.Split(' ')]);
            var changed = _place.Json($"run{place}/summary.json")["requirements"]!.ToJsonString() != _place.Json("plain/summary.json")["requirements"]!.ToJsonString();
            changed.Should().Be(kind != "--statistics all", kind + ": a network without batch normalisation has no statistics");
        }
        Loss("run2").Should().BeGreaterThan(Loss("plain"), "a low temperature is nearer to the worst");
    }

    [Fact]
    public void Augment_worst_draws_hurt_more_than_those_of_a_chain()
    {
        Augment("worst", "worst", "--proposals", "8", "--epsilon", "1000");
        Augment("constrained", "chain", "--proposals", "8", "--epsilon", "1000");

        // With the bound out of reach both train the same model, and only what they look at differs.
        Loss("worst").Should().BeGreaterThan(Loss("chain"));
        _place.Json("worst/summary.json")["acceptance"].Should().BeNull("the worst is taken, nothing is accepted");
    }

    [Fact]
    public void Augment_learning_rate_follows_a_cosine_step_by_step()
    {
        Augment("none", "run", "--lr", "0.01", "--log-every", "1");

        _place.Log("run", "step").Select((line, step) => (Rate: line["learningRate"]!.GetValue<double>(), Expected: 0.005 * (1 + Math.Cos(Math.PI * step / 12)))).Should()
            .HaveCount(12).And.OnlyContain(pair => Math.Abs(pair.Rate - pair.Expected) < 1e-12);
    }

    [Fact]
    public void Augment_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        Augment("constrained", "one");
        Augment("constrained", "two");
        Augment("constrained", "other", "--seed", "1");

        _place.Timeless("one").Should().Be(_place.Timeless("two"));
        _place.Json("other/summary.json")["test"]!.ToJsonString().Should().NotBe(_place.Json("one/summary.json")["test"]!.ToJsonString());
    }

    private double CleanLoss(string run) => _place.Json(run + "/summary.json")["train"]!["loss"]!.GetValue<double>();

    private double Loss(string run) => _place.Json(run + "/summary.json")["requirements"]!["invariance"]!["loss"]!.GetValue<double>();

    private Outcome Augment(string method, string run, params string[] more) => _place.Small("augment", ["--method", method, "--out", _place.At(run), .. more]).ShouldSucceed();
}
