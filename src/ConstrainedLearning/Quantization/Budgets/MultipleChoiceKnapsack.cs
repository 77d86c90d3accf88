namespace ConstrainedLearning.Quantization.Budgets;

/// <summary>One way to do a part of something.</summary>
/// <param name="Index">Which of the part's.</param>
/// <param name="Cost">Of the capacity.</param>
/// <param name="Error">What is minimised.</param>
internal readonly record struct Choice(int Index, long Cost, double Error);

/// <summary>min sum of errors, one choice in each group, sum of costs at most the capacity. Exact; of equal errors the least cost.</summary>
/// <remarks>
/// Dynamic programming over the groups, in which a state is dropped where another has neither more cost nor more error, or where even the relaxation of the groups to come (choices may be mixed) does not bring
/// it below the best solution known. That relaxation is a convex function of the capacity left, and at its corners nothing is mixed: each state so gives a solution as well.
/// Dyer, Riha, Walker, "A hybrid dynamic programming / branch-and-bound algorithm for the multiple-choice knapsack problem", Journal of Computational and Applied Mathematics 58, 1995.
/// </remarks>
internal sealed class MultipleChoiceKnapsack
{
    private const double Precision = 2.3e-16; // of one sum, relative

    private readonly Choice[][] _groups;
    private readonly int[] _places; // where each group, in the order of work, was given
    private readonly long _capacity;
    private readonly List<State[]> _layers = [];
    private Solution _best = new(double.PositiveInfinity, long.MaxValue, 0, default, 0);

    /// <param name="groups">At least one choice in each, finite.</param>
    /// <param name="capacity">Not below the sum of the groups' least costs.</param>
    internal MultipleChoiceKnapsack(IReadOnlyList<IReadOnlyList<Choice>> groups, long capacity)
    {
        // Costs beyond each group's cheapest choice, and errors beyond its best: sums of few digits. The groups that change the most come first, so that those to come can fill what is left in small steps.
        _capacity = capacity - groups.Sum(group => group.Min(choice => choice.Cost));
        var useful = groups.Select(Undominated).ToArray();
        _places = [.. Enumerable.Range(0, groups.Count).OrderByDescending(place => useful[place][^1].Cost)];
        _groups = [.. _places.Select(place => useful[place])];
    }

    /// <summary>The index of the choice in each group.</summary>
    internal int[] Solve()
    {
        State[] states = [new(0, 0, 0, 0)];
        for (var group = 0; group < _groups.Length && states.Length > 0; group++)
        {
            _layers.Add(states);
            states = Extend(states, group, new RelaxedGroups(_groups, group + 1));
        }
        return Unwound();
    }

    private State[] Extend(State[] states, int group, RelaxedGroups later)
    {
        List<State> all = [];
        for (var parent = 0; parent < states.Length; parent++)
        {
            foreach (var choice in _groups[group])
            {
                var state = new State(states[parent].Cost + choice.Cost, states[parent].Error + choice.Error, parent, choice.Index);
                if (state.Cost > _capacity) break;
                if (IsHopeless(state, later)) continue;
                all.Add(state);
                var corner = later.CornerAt(_capacity - state.Cost);
                var solution = new Solution(state.Error + later.Errors[corner], state.Cost + later.Costs[corner], group, state, corner);
                if (solution.IsBetterThan(_best)) _best = solution;
            }
        }
        all.Sort();
        List<State> kept = [];
        var least = double.PositiveInfinity;
        foreach (var state in all)
        {
            if (state.Error >= least || IsHopeless(state, later)) continue;
            least = state.Error;
            kept.Add(state);
        }
        return [.. kept];
    }

    // No solution from here is better than the best known: of less error, or of equal error and less cost. On the falling part of the relaxation only the whole capacity gives its least error.
    private bool IsHopeless(State state, RelaxedGroups later)
    {
        var left = _capacity - state.Cost;
        var (bound, rounding) = (state.Error + later.At(left), _best.Error * _groups.Length * Precision);
        return bound > _best.Error + rounding || (bound >= _best.Error - rounding && state.Cost + Math.Min(left, later.Costs[^1]) >= _best.Cost);
    }

    private int[] Unwound()
    {
        var chosen = new int[_groups.Length];
        void Set(int group, int choice) => chosen[_places[group]] = choice;
        var state = _best.State;
        for (var group = _best.Group; group >= 0; state = _layers[group--][state.Parent]) Set(group, state.Choice);
        for (var group = _best.Group + 1; group < _groups.Length; group++) Set(group, _groups[group][0].Index);
        foreach (var (group, choice) in new RelaxedGroups(_groups, _best.Group + 1).StepsTo(_best.Corner)) Set(group, choice);
        return chosen;
    }

    /// <summary>The choices that no other of the group has less error than at no more cost, by cost.</summary>
    private static Choice[] Undominated(IReadOnlyList<Choice> group)
    {
        var (cheapest, best, least) = (group.Min(choice => choice.Cost), group.Min(choice => choice.Error), double.PositiveInfinity);
        List<Choice> kept = [];
        foreach (var choice in group.OrderBy(choice => choice.Cost).ThenBy(choice => choice.Error))
        {
            if (choice.Error >= least) continue;
            least = choice.Error;
            kept.Add(new Choice(choice.Index, choice.Cost - cheapest, choice.Error - best));
        }
        return [.. kept];
    }

    /// <summary>Choices made in the first groups.</summary>
    /// <param name="Cost">Of them all.</param>
    /// <param name="Error">Of them all.</param>
    /// <param name="Parent">The state without the last group.</param>
    /// <param name="Choice">In the last group.</param>
    private readonly record struct State(long Cost, double Error, int Parent, int Choice) : IComparable<State>
    {
        public int CompareTo(State other) => Cost != other.Cost ? Cost.CompareTo(other.Cost) : Error != other.Error ? Error.CompareTo(other.Error) : (Parent, Choice).CompareTo((other.Parent, other.Choice));
    }

    /// <summary>A state after one group, and a corner of the relaxation for the groups to come.</summary>
    private readonly record struct Solution(double Error, long Cost, int Group, State State, int Corner)
    {
        internal bool IsBetterThan(Solution other) => Error < other.Error || (Error == other.Error && Cost < other.Cost);
    }
}
