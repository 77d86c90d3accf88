#:project ../src/ConstrainedLearning
#:property PublishAot=false

// Two requirements that contradict each other: the report says so, and with bounds that may give way it says how far each had to.
using ConstrainedLearning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

Constraint low = Constraint.AtMost("x at most -1", -1), high = Constraint.AtLeast("x at least 1", 1);
Show("hard", low, high);
Show("relaxed", low.Relaxed(Relaxation.Quadratic(2)), high.Relaxed(Relaxation.Quadratic(3)));

static void Show(string title, params Constraint[] constraints)
{
    using var model = new ParameterList(new Parameter(tensor(0.0)));
    using var learner = new PrimalDual(model, optim.SGD(model.parameters(), 0.05), constraints, DualUpdate.Ascent(0.05));
    var solution = learner.Solve(() => Evaluation.Of(model[0].square() / 2).With(constraints[0], model[0]).With(constraints[1], model[0]));
    Console.WriteLine($"{title}: x = {model[0].ToDouble():F4}\n{solution}");
}
