"""What an inspection found: the figures of an official paper, the changes of a form's fixed layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from generator.campaign.errors import Severity
from generator.reading.returned.paper.cut import Tight
from generator.reading.word_tables.rooms import TallPage

KIND_NAMES = {"notice": "通知", "bulletin": "通报"}
CLASS_NAMES = {"xiaobiaosong": "小标宋", "fangsong": "仿宋", "kaiti": "楷体", "heiti": "黑体", "songti": "宋体"}
_MANY = 8


@dataclass(frozen=True)
class Finding:
    """One place that differs. `severity` is ERROR for the layout, WARNING for what does not show on paper."""

    place: str
    what: str
    wanted: str
    found: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """One line for a terminal."""
        mark = {Severity.ERROR: "改动", Severity.WARNING: "提醒"}[self.severity]
        return f"[{mark}] {self.place}：{self.what}应为{self.wanted}，实为{self.found}。"


@dataclass(frozen=True)
class Figure:
    """One figure of an official paper: clause of GB/T 9704-2012, what, wanted, found, within tolerance or not."""

    clause: str
    what: str
    wanted: str
    found: str
    within: bool
    place: str = ""

    def __str__(self) -> str:
        """One line for a terminal."""
        mark = "符合" if self.within else "不符"
        place = f"{self.place} " if self.place else ""
        return f"[{mark}] {self.clause} {place}{self.what}：应为{self.wanted}，实为{self.found}"

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        return Finding(self.place or "全文", f"{self.what}（{self.clause}）", self.wanted, self.found)


@dataclass(frozen=True)
class Inspection:
    """The whole result for one file. An official paper has figures; a form has findings only, and a `label`.

    `tight` are cells of a form that may be cut, `tall` pages whose rows may run on: still to be measured where the
    fonts are.
    """

    name: str
    kind: str
    format: str
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...] = ()
    label: str = ""
    tight: tuple[Tight, ...] = ()
    tall: tuple[TallPage, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing of the layout differs; warnings do not count."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def lines(self) -> Iterator[str]:
        """The report, line by line."""
        yield f"{self.name}：{self.label or KIND_NAMES[self.kind]}（{self.format}）"
        yield from map(str, self.figures or self.findings)
        if self.figures:
            yield from (str(one) for one in self.findings if one not in {figure.finding for figure in self.figures})
        wrong = sum(finding.severity is Severity.ERROR for finding in self.findings)
        if self.figures:
            yield f"共核对{len(self.figures)}项，不符{wrong}项。"
        else:
            told = len(self.findings) - wrong
            yield f"版式有{wrong}处改动，提醒{told}处。" if self.findings else "版式没有改动。"

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        told = asdict(self) | {"intact": self.intact}
        del told["tight"], told["tall"]
        return told


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; what is the same at very many places is told once, at the first of them."""
    listed = list(findings)
    counts = Counter(_without_place(finding) for finding in listed)
    made: dict[Finding, None] = {}
    for finding in listed:
        count = counts[_without_place(finding)]
        if count <= _MANY:
            made[finding] = None
        elif not any(_without_place(one) == _without_place(finding) for one in made):
            made[replace(finding, place=f"{finding.place} 等{count}处")] = None
    return tuple(made)


def _without_place(finding: Finding) -> Finding:
    return replace(finding, place="")


def mm(value: float) -> str:
    """Millimetres with one decimal: `28.0毫米`."""
    return f"{value:.1f}毫米"


def points(value: float) -> str:
    """Points without a needless zero: `10.5磅`."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "磅"
