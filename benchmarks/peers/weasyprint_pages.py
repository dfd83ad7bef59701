"""Form 1 and certificates by WeasyPrint alone: our HTML templates with the values, so many records a document."""

from __future__ import annotations

import json
import pickle
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.job import job, told_file
from generator.campaign.layout import package_templates
from generator.rendering.html import pages
from generator.rendering.html.filled_pages import filled

FOLDERS = (package_templates(),)
FORM1, CERTIFICATE = "form1/form1.html", "certificate/certificate.html"


def forms(contexts: Sequence[Any]) -> str:
    """The HTML of several forms, each on pages of its own."""
    filled = [_filled(FORM1, context) for context in contexts]
    bodies = [re.search(r"<body>(.*)</body>", html, re.DOTALL)[1] for html in filled]
    parted = "</head><style>.form1 + .form1 { break-before: page }</style>"
    return filled[0].replace("</head>", parted).replace(bodies[0], "".join(bodies))


def certificates(records: Sequence[Any]) -> str:
    """The HTML of several certificates."""
    return _filled(CERTIFICATE, {"certificates": records})


def _filled(template: str, context: Any) -> str:
    return filled(template, {**context, "imprint_place": ""}, FOLDERS)


def main() -> None:
    """Do the job; seconds of all documents, bytes and pages of the last of them."""
    about = job()
    if about["what"] == "form1":
        records = pickle.loads(Path(about["contexts"]).read_bytes())
        html, template = forms, FORM1
    else:
        records = json.loads(Path(about["certificates"]).read_text(encoding="utf-8"))
        html, template = certificates, CERTIFICATE

    def make(some: Sequence[Any]) -> bytes:
        source = pages.weasyprint.HTML(
            string=html(some), base_url=pages.SCHEME + template, url_fetcher=pages._TemplateFiles(FOLDERS, {})
        )
        made: bytes = source.write_pdf(font_config=pages._fonts())
        return made

    if about["warm"]:
        make(records[-1:])
    started = time.perf_counter()
    for start in range(0, about["count"], about["at_once"]):
        content = make(records[start : min(start + about["at_once"], about["count"])])
    told_file(content, time.perf_counter() - started, about)


if __name__ == "__main__":
    main()
