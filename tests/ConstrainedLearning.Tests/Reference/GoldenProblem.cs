namespace ConstrainedLearning.Tests.Reference;

/// <summary>A problem whose solution and multipliers are known.</summary>
/// <param name="Id">The name used in tests.</param>
/// <param name="Name">What the literature calls it.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="N">The number of variables.</param>
/// <param name="Variables">x1..xn.</param>
/// <param name="Objective">The formula of f.</param>
/// <param name="Inequalities">The formulae of g_i &lt;= 0, bounds last.</param>
/// <param name="Equalities">The formulae of h_j = 0.</param>
/// <param name="FirstBound">The index of the first inequality that is a bound on a variable; null: none is.</param>
/// <param name="X0">The published start.</param>
/// <param name="XStar">The solution.</param>
/// <param name="FStar">The objective there.</param>
/// <param name="LambdaStar">The multipliers of the inequalities, &gt;= 0.</param>
/// <param name="MuStar">The multipliers of the equalities.</param>
/// <param name="Active">The indices of the inequalities with g = 0 at the solution.</param>
/// <param name="MultipliersUnique">False: other multipliers belong to the solution too, so test the KKT conditions and not the values.</param>
/// <param name="PublishedF">The objective in the literature, rounded there; null: none.</param>
/// <param name="KktResidual">How far the numbers are from the KKT conditions.</param>
/// <param name="LagrangianHessianMinEigenvalue">Of the Lagrangian's second derivative in x. Negative: plain descent-ascent is repelled.</param>
/// <param name="TangentHessianMinEigenvalue">The same on the tangent space of the strongly active constraints; null: that space is a point.</param>
/// <param name="Gda">Descent-ascent with one step size for x, lambda and mu, linearised at the solution.</param>
/// <param name="GdaWithPenalty">The same for an augmented Lagrangian.</param>
/// <param name="Note">What is special about it.</param>
internal sealed record GoldenProblem(
    string Id, string Name, string Source, int N, string[] Variables, string Objective, string[] Inequalities, string[] Equalities, int? FirstBound,
    double[] X0, double[] XStar, double FStar, double[] LambdaStar, double[] MuStar, int[] Active, bool MultipliersUnique, double? PublishedF, KktResidual KktResidual,
    double LagrangianHessianMinEigenvalue, double? TangentHessianMinEigenvalue, DescentAscentLimit Gda, PenalizedDescentAscentLimit GdaWithPenalty, string Note)
{
    private static readonly GoldenProblem[] All = GoldenFile.Parse<GoldenProblems>(GoldenFile.Text("problems.json")).Problems;

    internal static IEnumerable<string> Ids => All.Select(problem => problem.Id);

    /// <summary>The functions f, g and h.</summary>
    internal NonlinearProgram Program { get; } = new(Name, N, Objective, Inequalities, Equalities);

    internal static GoldenProblem Of(string id) => All.Single(problem => problem.Id == id);
}

/// <summary>The whole of <c>problems.json</c>.</summary>
internal sealed record GoldenProblems(string Format, string Convention, int Count, double LargestKktResidual, GoldenProblem[] Problems);

/// <summary>The largest entry of grad L, violation, abs(lambda_i g_i) and negative lambda, and the largest of all.</summary>
internal sealed record KktResidual(double Stationarity, double Violation, double Complementarity, double MostNegativeLambda, double Max);

/// <summary>Of the eigenvalues e of [[H, A'], [-A, 0]]: the smallest real part, and min 2 Re(e) / |e|^2, where descent-ascent stops contracting; null: no step does.</summary>
internal sealed record DescentAscentLimit(double MinRealPart, double? LargestStableStep);

/// <summary>See <see cref="DescentAscentLimit"/>, with H + c A'A: a penalty coefficient <paramref name="C"/>.</summary>
internal sealed record PenalizedDescentAscentLimit(double C, double MinRealPart, double? LargestStableStep);
