"""Which values a finished file must show, and which it does not; other libraries than ours read the files.

What must stand where follows from the field table and from what was handed in, not from what the program composed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from support.generated_campaigns import Generated
from support.own_fields import COMPLETER_KEYS, FIELDS, FORM1_KEYS, FORM2_KEYS, INTRO_KEYS
from support.poppler import page_texts
from support.texts import word_text, workbook_text

from generator.campaign.fields import CERTIFICATE_UNITS

Values = Mapping[str, str]
TICK = "☑"
_PIECE = 8  # characters
_READERS = {"docx": word_text, "xlsx": workbook_text}
_PAGE_NUMBER = re.compile(r"^—[0-9]+—|—[0-9]+—$")
FRONT, BACK = "-正面.pdf", "-背面.pdf"
_UNSHOWN = frozenset({"attachments", "intro_paper"})  # named on the contents sheet alone
# Hyphens as readers give them, and book marks, which are written 〈 〉 inside 《 》 (GB/T 15834-2011, 4.15.3.3).
_FOLDED = str.maketrans(dict.fromkeys("\u2010\u2011\u2212\ufffe\x02\xad", "-") | {"〈": "《", "〉": "》"})


def folded(text: str) -> str:
    """The text without what formats write differently: white space, width, kinds of hyphens and book marks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED))


def file_pages(path: Path) -> list[str]:
    """The text of a finished file page by page, folded, without page numbers; of ticks also the lines as seen.

    The fronts of sheets that are printed on one side at a time are read with their backs.
    """
    if path.suffix != ".pdf":
        return [folded(_READERS[path.suffix[1:]](path))]
    pages = [_PAGE_NUMBER.sub("", folded(text)) for text in _pages_in_order(path)]
    return [*pages, "\n" + _seen_lines(path)] if any(TICK in page for page in pages) else pages


def _pages_in_order(path: Path) -> list[str]:
    if not path.name.endswith(FRONT):
        return pdf_texts(path)
    fronts, backs = pdf_texts(path), pdf_texts(path.with_name(path.name.replace(FRONT, BACK)))
    ordered = [page for sheet in zip(fronts, backs, strict=True) for page in sheet]
    return ordered + [page for sheet in zip(fronts, reversed(backs), strict=True) for page in sheet]


def _seen_lines(path: Path) -> str:
    """What stands beside each other, in whatever order it was drawn."""
    names = {path, path.with_name(path.name.replace(FRONT, BACK))}
    lines = [line for name in names for page in page_texts(name, "-layout") for line in page.splitlines()]
    return "\n".join(folded(line) for line in lines if TICK in line)


def pdf_texts(path: Path) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def missing(pages: Sequence[str], values: Values) -> list[str]:
    """The names of the values that the pages, folded already, do not hold.

    A long text in a table may go on in its cell on the next page, with other cells read in between.
    """
    text = "".join(pages)
    lost = {name: bare for name, value in values.items() if (bare := folded(value)) not in text}
    return [name for name, bare in lost.items() if not _goes_on(bare, pages)]


def _goes_on(value: str, pages: Sequence[str]) -> bool:
    """Whether the value stands on pages that follow each other, in pieces too long to be there by chance."""
    for first in range(len(pages) if len(value) > 2 * _PIECE else 0):
        left = value
        for page in pages[first:]:
            left = left[_longest_start(left, page) :]
            if not left:
                return True
    return False


def _longest_start(value: str, page: str) -> int:
    """How many characters at the beginning of the value the page holds; none where they are few."""
    if value[:_PIECE] not in page:
        return 0
    few, many = min(len(value), _PIECE), len(value) + 1
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (middle, many) if value[:middle] in page else (few, middle)
    return few


def required(what: Generated, file: Mapping[str, Any]) -> dict[str, str]:
    """What a file of the manifest must show, by a name for each value; empty for a kind that shows no record."""
    if file["path"].endswith(BACK):
        return {}  # read with its fronts
    values = dict(_common(what, file))
    for one in _of(what, file["document"], file["record"]):
        shown = _SHOWN.get(file["document"], _nothing)(what, one, file)
        values |= {f"{one['number']} {name}": value for name, value in shown if value}
    return values


