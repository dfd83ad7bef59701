"""PDF of a document: by its compiled blanks where its layout is fixed, by WeasyPrint where not.

WeasyPrint alone (`reference=True`) is the slow, simple way for every document; tests compare the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.campaign.forms import MOST_FORMS_KEPT, Form, GridForm
from generator.rendering.glyphs.glyph_text import NotSetError
from generator.rendering.pdf.blanks import CompiledPages, compiled
from generator.rendering.pdf.fixed import Binding, Document, FixedFile, SetDocument
from generator.rendering.pdf.fixed_values import LAYOUTS, FixedLayout
from generator.rendering.pdf.grid_pages import grid_pages, grid_printed, grid_probes
from generator.rendering.pdf.kept import kept
from generator.rendering.pdf.list_pages import list_pages, list_printed, list_probes
from generator.rendering.pdf.packet_pages import PACKET_LAYOUTS
from generator.rendering.pdf.places import NotFixedError
from generator.rendering.pdf.set_pages import SetPage, set_page

_LAYOUTS = {**LAYOUTS, **PACKET_LAYOUTS}


class Press:
    """Sets documents, each once: what is set for one file serves the others that hold the same document.

    With `reference` nothing is set here, WeasyPrint lays out every document by itself.
    """

    def __init__(self, folders: Sequence[Path] = (), *, reference: bool = False) -> None:
        """For templates of these folders, in order."""
        self.folders, self.reference = tuple(folders), reference
        # By template and the context's identity, which the context itself keeps its own.
        self._done: dict[tuple[str, int], tuple[Mapping[str, Any], SetDocument | None]] = {}

    def set(self, template: str, context: Mapping[str, Any]) -> SetDocument | None:
        """The document's pages; None where it is to be rendered by itself.

        That is where its layout is not fixed or a value needs a shaping engine.
        """
        key = (template, id(context))
        if key not in self._done:
            self._done[key] = context, None if self.reference else _set(template, context, self.folders)
        return self._done[key][1]

    def render(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A PDF of the document alone. Raises TemplateError where the template is wrong."""
        document = self.set(template, context)
        if document is None:
            laid_out: bytes = _pages().render(template, context, folders=self.folders)
            return laid_out
        return file_of([document], document.title)


def file_of(documents: Iterable[Document], title: str, binding: Binding | None = None) -> bytes:
    """One file of these documents, of that title; the same give the same bytes.

    They share blanks and fonts. The pages come one after the other, or as they are bound.
    """
    file = FixedFile(title)
    for document in documents:
        file.add(document)
    return file.content(binding)


def _set(template: str, context: Mapping[str, Any], folders: tuple[Path, ...]) -> SetDocument | None:
    form: Form | None = context.get("form")
    layout = _layout(template, form)
    if layout is None:
        return None
    pages = list[SetPage]()
    try:
        for record in layout.records(context):
            printed = json.dumps(layout.printed(record), sort_keys=True)
            program = _program(template, folders, printed, form)
            if program is None:
                return None
            pages += [set_page(program, page) for page in layout.pages(record)]
    except NotSetError:
        return None
    return SetDocument(layout.title(context) or pages[0].program.title, pages) if pages else None


def _layout(template: str, form: Form | None) -> FixedLayout | None:
    """How contexts of the template become fixed pages, of a form as it says; None where they are not fixed."""
    return _LAYOUTS.get(template) if form is None else _form_layout(form)


@lru_cache(maxsize=MOST_FORMS_KEPT)
def _form_layout(form: Form) -> FixedLayout:
    def records(context: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [] if context["blank"] else [context]

    if isinstance(form, GridForm):
        return FixedLayout(grid_printed, grid_pages, partial(grid_probes, form), records)
    return FixedLayout(list_printed, list_pages, partial(list_probes, form), records)


@lru_cache(maxsize=64)
def _program(template: str, folders: tuple[Path, ...], printed: str, form: Form | None) -> CompiledPages | None:
    """The compiled blanks, made once per process at most; None where the template is not fixed after all."""
    layout = _layout(template, form)
    assert layout is not None

    def compile_blanks() -> CompiledPages:
        return compiled(layout, json.loads(printed), lambda probe: _pages().laid_out(template, probe, folders))

    try:
        return kept(template, folders, f"{printed}{form.origin if form else ''}", compile_blanks)
    except NotFixedError:
        return None


def _pages() -> ModuleType:
    """The reference, loaded when it is needed: WeasyPrint takes longer to load than to make a hundred forms."""
    from generator.rendering.html import pages

    return pages
