using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Training;

public sealed class GradientClipTests
{
    // The gradient of 3 x + 4 y + lambda (5 y) is (3, 4 + 5 lambda).
    [Theory]
    [InlineData(1, 0, 0.6, 0.8)]
    [InlineData(10, 0, 3, 4)]
    [InlineData(2.5, 0, 1.5, 2)]
    [InlineData(13, 1.6, 3, 12)]
    [InlineData(1, 1.6, 0.24253563, 0.97014250)] // (3, 12) / sqrt(153)
    public void Step_is_the_gradient_of_loss_and_requirements_together_shortened_to_the_norm(double norm, double multiplier, double x, double y)
    {
        using var model = new Two();
        var bound = Constraint.AtMost("g", 1e9).StartingAt(multiplier).Contributing(Contribution.PrimalOnly);
        using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 1), [bound], DualUpdate.Ascent(1)).ClipGradient(norm);

        learner.Step(() => Evaluation.Of((3 * model.X) + (4 * model.Y)).With(bound, model.Y * 5));

        model.X.ToDouble().Should().BeApproximately(-x, 1e-5);
        model.Y.ToDouble().Should().BeApproximately(-y, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Norm_that_is_none_is_refused(double norm)
    {
        using var model = new Theta(0);
        using var learner = Toy.Learner(model, [], DualUpdate.Ascent(1));

        FluentActions.Invoking(() => learner.ClipGradient(norm)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*norm > 0*");
    }

    /// <summary>Two parameters, so that the norm is over both.</summary>
    private sealed class Two : nn.Module
    {
        internal readonly Parameter X = new(tensor(0.0)), Y = new(tensor(0.0));

        internal Two() : base(nameof(Two)) => RegisterComponents();
    }
}
