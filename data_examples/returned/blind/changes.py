"""What a habit is: a change of what is typed, and of the truth where it must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hands.cases import Case

Change = Callable[[Case], None]


def date_as(write: Callable[[date], str], why: str = "", labels: Sequence[str] = ("申报时间", "批准时间")) -> Change:
    """Dates written so; `why` where they cannot be told then."""

    def change(case: Case) -> None:
        for label in labels:
            value = case.project[label]
            if value is not None:
                case.said[label] = write(value)
                if why:
                    case.ask(label, why)

    return change


def typed(label: str, write: Callable[[str], str], why: str = "") -> Change:
    """One value typed so."""

    def change(case: Case) -> None:
        if case.said[label]:
            case.said[label] = write(case.said[label])
            if why:
                case.ask(label, why)

    return change


def loosely(label: str, write: Callable[[str], str]) -> Change:
    """One value typed so; entered as it stands it is right too."""

    def change(case: Case) -> None:
        whole = case.said[label]
        case.said[label] = write(whole)
        case.truth[label] = {"value": whole, "or": [case.said[label]]}

    return change


def both(*changes: Change) -> Change:
    def change(case: Case) -> None:
        for one in changes:
            one(case)

    return change


def added(label: str, text: str) -> Change:
    """A row of the enterprise's own, which is no field of ours."""
    return lambda case: case.said.setdefault("添加", []).append((label, text))  # type: ignore[attr-defined]
