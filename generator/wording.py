"""Wording files (notice.yaml, bulletin.yaml, certificate.yaml) → texts with the campaign's values filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from jinja2 import Template, UndefinedError
from jinja2.exceptions import SecurityError

from generator.chinese import day_only, full_date, month_day, numeral
from generator.environment import FAULTS, LONGEST_WORDING, environment, require_plain
from generator.errors import Place, Problem, error, errors_of, warning
from generator.fields import CAMPAIGN_FIELDS
from generator.reading.raw import near_miss
from generator.reading.yaml_file import Items, Map, Node, Text
from generator.records import Application, Block, CertificateText, OfficialText, Settings

PARTS = ("标题", "主送", "正文", "附件")
LEVELS = {"一级": "h1", "二级": "h2", "三级": "h3", "段落": "p"}
BLOCK_KEYS = (*LEVELS, "序号", "文字")
CERTIFICATE_PARTS = {"标题": "title", "称呼": "recipients", "正文": "body", "结语": "closing"}
AWARD = "组织奖"
_COMPILED = frozenset("{}\r\n")  # what Jinja looks at; most paragraphs have none of it
LONGEST_SIGN = 10  # characters between the words of a list


def _listed(words: Iterable[str], sign: str = "、") -> str:
    """The words with the sign between them. Raises TypeError for a single text."""
    if isinstance(words, str):
        raise TypeError("要用于一组值")
    if len(sign) > LONGEST_SIGN:
        raise SecurityError("连接用的符号太长")
    return sign.join(words)


FILTERS = {"年月日": full_date, "月日": month_day, "日": day_only, "汉字": numeral, "顿号": _listed, "join": _listed}
_ALLOWED_FILTERS = frozenset(FILTERS) | {"count", "default", "first", "int", "last", "length", "round"}
_JINJA = environment(filters=FILTERS, escape=False)  # the template that places the wording escapes it


def values(settings: Settings, applications: Sequence[Application]) -> dict[str, Any]:
    """What wording may use: every setting by its label, and the counts that follow from the applications."""
    named = {field.label: getattr(settings, field.key) for field in CAMPAIGN_FIELDS}
    return named | {
        "申报数量": _quota_groups(settings),
        "等次": [
            {"名称": tier.name, "数量": tier.count, "首个项目": _first_of(applications, tier.name)}
            for tier in settings.tiers
        ],
        "获奖总数": sum(tier.count for tier in settings.tiers),
        "申报总数": len(applications),
        "申报单位数": len({application.recommender for application in applications}),
        "非公项数": sum(application.non_public for application in applications),
    }


def _quota_groups(settings: Settings) -> list[dict[str, Any]]:
    """The recommenders that have a quota, neighbours with the same quota together: 单位 and 数量."""
    bound = [recommender for recommender in settings.recommenders if recommender.quota]
    return [
        {"单位": [recommender.short_name for recommender in group], "数量": quota}
        for quota, group in groupby(bound, key=lambda recommender: recommender.quota)
    ]


def _first_of(applications: Sequence[Application], tier: str) -> str:
    """The name of the tier's first project by certificate number, empty before the review."""
    named = [(a.award.serial, a.name) for a in applications if a.award and a.award.tier == tier]
    return min(named)[1] if named else ""


def phrase(text: str, context: Mapping[str, Any]) -> str:
    """The text with its values. Raises one of FAULTS for an unknown name or a wrong expression."""
    if len(text) <= LONGEST_WORDING and _COMPILED.isdisjoint(text):
        return text
    written = ""
    for piece in _compiled(text).generate(context):
        written += piece
        if len(written) > LONGEST_WORDING:
            raise SecurityError(f"文字超过{LONGEST_WORDING}个字")
    return written


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    require_plain(text, _ALLOWED_FILTERS, _JINJA)
    return _JINJA.from_string(text)


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


def official_text(node: Node, file: str, context: Mapping[str, Any]) -> tuple[OfficialText | None, list[Problem]]:
    """The text with numbered headings, or None where a part is missing or wrong; and every problem."""
    reader = _Reader(file, context, [])
    root = reader.mapping(node, PARTS)
    text = OfficialText(
        title=tuple(reader.phrases(root, "标题")),
        addressee=reader.phrase(root.nodes.get("主送"), "主送", root.line),
        blocks=tuple(_numbered(reader, _paragraphs(reader, root))),
        attachments=tuple(reader.phrases(root, "附件")),
    )
    _attachments_named_alike(reader, root, text)
    return (None if errors_of(reader.problems) else text), reader.problems


def certificate_text(node: Node, file: str) -> tuple[CertificateText | None, list[Problem]]:
    """The certificate's wording, each expression tried once with sample values."""
    reader = _Reader(file, CERTIFICATE_SAMPLE, [])
    root = reader.mapping(node, (*CERTIFICATE_PARTS, AWARD))
    award = reader.mapping(root.nodes.get(AWARD) or Text("", root.line), tuple(CERTIFICATE_PARTS))
    parts = {}
    for part, (label, key) in [(root, item) for item in CERTIFICATE_PARTS.items()] + [
        (award, item) for item in list(CERTIFICATE_PARTS.items())[1:]
    ]:
        expression = part.nodes.get(label)
        reader.phrase(expression, label, part.line)
        name = key if part is root else f"award_{key}"
        parts[name] = expression.text if isinstance(expression, Text) else ""
    return (None if errors_of(reader.problems) else CertificateText(**parts)), reader.problems


