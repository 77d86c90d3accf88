namespace ConstrainedLearning.Tests.Constraints;

public sealed class ConstraintTests
{
    [Fact]
    public void Bounds_may_be_one_for_all_or_one_each()
    {
        Constraint.AtMost("a", 0.5, 3).Bounds.Should().Equal(0.5, 0.5, 0.5);
        Constraint.AtMost("a", [1.0, 2.0]).Count.Should().Be(2);
        Constraint.AtMost("a", 0.5).Should().BeEquivalentTo(new { Count = 1, InitialMultipliers = new[] { 0.0 }, Relaxation = (Relaxation?)null, DualUpdate = (DualUpdate?)null });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Bound_that_is_no_number_is_refused_by_name(double bound)
    {
        var build = () => Constraint.AtMost("speed", [1, bound]);

        build.Should().Throw<ArgumentException>().WithMessage("constraint 'speed': bound 1 is *");
    }

    [Fact]
    public void Empty_name_and_empty_bounds_are_refused()
    {
        FluentActions.Invoking(() => Constraint.AtMost(" ", 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Constraint.AtMost("a", [])).Should().Throw<ArgumentException>().WithMessage("*'a'*");
        FluentActions.Invoking(() => Constraint.AtMost("a", 1, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Multiplier_of_an_upper_bound_cannot_start_below_zero(double start)
    {
        FluentActions.Invoking(() => Constraint.AtMost("a", 1).StartingAt(start)).Should().Throw<ArgumentException>().WithMessage("constraint 'a'*");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    public void Ascent_refuses_steps_and_caps_that_make_no_sense(double rate, double cap)
    {
        FluentActions.Invoking(() => DualUpdate.Ascent(rate, cap)).Should().Throw<ArgumentException>().WithMessage("*got*");
    }

    [Fact]
    public void Multipliers_may_not_start_above_their_cap()
    {
        using var theta = new Theta(0);

        FluentActions.Invoking(() => Toy.Learner(theta, [Constraint.AtMost("a", 1).StartingAt(2)], DualUpdate.Ascent(0.1, cap: 1)))
            .Should().Throw<ArgumentException>().WithMessage("constraint 'a'*cap*");
    }
}
