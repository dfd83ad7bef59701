"""PDFs among the attachments: opened, judged and made flat in the same way by the check and by the packet."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from generator.checks.attached.bounds import PDF_ERRORS, judge_content, judge_depth
from generator.checks.attached.kind import PRINT_TO_PDF, UnfitError
from generator.checks.attached.marks import Fate, appearance, fate, field_name, first_text, marks
from generator.checks.attached.parts import Seen, Visit, keep_listed

MOST_PAGES = 500
MOST_MARKS = 5_000  # in a file
LARGEST_UNIT = 1_000  # of UserUnit, in 1/72 inch
_WAITING = re.compile(r"please\s*wait|adobe\s*reader|请稍候|请稍等", re.IGNORECASE)
_DYNAMIC = re.compile(rb"<dynamicRender>\s*required\s*<")

# What qpdf mends in a PDF it would tell the terminal, where nothing else listens.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Box:
    """A rectangle in pt."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Remark:
    """What of a file is not printed although somebody may expect it, and the remedy."""

    message: str
    fix: str


@contextmanager
def opened_pdf(source: BytesIO, visit: Visit | None = None) -> Iterator[tuple[pikepdf.Pdf, Sequence[Remark]]]:
    """The PDF with its marks made part of the pages as a viewer prints them, and what could not be.

    What the pages draw with is pruned to what is listed; `visit` sees every stream of it.

    Raises:
        UnfitError: it cannot be printed as a viewer shows it.
    """
    try:
        with pikepdf.open(source) as pdf:
            _judge_file(pdf)
            for number, page in enumerate(pdf.pages, 1):
                _judge_page(page, number)
            remarks = _judge_marks(pdf)
            _flatten(pdf)
            seen: Seen = set()
            for number, page in enumerate(pdf.pages, 1):
                keep_listed(page.resources, "resources", seen, number, visit)
                keep_listed(page.obj.get("/Group"), "group", seen, number)
            keep_listed(pdf.Root.get("/OCProperties"), "layers", seen)
            yield pdf, remarks
    except UnfitError:
        raise
    except pikepdf.PasswordError as wrong:
        raise UnfitError("加了密码，打不开。", "请去掉密码后重新放入。") from wrong
    except PDF_ERRORS as wrong:
        raise UnfitError("已损坏，打不开。", "请重新导出 PDF。") from wrong


def visible(page: pikepdf.Page) -> Box:
    """What a viewer shows of the page: the crop box inside the media box (ISO 32000-1, 14.11.2).

    Raises:
        ValueError: the page shows nothing.
    """
    media, crop = (_ordered(box) for box in (page.mediabox, page.cropbox))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = media
    if right <= left or top <= bottom:
        raise ValueError("empty page")
    return Box(left, bottom, right - left, top - bottom)


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def unit(page: pikepdf.Page) -> float:
    """How long the page's unit is, in pt (UserUnit).

    Raises:
        ValueError: it is no length.
    """
    length = float(page.obj.get("/UserUnit", 1))
    if not math.isfinite(length) or not 1 / LARGEST_UNIT <= length <= LARGEST_UNIT:
        raise ValueError("no unit")
    return length


# ---- the file


def _judge_file(pdf: pikepdf.Pdf) -> None:
    pages = len(pdf.pages)
    if not pages:
        raise UnfitError("没有页面。", "请换成有内容的文件。")
    if pages > MOST_PAGES:
        raise UnfitError(f"有{pages}页，超过{MOST_PAGES}页。", "请只保留需要打印的页。")
    if "/Collection" in pdf.Root:
        raise UnfitError("是 PDF 文件包，要打印的文件装在里面。", "请打开后把里面的文件逐个另存为 PDF 放入。")
    if _is_made_by_reader(pdf):
        raise UnfitError(
            "是动态表单（XFA），多数软件里只显示“请稍候”。", "请用 Adobe Reader 打开，再“打印到 PDF”后放入。"
        )
    judge_depth(pdf)


