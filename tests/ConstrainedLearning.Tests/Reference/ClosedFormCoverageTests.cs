using System.Reflection;
using ConstrainedLearning.Tests.Constraints;
using ConstrainedLearning.Tests.Duals;
using ConstrainedLearning.Tests.Forecasting;
using ConstrainedLearning.Tests.Invariance;
using ConstrainedLearning.Tests.Quantization;

namespace ConstrainedLearning.Tests.Reference;

/// <summary>Which test covers each of the small cases with known answers, or which method it waits for.</summary>
public sealed class ClosedFormCoverageTests
{
    private static readonly (string Prefix, Type Class, string Test)[] Covered =
    [
        ("shaping.one_step_bound.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.One_bound_gives_the_known_solution_and_price)),
        ("shaping.infeasible_growth.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Contradictory_bounds_make_multipliers_grow_at_the_known_rate_until_their_cap)),
        ("shaping.multiplier_clip.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.A_cap_is_an_exact_penalty)),
        ("shaping.update_order.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.One_step_keeps_the_published_order_of_updates)),
        ("shaping.monotone_weights.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Monotone_weights_are_the_known_ones_and_sum_to_one)),
        ("shaping.monotone_toy.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Monotone_toy_has_the_known_price)),
        ("shaping.levels_and_window_std.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Levels_are_interpolated_quantiles_and_the_window_deviation_divides_by_n_minus_1)),
        ("shaping.lr_schedule.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Learning_rate_stays_for_two_epochs_and_then_halves)),
        ("shaping.mean_constraint_violation.", typeof(ShapingClosedFormTests), nameof(ShapingClosedFormTests.Mean_violation_counts_only_what_is_above_the_level)),
        ("resilience.both_steps.", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.Contradictory_bounds_settle_where_cost_and_price_agree)),
        ("resilience.one_step.", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.One_relaxed_bound_gives_the_known_solution_and_equals_the_penalty_form)),
        ("resilience.linear_quadratic.", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.Linear_constraint_gives_the_known_equilibrium)),
        ("resilience.linear_cost.", typeof(SlackUpdateTests), nameof(SlackUpdateTests.The_default_update_reaches_every_known_equilibrium)),
        ("resilience.power_cost.", typeof(SlackUpdateTests), nameof(SlackUpdateTests.The_default_update_reaches_every_known_equilibrium)),
        ("resilience.inactive", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.Inactive_bound_exerts_no_force_at_any_step)),
        ("resilience.perturbation_function.", typeof(SlackUpdateTests), nameof(SlackUpdateTests.Perturbed_bounds_have_the_known_optimum_and_price_and_the_equilibrium_is_where_the_price_meets_the_marginal_cost)),
        ("resilience.contradictory.", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.Two_contradictory_bounds_share_the_relaxation_by_their_costs)),
        ("resilience.slack_recursion.0.1.", typeof(ResilienceClosedFormTests), nameof(ResilienceClosedFormTests.Slack_recursion_is_the_geometric_series)),
        ("resilience.slack_recursion.1.0.", typeof(SlackUpdateTests), nameof(SlackUpdateTests.A_slack_recursion_that_oscillates_is_refused_and_has_an_implicit_one_that_settles)),
        ("federated.two_clients.", typeof(FederatedClosedFormTests), nameof(FederatedClosedFormTests.Two_clients_share_the_model_at_the_known_weights)),
        ("federated.aggregation.", typeof(FederatedClosedFormTests), nameof(FederatedClosedFormTests.Updates_of_clients_are_added_with_the_known_weights)),
        ("dual.ball_least_squares.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.Least_squares_in_a_ball_has_the_known_solution_price_and_value)),
        ("dual.halfspace_projection.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.Projection_onto_a_half_space_is_known)),
        ("dual.ridge_ball.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.Ridge_regression_in_a_ball_has_the_known_solution_and_price)),
        ("dual.average_or_per_sample.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.A_bound_on_every_sample_is_paid_by_the_worst)),
        ("dual.gap_two_points.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.Where_there_is_a_duality_gap_the_averages_of_dual_ascent_have_the_dual_value)),
        ("dual.infeasible_growth", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.Contradictory_bounds_have_multipliers_that_grow_and_a_run_that_says_infeasible)),
        ("dual.complementary_slackness", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.A_bound_that_does_not_bind_has_the_price_0_and_leaves_every_step_as_it_is)),
        ("dual.scaling.", typeof(DualAscentClosedFormTests), nameof(DualAscentClosedFormTests.A_requirement_times_k_has_its_price_divided_by_k)),
        ("quantization.dual_recursion.", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.Under_a_constant_violation_a_multiplier_is_a_straight_line_cut_at_0)),
        ("quantization.ranking.", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.Multipliers_of_constant_differences_rank_them)),
        ("quantization.single_weight", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.Without_a_difference_no_bound_has_a_price)),
        ("quantization.rounding_mse.", typeof(QuantizerClosedFormTests), nameof(QuantizerClosedFormTests.Mean_squared_error_of_rounding_uniform_values_is_the_known_one)),
        ("quantization.no_zero_level.", typeof(QuantizerClosedFormTests), nameof(QuantizerClosedFormTests.Weights_have_no_zero_level)),
        ("quantization.linear_layer.", typeof(QuantizerClosedFormTests), nameof(QuantizerClosedFormTests.Error_of_a_linear_layer_over_all_inputs_of_the_grid_is_the_known_one)),
        ("quantization.stop_gradient.", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.With_the_rounded_value_held_constant_the_solution_price_and_slope_are_known)),
        ("invariance.primal_dual_toy.", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.An_expectation_under_a_law_held_constant_has_the_known_price)),
        ("invariance.dual_constant_loss.", typeof(MultiplierClosedFormTests), nameof(MultiplierClosedFormTests.A_constant_loss_has_the_known_multiplier)),
        ("invariance.mh_two_losses.", typeof(SamplerTests), nameof(SamplerTests.Acceptance_of_one_proposal_is_the_ratio_of_losses_at_most_one)),
        ("invariance.mh_chain.", typeof(SamplerTests), nameof(SamplerTests.Finite_chains_follow_the_exact_law_after_one_two_and_many_steps)),
        ("invariance.mh_continuous.", typeof(SamplerTests), nameof(SamplerTests.Continuous_levels_follow_the_exact_law)),
        ("invariance.mh_exponential", typeof(SamplerTests), nameof(SamplerTests.Losses_with_a_long_tail_follow_the_exact_law)),
    ];

    private static readonly (string Prefix, string Method)[] Waiting =
    [
        ("quantization.output_proximity.", "quantized layers and their proximity to full precision"),
    ];

    private static readonly IReadOnlyList<string> Ids = [.. ClosedForms.Ids("").Select(id => (string)id[0])];

    public static TheoryData<string> All => [.. Ids];

    [Fact]
    public void All_cases_are_read() => Ids.Should().HaveCount(65).And.OnlyHaveUniqueItems();

    [Theory, MemberData(nameof(All))]
    public void Every_case_is_covered_by_one_test_or_waits_for_one_method(string id)
    {
        var covering = Covered.Where(row => id.StartsWith(row.Prefix, StringComparison.Ordinal)).ToList();
        var awaited = Waiting.Where(row => id.StartsWith(row.Prefix, StringComparison.Ordinal)).ToList();

        (covering.Count + awaited.Count).Should().Be(1, id);
    }

    [Fact]
    public void No_row_is_without_a_case_and_none_of_the_tests_is_skipped()
    {
        string[] prefixes = [.. Covered.Select(row => row.Prefix), .. Waiting.Select(row => row.Prefix)];
        foreach (var prefix in prefixes) Ids.Should().Contain(id => id.StartsWith(prefix, StringComparison.Ordinal), prefix);
        foreach (var (_, type, test) in Covered) type.GetMethod(test)!.GetCustomAttribute<FactAttribute>().Should().NotBeNull().And.Match<FactAttribute>(fact => fact.Skip == null, test);
    }

    /// <summary>Whatever concerns requirements as such waits for nothing.</summary>
    [Fact]
    public void Only_quantization_waits() => Waiting.Select(row => row.Prefix.Split('.')[0]).Distinct().Should().BeEquivalentTo("quantization");
}
