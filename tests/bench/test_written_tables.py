"""The tables of the benchmark: what pairs of two checkouts say, which goals are kept, and where all of it goes."""

from __future__ import annotations

from benchmarks.before_after import Pair, against_table
from benchmarks.measuring import ROOT, Goal, Row
from benchmarks.sections import SECTIONS
from benchmarks.table import filled, goal_table


def test_a_figure_is_slower_or_faster_only_where_every_pair_says_so() -> None:
    assert Pair("wuxiao --help", "s", (1.0, 2.0), (1.1, 2.2)).verdict == "slower"
    assert Pair("wuxiao --help", "s", (1.0, 2.0), (0.9, 1.8)).verdict == "faster"
    assert Pair("wuxiao --help", "s", (1.0, 2.0), (1.1, 1.8)).verdict == "the same within noise"


def test_the_table_shows_both_medians_and_the_median_of_the_pairs_ratios() -> None:
    slow_minute = Pair("Form 1 in Word", "ms", (1.0, 4.0, 1.0), (1.5, 6.0, 1.5))
    assert "| Form 1 in Word | 1 ms | 1.5 ms | 1.50 × | 1.50–1.50 | 1.50 × | slower |" in against_table([slow_minute])
    lacking = Pair("Form 2 in Excel", "ms", note="before: python failed: KeyError: 'form2-xlsx'")
    assert "not measured: before: python failed" in against_table([lacking])


def test_every_section_and_the_pairs_have_their_place_in_the_pages() -> None:
    pages = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("benchmarks.md", "performance.md"))
    for name in (*SECTIONS, "machine", "goals", "before-after"):
        assert f"<!-- bench: {name} -->\nHERE\n" in filled(pages, {name: "HERE"}), name


def test_a_section_that_is_not_measured_keeps_its_goals() -> None:
    page = "| Growth | time | ≤ 10.5 × | 4.29 × | reached |\n| Start-up | wuxiao --help | ≤ 0.25 s | 0.2 s | reached |"
    help_row = Row("wuxiao --help", (0.3,), "s", goals=(Goal(0.3, 0.25, at_least=False, unit="s"),))
    table = goal_table({"Start-up": [help_row], "Growth": None}, page)
    assert "| Growth | time | ≤ 10.5 × | 4.29 × | reached |" in table
    assert "| Start-up | wuxiao --help | ≤ 0.25 s | 0.3 s | **not reached** |" in table
    assert "0.2 s" not in table
