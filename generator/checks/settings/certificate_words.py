"""Whether the wording of the certificates says what each of them is given for: project, people, tier, unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.masking import quoted
from generator.composing.certificates import bare, held
from generator.composing.issuing import Issued
from generator.composing.wording.certificate import AWARD
from generator.reading.yaml_files.file import Map, Node

_SAID = ("title", "recipients", "body", "closing")
_OMISSION = "等"  # 张三、李四等同志: the others are left out where they find no room


def word_problems(
    made: Iterable[tuple[Issued, Mapping[str, Any]]], wording: tuple[str, Node | None]
) -> Iterator[Problem]:
    """A problem for each value that the wording leaves out, told once; `made` are the certificates and their texts.

    A certificate without its project, first person or unit is worth nothing; to leave out the tier may be meant.
    """
    lacking: dict[tuple[str, bool], list[tuple[Issued, str]]] = {}
    for one, texts in made:
        said = bare("".join(texts[part] for part in _SAID))
        for label, value in _left_out(one, said):
            lacking.setdefault((label, one.winner is None), []).append((one, value))
    for (label, is_award), those in lacking.items():
        yield _problem(label, is_award, those, wording)


def _left_out(one: Issued, said: str) -> Iterator[tuple[str, str]]:
    """Label and value of what the text does not hold."""
    labels = ("单位",) if one.winner is None else ("项目名称", "完成人")
    for label, value in zip(labels, held(one)[1:], strict=False):  # a winner without people has been told
        if bare(value) not in said:
            yield label, value
    if one.winner is not None and bare(one.tier) not in said:
        yield "等次", one.tier
    yield from _other_people(one, said)


def _other_people(one: Issued, said: str) -> Iterator[tuple[str, str]]:
    """The first of the people who is not named, where others are, without a word that there are more."""
    named = [name for name in one.people if bare(name) in said]
    if named and len(named) < len(one.people) and not any(f"{bare(name)}{_OMISSION}" in said for name in named):
        yield "其他完成人", next(name for name in one.people if name not in named)


def _problem(label: str, is_award: bool, those: list[tuple[Issued, str]], wording: tuple[str, Node | None]) -> Problem:
    (first, value), (file, node) = those[0], wording
    which = first.number if len(those) == 1 else f"{first.number}等{len(those)}份证书"
    message = f"{which}没有写出{label}{quoted(value)}。"
    name = "完成人|顿号" if label in ("完成人", "其他完成人") else label
    part = "称呼" if name != label or label == "单位" else "正文"
    place = Place(file, line=_line(node, is_award))
    fix = f"请在证书文字的“{part}”里写上 {{{{ {name} }}}}。"
    if label in ("等次", "其他完成人"):
        return warning("certificate-words", place, label, message, f"如非有意，{fix}")
    return error("certificate-words", place, label, message, fix)


def _line(node: Node | None, is_award: bool) -> int:
    """Where the text stands, 0 where that is not known."""
    part = node.nodes.get(AWARD) if is_award and isinstance(node, Map) else node
    return part.lines.get("正文", 0) if isinstance(part, Map) else 0
