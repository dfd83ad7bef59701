"""The wording of certificates, tried with sample values; and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.campaign.errors import Problem, errors_of
from generator.campaign.records import CertificateText
from generator.composing.wording.reader import Reader
from generator.reading.yaml_files.file import Map, Node, Text

PARTS = {"标题": "title", "称呼": "recipients", "正文": "body", "结语": "closing"}
AWARD = "组织奖"
_PEOPLE = ("子丑", "寅卯", "辰巳", "午未", "申酉")  # of samples: words that no wording has of its own
_PROJECT, _UNIT = "甲乙丙丁戊己庚辛", "壬癸总工会"
_COMMON: dict[str, Any] = {"年度": 2023, "省份": "省", "活动名称": "活动", "主办单位": "单位"}
_WINNER = _COMMON | {"项目名称": _PROJECT, "等次": "一等优秀成果"}


def _winners() -> Iterator[Mapping[str, Any]]:
    """Values of certificates of one, two and many, with all names and with 等."""
    for people in (_PEOPLE, _PEOPLE[:2], _PEOPLE[:1]):
        for shown in range(1, len(people) + 1):
            yield _WINNER | {"完成人": people[:shown], "人数": len(people), "从略": shown < len(people)}


_SAMPLES = tuple(_winners())
_AWARD_SAMPLE = _COMMON | {"单位": _UNIT, "完成人": ()}


def certificate_text(node: Node, file: str) -> tuple[CertificateText | None, list[Problem]]:
    """The certificates' wording, each expression tried with sample values; None where something is wrong."""
    reader = Reader(file, _SAMPLES[0])
    root = reader.mapping(node, (*PARTS, AWARD))
    award = reader.mapping(root.nodes.get(AWARD) or Text("", root.line), tuple(PARTS)[1:])
    problems = reader.problems or _tried(root, award, file)
    if errors_of(problems):
        return None, problems
    texts = {key: _text(root, label) for label, key in PARTS.items()}
    texts |= {f"award_{key}": _text(award, label) for label, key in list(PARTS.items())[1:]}
    return CertificateText(**texts), problems


def _tried(root: Map, award: Map, file: str) -> list[Problem]:
    """What is wrong with the wording, at the first certificates with which anything is."""
    for sample in _SAMPLES:
        reader = Reader(file, sample)
        printed = {label: reader.phrase(root.nodes.get(label), label, root.line) for label in PARTS}
        _require(reader, root, printed, {"称呼": sample["完成人"][:1], "正文": (sample["项目名称"],)})
        if reader.problems:
            return reader.problems
    reader = Reader(file, _AWARD_SAMPLE)
    reader.phrase(root.nodes["标题"], "标题", root.line)
    printed = {label: reader.phrase(award.nodes.get(label), label, award.line) for label in tuple(PARTS)[1:]}
    _require(reader, award, printed, {"称呼": (_UNIT,)})
    return reader.problems


def _require(reader: Reader, part: Map, printed: Mapping[str, str], wanted: Mapping[str, tuple[str, ...]]) -> None:
    """Note an error where a certificate would not say to whom or for what it is given.

    Whether it names other people and the tier is asked of the certificates themselves
    (checks/settings/certificate_words.py).
    """
    if reader.problems:
        return
    names = {_UNIT: "单位", _PROJECT: "项目名称"}
    for label, words in wanted.items():
        for word in words:
            if word not in "".join(printed.values()):
                name = names.get(word, "完成人")
                usual = "完成人|顿号" if name == "完成人" else name
                message = f"证书上不会印出{name}。"
                reader.wrong("wording", part.lines[label], label, message, f"请在文字中写上 {{{{ {usual} }}}}。")
                return


def _text(part: Map, label: str) -> str:
    node = part.nodes[label]
    return node.text if isinstance(node, Text) else ""


def certificate_number(pattern: str, year: int, serial: int, part: int | None = None) -> str:
    """The number by the campaign's pattern, the serial padded to three digits: …〔2023〕第001号.

    `part` counts the certificates of one project: …第001-2号.
    """
    counted = f"{serial:03d}" if part is None else f"{serial:03d}-{part}"
    return pattern.replace("{年度}", str(year)).replace("{序号}", counted)


def unfilled_number(pattern: str) -> str:
    """What is wrong with a number pattern, in words; empty where it is right."""
    filled = certificate_number(pattern, 2023, 1)
    if "{" in filled or "}" in filled:
        return f"“{pattern}”里有不认识的 {{}}。"
    return "" if "{序号}" in pattern else f"“{pattern}”里没有 {{序号}}，证书会同号。"
