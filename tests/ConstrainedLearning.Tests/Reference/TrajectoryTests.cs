using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>The recorded runs of another library, repeated iterate by iterate.</summary>
/// <remarks>
/// Where the two differ, the recorded variant is written out in the tests and the difference to this library's own is measured. In one point this library agrees with the recording and not
/// with the recording library's manual: extragradient's second step starts from the original point, which is Korpelevich's method; that it is the right one is shown by its contraction in
/// <see cref="Schemes.BilinearGameTests"/>.
/// </remarks>
public sealed class TrajectoryTests
{
    public static TheoryData<string> Names => [.. GoldenTrajectory.Names];

    public static TheoryData<string> RunsOfNuPIFromTheFirstError =>
        [.. GoldenTrajectory.Names.Where(name => GoldenTrajectory.Of(name).Dual is RecordedOptimizer.NuPI { Init: NuPIInit.Sgd })];

    [Theory, MemberData(nameof(Names))]
    public void Every_number_of_a_recorded_run_is_repeated(string name)
    {
        var run = GoldenTrajectory.Of(name);
        using var replay = new Replay(run);

        var repeated = replay.Rows();

        foreach (var ((quantity, rows), (_, recorded)) in repeated.Quantities().Zip(run.Trajectory.Quantities()))
        {
            if (recorded is null)
            {
                rows.Should().BeNull($"the run has no {quantity}");
                continue;
            }
            rows.Should().HaveSameCount(recorded, quantity);
            for (var k = 0; k < recorded.Length; k++) Close(rows![k], recorded[k], $"{quantity}, row {k}");
        }
    }

    /// <summary>The documentation stores the first error, xi_0 = e_0, the recording 0: the second increments differ by lr kp (1 - nu) e_0.</summary>
    [Theory, MemberData(nameof(RunsOfNuPIFromTheFirstError))]
    public void The_documented_start_of_nuPI_has_another_second_step_by_what_the_first_error_is_worth(string name)
    {
        var run = GoldenTrajectory.Of(name);
        var settings = (RecordedOptimizer.NuPI)run.Dual!;
        using var replay = new Replay(run, RecordedSettings.OwnDualOf(run));

        var own = replay.Rows();

        var (multipliers, recorded) = (own.Mu ?? own.Lambda!, run.Trajectory.Mu ?? run.Trajectory.Lambda!);
        var firstError = (run.Trajectory.H ?? run.Trajectory.G!)[run.Scheme == RecordedScheme.AlternatingPrimalDual ? 1 : 0];
        Close(multipliers[1], recorded[1], "the first step is the same");
        for (var i = 0; i < firstError.Length; i++)
            (recorded[2][i] - multipliers[2][i]).Should().BeApproximately(settings.Lr * settings.Kp * (1 - settings.Nu) * firstError[i], 1e-9).And.NotBe(0);
    }

    [Fact]
    public void Adam_with_epsilon_on_the_corrected_root_differs_by_about_1e_minus_7()
    {
        var run = GoldenTrajectory.Of("hs14.extragradient.adam.adam");
        using var replay = new Replay(run, RecordedSettings.OwnDualOf(run), point => RecordedSettings.OwnPrimalOf(run, point));

        var own = replay.Rows();

        var differences = own.Quantities().Zip(run.Trajectory.Quantities()).Where(pair => pair.Second.Rows is not null)
            .SelectMany(pair => pair.First.Rows!.Zip(pair.Second.Rows!).SelectMany(rows => rows.First.Zip(rows.Second, (a, b) => Math.Abs(a - b))));
        differences.Max().Should().BeInRange(1e-8, 1e-6);
    }

    private static void Close(double[] values, double[] expected, string what)
    {
        values.Should().HaveSameCount(expected, what);
        for (var i = 0; i < values.Length; i++) values[i].Should().BeApproximately(expected[i], 1e-9 * (1 + Math.Abs(expected[i])), $"{what}, component {i}");
    }
}
