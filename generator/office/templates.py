"""A campaign's own Word or Excel template → what it holds that it may not, and the template without what is left out.

What is let through is written anew from what was judged: parts, types and relationships are those of the record, every
XML part is the judged tree. So no other program can read in it what was not read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from lxml import etree
from lxml.etree import _Element as Element

from generator.campaign.errors import Problem, TemplateError, errors_of
from generator.office import excel, pictures, word, word_lists
from generator.office.bounded_xml import XmlError, parsed, written
from generator.office.found import UNKNOWN, UNKNOWN_TARGET, Found, quoted, told, words_for
from generator.office.lists import HARMLESS_LINK, MARKS, PACKAGE, STRICT, TRANSITIONAL, PartKind, names
from generator.office.opc import Package, PackageError, Part, Relation, opened, packed
from generator.office.package import CORE

MOST_FOUND = 1_000  # in a part; more only fill the memory
_STRICT_FORM = "这是“Strict Open XML”格式"
_CORE_RELATION = f"{PACKAGE}metadata/core-properties"
_MAIN_RELATION = f"{TRANSITIONAL}officeDocument"
_HYPERLINK = f"{TRANSITIONAL}hyperlink"
# Properties that say nothing of a person or a machine: no reminder is worth them.
_QUIET_PROPERTIES = names("""
    title created modified language revision lastPrinted Application AppVersion Template TotalTime Pages Words
    Characters CharactersWithSpaces Lines Paragraphs DocSecurity ScaleCrop LinksUpToDate SharedDoc HyperlinksChanged
    HeadingPairs TitlesOfParts vector variant lpstr i4 lpwstr version
