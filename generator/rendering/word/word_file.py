"""A Word document from a template and a context: the template is prepared once, each record is one run.

docxtpl prepares the text of the parts (its tags of paragraphs, rows and runs), Jinja compiles it and fills in the
values as `word_values` writes them; what it makes is finished as text (`finishing`), or as a tree (`controls`) where
the template is not `usual`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2 import nodes
from lxml import etree

from generator.campaign.errors import TemplateError
from generator.composing.fitting import fitting
from generator.ground.environment import FAULTS, environment, explained, place_of
from generator.office.package import CORE, WELL, Packed, packed, packed_core, read_package, zip_file
from generator.rendering.sheets import endings, grid_sheets, list_sheets, paragraphs, winner_tables
from generator.rendering.sheets.photos import Photo, photo, pictures_in
from generator.rendering.word import code_pictures, media
from generator.rendering.word.controls import HEAD, finish, protected
from generator.rendering.word.finishing import finished, runs_in_texts, without_empty_runs
from generator.rendering.word.lending import StyleFonts, lend, lend_in
from generator.rendering.word.margins import moved
from generator.rendering.word.sealed_markup import SealedEnvironment
from generator.rendering.word.usual import is_usual
from generator.rendering.word.word_places import PARSER, lines_of, numbered
from generator.rendering.word.word_values import FUNCTIONS, CharacterError, ValueCompiler, rare_of, written_value

_SETTINGS, _STYLES = "word/settings.xml", "word/styles.xml"
_REMEDY = "请改正模板，或恢复安装包中的模板。"
IDS_PER_PART = 100_000


@dataclass(frozen=True, eq=False)
class _Part:
    """A part that Jinja fills. `rare` are the characters of its own words that their font lacks."""

    source: jinja2.Template
    usual: bool
    fonts: StyleFonts
    rare: frozenset[str]
    first_id: int

    def pieces(self, context: Mapping[str, Any]) -> tuple[str, ...]:
        """The template's own texts, and values, which are Markup, in turn."""
        return tuple(self.source.root_render_func(self.source.new_context(dict(context))))

    def finished(self, pieces: tuple[str, ...]) -> bytes:
        """The part of these pieces."""
        text = "".join(pieces)
        if not self.usual or runs_in_texts(pieces):
            return finish(text, first_id=self.first_id, fonts=self.fonts)
        made = finished(text.encode(), self.first_id)
        rare = self.rare.union(*map(rare_of, pieces))
        return HEAD + (lend_in(made, rare, self.fonts) if rare else made)

    def packed(self, context: Mapping[str, Any]) -> Packed:
        """The part filled and finished."""
        pieces, overprint = self.pieces(context), context.get("overprint")
        if not overprint and all(type(piece) is str for piece in pieces):
            return _without_values(self, pieces)
        return packed(moved(self.finished(pieces), overprint))


@lru_cache(maxsize=32)
def _without_values(part: _Part, pieces: tuple[str, ...]) -> Packed:
    """A part that says the same in record after record, such as the border of certificates."""
    return packed(part.finished(pieces))


@dataclass(frozen=True)
class _CompiledFile:
    """A template made ready: parts that stay as they are, and parts that Jinja fills."""

    title: str
    fixed: Mapping[str, Packed]
    filled: Mapping[str, _Part]
    order: tuple[str, ...]


@cache
def _environment() -> SealedEnvironment:
    made = environment(kind=SealedEnvironment)
    assert isinstance(made, SealedEnvironment)
    made.finalize, made.code_generator_class = written_value, ValueCompiler
    made.filters |= grid_sheets.FILTERS | list_sheets.FILTERS | winner_tables.FILTERS
    made.filters |= fitting.FILTERS | endings.FILTERS | paragraphs.WORD_FILTERS
    made.globals |= FUNCTIONS
    made.seal()
    return made


def is_filled(name: str) -> bool:
    """Whether marks in the part of that name are filled."""
    filled = ("word/document", "word/header", "word/footer", "word/glossary/document")
    return name.startswith(filled) and name.endswith(".xml")


@lru_cache(maxsize=8)
def _parts(template: bytes) -> dict[str, bytes]:
    """The parts of a template by name, read once."""
    return read_package(template)


def _fonts(template: bytes) -> StyleFonts:
    return StyleFonts(_parts(template)[_STYLES])


