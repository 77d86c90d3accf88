#:project ../src/ConstrainedLearning
#:property PublishAot=false

// Platt and Barr's toy: the point of the line x + y = 1 that is nearest to the origin. The answer is (1/2, 1/2), the multiplier -1.
using ConstrainedLearning;
using TorchSharp;
using static TorchSharp.torch;

using var point = new TorchSharp.Modules.ParameterList(new TorchSharp.Modules.Parameter(tensor([2.0, -1.0])));
var x = point[0];
var onLine = Constraint.Equal("on the line", 1);
using var learner = new PrimalDual(point, optim.SGD(point.parameters(), 0.05), [onLine], DualUpdate.Ascent(0.5), scheme: Scheme.AlternatingDualPrimal);
var solution = learner.Solve(() => Evaluation.Of(x.square().sum()).With(onLine, x.sum()));
Console.WriteLine(solution);
Console.WriteLine($"x = ({x[0].ToDouble():F6}, {x[1].ToDouble():F6}), at distance {(x - 0.5).norm().ToDouble():E1} from (1/2, 1/2)");
