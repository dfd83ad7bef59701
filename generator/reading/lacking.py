"""What a campaign's own Word or Excel template leaves out of its form: one of last year beside a form.yaml of this."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from generator.campaign.forms import COMPLETER, Form, ListForm
from generator.reading.drafted import BROKEN

_PARTS = re.compile(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml")
_LARGEST_PART = 5_000_000  # bytes; that of the largest form comes to 400,000
_TAG, _NAME = re.compile(r"<[^>]*>"), re.compile(r"[a-z][a-z0-9_]*")


def lacking(package: bytes, forms: Sequence[Form]) -> tuple[str, ...]:
    """What the forms show and the template has no place for, by the labels of the fields; none where it is no package.

    A name is looked for with and without what stands between the letters of a mark that Word has cut.
    """
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            texts = [archive.open(name).read(_LARGEST_PART) for name in archive.namelist() if _PARTS.fullmatch(name)]
    except BROKEN:
        return ()
    whole = "\n".join(text.decode(errors="replace") for text in texts)
    names = {*_NAME.findall(whole), *_NAME.findall(_TAG.sub("", whole))}
    labels = [label for form in forms for slot, label in _shown(form) if slot not in names]
    return tuple(dict.fromkeys(labels))


def _shown(form: Form) -> Iterator[tuple[str, str]]:
    """The name of every value that the form shows, those of the first of the other completers, and what it is."""
    if isinstance(form, ListForm):
        for column in form.columns:
            yield column.key, "、".join(field.label for field in column.fields) or column.label
        return
    for row in (row for page in form.pages for row in page.rows):
        for cell in (cell for cell in row.cells if cell.slot):
            slot = f"{COMPLETER}1_{cell.slot}" if row.repeated else cell.slot
            yield slot, "、".join(field.label for field in cell.fields)
    for value in form.cover.values if form.cover else ():
        yield value.slot, "、".join(field.label for field in value.fields)