def _of(what: Generated, document: str, record: str) -> Sequence[Mapping[str, Any]]:
    """The applications that the file of this record shows."""
    winners = [one for one in what.applications if "award" in one]
    if document in ("certificate", "bulletin"):
        return [one for one in winners if record in ("", one["number"])]
    return [one for one in what.applications if record in (one["number"], one["recommender"])]


def _common(what: Generated, file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands there of the campaign, and the work summaries."""
    settings, document = what.settings, file["document"]
    if document in ("notice", "bulletin") and file["format"] != "xlsx":
        yield "issuer", settings["issuer"]
        yield "date", day_text(settings["issued_on" if document == "notice" else "bulletin_date"])
    if document == "blank":
        yield from ((f"form {name}", name) for name in settings["patent_forms"] if "附件1" in file["path"])
        yield from ((f"category {name}", name) for name in settings["categories"] if "附件2" in file["path"])
    if document == "summary":
        yield from _paragraphs("summary", what.summaries[file["record"]])


def _nothing(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ()


def _form1(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in FORM1_KEYS:
        if key not in ("patent_forms", "patent_status"):
            yield from _value(key, one.get(key))
    yield from ((f"tick {label}", TICK + label) for label in (*one["patent_forms"], one["patent_status"]))
    for place, other in enumerate(one["completers"], start=1):
        yield from ((f"completer {place} {key}", other[key]) for key in COMPLETER_KEYS)


def _form2(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((key, one[key]) for key in FORM2_KEYS if key not in ("unit", "lead_post", "non_public"))
    yield "unit and post", f"{one['unit']} {one['lead_post']}"
    yield "non_public", "是" if one["non_public"] else "否"
    yield "recommender", one["recommender"]


def _intro(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((key, one[key]) for key in ("name", "unit", "category"))
    yield "people", "、".join(people(one))
    for key in INTRO_KEYS:
        yield from _paragraphs(key, one[key])


def _packet(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A packet holds the project's papers; what it holds follows from the campaign's own list."""
    items = [item["材料"] for item in what.settings["packet"]] or ["清单", "申报表", "介绍材料"]
    own = file["record"] == one["number"]
    if "申报表" in items:
        yield from _form1(what, one, file)
    if "介绍材料" in items and not one.get("intro_paper"):
        yield from _intro(what, one, file)
    if "汇总表" in items and not own:
        yield from _form2(what, one, file)


def _certificate(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    revoked = str(one["award"]["serial"]) in {str(entry["证书"]) for entry in what.settings.get("revocations", ())}
    if "组织奖" in file["path"] or "校准" in file["path"] or (revoked and file["format"] != "xlsx"):
        return
    yield "name", one["name"]
    yield "tier", one["award"]["tier"]
    yield from _numbers(what, one)
    if file["format"] == "xlsx":
        yield "unit", one["unit"]
        yield "recommender", one["recommender"]
    else:
        yield "lead", one["lead_name"]  # of many completers the last ones may be 等


def _numbers(what: Generated, one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The certificate's number, or those of each completer."""
    settings, serial = what.settings, f"{one['award']['serial']:03d}"
    single = settings["certificate_per"] == CERTIFICATE_UNITS[0]
    parts = [""] if single else [f"-{part}" for part in range(1, len(people(one)) + 1)]
    for part in parts:
        number = settings["certificate_number"].replace("{年度}", str(settings["year"]))
        yield f"certificate{part}", number.replace("{序号}", serial + part)


def _bulletin(what: Generated, one: Mapping[str, Any], file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in FIELDS.application:
        if field.public and field.key not in ("category", "lead_name"):
            yield field.key, one[field.key]
    yield "people", "、".join(people(one))
    yield "tier", one["award"]["tier"]


def people(one: Mapping[str, Any]) -> list[str]:
    """The names of all completers, the lead first."""
    return [one["lead_name"], *(other["name"] for other in one["completers"])]


def day_text(day: date) -> str:
    """2023年7月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _value(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, date):
        yield key, day_text(value)
    elif value and key not in _UNSHOWN:
        yield from _paragraphs(key, value)


def _paragraphs(key: str, text: str) -> Iterator[tuple[str, str]]:
    yield from ((f"{key} {place}", line.strip()) for place, line in enumerate(text.split("\n"), start=1))


_SHOWN = {
    "form1": _form1,
    "form2": _form2,
    "intro": _intro,
    "packet": _packet,
    "certificate": _certificate,
    "bulletin": _bulletin,
}
