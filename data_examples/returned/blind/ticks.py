"""How these forty tick."""

from __future__ import annotations

from collections.abc import Callable

from hands.cases import FORMS, STATES, Case


def _words(sign: str, empty: str, after: bool = False) -> Callable[[str, bool], list[tuple[str, str]]]:
    def one(word: str, on: bool) -> list[tuple[str, str]]:
        mark = sign if on else empty
        return [(f"{word}{mark}" if after else f"{mark}{word}", "")]

    return one


TICKS: dict[str, Callable[[str, bool], list[tuple[str, str]]]] = {
    "tick_v": _words("V", "□"),
    "tick_kou": _words("√", "口"),
    "tick_emoji": _words("✔️", "⬜"),
    "tick_yes_in_brackets": _words("（是）", "（否）", after=True),
    "tick_before_round": _words("(√)", "( )"),
    "tick_black_after": _words("■", "□", after=True),
    "tick_diamond": _words("◆", "◇"),
    "tick_cross_single": _words("×", "□"),
    "tick_underlined": lambda word, on: [("□", ""), (word, "under" if on else "")],
    "tick_highlighted": lambda word, on: [("□", ""), (word, "marked" if on else "")],
    "tick_bold_only": lambda word, on: [("□", ""), (word, "bold" if on else "")],
    "tick_others_struck": lambda word, on: [(f"□{word}", "" if on else "struck")],
    "tick_old_boxes": lambda word, on: [("", f"old box {'on' if on else 'off'}"), (word, "")],
    "tick_new_boxes": lambda word, on: [("", f"new box {'on' if on else 'off'}"), (word, "")],
    "tick_wingdings_letters": lambda word, on: [("þ" if on else "o", "wingdings"), (word, "")],
    "tick_said_below": lambda word, on: [(f"□{word}", "")],
}
UNSURE = {
    "tick_cross_single": "one box crossed: × may mean yes or no",
    "tick_bold_only": "no box is ticked; one word is bold",
    "tick_underlined": "no box is ticked; one word is underlined",
    "tick_highlighted": "no box is ticked; one word is marked yellow",
}


def tick(case: Case) -> None:
    """Fill in both cells of boxes by the case's habit."""
    habit = next(one for one in case.habits if one in TICKS)
    for label, options in (("专利形式", FORMS), ("专利状况", STATES)):
        chosen = (case.project[label] or "").split("、") if case.project[label] else []
        pieces: list[tuple[str, str]] = []
        for word in options:
            pieces += [*TICKS[habit](word, word in chosen), ("  ", "")]
        if habit == "tick_said_below" and chosen:
            pieces.append((f"选：{'、'.join(chosen)}", ""))
        if habit == "tick_others_struck" and not chosen:
            pieces = [(f"□{word}  ", "") for word in options]
        case.said[label] = pieces  # type: ignore[assignment]
        if habit in UNSURE and chosen:
            sure = habit in {"tick_underlined", "tick_highlighted"}
            case.truth[label] = case.truth[label] | {"or ask": UNSURE[habit]} if sure else {"ask": UNSURE[habit]}