@lru_cache(maxsize=8)
def _program(template: bytes) -> _CompiledFile:
    """The template made ready; kept, so that a second record costs no preparation."""
    parts = _parts(template)
    prepare = DocxTemplate(BytesIO(template)).patch_xml
    fonts = _fonts(template)
    fixed: dict[str, Packed] = {}
    filled: dict[str, _Part] = {}
    first_id = 1
    for name, data in parts.items():
        if not is_filled(name):
            fixed[name] = packed(data, WELL)
            continue
        tree = etree.fromstring(data, PARSER)
        text = prepare(etree.tostring(tree, encoding="unicode"))
        source, usual = _compiled(text)
        part = _Part(source, usual, fonts, lend(tree, fonts), first_id)
        if "{{" in text or "{%" in text or "{#" in text:
            filled[name] = part
        else:
            fixed[name] = packed(part.finished(part.pieces({})), WELL)
        first_id += IDS_PER_PART
    return _CompiledFile(_title(parts.get(CORE)), fixed, filled, tuple(parts))


def _compiled(part: str) -> tuple[jinja2.Template, bool]:
    """The part as Jinja runs it, and whether it is usual; of such a one the empty runs are dropped here once."""
    jinja = _environment()
    tree = jinja.parse(part)
    usual = is_usual(part, tree)
    if usual:
        for own in tree.find_all(nodes.TemplateData):
            own.data = without_empty_runs(own.data.encode()).decode()
    return jinja.template_class.from_code(jinja, jinja.compile(tree), jinja.make_globals(None)), usual


def _name(template: bytes) -> str:
    """The template's title in quotation marks, as far as it can be read."""
    try:
        return f"“{_title(_parts(template).get(CORE))}”"
    except (zipfile.BadZipFile, etree.XMLSyntaxError):
        return ""


def _title(core: bytes | None) -> str:
    """The title in the template's properties, such as 申报表."""
    found = etree.fromstring(core).findtext("{http://purl.org/dc/elements/1.1/}title") if core else ""
    return found or "未命名"


def render(template: bytes, context: Mapping[str, Any], *, modified: date, protect: bool = False) -> bytes:
    """The Word file of one record, dated `modified`; with `protect` only its controls can be edited.

    Raises:
        TemplateError: the template is no Word file, or its marks are wrong or name what does not exist.
    """
    try:
        program = _program(template)
        made = dict(program.fixed)
        made |= {name: part.packed(context) for name, part in program.filled.items()}
        added = {name: packed(data) for name, data in media.parts(_parts(template), _media(context)).items()}
        made[CORE] = packed_core(program.title, modified)
        if protect:
            made[_SETTINGS] = _protected(template)
    except CharacterError:
        raise
    except (zipfile.BadZipFile, KeyError) as error:
        raise TemplateError(f"Word模板{_name(template)}不是完好的Word文件。请恢复安装包中的模板。") from error
    except etree.XMLSyntaxError as error:
        message = f"标记把段落或表格拆开了（{error}）"
        raise TemplateError(f"Word模板{_name(template)}有误：{message}。{_REMEDY}") from error
    except FAULTS as error:
        message = f"{wrong_place(template, context)}有误：{explained(error)}"
        raise TemplateError(f"Word模板{_name(template)}{message}。{_REMEDY}") from error
    return zip_file({part: made[part] for part in program.order if part in made} | added)


def _media(context: Mapping[str, Any]) -> dict[str, Photo]:
    """The pictures that the record shows, by their ids."""
    shown = (photo(one) for one in pictures_in(context))
    return code_pictures.media(context) | {media.media_id(one.content): one for one in shown}


@lru_cache(maxsize=8)
def _protected(template: bytes) -> Packed:
    """The settings of a form in which only the content controls can be edited."""
    return packed(protected(_parts(template)[_SETTINGS]), WELL)


def wrong_place(template: bytes, context: Mapping[str, Any]) -> str:
    """Where in the template the first faulty mark stands, such as 第3个表格 第2行 “项目名称” 单元格附近; else empty.

    The paragraphs are numbered by line feeds, so that Jinja's line is a paragraph. It costs as much as a record.
    """
    prepare = DocxTemplate(BytesIO(template)).patch_xml
    for name, data in _parts(template).items():
        if not is_filled(name):
            continue
        text, places = numbered(name, data)
        text, lines = lines_of(prepare(text))
        try:
            _environment().from_string(text).render(context)
        except FAULTS as fault:
            _, line = place_of(fault)
            return places[lines[line - 1]] if 0 < line <= len(lines) else ""
    return ""
