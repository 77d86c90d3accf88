using ConstrainedLearning.Tests.Duals;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Checkpoints;

/// <summary>Ten steps, a file and ten steps are twenty steps, to the last bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("constrained-learning-").FullName;

    private string FilePath => Path.Combine(_folder, "state.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, string> Combinations
    {
        get
        {
            TheoryData<string, string, string> cases = [];
            foreach (var scheme in Engine.Schemes.Keys)
                foreach (var formulation in Engine.Formulations.Keys)
                    if (Engine.Allows(scheme, formulation)) cases.Add("nuPI", formulation, scheme);
            foreach (var rule in ObservedRowsTests.Rules.Keys.Append("every third").Append("warmed up").Append("sum capped"))
                foreach (var scheme in new[] { "simultaneous", "dual, primal", "extragradient", "optimistic" }) cases.Add(rule, "Lagrangian", scheme);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Combinations))]
    public void Every_combination_goes_on_as_if_it_had_not_stopped(string rule, string formulation, string scheme)
    {
        var options = new ResumableRun.Options
        {
            Update = rule switch
            {
                "every third" => DualUpdate.Momentum(0.1).Every(3),
                "warmed up" => DualUpdate.Momentum(0.1).WarmedUp(12).Scheduled(t => 1.0 / t),
                "sum capped" => DualUpdate.Ascent(0.1).SumCapped(0.4),
                _ => ObservedRowsTests.Rules[rule],
            },
            Formulation = Engine.Formulations[formulation],
            Scheme = Engine.Schemes[scheme],
        };

        Continues(options, options with { Seed = 99 });
    }

    public static TheoryData<string> Kinds => ["per sample", "per sample, optimistic", "network", "uniform average", "loss scale", "no constraint", "float64", "own order"];

    [Theory, MemberData(nameof(Kinds))]
    public void So_does_every_kind_of_multiplier_and_setting(string kind)
    {
        Constraint[] samples = [Constraint.AtMost("each", 0.4).PerSample(20).MovedBy(DualUpdate.Adam(0.1)).Scaled(Scale.Running).Relaxed(Relaxation.Quadratic(1)), .. ResumableRun.Options.Three()];
        var options = kind switch
        {
            "per sample" => new ResumableRun.Options { Constraints = _ => samples, Formulation = Formulation.AugmentedLagrangian(Penalty.WhileViolated(0.1, 1.2, most: 1)) },
            "per sample, optimistic" => new ResumableRun.Options { Constraints = _ => samples, Scheme = Scheme.Optimistic },
            "network" => new ResumableRun.Options { Constraints = network => [Constraint.AtMost("priced", 0.4).PricedBy(network), .. ResumableRun.Options.Three()] },
            "uniform average" => new ResumableRun.Options { Averaging = Averaging.Uniform(4) },
            "loss scale" => new ResumableRun.Options { Precision = new Precision(null, new LossScaleOptions(8, 7)) },
            "no constraint" => new ResumableRun.Options { Constraints = _ => [] },
            "float64" => new ResumableRun.Options { Type = ScalarType.Float64 },
            _ => new ResumableRun.Options(),
        };

        Continues(options, kind == "own order" ? options with { Constraints = _ => [.. ResumableRun.Options.Three().Reverse()] } : options with { Seed = 99 });
    }

    private void Continues(ResumableRun.Options options, ResumableRun.Options other)
    {
        using var straight = new ResumableRun(options);
        straight.Run(20);
        var expected = straight.Everything();

        using (var first = new ResumableRun(options))
        {
            first.Run(10);
            first.Save(FilePath);
        }
        using var second = new ResumableRun(other);
        second.Run(3); // into which the file is read all the same
        second.Load(FilePath);
        second.Run(10);

        ResumableRun.Differences(second.Everything(), expected).Should().BeEmpty();
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "renamed", "know no constraint 'fourth'*'third'*renamed*" },
        { "missing", "hold 'third/*which this problem lacks*" },
        { "added", "know no constraint 'fourth'*" },
        { "shape", "'first/multiplier' is Float32 of shape [3], this problem needs Float32 of [2]" },
        { "type", "the model's '0.weight' is Float64*the checkpoint has Float32*" },
        { "rule", "the rule of constraint 'second' was AdamUpdate, and is MomentumUpdate here*" },
        { "rule without state", "the rule of constraint 'first' was AscentUpdate, and is MultiplicativeUpdate here*" },
        { "slack", "hold 'first/slack', which this problem lacks*" },
        { "scale", "hold 'second/unit/*which this problem lacks*" },
        { "scheme", "the scheme was SimultaneousScheme, and is ExtragradientScheme here*" },
        { "scheme with state", "the scheme was SimultaneousScheme, and is OptimisticScheme here*" },
        { "formulation", "the formulation was LagrangianFormulation, and is AugmentedFormulation here*" },
        { "optimiser", "the saved state is of the optimiser Adam, this one is SGD*" },
        { "average", "*the saved average lacks*the run was not averaged*" },
        { "trace", "the saved trace has shape*this problem's rows have*" },
        { "loss scale", "the saved loss scale lacks*" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void Another_problem_is_refused_by_name_and_nothing_is_touched(string what, string message)
    {
        var saved = new ResumableRun.Options { Averaging = what == "average" ? null : Averaging.Uniform() };
        using (var run = new ResumableRun(saved))
        {
            run.Run(5);
            run.Save(FilePath);
        }
        var three = ResumableRun.Options.Three();
        var options = new ResumableRun.Options { Averaging = Averaging.Uniform(), Seed = 3 };
        options = what switch
        {
            "renamed" => With(three[0], three[1], Constraint.AtLeast("fourth", -0.7, 3)),
            "missing" => With(three[0], three[1]),
            "added" => With([.. three, Constraint.AtMost("fourth", 1, 3)]),
            "shape" => With(Constraint.AtMost("first", 0.6, 2).Relaxed(Relaxation.Quadratic(2)), three[1], three[2]),
            "type" => options with { Type = ScalarType.Float64 },
            "rule" => With(three[0], three[1].MovedBy(DualUpdate.Momentum(1)), three[2]),
            "rule without state" => With(three[0].MovedBy(DualUpdate.Multiplicative(1)), three[1], three[2]),
            "slack" => With(three[0] with { Relaxation = null }, three[1], three[2]),
            "scale" => With(three[0], three[1].Scaled(Scale.Fixed(1)), three[2]),
            "scheme" => options with { Scheme = Scheme.Extragradient },
            "scheme with state" => options with { Scheme = Scheme.Optimistic },
            "formulation" => options with { Formulation = Formulation.AugmentedLagrangian(1) },
            "optimiser" => options with { Optimizer = model => optim.SGD(model.parameters(), 0.1, momentum: 0.9) },
            "loss scale" => options with { Precision = new Precision(null, new LossScaleOptions(8, 7)) },
            _ => options,
        };
        ResumableRun.Options With(params Constraint[] constraints) => options with { Constraints = _ => constraints };
        using var other = new ResumableRun(options);
        if (what is not ("shape" or "trace")) other.Run(2);
        if (what == "trace") other.Learner.Record();
        var before = other.Everything();

        var load = () => other.Load(FilePath);

        if (what == "trace")
        {
            // A trace of another width under the same constraints does not come from this program; its file is a forgery.
            var contents = ConstrainedLearning.Checkpoints.CheckpointFile.Read(FilePath);
            contents.Tensors["trace/rows"] = zeros([2, 5], dtype: ScalarType.Float64);
            ConstrainedLearning.Checkpoints.CheckpointFile.Write(FilePath, contents);
        }
        load.Should().Throw<CheckpointException>().WithMessage("checkpoint '*state.checkpoint' cannot be used: it does not belong to this problem: " + (message.StartsWith('*') ? message : "*" + message));
        ResumableRun.Differences(other.Everything(), before).Should().BeEmpty();
    }
}
