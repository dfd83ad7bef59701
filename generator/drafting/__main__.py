"""`python -m generator.drafting [FOLDER]` draws the Word and Excel templates into FOLDER (templates/)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.campaign.layout import package_templates
from generator.drafting.bulletin import draft_bulletin
from generator.drafting.catalogue import catalogue
from generator.drafting.certificate import draft_certificate
from generator.drafting.form1 import draft_form1
from generator.drafting.form2 import draft_form2
from generator.drafting.notice import draft_notice
from generator.drafting.paper import draft_paper
from generator.drafting.workbooks import draft_workbooks

WORD_DRAFTS: Mapping[str, Callable[[], bytes]] = {
    "form1/form1.docx": draft_form1,
    "form2/form2.docx": draft_form2,
    "notice/notice.docx": draft_notice,
    "bulletin/bulletin.docx": draft_bulletin,
    "certificate/certificate.docx": draft_certificate,
    "packet/paper.docx": draft_paper,
}


def draft_documents(folder: Path) -> None:
    """Write the Word templates below `folder`."""
    for name, draft in WORD_DRAFTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draft())


def main(folder: Path) -> None:
    """Write every template below `folder`, and the catalogue of fields."""
    draft_documents(folder)
    draft_workbooks(folder)
    (folder / "README.md").write_text(catalogue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else package_templates())