def _is_made_by_reader(pdf: pikepdf.Pdf) -> bool:
    """Whether the pages are made only while the file is open, of an XFA form."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/XFA" not in form:
        return False
    parts = list(form.XFA) if isinstance(form.XFA, pikepdf.Array) else [form.XFA]
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    if pdf.Root.get("/NeedsRendering") or any(_DYNAMIC.search(stream.read_bytes()) for stream in streams):
        return True
    with pikepdf.new() as alone:
        alone.pages.append(pdf.pages[0])
        return not any(marks(pdf.pages[0])) and bool(_WAITING.search(first_text(alone)))


# ---- a page


def _judge_page(page: pikepdf.Page, number: int) -> None:
    try:
        visible(page)
    except PDF_ERRORS as wrong:
        raise UnfitError(f"第{number}页没有大小。", PRINT_TO_PDF) from wrong
    try:
        unit(page)
    except PDF_ERRORS as wrong:
        raise UnfitError(f"第{number}页的长度单位（UserUnit）不对。", PRINT_TO_PDF) from wrong
    judge_content(page, number)


# ---- marks


def _judge_marks(pdf: pikepdf.Pdf) -> list[Remark]:
    form = pdf.Root.get("/AcroForm")
    is_newer = isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances", False))
    pages: dict[Fate, list[int]] = {}
    count = 0
    for number, page in enumerate(pdf.pages, 1):
        for mark in marks(page):
            count += 1
            if count > MOST_MARKS:
                raise UnfitError(f"的批注和表单栏目超过{MOST_MARKS}个。", PRINT_TO_PDF)
            found = fate(mark, values_are_newer=is_newer)
            if found is Fate.VALUE_LOST:
                message = f"第{number}页表单栏目{field_name(mark)}里填写的内容没有可打印的样子，装订时会丢失。"
                raise UnfitError(message, PRINT_TO_PDF)
            pages.setdefault(found, []).append(number)
    return _remarks(pages)


def _remarks(pages: dict[Fate, list[int]]) -> list[Remark]:
    remarks = []
    if missing := pages.get(Fate.NOT_CARRIED):
        remarks.append(Remark(f"{_listed(missing)}有批注或图形标记，无法带到装订的材料里。", PRINT_TO_PDF))
    if unprinted := pages.get(Fate.ONLY_ON_SCREEN):
        fix = "需要印出的，请在 PDF 阅读器里把标记设为“打印”，再“打印到 PDF”，放入新得到的文件；不需要的可以不管。"
        remarks.append(Remark(f"{_listed(unprinted)}有只在屏幕上显示、不打印的图章或批注，材料里不会有。", fix))
    return remarks


def _listed(numbers: Sequence[int]) -> str:
    """The pages, of many the first few: 第1、3页."""
    some = list(dict.fromkeys(numbers))
    return f"第{'、'.join(map(str, some[:5]))}{'等' if len(some) > 5 else ''}页"


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Make the marks that are printed part of their pages, with the appearances that they bring along."""
    for page in pdf.pages:
        for mark in marks(page):
            _keep_layer(pdf, mark)
            if mark.get("/Subtype") == "/Popup" and "/AP" in mark:
                del mark.AP  # the window of a note, which is no part of the page (12.5.6.14)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/NeedAppearances" in form:
        del form.NeedAppearances  # else fields would be left out; their appearances were judged
    pdf.flatten_annotations("print")


def _keep_layer(pdf: pikepdf.Pdf, mark: pikepdf.Dictionary) -> None:
    """Have the appearance stand on the mark's layer, if it has one, since the mark itself goes."""
    drawn = appearance(mark)
    if drawn is None or "/OC" not in mark:
        return
    about = {key: drawn[key] for key in drawn.keys() if key not in ("/Length", "/OC")}  # noqa: SIM118
    layers = [mark.OC] if "/OC" not in drawn else [mark.OC, drawn.OC]
    about["/OC"] = mark.OC if len(layers) == 1 else _all_of(pdf, layers)
    mark.AP = pikepdf.Dictionary(N=pikepdf.Stream(pdf, drawn.read_raw_bytes(), pikepdf.Dictionary(about)))


def _all_of(pdf: pikepdf.Pdf, layers: Sequence[pikepdf.Object]) -> pikepdf.Object:
    """What is seen only where all these layers are (ISO 32000-1, 8.11.2.2)."""
    made = pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=pikepdf.Array(layers), P=pikepdf.Name.AllOn)
    return pdf.make_indirect(made)
