"""What docxtpl itself makes of a template, for comparing with the compiled run: simple, whole, and slow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from generator.ground.environment import environment
from generator.office.package import read_package
from generator.rendering.word import word_file
from generator.rendering.word.controls import finish

DAY = date(2023, 7, 20)


def canonical(part: bytes) -> bytes:
    """The part as canonical XML: what it says, not how it is written."""
    return etree.tostring(etree.fromstring(part), method="c14n")


class ReferenceWord:
    """A template rendered by docxtpl, each part finished as a tree."""

    def __init__(self, template: bytes) -> None:
        self.template = template
        self.docxtpl = DocxTemplate(BytesIO(template))
        self.docxtpl.init_docx()
        self.still: dict[str, bytes] = {}
        self.jinja = environment()
        self.jinja.finalize = word_file._environment().finalize
        self.jinja.globals, self.jinja.filters = word_file._environment().globals, word_file._environment().filters
        self.jinja.from_string = cache(self.jinja.from_string)  # docxtpl compiles a part for every record
        self.prepared = {
            name: self.docxtpl.patch_xml(etree.tostring(etree.fromstring(data), encoding="unicode"))
            for name, data in read_package(template).items()
            if word_file.is_filled(name)
        }

    def parts(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """Every part that docxtpl fills, as canonical XML."""
        made = dict(self.still)
        for place, (name, prepared) in enumerate(self.prepared.items()):
            if name not in made:
                filled = self.docxtpl.render_xml_part(prepared, None, dict(context), self.jinja)
                made[name] = canonical(
                    finish(filled, first_id=1 + word_file.IDS_PER_PART * place, fonts=word_file._fonts(self.template))
                )
                if "{" not in prepared:
                    self.still[name] = made[name]
        return made

    def differences(self, context: Mapping[str, Any]) -> list[str]:
        """The names of the parts in which our own file says something else."""
        ours = read_package(word_file.render(self.template, context, modified=DAY))
        theirs = self.parts(context)
        assert theirs
        still = read_package(self.template)
        changed = [name for name, part in theirs.items() if canonical(ours[name]) != part]
        others = [name for name in still if name not in theirs and name != "docProps/core.xml"]
        return changed + [name for name in others if ours[name] != still[name]] + sorted(still.keys() ^ ours.keys())
