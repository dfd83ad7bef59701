"""Our side of every row that runs in one process: the only module that knows our renderers.

python -m benchmarks.ours '{"what": "form1-docx", …}'
"""

from __future__ import annotations

import json
import os
import pickle
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.peers.job import each, job, told, told_file
from generator.campaign.layout import package_templates
from generator.composing import forms
from generator.rendering.formats import render
from generator.rendering.pdf.press import Press, file_of

FORM1, FORM2, CERTIFICATE = "form1/form1", "form2/form2", "certificate/certificate"
FOLDERS = (package_templates(),)
MODIFIED = date(2023, 7, 1)


def made(template: str, contexts: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """A document for each context, as a worker makes them."""
    return render(template, contexts, folders=FOLDERS, modified=MODIFIED)


def made_in_one(template: str, contexts: Sequence[Mapping[str, Any]]) -> bytes:
    """All documents in one PDF."""
    press = Press(FOLDERS)
    documents = [one for context in contexts if (one := press.set(template, context))]
    if len(documents) < len(contexts):
        raise ValueError(f"{template} is not a fixed layout")
    return file_of(documents, documents[0].title)


def form1_docx(about: Mapping[str, Any]) -> None:
    """Filled forms in Word, of ready contexts."""
    contexts = pickle.loads(Path(about["contexts"]).read_bytes())
    told(**each(lambda context: made(f"{FORM1}.docx", [context])[0], contexts, about["count"], Path(about["sample"])))


def form1_pdf(about: Mapping[str, Any]) -> None:
    """Filled forms in PDF, a file each, from the application: its texts are fitted within the time."""
    settings, applications = pickle.loads(Path(about["forms"]).read_bytes())

    def make(application: Any) -> bytes:
        return made(f"{FORM1}.html", [forms.filled(settings, "form1", application)])[0]

    told(**each(make, applications, about["count"], Path(about["sample"])))


def form1_pdf_of_contexts(about: Mapping[str, Any]) -> None:
    """The same of ready contexts, whose texts have been fitted before."""
    contexts = pickle.loads(Path(about["contexts"]).read_bytes())
    told(**each(lambda context: made(f"{FORM1}.html", [context])[0], contexts, about["count"], Path(about["sample"])))


def form1_pdf_in_one(about: Mapping[str, Any]) -> None:
    """Filled forms in one file, from the applications."""
    settings, applications = pickle.loads(Path(about["forms"]).read_bytes())

    def make(some: Sequence[Any]) -> bytes:
        return made_in_one(f"{FORM1}.html", [forms.filled(settings, "form1", one) for one in some])

    _tell_of_one(make, applications, about)


def form1_pdf_of_contexts_in_one(about: Mapping[str, Any]) -> None:
    """The same of ready contexts; with `cache` for the cache folder, so that nothing of an earlier run is there."""
    if "cache" in about:
        os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(dir=about["cache"])
    contexts = pickle.loads(Path(about["contexts"]).read_bytes())
    _tell_of_one(lambda some: made_in_one(f"{FORM1}.html", some), contexts, about)


def form2_xlsx(about: Mapping[str, Any]) -> None:
    """Form 2 in Excel, a sheet each, of ready contexts."""
    contexts = pickle.loads(Path(about["form2"]).read_bytes())
    told(**each(lambda context: made(f"{FORM2}.xlsx", [context])[0], contexts, about["count"], Path(about["sample"])))


def certificates(about: Mapping[str, Any]) -> None:
    """Certificates in one file, of ready words."""
    records = json.loads(Path(about["certificates"]).read_text(encoding="utf-8"))
    _tell_of_one(lambda some: made(f"{CERTIFICATE}.html", [{"certificates": some}])[0], records, about)


def certificates_each(about: Mapping[str, Any]) -> None:
    """Certificates in a file each, of ready words; each is read back, as always."""
    records = json.loads(Path(about["certificates"]).read_text(encoding="utf-8"))

    def make(one: Any) -> bytes:
        return made(f"{CERTIFICATE}.html", [{"certificates": [one]}])[0]

    told(**each(make, records, about["count"], Path(about["sample"])))


def _tell_of_one(make: Callable[[Sequence[Any]], bytes], records: Sequence[Any], about: Mapping[str, Any]) -> None:
    make(records[-2:])
    started = time.perf_counter()
    content = make(records[: about["count"]])
    told_file(content, time.perf_counter() - started, about)


if __name__ == "__main__":
    WAYS = {
        "form1-docx": form1_docx,
        "form1-pdf": form1_pdf,
        "form1-pdf-of-contexts": form1_pdf_of_contexts,
        "form1-pdf-in-one": form1_pdf_in_one,
        "form1-pdf-of-contexts-in-one": form1_pdf_of_contexts_in_one,
        "form2-xlsx": form2_xlsx,
        "certificates": certificates,
        "certificates-each": certificates_each,
    }
    asked = job()
    WAYS[asked["what"]](asked)
