using static TorchSharp.torch;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Minimise f(x) subject to g_i(x) &lt;= 0 and h_j(x) = 0, from formulae. Bounds are inequalities and come last.</summary>
/// <param name="Name">What the literature calls it.</param>
/// <param name="N">The number of variables.</param>
/// <param name="Objective">f.</param>
/// <param name="Inequalities">g_i, one formula each.</param>
/// <param name="Equalities">h_j, one formula each.</param>
internal sealed record NonlinearProgram(string Name, int N, string Objective, string[] Inequalities, string[] Equalities)
{
    private readonly Formula _objective = new(Objective, N);
    private readonly FormulaVector _inequalities = new(Inequalities, N), _equalities = new(Equalities, N);

    /// <summary>f(x), a tensor without dimensions; the caller's, as are the next two.</summary>
    internal Tensor ObjectiveAt(Tensor x) => _objective.At(x);

    /// <summary>g(x), shape [number of inequalities].</summary>
    internal Tensor InequalitiesAt(Tensor x) => _inequalities.At(x);

    /// <summary>h(x), shape [number of equalities].</summary>
    internal Tensor EqualitiesAt(Tensor x) => _equalities.At(x);
}
