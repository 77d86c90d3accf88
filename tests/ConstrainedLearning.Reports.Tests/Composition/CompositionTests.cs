using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Reports.Tests.Composition;

/// <summary>Any two methods, and all of them at once: they train, save, go on, and end in a report.</summary>
public sealed class CompositionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<Methods> Pairs
    {
        get
        {
            var data = new TheoryData<Methods>();
            Methods[] single = [Methods.Shaping, Methods.Resilience, Methods.Precision, Methods.Invariance, Methods.Adapters];
            foreach (var (place, one) in single.Index())
            {
                data.Add(one);
                foreach (var other in single.Skip(place + 1)) data.Add(one | other);
            }
            data.Add(Methods.All);
            return data;
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory, MemberData(nameof(Pairs))]
    public void They_train_and_go_on_after_a_stop_as_if_there_had_been_none(Methods methods)
    {
        using var straight = new ComposedRun(methods, null);
        var before = straight.Everything();
        var result = straight.Train();
        result.Status.Should().Be(TrainingStatus.Completed);
        result.History[^1].Loss.Should().BeLessThan(result.History[0].Loss);
        var expected = straight.Everything();
        expected.Should().HaveSameCount(before);
        expected.Count(pair => !pair.Value.SequenceEqual(before[pair.Key])).Should().BeGreaterThan(1);

        using (var first = new ComposedRun(methods, _folder, epochs: 2)) first.Train();
        using var second = new ComposedRun(methods, _folder);
        second.Resume(_folder);
        second.Train().Steps.Should().Be(ComposedRun.Epochs * ComposedRun.BatchesPerEpoch);

        second.Everything().Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_report_shows_what_every_requirement_costs(Methods methods)
    {
        using var run = new ComposedRun(methods, null, epochs: 1);
        run.Train();

        var page = run.Report().ToPage();

        foreach (var name in run.Constraints.SelectMany(constraint => Enumerable.Range(0, constraint.Count).Select(constraint.ComponentName))) page.Should().Contain(System.Net.WebUtility.HtmlEncode(name));
        if (methods.HasFlag(Methods.Adapters)) page.Should().Contain("lorta");
        page.Should().NotContain("NaN");
    }

    [Fact]
    public void With_everything_at_once_the_model_under_the_adapters_stays_as_it_was()
    {
        using var run = new ComposedRun(Methods.All, null);
        var before = run.Model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        run.Train();
        foreach (var (name, value) in run.Model.state_dict()) value.eq(before[name]).all().ToBoolean().Should().BeTrue("{0} is frozen", name);
        run.Learner.Sensitivity().Prices.Select(price => price.Constraint).Distinct().Should().BeEquivalentTo("step loss", "3 bits/layers", "3 bits/output", "turned", "forgetting", "capacity");
    }
}