CERTIFICATE_SAMPLE: Mapping[str, Any] = {
    "完成人": ("甲", "乙"),
    "从略": False,
    "人数": 2,
    "项目名称": "项目",
    "等次": "一等优秀成果",
    "年度": 2023,
    "省份": "省",
    "主办单位": "单位",
    "单位": "单位",
}


@dataclass(frozen=True)
class _Paragraph:
    """One paragraph as written: `number` is the override, None where it is automatic."""

    kind: str
    number: str | None
    lead: str
    text: str
    line: int


@dataclass(frozen=True)
class _Reader:
    """Takes phrases out of one file and notes what is wrong with them."""

    file: str
    context: Mapping[str, Any]
    problems: list[Problem]

    def wrong(self, line: int, label: str, message: str, fix: str) -> None:
        self.problems.append(error("wording", Place(self.file, line=line), label, message, fix))

    def mapping(self, node: Node, known: tuple[str, ...]) -> Map:
        """The mapping, its unknown names noted; an empty one where it is something else."""
        if not isinstance(node, Map):
            self.wrong(node.line, "", "应由“名称: 内容”组成。", "请按示例文件书写。")
            return Map({}, {}, node.line)
        for key, line in node.lines.items():
            if key not in known:
                self.wrong(line, key, "不认识的名称。", near_miss(key, known))
        return node

    def phrase(self, node: Node | None, label: str, line: int) -> str:
        if not isinstance(node, Text):
            self.wrong(line, label, "没有写。", "请补上文字。")
            return ""
        try:
            return phrase(node.text, self.context)
        except UndefinedError as wrong:
            name = str(wrong).partition("'")[2].partition("'")[0]
            fix = near_miss(name, tuple(self.context))
            self.wrong(node.line, label, f"没有名为“{name}”的值。", fix)
            return ""
        except FAULTS as wrong:
            self.wrong(node.line, label, f"{{{{ }}}} 里的写法有误（{wrong}）。", "请对照示例改正。")
            return ""

    def phrases(self, root: Map, label: str) -> Iterator[str]:
        listed = root.nodes.get(label)
        if not isinstance(listed, Items):
            self.wrong(root.line, label, "没有写，或不是一组。", "每行以“- ”开头。")
            return
        for item in listed.nodes:
            yield self.phrase(item, label, item.line)


def _paragraphs(reader: _Reader, root: Map) -> Iterator[_Paragraph]:
    body = root.nodes.get("正文")
    if not isinstance(body, Items):
        reader.wrong(root.line, "正文", "没有写，或不是一组。", "每段以“- ”开头。")
        return
    for item in body.nodes:
        parts = reader.mapping(item, BLOCK_KEYS)
        level = next((name for name in LEVELS if name in parts.nodes), None)
        if level is None:
            reader.wrong(item.line, "正文", "没有写明是段落还是几级标题。", "如“- 段落: …”。")
            continue
        given = {key: reader.phrase(node, key, item.line) for key, node in parts.nodes.items() if key in BLOCK_KEYS}
        yield _Paragraph(LEVELS[level], given.get("序号"), given[level], given.get("文字", ""), parts.lines[level])


def _numbered(reader: _Reader, paragraphs: Iterable[_Paragraph]) -> Iterator[Block]:
    """The paragraphs with their numbers: 一、 · （一） · 1． Each level starts again below a higher one.

    An override is printed as written; where a heading's is not the number that would follow, a warning says so.
    """
    counts = dict.fromkeys(("h1", "h2", "h3"), 0)
    for one in paragraphs:
        if one.kind == "p":
            yield Block(kind="p", number="", lead="", text=one.lead + one.text)
            continue
        levels = list(counts)
        for deeper in levels[levels.index(one.kind) + 1 :]:
            counts[deeper] = 0
        counts[one.kind] += 1
        usual = _number(one.kind, counts[one.kind])
        if one.kind == "h1" and one.number not in (None, usual):
            message = f"序号写作“{one.number}”，按顺序应为“{usual}”。"
            place = Place(reader.file, line=one.line)
            reader.problems.append(warning("notice-consistency", place, one.lead, message, "如非有意，请删去“序号”。"))
        yield Block(kind=one.kind, number=usual if one.number is None else one.number, lead=one.lead, text=one.text)


def _number(kind: str, count: int) -> str:
    """The heading's number as GB/T 9704-2012, 7.3.3 writes it."""
    if kind == "h1":
        return f"{numeral(count)}、"
    return f"（{numeral(count)}）" if kind == "h2" else f"{count}．"


def _attachments_named_alike(reader: _Reader, root: Map, text: OfficialText) -> None:
    """A warning for every attachment that the body calls by another name than the list of attachments."""
    body = "".join(block.lead + block.text for block in text.blocks)
    for place, name in enumerate(text.attachments, start=1):
        if f"（附件{place}）" in body and f"{name}（附件{place}）" not in body:
            message = f"正文中附件{place}的名称与附件说明“{name}”不一致。"
            line = root.lines.get("附件", root.line)
            reader.problems.append(
                warning(
                    "notice-consistency",
                    Place(reader.file, line=line),
                    "附件",
                    message,
                    "如非有意，请改成一致。",
                )
            )
