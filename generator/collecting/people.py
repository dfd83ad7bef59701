"""The other completers of a form: rows with nobody left out, several people of one row told apart where that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.checks.values.people import are_several, tidied
from generator.collecting.found import State, Value

_SEPARATORS = re.compile(r"\s*[、，,；;/／|\n]\s*")
_BLANKS = re.compile(r"\s+")


def completers_in(rows: Sequence[Mapping[str, Value]]) -> Iterator[Mapping[str, Value]]:
    """The people of these rows by field key, in order."""
    for row in rows:
        if not any(one.text or (one.raw.strip() and one.state is State.ASK) for one in row.values()):
            continue
        name = row.get("name")
        if name is not None and name.state is State.ASK and are_several(name.raw):
            yield from _several(row, name)
        else:
            yield row


def _several(row: Mapping[str, Value], name: Value) -> Iterator[Mapping[str, Value]]:
    """One row for each name; what stands in the other cells is theirs only where each has a part of its own."""
    names = _parted(name.raw)
    for at, one in enumerate(names):
        own: dict[str, Value] = {}
        for key, value in row.items():
            parts = _parted(value.raw)
            if key == "name":
                own[key] = replace(value, text=tidied(one), state=State.NORMALISED, how="一格写了几个人，逐个分开", guess=())
            elif not value.raw.strip():
                own[key] = value
            else:
                guess = (parts[at],) if len(parts) == len(names) else (value.text,) if value.text else ()
                why = f"{len(names)}个人写在一格里，看不出这一项是谁的。"
                own[key] = replace(value, text="", state=State.ASK, how=why, guess=guess)
        yield own


def _parted(text: str) -> list[str]:
    parts = [part for part in _SEPARATORS.split(text.strip()) if part]
    return parts if len(parts) > 1 else [part for part in _BLANKS.split(text.strip()) if part]
