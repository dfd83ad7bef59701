"""Filled Form 1 by docxtpl, a new template object each time as its documentation shows; rust-docxtpl runs it too."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate, RichText
from job import each, job, told


def context(values: dict[str, Any]) -> dict[str, Any]:
    """The context: sized texts as docxtpl's rich text."""
    slots = {key: RichText(slot["text"], size=round(slot["size"] * 2)) for key, slot in values["slots"].items()}
    return values | {"applied": values["day"], "blank": False, "slots": slots}


def sized(text: str, size_pt: float) -> RichText:
    """Text of its own size."""
    return RichText(text, size=round(size_pt * 2))


def box(ticked: bool, size_pt: float) -> RichText:
    """A ticked or an empty box."""
    return sized("☑" if ticked else "□", size_pt)


def main() -> None:
    """Do the job."""
    about = job()
    environment = jinja2.Environment(autoescape=True)
    environment.globals |= {"sized": sized, "box": box}
    # The values say already which part fills its page, where the title breaks; the issuer's line has room.
    environment.filters |= {"intro_parts": lambda parts: parts, "title_lines": lambda lines: lines}
    environment.filters["line_pt"] = lambda text, font, width_mm, largest_pt: largest_pt

    def make(values: dict[str, Any]) -> bytes:
        template, out = DocxTemplate(about["template"]), BytesIO()
        template.render(context(values), environment)
        template.save(out)
        return out.getvalue()

    records = json.loads(Path(about["values"]).read_text(encoding="utf-8"))
    told(**each(make, records, about["count"], Path(about["sample"])))


if __name__ == "__main__":
    main()