""")


@dataclass(frozen=True)
class Admitted:
    """The template as far as it may be used, and what was found; with an error among it `content` is not to be used."""

    content: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Format:
    kinds: tuple[PartKind, ...]
    main: str
    linked: re.Pattern[str]
    strip: Callable[[Element], None]
    problems: Callable[[Element, str, Mapping[str, Relation]], Iterator[Found]]
    save_as: str


_WORD = _Format(
    word_lists.KINDS, word_lists.MAIN_PART, word_lists.LINKED, word.strip, word.problems,
    "请用 Word 打开后另存为普通的 .docx。",
)  # fmt: skip
_EXCEL = _Format(
    excel.KINDS, excel.MAIN_PART, excel.LINKED, excel.strip, excel.problems,
    "请用 Excel 打开后另存为普通的 .xlsx。",
)  # fmt: skip


def admitted(content: bytes, name: str, core: bytes | None = None) -> Admitted:
    """The .docx or .xlsx template, called `name`, held against the lists; `core` are the properties it gets."""
    form = _EXCEL if PurePath(name).suffix.lower() == ".xlsx" else _WORD
    try:
        package = opened(content)
        _require_usual(package)
    except PackageError as wrong:
        broken = Found(wrong.code, wrong.part, wrong.message, form.save_as)
        return Admitted(b"", tuple(told([broken], name)))
    found = [*_main_problems(package, form), *_part_problems(package, form), *_relation_problems(package, form)]
    kept = _kept(package, form)
    judged = dict(_judged_parts(kept, form, found))
    problems = tuple(told(found, name))
    if errors_of(problems):
        return Admitted(b"", problems)
    return Admitted(packed(_with_core(replace(kept, parts=judged), core)), problems)


def require_admitted(content: bytes, name: str, core: bytes | None = None) -> bytes:
    """The template as it may be used. Raises TemplateError where it holds what it may not."""
    found = admitted(content, name, core)
    if errors := errors_of(found.problems):
        raise TemplateError(str(errors[0]))
    return found.content


def _judged_parts(kept: Package, form: _Format, found: list[Found]) -> Iterator[tuple[str, Part]]:
    """The parts as they are written; what is wrong with them goes to `found`."""
    for part, one in kept.parts.items():
        relations = {relation.id: relation for relation in kept.relations.get(part, ())}
        try:
            yield part, replace(one, data=_judged(part, one, relations, form, found))
        except ValueError as wrong:
            is_picture = not (kind := _kind(part, form)) or not kind.root
            fix = "请把图片缩小或另存为 PNG 后重新插入。" if is_picture else form.save_as
            found.append(Found("template-broken", part, f"{wrong}。", fix))


def _judged(part: str, one: Part, relations: Mapping[str, Relation], form: _Format, found: list[Found]) -> bytes:
    """The part as it is written; what is wrong with it goes to `found`."""
    kind = _kind(part, form)
    assert kind is not None
    if not kind.root:
        return pictures.plain(one.data, one.content_type)
    root = parsed(one.data)
    if (etree.QName(root).namespace or "").startswith(STRICT):
        raise XmlError(_STRICT_FORM)
    if etree.QName(root).localname != kind.root:
        found.append(Found("template-part", part, "部件的内容不是它该有的那一种。", form.save_as))
    form.strip(root)
    found += islice(form.problems(root, part, relations), MOST_FOUND)
    return written(root)


# ---- parts


def _kind(name: str, form: _Format) -> PartKind | None:
    return next((kind for kind in form.kinds if kind.names.fullmatch(name)), None)


def _mains(package: Package) -> list[Relation]:
    return [one for one in package.relations.get("", ()) if one.kind.rsplit("/", 1)[-1] == "officeDocument"]


def _require_usual(package: Package) -> None:
    """Raises PackageError for the strict form, in which every name is another one."""
    if any(one.kind.startswith(STRICT) for one in _mains(package)):
        raise PackageError("", f"{_STRICT_FORM}。")


def _main_problems(package: Package, form: _Format) -> Iterator[Found]:
    """The main part is the one that is filled, and there is one only."""
    mains = [(one.kind, one.target, one.is_external) for one in _mains(package)]
    if mains != [(_MAIN_RELATION, form.main, False)]:
        yield Found("template-broken", "", "不是完好的文件：正文不在它该在的地方。", form.save_as)


def _part_problems(package: Package, form: _Format) -> Iterator[Found]:
    dropped: dict[str, None] = {}
    for name, part in package.parts.items():
        kind = _kind(name, form)
        if kind is None or part.content_type not in kind.types:
            yield _unlisted(name, part.content_type)
        elif kind.dropped and not _is_quiet(name, part.data):
            dropped[kind.dropped] = None
    if dropped:
        message = f"{'、'.join(dropped)}不会进入生成的文件。"
        yield Found("template-dropped", "", message, "无须处理；不需要时可在“检查文档”中删去。", is_error=False)


def _unlisted(name: str, content_type: str) -> Found:
    likely = words_for(f"{name} {content_type}", UNKNOWN)
    kind = f"类型为{quoted(content_type)}" if content_type else "没有写明类型"
    return Found(likely.code, name, f"{likely.message.removesuffix('。')}（{kind}）。", likely.fix)


def _is_quiet(name: str, data: bytes) -> bool:
    """Whether a dropped part is worth no word: styles once more, or properties that name nobody."""
    if name.endswith("stylesWithEffects.xml"):
        return True
    if not name.startswith("docProps/") or not name.endswith(".xml"):
        return False
    try:
        return all(
            etree.QName(one).localname in _QUIET_PROPERTIES or not (one.text or "").strip()
            for one in parsed(data).iter()
        )
    except XmlError:
        return False


# ---- relationships


def _relation_problems(package: Package, form: _Format) -> Iterator[Found]:
    for source, relations in package.relations.items():
        if (kind := _kind(source, form)) and kind.dropped:
            continue
        for one in relations:
            yield from _wrong_relation(source, one, form)


def _wrong_relation(source: str, one: Relation, form: _Format) -> Iterator[Found]:
    what = one.kind.rsplit("/", 1)[-1]
    if MARKS.search(one.target + one.kind + one.id):
        yield Found("template-mark", source, "链接里有 {{ }} 或 {% %}，数据不能用来组成链接。", "请改为固定的网址。")
    elif one.is_external or (not one.is_whole and what == "hyperlink"):
        is_place = form.linked.fullmatch(source)
        if not (one.kind == _HYPERLINK and one.is_external and is_place and HARMLESS_LINK.fullmatch(one.target)):
            message = f"引用了文件以外的内容{quoted(one.target)}（{what}）。"
            yield Found("template-link", source, message, "请改为嵌入文件内，或删去；超链接只能是网址或邮箱。")
    else:
        kind = _kind(one.target, form)
        if not one.is_whole or kind is None or one.kind not in kind.relations:
            likely = words_for(one.kind, UNKNOWN_TARGET)
            message = f"{likely.message}它引用了模板里不能有的内容{quoted(one.target)}（{what}）。"
            yield Found(likely.code, source, message, likely.fix)


# ---- what is used


def _kept(package: Package, form: _Format) -> Package:
    """The parts of the lists that something kept leads to, and the relationships among them."""
    listed = {
        name: replace(part, content_type=kind.types[part.content_type])
        for name, part in package.parts.items()
        if (kind := _kind(name, form)) and not kind.dropped and part.content_type in kind.types
    }
    reached: dict[str, None] = {"": None}
    waiting = [""]
    relations: dict[str, tuple[Relation, ...]] = {}
    while waiting:
        source = waiting.pop()
        kept = tuple(one for one in package.relations.get(source, ()) if one.is_external or one.target in listed)
        if kept:
            relations[source] = kept
        new = [one.target for one in kept if not one.is_external and one.target not in reached]
        reached |= dict.fromkeys(new)
        waiting += new
    return Package({name: part for name, part in listed.items() if name in reached}, relations)


def _with_core(package: Package, core: bytes | None) -> Package:
    """The package with these properties in place of its own."""
    if core is None:
        return package
    own = Relation("rIdCore", _CORE_RELATION, CORE, is_external=False)
    roots = tuple(one for one in package.relations[""] if one.id != own.id)
    part = Part("application/vnd.openxmlformats-package.core-properties+xml", core)
    return Package({**package.parts, CORE: part}, {**package.relations, "": (*roots, own)})
