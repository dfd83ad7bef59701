"""Filled Form 1 by zipfile and one regular expression: the package is read, every mark replaced by its value."""

from __future__ import annotations

import json
import re
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

from job import each, job, told

DOCUMENT = "word/document.xml"
MARK = re.compile(r"\{([a-z0-9_]+)\}")
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def read(template: str) -> dict[str, bytes]:
    """The parts of the template by name."""
    with zipfile.ZipFile(template) as package:
        return {name: package.read(name) for name in package.namelist()}


def filled(parts: dict[str, bytes], values: dict[str, str]) -> bytes:
    """The package with the values in the document's text; lines of a value are parted by breaks."""
    text = parts[DOCUMENT].decode()
    document = MARK.sub(lambda mark: escape(values[mark[1]], quote=False).replace("\n", BREAK), text)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, document if name == DOCUMENT else content)
    return out.getvalue()


def main() -> None:
    """Do the job, the template read once or for every record."""
    about = job()
    template, once = about["template"], about.get("once", False)
    parts = read(template)

    def make(values: dict[str, str]) -> bytes:
        return filled(parts if once else read(template), values)

    records = json.loads(Path(about["values"]).read_text(encoding="utf-8"))
    told(**each(make, records, about["count"], Path(about["sample"])))


if __name__ == "__main__":
    main()
