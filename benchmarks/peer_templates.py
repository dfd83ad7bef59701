"""Form 1 in the syntax of other engines, made of our own template: the same grid, the same slots.

Our template is filled with the other engine's marks instead of values. What these engines cannot say is left out:
a value's own size (theirs is the largest of the slot), the state of a check box (only its sign is set), and where
there are loops the content control around 项目简介.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from benchmarks.example import FIXED
from generator.campaign.forms import GridForm
from generator.campaign.layout import package_templates
from generator.composing.fitting.slots import Slot, parts_place, places
from generator.office.package import read_package, write_package
from generator.reading.schema import own_schema
from generator.rendering.word import word_file

GRID = own_schema().forms["form1"]
assert isinstance(GRID, GridForm)
INTRO = GRID.pages[1]
DOCUMENT = "word/document.xml"
INTRO_CONTROL = (
    r'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*?w:val="intro"/>.*?</w:sdtPr>'
    r"<w:sdtContent>(?P<inside>.*?)</w:sdtContent></w:sdt>"
)
DAY = ("year", "month", "day")


def braces_template(values: Mapping[str, Any]) -> bytes:
    """Form 1 with `{name}` marks and a loop over the paragraphs of each part of 项目简介.

    Boxes and fixed words are those of a form's `values`.
    """
    filled = _template(values, lambda name: f"{{{name}}}", lambda name: [f"{{#{name}}}", "{text}", f"{{/{name}}}"])
    package = read_package(filled)
    # easy-template-x allows no loop inside a content control.
    text = re.sub(INTRO_CONTROL, r"\g<inside>", package[DOCUMENT].decode())
    return write_package(package | {DOCUMENT: text.encode()})


def mailmerge_template(values: Mapping[str, Any]) -> bytes:
    """Form 1 with MERGEFIELDs; the paragraphs of a part of 项目简介 are lines of one field."""
    package = read_package(marks_template(values))
    text = package[DOCUMENT].decode()
    field = r'<w:fldSimple w:instr=" MERGEFIELD \g<name> ">\g<0></w:fldSimple>'
    text = re.sub(r"<w:r>(?:(?!<w:r>).)*?\{(?P<name>\w+)\}</w:t></w:r>", field, text)
    return write_package(package | {DOCUMENT: text.encode()})


def marks_template(values: Mapping[str, Any]) -> bytes:
    """Form 1 with `{name}` marks; the paragraphs of a part of 项目简介 are lines of one mark."""
    return _template(values, lambda name: f"{{{name}}}", lambda name: [f"{{{name}}}"])


def peer_values(values: Mapping[str, Any], *, paragraphs: bool) -> dict[str, Any]:
    """The values of one form for such a template; `paragraphs` of 项目简介 one by one, or as lines of a text."""
    boxes = [
        ("☑" if choice["ticked"] else "□")
        for choices in (values["checks"]["patent_forms"], values["checks"]["patent_status"])
        for choice in choices
    ]
    parts = {
        f"intro{place}": [{"text": text} for text in part["paragraphs"]]
        if paragraphs
        else "\n".join(part["paragraphs"])
        for place, part in enumerate(values["intro"], start=1)
    }
    return {
        "title": "\n".join(values["title"]),
        "issuer": values["issuer"],
        "applied": values["applied"],
        **{key: slot["text"] for key, slot in values["slots"].items()},
        **{f"check{place}": sign for place, sign in enumerate(boxes, start=1)},
        **parts,
    }


def _template(values: Mapping[str, Any], mark: Callable[[str], str], part: Callable[[str], list[str]]) -> bytes:
    place = parts_place(GRID, INTRO)
    context = {
        "form": GRID,
        "title": mark("title"),
        "issuer": mark("issuer"),
        "blank": False,
        "slots": {key: Slot(mark(key), place.ladder[0]) for key, place in places(GRID).items()},
        "checks": {key: [one | {"ticked": False} for one in boxes] for key, boxes in values["checks"].items()},
        **{name: values[name] for name in FIXED},
        "applied": {name: mark(name) for name in DAY},
        "intro": [
            {"number": f"{number}.", "heading": field.label, "paragraphs": part(f"intro{number}"), "place": place}
            for number, field in enumerate(INTRO.rows[-1].cells[0].fields, start=1)
        ],
    }
    template = (package_templates() / "form1" / "form1.docx").read_bytes()
    package = read_package(word_file.render(template, context, modified=date(2023, 1, 1)))
    text = package[DOCUMENT].decode()
    text = text.replace("年".join([mark("year"), mark("month")]) + "月" + mark("day") + "日", mark("applied"))
    boxes = iter(range(1, 100))
    text = re.sub("(?<=>)□(?=</w:t>)", lambda _: mark(f"check{next(boxes)}"), text)
    return write_package(package | {DOCUMENT: text.encode()})
