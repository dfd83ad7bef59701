"""Whether a campaign's own Word and Excel templates are of its forms as they are: drawn before, or of another year."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.forms import COMPLETER, Form, ListForm
from generator.campaign.layout import found_in
from generator.campaign.masking import quoted
from generator.ground.inputs import read_file
from generator.reading.drafted import drafted, forms_sum
from generator.reading.prescan import PACKAGE_ERRORS

_PARTS = re.compile(r"word/document\.xml|xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml")
MOST_NAMED = 5
_LARGEST_PART = 5_000_000  # bytes; that of the largest form comes to 400,000
_TAG, _NAME = re.compile(r"<[^>]*>"), re.compile(r"[a-z][a-z0-9_]*")


def outdated(file: str, forms: Sequence[Form], folders: Sequence[Path]) -> list[Problem]:
    """A reminder where the campaign's own template is of what these forms said before, or of those of another year."""
    found = found_in(folders[:-1], file)
    if found is None:
        return []
    content, place = _content(found), Place(f"templates/{file}")
    drawn = drafted(content)
    if drawn is not None and drawn.forms != forms_sum(forms):
        message = "画好之后，form.yaml 或 fields.yaml 又改过，Word、Excel 与 PDF 会不一样。"
        return [warning("form-draft", place, "", message, "请再运行一次 wuxiao draft 活动文件夹。")]
    if drawn is None and (left_out := _lacking(content, forms)):
        some = "".join(map(quoted, left_out[:MOST_NAMED])) + (f"等{len(left_out)}项" * (len(left_out) > MOST_NAMED))
        message = f"没有{some}，不像是照现在的表格画的，Word、Excel 与 PDF 会不一样。"
        fix = "如是以前的模板，请移走，再运行 wuxiao draft 活动文件夹。"
        return [warning("form-draft", place, "", message, fix)]
    return []


def _content(path: Path) -> bytes:
    try:
        return read_file(path, link=True)
    except OSError:
        return b""


def _lacking(package: bytes, forms: Sequence[Form]) -> tuple[str, ...]:
    """What the forms show and the template has no place for, by the labels of the fields; none where it is no package.

    A name is looked for with and without what stands between the letters of a mark that Word has cut.
    """
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            texts = [archive.open(name).read(_LARGEST_PART) for name in archive.namelist() if _PARTS.fullmatch(name)]
    except (OSError, *PACKAGE_ERRORS):
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
