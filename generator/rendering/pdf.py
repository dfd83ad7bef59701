"""PDF of a document: by its compiled blanks where its layout is fixed, by WeasyPrint where not.

WeasyPrint alone (`reference=True`) is the slow, simple way for every document; tests compare the two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.rendering.blanks import Program, compiled
from generator.rendering.fixed import Binding, FixedFile
from generator.rendering.fixed_values import LAYOUTS
from generator.rendering.form2_pages import FORM2_LAYOUTS
from generator.rendering.glyph_text import NotSetError
from generator.rendering.kept import kept
from generator.rendering.packet_pages import PACKET_LAYOUTS
from generator.rendering.places import NotFixedError

_LAYOUTS = {**LAYOUTS, **FORM2_LAYOUTS, **PACKET_LAYOUTS}


def render(
    template: str, context: Mapping[str, Any], *, folders: Sequence[Path] = (), reference: bool = False
) -> bytes:
    """The PDF of the template filled with the context. Raises TemplateError where the template is wrong."""
    made = None if reference else book(template, [context], folders=folders)
    return made[0] if made else _pages().render(template, context, folders=folders)


def book(
    template: str, contexts: Sequence[Mapping[str, Any]], *, folders: Sequence[Path] = ()
) -> tuple[bytes, list[int]] | None:
    """One file of the documents of these contexts, and how many pages each has; they share blanks and fonts.

    None where the layout is not fixed, or a value needs a shaping engine: then each is to be rendered by itself.
    """
    shelf, counts = Shelf("", folders), []
    for context in contexts:
        counts.append(shelf.add(template, context))
        if not counts[-1]:
            return None
    return (shelf.content(), counts) if counts else None


class Shelf:
    """Documents of any templates on their way into one file, in which they share blanks and fonts."""

    def __init__(self, title: str, folders: Sequence[Path]) -> None:
        """An empty file of that title, or of its first document's where it is empty."""
        self._file = FixedFile(title)
        self._folders = tuple(folders)

    def add(self, template: str, context: Mapping[str, Any]) -> int:
        """Add a document; return how many pages it has.

        0, and no page is added, where its layout is not fixed or a value needs a shaping engine: it is to be
        rendered by itself.
        """
        if template not in _LAYOUTS:
            return 0
        layout, records = _LAYOUTS[template], []
        try:
            for record in layout.records(context):
                program = _program(template, self._folders, json.dumps(layout.printed(record), sort_keys=True))
                if program is None:
                    return 0
                records.append((program, layout.pages(record)))
            return self._file.add(records, layout.title(context))
        except NotSetError:
            return 0

    def content(self, binding: Binding | None = None) -> bytes:
        """The file, its pages as they were added or as they are bound: the same documents give the same bytes."""
        return self._file.content(binding)


@lru_cache(maxsize=64)
def _program(template: str, folders: tuple[Path, ...], printed: str) -> Program | None:
    """The compiled blanks, made once per process at most; None where the template is not fixed after all."""

    def compile_blanks() -> Program:
        return compiled(
            _LAYOUTS[template], json.loads(printed), lambda probe: _pages().laid_out(template, probe, folders)
        )

    try:
        return kept(template, folders, printed, compile_blanks)
    except NotFixedError:
        return None


def _pages() -> ModuleType:
    """The reference, loaded when it is needed: WeasyPrint takes longer to load than to make a hundred forms."""
    from generator.rendering import pages

    return pages
