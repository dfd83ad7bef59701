"""Files for `inspect` that mean ill: a few kilobytes that come to gigabytes or hours where nobody counts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.campaign.layout import package_templates

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def _docx(body: str, store: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", store) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", _BODY.format(body))
    return out.getvalue()


def nested_tables() -> bytes:
    """A Word file whose table holds a table, 20,000 times."""
    return _docx("<w:tbl><w:tr><w:tc>" * 20_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 20_000)


def many_paragraphs() -> bytes:
    """A Word file of three million paragraphs."""
    return _docx("<w:p/>" * 3_000_000)


def many_controls() -> bytes:
    """A Word file of 600,000 content controls, none of which says the same."""
    text = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    one = f"<w:sdt><w:sdtPr><w:tag w:val='{{}}'/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"
    return _docx("".join(one.format(number, number * 7919) for number in range(600_000)))


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _page(pdf: pikepdf.Pdf, content: bytes, resources: Dictionary) -> None:
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Contents = pdf.make_stream(content)
    page.obj.Resources = resources


def forms_in_forms(deep: int = 40, each: int = 10) -> bytes:
    """A PDF whose page draws a form ten times, which draws another ten times, forty deep."""
    pdf = pikepdf.new()
    inner = pdf.make_stream(
        b"0 0 1 1 re f", {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])}
    )
    for _ in range(deep):
        about = {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 9, 9])}
        outer = pdf.make_stream(b"/A Do " * each, about)
        outer.Resources = Dictionary(XObject=Dictionary(A=inner))
        inner = outer
    _page(pdf, b"/A Do", Dictionary(XObject=Dictionary(A=inner)))
    return _saved(pdf)


def operators() -> bytes:
    """A PDF page of three million operators, in 10 kB."""
    pdf = pikepdf.new()
    _page(pdf, b"0 0 1 1 re f\n" * 3_000_000, Dictionary())
    return _saved(pdf)


def inflated() -> bytes:
    """A PDF page whose content comes to a gigabyte."""
    pdf = pikepdf.new()
    _page(pdf, b" " * 1_000_000_000, Dictionary())
    return _saved(pdf)


def patterns() -> bytes:
    """A PDF whose page is filled with a pattern that is filled with a pattern, twelve deep."""
    pdf = pikepdf.new()
    inner: pikepdf.Object | None = None
    for _ in range(12):
        about = {
            "/Type": Name.Pattern, "/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/BBox": Array([0, 0, 1, 1]),
            "/XStep": 0.01, "/YStep": 0.01,
        }  # fmt: skip
        tile = pdf.make_stream(b"/Pattern cs /P scn 0 0 1 1 re f" if inner is not None else b"0 0 1 1 re f", about)
        tile.Resources = Dictionary(Pattern=Dictionary(P=inner)) if inner is not None else Dictionary()
        inner = tile
    _page(pdf, b"/Pattern cs /P scn 0 0 595 842 re f", Dictionary(Pattern=Dictionary(P=inner)))
    return _saved(pdf)


def huge_page() -> bytes:
    """A PDF page of 280,000 km²."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_400, 14_400)).obj.UserUnit = 1_000_000_000
    return _saved(pdf)


def merged_sheet() -> bytes:
    """Form 2 in Excel, all of whose cells are one."""
    template = package_templates() / "form2" / "form2.xlsx"
    out = io.BytesIO()
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                merges = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                head, found, tail = content.partition(b"<mergeCells")
                assert found, name
                content = head + merges + tail.partition(b"</mergeCells>")[2]
            made.writestr(name, content)
    return out.getvalue()


BOMBS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "nested tables": ("docx", nested_tables),
    "forms in forms": ("pdf", forms_in_forms),
    "all cells one": ("xlsx", merged_sheet),
    "many paragraphs": ("docx", many_paragraphs),
    "many controls": ("docx", many_controls),
    "operators": ("pdf", operators),
    "inflated": ("pdf", inflated),
    "patterns": ("pdf", patterns),
    "huge page": ("pdf", huge_page),
}
