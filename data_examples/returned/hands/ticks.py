"""How people tick: the cell of boxes, by habit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .cases import FORMS, STATES, Case
from .word_parts import Xml, run

WINGDINGS = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'


def _sym(font: str, char: str) -> Xml:
    return Xml(f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>')


def _signs(ticked: str, empty: str = "□", after: bool = False) -> Callable[[str, bool], str]:
    def one(word: str, chosen: bool) -> str:
        sign = ticked if chosen else empty
        return f"{word}{sign}" if after else f"{sign}{word}"

    return one


STYLES: dict[str, Callable[[str, bool], str]] = {
    "tick_box": _signs("☑"),
    "tick_cross_box": _signs("☒"),
    "tick_before": _signs("√"),
    "tick_check_mark": _signs("✓"),
    "tick_black": _signs("■"),
    "tick_circle": _signs("●", "○"),
    "tick_after": _signs("√", "□", after=True),
    "tick_box_after": _signs("☑", "□", after=True),
    "tick_square_brackets": _signs("[√]", "[ ]"),
    "tick_round_brackets": _signs("（√）", "（  ）", after=True),
    "tick_beside_box": _signs("□√"),
    "tick_after_word_box_left": lambda word, chosen: f"□{word}√" if chosen else f"□{word}",
    "tick_wide_gap": _signs("√ ", "□ "),
}


def boxes(options: Sequence[str], chosen: Sequence[str], case: Case) -> Xml:
    """The runs of a cell of options, ticked by the case's habit."""
    gap = "　" if "wide_gap" in case else "  "
    if "tick_others_deleted" in case:
        return run("、".join(chosen))
    made: list[Xml] = []
    for place, word in enumerate(options):
        made.append(run(gap) if place else Xml(""))
        made.append(_one(word, word in chosen, case))
    return Xml("".join(made))


def _one(word: str, ticked: bool, case: Case) -> Xml:
    if "tick_wingdings" in case and ticked:
        return Xml(run("R", WINGDINGS) + run(word))
    if "tick_sym" in case and ticked:
        return Xml(_sym("Wingdings", "F0FE") + run(word))
    if "tick_sym_both" in case:
        return Xml(_sym("Wingdings 2", "F052" if ticked else "F0A3") + run(word))
    if "tick_box_lost" in case:
        return run(f"☑{word}" if ticked else word)
    style = next((STYLES[habit] for habit in case.habits if habit in STYLES), STYLES["tick_box"])
    return run(style(word, ticked))


def patent_forms(case: Case) -> Xml:
    chosen = case.project["专利形式"].split("、") if case.project["专利形式"] else []
    if "tick_all" in case:
        case.ask("专利形式", "all four boxes are ticked")
        chosen = list(FORMS)
    elif "tick_none" in case and chosen:
        case.ask("专利形式", "no box is ticked, though a patent is granted or applied for")
        chosen = []
    return boxes(FORMS, chosen, case)


def patent_status(case: Case) -> Xml:
    chosen = [case.project["专利状况"]]
    if "status_none" in case:
        case.ask("专利状况", "no box is ticked")
        chosen = []
    elif "status_two" in case:
        case.ask("专利状况", "two boxes are ticked")
        chosen = ["正在申请", "已授权"]
    return boxes(STATES, chosen, case)
