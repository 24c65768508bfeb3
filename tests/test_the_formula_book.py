"""The formula book (F01–F28, F40–F42) and where each edge that it names is tried.

One line an edge: what must hold, and the test of it. A test that goes or is renamed must be
replaced here; beside these, every figure is counted once more from the cells (tests/recount).
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SUMS, SHARES = (
    "aggregate/test_exact_sums.py",
    "aggregate/test_shares_and_the_offices_own_figures.py",
)
CATALOGUE, SHIPPED = (
    "aggregate/test_the_catalogue.py",
    "aggregate/test_the_shipped_catalogue_by_hand.py",
)
SIZES, BEHIND = (
    "aggregate/test_sizes_and_dimensions.py",
    "aggregate/test_who_stands_behind_a_figure.py",
)
LISTS = "aggregate/test_lists_of_projects_by_hand.py"
RATE, KINDS = "assess/test_rate_pace_and_gap.py", "assess/test_kinds_of_target.py"
PACE, RANKS = "assess/test_pace_by_curve_and_days.py", "assess/test_ranks.py"
POLICIES, GROUPS = "assess/test_policies_of_rank.py", "assess/test_targets_and_groups.py"
YEAR, COMPARED = "assess/test_year_on_year.py", "assess/test_what_cannot_be_compared.py"
SHORT, ADJUSTED = (
    "assess/test_shortfalls_and_lights.py",
    "assess/test_adjustments_of_published_figures.py",
)
NUMBERS, PERIODS = "model/test_exact_numbers.py", "model/test_periods_and_names.py"
QUANTITIES, WORDS = "model/test_quantities.py", "render/test_wording.py"
SAID, PARTS = "render/test_wording_of_standing.py", "render/test_shares.py"
FILTERS, CLAIMS = "render/test_filters.py", "audit/test_claims_of_documents.py"
OTHERS, RULES = "validate/test_rules_of_other_tables.py", "validate/test_rules_one_by_one.py"

BOOK = """
F01 months 1 to N only | SUMS only_the_months_up_to_the_period_count
F01 a correction lowers the sum | SUMS a_negative_correction_lowers_the_sum
F01 confirmed months apart from reported | BEHIND confirmed_figures_lag_and_what_is_pending_stands_apart_and_is_never_added
F01 a later correction leaves what was published | ADJUSTED the_difference_is_the_present_value_less_the_published
F02 N/12 | RATE the_pace_is_the_twelfths_of_the_figures_own_span
F02 by the figure's own period | RATE audited_figures_of_january_to_may_are_held_against_five_twelfths
F02 campaign: days, both ends in | PACE a_campaigns_pace_is_the_share_of_its_days
F02 leap year | PACE in_a_leap_year_the_same_campaign_has_a_day_more
F02 a curve of twelve values | PACE a_curve_stands_for_the_twelfths_by_the_figures_own_months
F03 T missing: no rate, no rank | RATE a_missing_target_gives_no_rate_no_gap_and_no_rank
F03 T = 0: neither endless nor 100 | RATE a_target_of_zero_gives_no_rate_neither_endless_nor_a_hundred
F03 not reported is not zero | WORDS five_kinds_of_nothing_print_five_different_words
F03 a zero is a rate | RATE a_zero_is_a_rate_and_not_a_gap
F03 a range counts with its lower end | KINDS a_range_counts_with_its_lower_end
F03 both ends are printed | SAID every_kind_of_task_is_said_in_its_own_way
F03 确保 ranks, 力争 beside | GROUPS the_rate_is_on_the_sure_task_and_the_stretch_is_kept_beside
F04 displayed: the table re-adds | RATE the_gap_adds_up_again_from_what_is_printed
F04 at the decimals of its rate | RATE the_gap_of_a_rate_with_more_decimals_uses_them_too
F04 printed alone: the raw gap, once | SAID a_gap_alone_rounds_the_raw_gap_once
F04 a displayed gap is not rounded again | QUANTITIES a_displayed_gap_is_never_rounded_again
F04 raw by choice | SHORT the_office_may_want_the_raw_gap
F04 ahead, behind, level | WORDS ahead_behind_or_level_as_displayed
F05 the month's own | SAID the_months_own_amount
F05 against the published total | SAID against_the_total_last_published
F05 negative only with a correction | OTHERS V08_a_month_below_zero_without_a_correction_covers_the_sum_that_fell
F06 exact, L over A's months | YEAR last_year_is_taken_over_the_figures_own_months
F06 L missing, zero, below zero; A below zero | YEAR there_is_no_rate_from_a_missing_zero_or_negative_amount
F06 each said in its words | WORDS every_branch_of_year_on_year
F06 the amounts still differ by so much | COMPARED the_change_is_known_where_the_growth_is_not
F06 new unit, new indicator | COMPARED a_unit_younger_than_last_years_months_is_in_its_first_year
F06 revised L with a note | COMPARED a_revised_base_says_so_and_a_base_of_another_meaning_too
F07 never 增长-x% | WORDS an_increase_is_never_negative_and_a_decrease_never_in_times
F07 times from 1000 % | WORDS a_thousand_per_cent_becomes_times_and_a_decrease_never_does
F07 rates in points | SAID rates_compare_in_points
F07 counts by so many | SAID counts_compare_as_so_many_where_the_office_wants_it
F08 以上 in, upper bound out | SIZES the_lower_bound_is_in_and_the_upper_is_out
F08 其中 at most the whole | SIZES parts_that_do_not_close_and_parts_greater_than_their_whole_are_findings
F09 one rounding | NUMBERS yi_yuan_are_rounded_once_from_wan_yuan
F09 14 450 in words | WORDS ten_thousands_become_hundred_millions_with_one_rounding
F10 the probes | NUMBERS the_probes_of_the_formula_book_round_as_clerks_do
F10 half even by choice | NUMBERS ties_go_to_the_even_digit_where_the_office_says_so
F10 floats by fifteen digits | NUMBERS a_float_means_what_its_first_fifteen_digits_say
F11 strip zeros | NUMBERS strip_zeros_leaves_the_zeros_before_the_point
F11 not done is no 100 | RATE what_is_not_done_gets_decimals_until_it_is_not_a_hundred
F11 four decimals at most, else words | QUANTITIES a_cell_holds_words_where_a_number_would_be_a_hundred
F11 尚差 | WORDS a_cent_short_of_a_billion_is_said_in_the_measure_of_the_task
F11 done by the exact value | RATE done_is_exactly_reached_whatever_is_printed
F12 each flag; ended kept or removed | SHIPPED what_has_landed_is_told_by_the_offices_definition
F12 empty cohort | SHIPPED nothing_signed_is_no_rate_and_not_zero
F13 dates up to the cutoff | CATALOGUE what_starts_after_the_period_has_not_started
F13 P4: all below are those newly signed | CATALOGUE the_sibling_citys_quarter_is_recomputed_from_its_seventeen_projects
F14 the same below | SHIPPED the_rates_of_a_cohort_have_all_that_was_signed_below_them
F15 any of the three, once | SHIPPED the_rates_of_a_cohort_have_all_that_was_signed_below_them
F16 over contract, else plan | SHIPPED arrived_over_contracts_falls_back_on_the_plan_and_leaves_foreign_capital_out
F16 beyond the plan: allowed, to be explained | RULES V22_arrivals_beyond_the_plan_must_be_explained
F17 100.00 only if asked | PARTS shares_are_plain_unless_the_template_asks_for_a_hundred
F17 else the note | PARTS the_note_stands_only_where_the_prints_miss_a_hundred
F18 short, behind, a month; N = 12 | SHORT what_is_short_of_the_target_and_of_the_pace
F18 in words | SAID what_each_month_has_to_bring
F19 June only, exact | SHORT half_the_task_in_half_the_year_is_a_question_of_june_only
F20 1, 2, 2, 4 | RANKS equal_rates_share_a_place_and_the_next_one_is_left_free
F20 within the ranking group | RANKS the_same_rates_in_another_ranking_group_do_not_matter
F20 on the page: amount, then order | POLICIES on_a_page_equals_go_by_amount_and_then_as_the_directory_has_them
F20 a decimal more | RANKS rates_that_only_print_alike_have_different_ranks_and_get_a_decimal_more
F20 as printed by choice | POLICIES rates_may_be_held_equal_as_they_print
F21 no task, zero, no report: no rank | RANKS no_target_a_target_of_zero_and_no_report_are_not_ranked_and_do_not_count
F21 as zero by choice | POLICIES a_unit_that_did_not_report_may_be_ranked_with_a_zero
F22 against the last finalised period | POLICIES movement_is_against_the_last_finalised_period
F22 up, down, level, new | SAID how_a_place_moved
F23 by share, the city once | SHARES each_unit_gets_its_share_and_the_city_counts_once
F23 counts to the lead, or fractions | SHARES the_count_goes_to_the_lead_unit_unless_the_office_wants_fractions
F23 whatever the shares, all closes | SHARES however_projects_are_shared_units_groups_fronts_and_the_city_close
F24 the examples | WORDS two_leading_digits_stay_and_round_numbers_take_no_more
F25 never the mean of rates | GROUPS a_groups_rate_is_its_sum_over_its_targets_and_not_the_mean_of_rates
F25 without a target: in the total only | GROUPS amounts_without_a_target_stand_in_the_total_but_not_in_the_rate
F25 the city's own target | GROUPS the_city_is_measured_by_its_own_target_and_not_by_the_sum_of_its_units
F25 上级 headlines | GROUPS the_level_above_headlines_before_the_citys_own_target
F26 at the configured rate, with its date | FILTERS dollars_are_put_in_renminbi_at_the_rate_of_the_office
F26 never inside 省外资金 | SHIPPED foreign_capital_is_never_inside_the_money_from_other_provinces
F27 green, yellow with both ends, red | SHORT the_lights_go_by_the_distance_from_the_pace
F27 by parameter | SHORT the_office_sets_the_lights
F27 应开工未开工 | LISTS what_should_have_started_is_yellow_at_once_and_red_after_three_months
F27 开工后未入统 | LISTS what_has_started_and_is_not_in_the_statistics_has_its_lights
F28 days past, none with an actual date | LISTS what_has_ended_or_has_started_is_not_awaited
F28 临期 | LISTS a_node_is_near_from_fifteen_days_before_it
F40 names | PERIODS a_period_has_the_name_that_offices_use
F40 the confirmed period lags | BEHIND two_months_without_a_verdict_are_both_pending
F41 of T, never of A | RATE the_gap_adds_up_again_from_what_is_printed
F42 25.47 of 42.5 | CLAIMS a_quoted_per_cent_is_judged_by_what_the_printed_part_can_stand_for
F42 what a print stands for | CLAIMS a_print_stands_for_everything_that_rounds_to_it
"""
LINES = [line for line in BOOK.splitlines() if line]


def test_every_formula_of_figures_has_its_edges():
    wanted = [f"F{number:02d}" for number in (*range(1, 29), 40, 41, 42)]
    assert list(dict.fromkeys(line[:3] for line in LINES)) == wanted


@pytest.mark.parametrize("line", LINES)
def test_the_test_of_each_edge_is_there(line):
    file, name = line.partition(" | ")[2].split()
    assert f"test_{name}" in _tests_in(globals()[file])


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
