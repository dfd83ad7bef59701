"""What was found in a package that is not in the lists, and in which words it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.campaign.errors import Place, Problem, error, warning

MOST_TOLD = 40
LONGEST_QUOTE = 60


class Words(NamedTuple):
    """How a thing is told: the problem's code, what it is, and what to do about it."""

    code: str
    what: str
    fix: str


@dataclass(frozen=True)
class Found:
    """Something outside the lists: the problem's code, the part, what it is, and what to do about it."""

    code: str
    part: str
    message: str
    fix: str
    is_error: bool = True


def quoted(text: str) -> str:
    """The text in quotation marks, shortened."""
    return f"“{text[:LONGEST_QUOTE]}{'…' if len(text) > LONGEST_QUOTE else ''}”"


def told(found: list[Found], name: str) -> list[Problem]:
    """The problems of the template called `name`: each once, errors first, and no more than anybody reads."""
    kinds = sorted(dict.fromkeys(found), key=lambda one: not one.is_error)
    return [*_told(kinds[:MOST_TOLD], name), *_left(kinds[MOST_TOLD:], name)]


def _told(found: list[Found], name: str) -> Iterator[Problem]:
    for one in found:
        make = error if one.is_error else warning
        yield make(one.code, Place(name, cell=one.part), "", one.message, one.fix)


def _left(found: list[Found], name: str) -> Iterator[Problem]:
    if found:
        make = error if any(one.is_error for one in found) else warning
        fix = "请先改正上面的各处，再检查一次。"
        yield make("template-part", Place(name), "", f"另有{len(found)}处模板里不能有的内容。", fix)
