"""A Word document from a template and a context: the template is prepared once, each record is one run.

docxtpl prepares the text of the parts (its tags of paragraphs, rows and runs), Jinja compiles it, and what Jinja
yields is finished on the way (`stretches`), values as `word_values` writes them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from generator.campaign.errors import TemplateError
from generator.composing.fitting import fitting
from generator.ground.environment import FAULTS, environment, explained, place_of
from generator.office.package import CORE, WELL, Packed, core_properties, packed, read_package, zip_file
from generator.rendering.sheets import endings, form2_sheets, growing
from generator.rendering.sheets.photos import Photo, photo, pictures_in
from generator.rendering.word import code_pictures, media
from generator.rendering.word.controls import HEAD, finish, protected
from generator.rendering.word.lending import StyleFonts, lend, lend_in
from generator.rendering.word.margins import moved
from generator.rendering.word.sealed_markup import SealedEnvironment
from generator.rendering.word.steps import Step, UnusualError, Writing
from generator.rendering.word.stretches import CONTROL, Place, TornError, compiled
from generator.rendering.word.word_places import PARSER, lines_of, numbered
from generator.rendering.word.word_values import FUNCTIONS, CharacterError, ValueCompiler, Written, written_value
from generator.typesetting.word_fonts import rare_in

_SETTINGS, _STYLES = "word/settings.xml", "word/styles.xml"
_REMEDY = "请改正模板，或恢复安装包中的模板。"
IDS_PER_PART = 100_000
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NAMES = re.compile(r'xmlns(?::([\w.-]+))?="([^"]*)"')


@dataclass
class _Part:
    """A part that Jinja fills; `usual` until a form of it turns up that is not compiled.

    `rare` are the characters of its own words that their font lacks; those of values are found on the way.
    """

    source: jinja2.Template
    usual: bool
    fonts: StyleFonts
    rare: frozenset[str]
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def place(self, open_elements: tuple[str, ...]) -> Place:
        """The place where these elements are open."""
        return self.places.setdefault(open_elements, Place(open_elements, open_elements[-1:] == (CONTROL,)))

    def compiled(self, stretch: str, place: Place) -> tuple[tuple[Step, ...], Place]:
        """The steps of a stretch met at that place, and the place after it."""
        steps, open_elements = compiled(str(stretch), place.open)
        return steps, self.place(open_elements)

    def content(self, context: Mapping[str, Any], first_id: int) -> bytes:
        """The part filled and finished; ids count up from `first_id`."""
        if self.usual:
            try:
                made, rare = _run(self, context, first_id)
                return HEAD + (lend_in(made, rare, self.fonts) if rare else made)
            except UnusualError:
                self.usual = False
        return finish(self.source.render(context), first_id=first_id, fonts=self.fonts)


@dataclass(frozen=True)
class _Program:
    """A template made ready: parts that stay as they are, and parts that Jinja fills."""

    title: str
    fixed: Mapping[str, Packed]
    filled: Mapping[str, tuple[_Part, int]]  # each with its first id
    order: tuple[str, ...]


def _run(part: _Part, context: Mapping[str, Any], first_id: int) -> tuple[bytes, frozenset[str]]:
    """What Jinja yields, finished piece by piece: the template's own stretches by steps compiled once.

    With it the characters that their font may lack.
    """
    writing, place = Writing(first_id), part.place(())
    pieces, rare = writing.pieces, part.rare
    for piece in part.source.root_render_func(part.source.new_context(dict(context))):
        if type(piece) is str:  # the template's own; values are Markup
            if piece not in place.known:
                place.known[piece] = part.compiled(piece, place)
            steps, place = place.known[piece]
        elif type(piece) is Written and (not piece.half_points or place.is_control):
            if piece:
                pieces.append(piece.encode())
                if piece.rare:
                    rare |= piece.rare
                if piece.half_points:
                    writing.saw(hint=False, half_points=piece.half_points)
            continue
        else:
            rare |= rare_in(piece)
            steps, place = part.compiled(piece, place)
        for step in steps:
            if type(step) is bytes:
                pieces.append(step)
            else:
                step(writing)  # type: ignore[operator]
    if place.open:
        raise TornError(place.open[-1])
    return writing.content(), rare


@cache
def _environment() -> SealedEnvironment:
    made = environment(kind=SealedEnvironment)
    assert isinstance(made, SealedEnvironment)
    made.finalize, made.code_generator_class = written_value, ValueCompiler
    made.filters |= growing.FILTERS | form2_sheets.FILTERS | fitting.FILTERS | endings.FILTERS
    made.globals |= FUNCTIONS
    made.seal()
    return made


def is_filled(name: str) -> bool:
    """Whether marks in the part of that name are filled."""
    return name.startswith(("word/document", "word/header", "word/footer")) and name.endswith(".xml")


@lru_cache(maxsize=8)
def _parts(template: bytes) -> dict[str, bytes]:
    """The parts of a template by name, read once."""
    return read_package(template)


def _fonts(template: bytes) -> StyleFonts:
    return StyleFonts(_parts(template)[_STYLES])


@lru_cache(maxsize=8)
def _program(template: bytes) -> _Program:
    """The template made ready; kept, so that a second record costs no preparation."""
    parts = _parts(template)
    prepare = DocxTemplate(BytesIO(template)).patch_xml
    fonts = _fonts(template)
    fixed: dict[str, Packed] = {}
    filled: dict[str, tuple[_Part, int]] = {}
    first_id = 1
    for name, data in parts.items():
        if not is_filled(name):
            fixed[name] = packed(data, WELL)
            continue
        tree = etree.fromstring(data, PARSER)
        text = prepare(etree.tostring(tree, encoding="unicode"))
        part = _Part(_environment().from_string(text), _has_usual_names(text), fonts, rare=lend(tree, fonts))
        if "{{" in text or "{%" in text or "{#" in text:
            filled[name] = (part, first_id)
        else:
            fixed[name] = packed(part.content({}, first_id), WELL)
        first_id += IDS_PER_PART
    return _Program(_title(parts.get(CORE)), fixed, filled, tuple(parts))


def _has_usual_names(part: str) -> bool:
    """Whether Word's own elements, and they alone, are called `w:` and drawings `wp:`, as in every usual file."""
    names = [(prefix or "", address) for prefix, address in _NAMES.findall(part)]
    return all((prefix == "w") == (address == _MAIN) for prefix, address in names) and all(
        (prefix == "wp") == (address == _DRAWING) for prefix, address in names
    )


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
        for part, (source, first_id) in program.filled.items():
            made[part] = packed(moved(source.content(context, first_id), context.get("overprint")))
        added = {name: packed(data) for name, data in media.parts(_parts(template), _media(context)).items()}
        made[CORE] = _core(program.title, modified)
        if protect:
            made[_SETTINGS] = _protected(template)
    except CharacterError:
        raise
    except (zipfile.BadZipFile, KeyError) as error:
        raise TemplateError(f"Word模板{_name(template)}不是完好的Word文件。请恢复安装包中的模板。") from error
    except (TornError, etree.XMLSyntaxError) as error:
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


@lru_cache(maxsize=32)
def _core(title: str, modified: date) -> Packed:
    return packed(core_properties(title, modified), WELL)


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
