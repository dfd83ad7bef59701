"""The floor: what a record costs at least with a compiled template, measured by the barest code that does it.

Word: one Jinja run of the prepared document.xml and its deflate. PDF: one text stream of the same characters as
glyph numbers, and its deflate. Everything above it is choosing sizes and lines, checking, finishing and packing.
"""

from __future__ import annotations

import pickle
import time
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import deflate
import jinja2
from docxtpl import DocxTemplate
from markupsafe import Markup, escape

from benchmarks.example import data, plain_values
from benchmarks.measuring import Plan, Result, Row, compared, in_rounds
from benchmarks.ours import FORM1, made
from generator.campaign.layout import package_templates
from generator.office.package import QUICK
from generator.rendering.glyphs.embedding import WELL
from generator.rendering.word.word_values import box, sized

TITLE = "Form 1 and the floor"
NOTE = (
    "Milliseconds a form. The floor of Word is one run of the compiled document.xml and its deflate; that of PDF "
    "is writing one text stream of the form's characters and its deflate. Beside them what ours takes within one "
    "process after a warm-up."
)
WORD, PDF = "wuxiao, Word, of ready texts", "wuxiao, PDF, of ready texts"
FLOOR_WORD, FLOOR_PDF = "floor of Word: Jinja run + deflate", "floor of PDF: text stream + deflate"


def rows(plan: Plan) -> list[Row]:
    """The parts of the floors, the floors, and ours with its distance."""
    contexts = pickle.loads(data().contexts.read_bytes())
    count = plan.count(100)
    chosen = contexts[:count]
    run = word_run()
    prepared = [ready(plain_values(context)) for context in chosen]
    xml, streams = [run(context).encode() for context in prepared], [_stream(context) for context in chosen]
    floor = in_rounds(
        {
            "Jinja run": _each(run, prepared),
            "deflate of document.xml": _each(_packed, xml),
            "text stream": _each(_stream, chosen),
            "deflate of the text stream": _each(_deflated, streams),
            FLOOR_WORD: _each(lambda context: _packed(run(context).encode()), prepared),
            FLOOR_PDF: _each(lambda context: _deflated(_stream(context)), chosen),
            WORD: _each(lambda context: made(f"{FORM1}.docx", [context]), chosen),
            PDF: _each(lambda context: made(f"{FORM1}.html", [context]), chosen),
        },
        plan.runs,
    )
    found = compared(floor, "")
    medians = {row.what: row.median for row in found}
    near = {WORD: medians[WORD] / medians[FLOOR_WORD], PDF: medians[PDF] / medians[FLOOR_PDF]}
    return [
        Row(r.what, r.values, r.unit, note=f"{near[r.what]:.1f} × the floor" if r.what in near else "") for r in found
    ]


def _each(work: Callable[[Any], Any], records: Sequence[Any]) -> Callable[[], Result]:
    def measured() -> Result:
        work(records[-1])
        started = time.perf_counter()
        for record in records:
            work(record)
        return {"seconds": (time.perf_counter() - started) / len(records)}

    return measured


def _packed(part: bytes) -> bytes:
    return bytes(deflate.deflate_compress(part, QUICK))


def _deflated(content: bytes) -> bytes:
    return bytes(deflate.zlib_compress(content, WELL))


def word_run() -> Callable[[Any], str]:
    """The compiled document.xml: prepared by docxtpl, no checks, no sandbox."""
    template = (package_templates() / "form1" / "form1.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(template)) as package:
        source = package.read("word/document.xml").decode()
    environment = jinja2.Environment(autoescape=True)
    environment.filters |= {"intro_parts": lambda parts: parts, "title_lines": lambda lines: [lines]}
    environment.filters["line_pt"] = lambda text, font, width_mm, largest_pt: largest_pt
    environment.globals |= {"sized": sized, "box": box}
    return environment.from_string(DocxTemplate(BytesIO(template)).patch_xml(source)).render


def ready(value: Any) -> Any:
    """The context with the runs of sized texts written beforehand."""
    if isinstance(value, dict):
        if value.keys() == {"text", "size"}:
            size, text = round(value["size"] * 2), escape(value["text"])
            return Markup(f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>')
        return {key: ready(one) for key, one in value.items()}
    return [ready(one) for one in value] if isinstance(value, list) else value


def _stream(context: Any) -> bytes:
    """A text stream of the form: every line placed, its characters as numbers of two bytes."""
    lines = [(slot.size_pt, line) for slot in context["slots"].values() for line in slot.lines or (slot.text,)]
    lines += [
        (12, text[start : start + 36])
        for part in context["intro"]
        for text in part["paragraphs"]
        for start in range(0, len(text), 36)
    ]
    shown = (
        b"1 0 0 1 %.2f %.2f Tm /F0 %g Tf <%s> Tj\n" % (80, 800 - place, size, text.encode("utf-16-be").hex().encode())
        for place, (size, text) in enumerate(lines)
    )
    return b"BT\n" + b"".join(shown) + b"ET"
