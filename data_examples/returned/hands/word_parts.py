"""The pieces of a Word document as strings of XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

DATE = "2023-08-11T10:20:00Z"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)


class Xml(str):
    """Text that is XML already."""


def run(text: str, props: str = "") -> Xml:
    """One run; a tab and a line break in the text as Word writes them."""
    inner = []
    for place, line in enumerate(text.split("\v")):
        inner.append("<w:br/>" if place else "")
        for tab, part in enumerate(line.split("\t")):
            inner.append("<w:tab/>" if tab else "")
            inner.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
    return Xml(f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{''.join(inner)}</w:r>")


def runs(text: str, props: str = "", pieces: int = 0) -> Xml:
    """The text in runs; cut into `pieces` as Word does it after corrections, with its marks between them."""
    if isinstance(text, Xml):
        return text
    if pieces < 2 or len(text) < 2 * pieces:
        return run(text, props)
    size = len(text) // pieces
    cuts = [text[size * one : size * (one + 1) if one < pieces - 1 else len(text)] for one in range(pieces)]
    marks = (
        '<w:proofErr w:type="spellStart"/>',
        '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>',
    )
    return Xml(
        "".join(run(cut, props) + (marks[place] if place < len(marks) else "") for place, cut in enumerate(cuts))
    )


def para(*inner: str, align: str = "", props: str = "", size: int = 0, bold: bool = False) -> Xml:
    """One paragraph of texts and XML; `size` in half-points."""
    look = ("<w:b/>" if bold else "") + (f'<w:sz w:val="{size}"/>' if size else "")
    body = "".join(one if isinstance(one, Xml) else run(one, look) for one in inner)
    placed = f'<w:jc w:val="{align}"/>' if align else ""
    return Xml(f"<w:p><w:pPr>{props}{placed}</w:pPr>{body}</w:p>")


def cell(
    content: str | Sequence[str], width: int, span: int = 1, merge: str = "", align: str = "", size: int = 21
) -> Xml:
    """One cell: paragraphs or tables; `width` in twips, `merge` restart or continue."""
    blocks = [content] if isinstance(content, str) else list(content)
    body = "".join(
        one
        if isinstance(one, Xml) and one.startswith(("<w:p>", "<w:tbl>", "<w:sdt>", "<w:p "))
        else para(one, align=align, size=size)
        for one in blocks or [""]
    )
    if body.endswith("</w:tbl>"):
        body += para("")
    marks = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        marks += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    return Xml(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{marks}<w:vAlign w:val="center"/></w:tcPr>{body}</w:tc>'
    )


def row(*cells: str, height: int = 0) -> Xml:
    mark = f'<w:trPr><w:trHeight w:val="{height}"/></w:trPr>' if height else ""
    return Xml(f"<w:tr>{mark}{''.join(cells)}</w:tr>")


def table(rows: Iterable[str], grid: Sequence[int], borders: bool = True) -> Xml:
    kind = "single" if borders else "nil"
    sides = "".join(
        f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return Xml(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(grid)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{sides}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def picture(relation: str, width_mm: int = 60, height_mm: int = 40, name: str = "图片 1") -> Xml:
    """A run with an inline picture."""
    across, down = width_mm * 36000, height_mm * 36000
    return Xml(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="11" name="{name}"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" '
        f'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" '
        f'cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def text_box(paragraphs: str) -> Xml:
    """A paragraph with a text box as Word writes it: the drawing, and the same once more for old programs."""
    shape = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="5400000" cy="2700000"/>'
        '<wp:docPr id="2" name="文本框 2"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="2700000"/></a:xfrm><a:prstGeom prst="rect">'
        f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    old = (
        '<w:pict><v:shape type="#_x0000_t202" style="width:425pt;height:212pt"><v:textbox><w:txbxContent>'
        f"{paragraphs}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return Xml(
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"{shape}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def inserted(text: str, author: str = "审核") -> Xml:
    return Xml(f'<w:ins w:id="81" w:author="{author}" w:date="{DATE}">{run(text)}</w:ins>')


def deleted(text: str, author: str = "审核") -> Xml:
    return Xml(
        f'<w:del w:id="82" w:author="{author}" w:date="{DATE}"><w:r><w:delText xml:space="preserve">'
        f"{escape(text)}</w:delText></w:r></w:del>"
    )


def moved(text: str, to: bool) -> Xml:
    way = "moveTo" if to else "moveFrom"
    return Xml(
        f'<w:{way}RangeStart w:id="90" w:author="审核" w:date="{DATE}" w:name="move1"/><w:{way} w:id="91" '
        f'w:author="审核" w:date="{DATE}">{run(text)}</w:{way}><w:{way}RangeEnd w:id="90"/>'
    )


def field(instruction: str, shown: str) -> Xml:
    """A field of Word with the result that it shows."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return Xml(
        f'{sign.format("begin")}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f"{sign.format('separate')}{run(shown)}{sign.format('end')}"
    )
