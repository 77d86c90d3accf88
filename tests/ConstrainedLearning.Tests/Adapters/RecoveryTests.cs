using ConstrainedLearning.Adapters;
using FluentAssertions;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Adapters;

/// <summary>A planted tensor of rank 3 is found again. With white inputs the loss of regression is the squared distance of the Deltas.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IReadOnlyList<Site> _sites;
    private readonly Tensor[] _teacher;

    public RecoveryTests()
    {
        manual_seed(21);
        _sites = Sites.Of(new Blocks());
        using var teacher = new LoRTA(_sites, Blocks.HeadSize, new LoRTAOptions { Rank = 3 });
        Catalog.Shake(teacher, 0.5);
        _teacher = [.. _sites.Select(site => teacher.Delta(site).detach())];
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_student_of_the_teachers_rank_finds_it() => Trained(new LoRTA(_sites, Blocks.HeadSize, new LoRTAOptions { Rank = 3 })).Should().BeLessThan(1e-6 * Distance(null).ToDouble());

    [Fact]
    public void So_does_LoRA_of_that_rank() => Trained(new LoRA(_sites, new LoRAOptions { Rank = 3 }), 0.1).Should().BeLessThan(1e-6 * Distance(null).ToDouble());

    [Fact]
    public void A_student_of_rank_1_stays_above_what_its_matrices_cannot_have()
    {
        var rest = _teacher.Sum(delta => linalg.svdvals(delta).square().narrow(0, 1, Blocks.Width - 1).sum().ToDouble());
        rest.Should().BeGreaterThan(0.05 * Distance(null).ToDouble());
        Trained(new LoRTA(_sites, Blocks.HeadSize, new LoRTAOptions { Rank = 1 })).Should().BeInRange(rest, Distance(null).ToDouble());
    }

    private double Trained(IAdditive student, double rate = 0.03)
    {
        const int steps = 800;
        using var _ = student;
        using var optimizer = optim.Adam(student.Factors.parameters(), rate);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.ParamGroups.Single().LearningRate = rate * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
            optimizer.zero_grad();
            Distance(student).backward();
            optimizer.step();
        }
        return Distance(student).ToDouble();
    }

    private Tensor Distance(IAdditive? student) => _sites.Select((site, i) => (student is null ? _teacher[i] : student.Delta(site) - _teacher[i]).square().sum()).Aggregate((sum, next) => sum + next);
}
