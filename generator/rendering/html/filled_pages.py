"""The HTML of a template: Jinja fills in what the context has, and what every page may show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.campaign import layout
from generator.campaign.errors import TemplateError
from generator.composing.fitting import fitting
from generator.composing.fitting.slots import LINE_HEIGHT
from generator.ground.environment import FAULTS, environment, explained, place_of
from generator.ground.inputs import read_file
from generator.rendering.glyphs import marks
from generator.rendering.sheets import grid_sheets, list_sheets, paragraphs, winner_tables
from generator.typesetting.fonts import font_css

_FILTERS = paragraphs.FILTERS | grid_sheets.FILTERS | list_sheets.FILTERS | winner_tables.FILTERS | fitting.FILTERS


def filled(template: str, context: Mapping[str, Any], folders: Sequence[Path]) -> str:
    """The HTML of the filled template. Raises TemplateError where it is missing, wrong or names what is not there."""
    shared = {
        "layout": {
            "official": layout.OFFICIAL,
            "form": layout.FORM,
            "packet": layout.PACKET,
            "winners": layout.WINNERS,
            "cell_line_height": LINE_HEIGHT,
        },
        "given": context,
        "fonts_css": font_css() + marks.FONT_FACE,
    }
    try:
        return _environment(tuple(folders)).get_template(template).render({**context, **shared})
    except TemplateNotFound as missing:
        raise TemplateError(f"找不到模板“{missing.name}”。请检查 templates 文件夹。") from missing
    except FAULTS as wrong:
        message = f"{_where(template, wrong)}有误：{explained(wrong)}。请对照 templates/README.md 更正。"
        raise TemplateError(f"模板{message}") from wrong


def _where(template: str, wrong: BaseException) -> str:
    """The file and line of a fault: of the template itself or of one that it includes."""
    file, line = place_of(wrong)
    name = "/".join(Path(file).parts[-2:]) if Path(file).suffix else template
    return f"“{name}”" + (f"第{line}行" if line else "")


def _changed(path: Path) -> int:
    """When the file was changed last; 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


class _TemplateTexts(FileSystemLoader):
    """Jinja's loader of template files, which reads them as all files are read that others wrote."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Text and place of the template. Raises TemplateNotFound."""
        pieces = split_template_path(template)
        places = (Path(folder, *pieces) for folder in self.searchpath)
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise TemplateNotFound(template)
        changed = _changed(path)  # asked for before the text is read
        return read_file(path, link=True).decode("utf-8"), str(path), lambda: _changed(path) == changed


@cache
def _environment(folders: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    """The strict environment with the filters that set text; templates are compiled once per process and change."""
    return environment(_TemplateTexts(folders), _FILTERS)


def sources(folders: Sequence[Path]) -> Iterator[str]:
    """The texts of all pages, styles and drawings in the folders."""
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in (".html", ".css", ".svg") and file.is_file():
                yield read_file(file, link=True).decode("utf-8", errors="replace")
