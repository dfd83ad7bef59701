"""`python -m generator.drafting [FOLDER]` draws the Word and Excel templates into FOLDER (templates/)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.campaign.layout import package_templates
from generator.drafting.bulletin import draft_bulletin
from generator.drafting.catalogue import CATALOGUE, catalogue
from generator.drafting.certificate import draft_certificate
from generator.drafting.paper import draft_paper
from generator.drafting.templates import form_drafts
from generator.drafting.workbooks import WORKBOOK_DRAFTS
from generator.reading.schema import own_schema

DRAFTS: Mapping[str, Callable[[], bytes]] = {
    **form_drafts(own_schema().forms),
    "bulletin/bulletin.docx": draft_bulletin,
    "certificate/certificate.docx": draft_certificate,
    "packet/paper.docx": draft_paper,
    **WORKBOOK_DRAFTS,
}
WORD_DRAFTS = {name: draft for name, draft in DRAFTS.items() if name.endswith(".docx")}


def main(folder: Path) -> None:
    """Write every template below `folder`, and the catalogue of fields."""
    for name, draft in DRAFTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draft())
    (folder / CATALOGUE).write_text(catalogue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else package_templates())
