"""A Word document from a template and a context: the template is prepared once, each record is one run.

docxtpl prepares the text of the parts (its tags of paragraphs, rows and runs), Jinja compiles it. Values are
put in by `_written`: a `Slot` is a run of its own size, a string keeps its line feeds and tabs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import jinja2
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup

from generator.composing.slots import Slot
from generator.environment import StrictEnvironment, environment
from generator.errors import TemplateError
from generator.rendering import growing
from generator.rendering.controls import finish, protected
from generator.rendering.package import CORE, core_properties, read_package, write_package

_SETTINGS = "word/settings.xml"
_BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


@dataclass(frozen=True)
class _Program:
    """A template made ready: parts that stay as they are, and parts that Jinja fills."""

    title: str
    fixed: Mapping[str, bytes]
    filled: Mapping[str, jinja2.Template]
    order: tuple[str, ...]


def _text_xml(text: str) -> str:
    """The text for the inside of a `w:t`, with breaks and tabs as Word has them.

    Raises:
        ValueError: the text holds a character that no XML file can carry; the checks refuse those earlier.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(ord(character) < 32 and character not in _BREAKS for character in text):
        raise ValueError("文字中有不能写入Word文件的控制字符")
    written = escape(text)
    for sign, mark in _BREAKS.items():
        written = written.replace(sign, f'</w:t>{mark}<w:t xml:space="preserve">')
    return written


def _sized(text: str, size_pt: float) -> Markup:
    """A run of its own size; font and colour come from the paragraph's style."""
    half_points = round(size_pt * 2)
    return Markup(
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{_text_xml(text)}</w:t></w:r>'
    )


def _gap(points: float) -> Markup:
    """A blank of this width: a no-break space of no size to speak of, and the width as its spacing.

    A second one follows, since programs leave out the spacing of a line's last character.
    """
    return Markup(
        "".join(
            f'<w:r><w:rPr><w:spacing w:val="{spacing}"/><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
            '<w:t xml:space="preserve">\u00a0</w:t></w:r>'
            for spacing in (round(points * 20), 0)
        )
    )


def _written(value: Any) -> Any:
    """What stands in the document for a value of the context."""
    if isinstance(value, Slot):
        return _sized(value.text, value.size_pt) if value.text else Markup("")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return Markup(_text_xml(value))


@cache
def _environment() -> StrictEnvironment:
    made = environment()
    made.finalize = _written
    made.filters |= growing.FILTERS
    made.globals |= {"sized": _sized, "gap": _gap}
    return made


def _is_filled(name: str) -> bool:
    return name.startswith(("word/document", "word/header", "word/footer")) and name.endswith(".xml")


@lru_cache(maxsize=8)
def _parts(template: bytes) -> dict[str, bytes]:
    """The parts of a template by name, read once."""
    return read_package(template)


@lru_cache(maxsize=8)
def _program(template: bytes) -> _Program:
    """The template made ready; kept, so that a second record costs no preparation."""
    parts = _parts(template)
    prepare = DocxTemplate(BytesIO(template)).patch_xml
    filled = {
        name: _environment().from_string(prepare(etree.tostring(etree.fromstring(data), encoding="unicode")))
        for name, data in parts.items()
        if _is_filled(name)
    }
    fixed = {name: data for name, data in parts.items() if name not in filled and name != CORE}
    return _Program(_title(parts.get(CORE)), fixed, filled, tuple(parts))


def _title(core: bytes | None) -> str:
    """The title in the template's properties, such as 申报表."""
    found = etree.fromstring(core).findtext("{http://purl.org/dc/elements/1.1/}title") if core else ""
    return found or "未命名"


def render(template: bytes, context: Mapping[str, Any], *, modified: date) -> bytes:
    """The Word file of one record, dated `modified`.

    Raises:
        TemplateError: the template is no Word file, or its marks are wrong or name what does not exist.
    """
    name = ""
    try:
        name = f"“{_title(_parts(template).get(CORE))}”"
        program = _program(template)
        parts = {
            part: finish(source.render(context), first_id=1 + 100_000 * place)
            for place, (part, source) in enumerate(program.filled.items())
        }
    except (jinja2.TemplateError, TypeError, ArithmeticError, IndexError) as error:
        raise TemplateError(f"Word模板{name}有误：{_explained(error)}。请改正模板，或恢复安装包中的模板。") from error
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise TemplateError(f"Word模板{name}不是完好的Word文件。请恢复安装包中的模板。") from error
    made = {**program.fixed, **parts, CORE: core_properties(program.title, modified)}
    return write_package({part: made[part] for part in program.order if part in made})


def protect(document: bytes) -> bytes:
    """The Word file in which only the content controls can be edited."""
    parts = read_package(document)
    return write_package(parts | {_SETTINGS: protected(parts[_SETTINGS])})


def _explained(error: Exception) -> str:
    """What is wrong, for the clerk who changed the template."""
    kinds = {
        jinja2.exceptions.UndefinedError: "用了没有的名称",
        jinja2.exceptions.SecurityError: "用了不允许的写法",
        jinja2.exceptions.TemplateSyntaxError: "标记写得不完整",
    }
    kind = next((text for known, text in kinds.items() if isinstance(error, known)), "标记不能执行")
    return f"{kind}（{error}）"
