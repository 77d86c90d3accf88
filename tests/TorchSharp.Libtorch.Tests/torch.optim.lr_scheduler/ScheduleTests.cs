using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Libtorch.Tests.Optimizers;

public sealed class ScheduleTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "schedules.json"))).RootElement;

    public static TheoryData<string> Names => new(Golden.EnumerateObject().Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_gives_the_rates_and_momenta_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = TwoGroups();
        var schedule = Make(name, optimizer);
        var t = 0;
        foreach (var row in Golden.GetProperty(name).EnumerateArray())
        {
            double[] expected = [.. row.EnumerateArray().Select(v => v.GetDouble())];
            double[] got = [.. optimizer.ParamGroups.SelectMany(g => new[] { g.LearningRate, ((optim.IMomentum)g).Momentum })];
            for (var i = 0; i < got.Length; i++) got[i].Should().BeApproximately(expected[i], 1e-12 + 1e-9 * Math.Abs(expected[i]), "step {0}, value {1}", t, i);
            if (t > 0 && !name.StartsWith("Reduce", StringComparison.Ordinal)) schedule.get_last_lr().Should().Equal(got[0], got[2]);
            if (name.StartsWith("Reduce", StringComparison.Ordinal)) schedule.step(1.0 / (1 + Math.Min(t, 6)) + 0.001 * (t % 3));
            else schedule.step();
            t++;
        }
    }

    [Fact]
    public void Step_to_an_epoch_gives_the_same_as_walking_there()
    {
        using var scope = NewDisposeScope();
        foreach (var name in (string[])["StepLR", "MultiStepLR", "PolynomialLR", "ExponentialLR", "ConstantLR", "LinearLR", "CosineAnnealingLR", "LambdaLR"])
        {
            using var optimizer = TwoGroups();
            var schedule = Make(name, optimizer);

            schedule.step(9);

            var expected = Golden.GetProperty(name)[9][0].GetDouble();
            optimizer.ParamGroups.First().LearningRate.Should().BeApproximately(expected, 1e-12, name);
        }
    }

    [Fact]
    public void Cyclic_momentum_without_momentum_says_what_to_do()
    {
        using var scope = NewDisposeScope();
        using var adam = optim.Adam([new Parameter(tensor(0f))]);

        var make = () => CyclicLR(adam, 0.1, 0.2);

        make.Should().Throw<ArgumentException>().WithMessage("*Adam*cycle_momentum: false*");
    }

    [Fact]
    public void OneCycle_moves_the_first_beta_of_Adam()
    {
        using var scope = NewDisposeScope();
        using var adam = optim.Adam([new Parameter(tensor(0f))]);

        OneCycleLR(adam, 0.1, total_steps: 10);

        ((optim.IBetas)adam.ParamGroups.Single()).Betas.Should().Be((0.95, 0.999));
        adam.ParamGroups.Single().LearningRate.Should().BeApproximately(0.1 / 25, 1e-12);
    }

    [Fact]
    public void Sequential_needs_one_milestone_less_than_schedules()
    {
        using var scope = NewDisposeScope();
        using var optimizer = TwoGroups();

        var make = () => SequentialLR(optimizer, [StepLR(optimizer, 1), StepLR(optimizer, 2)], []);

        make.Should().Throw<ArgumentException>().WithMessage("2 schedules need 1 milestones, got 0*");
    }

    private static SGD TwoGroups()
    {
        Parameter[] w = [new(tensor(0f)), new(tensor(0f))];
        return optim.SGD([new SGD.ParamGroup { Parameters = [w[0]] }, new SGD.ParamGroup([w[1]], lr: 0.02, momentum: 0.7)], 0.1, momentum: 0.7);
    }

    private static LRScheduler Make(string name, optim.Optimizer o) => name switch
    {
        "StepLR" => StepLR(o, 7, gamma: 0.3),
        "MultiStepLR" => MultiStepLR(o, [3, 10, 10, 25], gamma: 0.5),
        "PolynomialLR" => PolynomialLR(o, total_iters: 30, power: 2.0),
        "ExponentialLR" => ExponentialLR(o, gamma: 0.9),
        "ConstantLR" => ConstantLR(o, factor: 0.25, total_iters: 6),
        "LinearLR" => LinearLR(o, start_factor: 0.1, end_factor: 0.8, total_iters: 12),
        "CosineAnnealingLR" => CosineAnnealingLR(o, 15, eta_min: 1e-3),
        "LambdaLR" => LambdaLR(o, t => 1.0 / (1 + t)),
        "MultiplicativeLR" => MultiplicativeLR(o, t => t % 2 == 1 ? 0.95 : 0.99),
        "ChainedLR" => ChainedLR([ExponentialLR(o, 0.95), StepLR(o, 10, 0.5)]),
        "SequentialLR" => SequentialLR(o, [LinearLR(o, 0.1, 1.0, 5), ExponentialLR(o, 0.9), CosineAnnealingLR(o, 10)], [5, 20]),
        "CyclicLR" => CyclicLR(o, 0.01, 0.1, 6, 4),
        "CyclicLR-Triangular2" => CyclicLR(o, 0.01, 0.1, 6, mode: impl.CyclicLR.Mode.Triangular2),
        "CyclicLR-ExpRange" => CyclicLR(o, 0.01, 0.1, 6, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.97),
        "OneCycleLR" => OneCycleLR(o, 0.2, total_steps: 41),
        "OneCycleLR-ThreePhase" => OneCycleLR(o, 0.2, epochs: 41, steps_per_epoch: 1, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true),
        "ReduceLROnPlateau" => ReduceLROnPlateau(o, patience: 3, cooldown: 2, factor: 0.5, min_lr: [0.01, 0.001]),
        "ReduceLROnPlateau-max" => ReduceLROnPlateau(o, mode: "max", patience: 1, threshold_mode: "abs", threshold: 0.01),
        _ => throw new ArgumentException($"no schedule {name}"),
    };
}
