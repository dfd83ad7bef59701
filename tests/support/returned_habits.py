"""What people and programs make of a Form 1 before it is handed in: one function for each habit.

A habit changes a filled form of ours, whatever kind its controls are, or one drawn by hand. `HABITS` says of each which
codes are then told; without any the form says the same as before.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element as Element

from generator.campaign.form_rows import all_rows, completers_of
from generator.campaign.forms import GridForm, Row

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "word/document.xml"
LINES = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="170" w:lineRule="exact"/></w:pPr>'
NONE: frozenset[str] = frozenset()
DIFFERENT, BESIDE, UNREAD, CUT = (frozenset({f"returned/{code}"}) for code in ("different", "beside", "unread", "cut"))


def xml(text: str) -> list[Element]:
    """The elements that the text is."""
    return list(etree.fromstring(f"<w:body {_NAMES}>{text}</w:body>"))


def run(text: str, properties: str = "") -> str:
    """A run of text, small enough for every cell where nothing else is said."""
    small = "" if "w:sz " in properties else '<w:sz w:val="15"/>'
    return f'<w:r><w:rPr>{properties}{small}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bare(element: Element) -> str:
    """The text of an element without blanks."""
    return "".join("".join(one.text or "" for one in element.iter(f"{W}t")).split())


class Paper:
    """A Word form whose document is changed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts[MAIN])

    @property
    def body(self) -> Element:
        return self.root.find(f"{W}body")

    def content(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.parts[MAIN] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(out, "w") as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return out.getvalue()

    def rows(self) -> Iterator[tuple[Element, list[Element]]]:
        """The rows of all tables, each with its cells."""
        for row in self.root.iter(f"{W}tr"):
            yield row, [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row]

    def labelled(self, label: str) -> tuple[Element, Element]:
        """The cell with that label, the first after the cover, and the cell to its right."""
        found = [
            (cells[at], cells[at + 1]) for _, cells in self.rows() for at in range(len(cells) - 1)
            if bare(cells[at]) == label
        ]  # fmt: skip
        return found[-1] if label == "项目名称" else found[0]

    def value(self, label: str) -> Element:
        return self.labelled(label)[1]

    def row(self, text: str) -> Element:
        """The row with a cell of that text, the last of them."""
        return [row for row, cells in self.rows() if any(bare(cell) == text for cell in cells)][-1]

    def write(self, cell: Element, *paragraphs: str) -> None:
        """Let these runs, a paragraph each, be all that stands in the cell: controls within it are gone."""
        for child in [one for one in cell if one.tag != f"{W}tcPr"]:
            cell.remove(child)
        for inner in paragraphs:
            cell.extend(xml(f"<w:p>{LINES}{inner}</w:p>"))

    def controls(self, tag: str) -> list[Element]:
        return [one for one in self.root.iter(f"{W}sdt") if tag_of(one) == tag]


def tag_of(control: Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    return "" if found is None else found.get(f"{W}val", "")


def unwrap(control: Element) -> None:
    """Leave what stands in the control."""
    parent, content = control.getparent(), control.find(f"{W}sdtContent")
    at = parent.index(control)
    parent[at : at + 1] = list(content) if content is not None else []


def typed(label: str, *paragraphs: str) -> Callable[[Paper], None]:
    """The value of that label typed anew, without a control."""
    return lambda paper: paper.write(paper.value(label), *paragraphs)


def says(label: str, text: str) -> Callable[[Paper], None]:
    return typed(label, run(text))


def replaced(pattern: str, text: str) -> Callable[[Paper], None]:
    """Text replaced in every run."""

    def change(paper: Paper) -> None:
        hits = 0
        for one in paper.root.iter(f"{W}t"):
            one.text, count = re.subn(pattern, text, one.text or "")
            hits += count
        assert hits, pattern

    return change


def both(*habits: Callable[[Paper], None]) -> Callable[[Paper], None]:
    def change(paper: Paper) -> None:
        for habit in habits:
            habit(paper)

    return change


def split_runs(paper: Paper) -> None:
    """Word cuts text wherever the cursor stood, and keeps marks of spelling and bookmarks between."""
    for one in list(paper.root.iter(f"{W}r")):
        text = one.find(f"{W}t")
        if text is None or len(text.text or "") < 2 or len(one.findall(f"{W}t") + one.findall(f"{W}br")) > 1:
            continue
        other = deepcopy(one)
        cut = len(text.text) // 2
        other.find(f"{W}t").text, text.text = text.text[cut:], text.text[:cut]
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        one.addnext(other)
        for mark in xml(
            '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="7" w:name="_a"/><w:bookmarkEnd w:id="7"/>'
        ):
            one.addnext(mark)


def hint_style_kept(paper: Paper) -> None:
    for one in paper.root.iter(f"{W}r"):
        properties = one.find(f"{W}rPr")
        if properties is not None and one.getparent().tag == f"{W}sdtContent":
            properties.insert(0, xml('<w:rStyle w:val="Hint"/>')[0])


def placeholder_flag_kept(paper: Paper) -> None:
    for properties in paper.root.iter(f"{W}sdtPr"):
        if properties.find(f"{W14}checkbox") is None and properties.find(f"{W}showingPlcHdr") is None:
            properties.append(xml("<w:showingPlcHdr/>")[0])


def controls_deleted(paper: Paper) -> None:
    while (control := next(paper.root.iter(f"{W}sdt"), None)) is not None:
        unwrap(control)


def tags_lost(paper: Paper) -> None:
    """LibreOffice 7 keeps the controls and drops their names."""
    for properties in paper.root.iter(f"{W}sdtPr"):
        for name in ("tag", "alias"):
            if (found := properties.find(f"{W}{name}")) is not None:
                properties.remove(found)


def threefold(paper: Paper) -> None:
    """LibreOffice 7 writes a control of several runs up to three times over: v, vv, v."""
    cell = paper.value("所属行业")
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    text = bare(cell)
    paper.write(cell, control.format(run(text)) + control.format(run(text[2:] + text)) + control.format(run(text)))


def closed_behind_the_first(paper: Paper) -> None:
    """LibreOffice 24.8 closes the control of a long text behind its first paragraph."""
    for control in paper.controls("intro"):
        cell = next(control.iterancestors(f"{W}tc"), None)
        cell = control.find(f".//{W}tc") if cell is None else cell
        lines = [bare(one) for one in control.iter(f"{W}p")]
        first = f'<w:sdt><w:sdtPr><w:tag w:val="intro"/></w:sdtPr><w:sdtContent>{run(lines[0])}</w:sdtContent></w:sdt>'
        paper.write(cell, first, *map(run, lines[1:]))


def box(sign: str, state: str = "0", *, at: int = 2, of: str = "patent_status") -> Callable[[Paper], None]:
    """One box shows that sign, its control says that state."""

    def change(paper: Paper) -> None:
        control = paper.controls(of)[at]
        control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").set(f"{W14}val", state)
        one = next(control.iter(f"{W}r"))
        for child in [child for child in one if child.tag != f"{W}rPr"]:
            one.remove(child)
        one.extend(xml(sign if sign.startswith("<") else f"<w:t>{sign}</w:t>"))

    return change


def box_lost(at: int) -> Callable[[Paper], None]:
    def change(paper: Paper) -> None:
        properties = paper.controls("patent_status")[at].find(f"{W}sdtPr")
        properties.remove(properties.find(f"{W14}checkbox"))

    return change


def beside_box(paper: Paper) -> None:
    box("□", "0")(paper)
    paper.controls("patent_status")[2].addnext(xml(run("√"))[0])


def beside_empty(paper: Paper) -> None:
    """Typed before the control, which stays empty."""
    paper.write(
        paper.value("所属行业"),
        run("机械制造")
        + '<w:sdt><w:sdtPr><w:tag w:val="industry"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>'
        + run("\u2003")
        + "</w:sdtContent></w:sdt>",
    )


def beside_filled(paper: Paper) -> None:
    control = (
        f'<w:sdt><w:sdtPr><w:tag w:val="lead_name"/></w:sdtPr><w:sdtContent>{run("龚晓堃")}</w:sdtContent></w:sdt>'
    )
    paper.write(paper.value("第一完成人（牵头人）姓名"), control + run("（已离职）"))


def half_beside(label: str, tag: str, value: str) -> Callable[[Paper], None]:
    """The first half of the value in its control, the second behind it."""

    def habit(paper: Paper) -> None:
        half = len(value) // 2
        properties, content = f'<w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>', f"<w:sdtContent>{run(value[:half])}"
        paper.write(paper.value(label), f"<w:sdt>{properties}{content}</w:sdtContent></w:sdt>{run(value[half:])}")

    return habit


def tracked(paper: Paper) -> None:
    gone = "<w:r><w:delText>车辆工程</w:delText></w:r>"
    moved = f'<w:moveFrom w:id="3">{run("机床")}</w:moveFrom><w:moveTo w:id="4">{run("制造")}</w:moveTo>'
    paper.write(paper.value("所属行业"), f'<w:ins w:id="1">{run("机械")}</w:ins><w:del w:id="2">{gone}</w:del>{moved}')


def deleted_row(paper: Paper) -> None:
    """A row that was added and deleted again with changes tracked."""
    row = paper.row("邹建平")
    other = deepcopy(row)
    properties = other.find(f"{W}trPr")
    if properties is None:
        properties = etree.SubElement(other, f"{W}trPr")
        other.insert(0, properties)
    properties.extend(xml('<w:del w:id="5" w:author="a"/>'))
    row.addnext(other)


def text_box(paper: Paper) -> None:
    """A text box over the cell, for new programs and for old ones."""
    inner = f"<w:txbxContent><w:p>{run('机械制造')}</w:p></w:txbxContent>"
    paper.write(
        paper.value("所属行业"),
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )


def strict(paper: Paper) -> None:
    text = etree.tostring(paper.root).decode()
    for usual, name in (
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/", "http://purl.oclc.org/ooxml/wordprocessingml/"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
    ):
        text = text.replace(usual, name)
    paper.root = etree.fromstring(text)


def cell_level(paper: Paper) -> None:
    """The control holds its cell, so that a click anywhere in it lands there."""
    for control in paper.controls("lead_title") + paper.controls("industry"):
        cell = next(control.iterancestors(f"{W}tc"), None)
        if cell is None:
            continue
        properties = control.find(f"{W}sdtPr")
        unwrap(control)
        outer = etree.Element(f"{W}sdt")
        cell.addprevious(outer)
        outer.append(properties)
        etree.SubElement(outer, f"{W}sdtContent").append(cell)


def block_level(paper: Paper) -> None:
    cell = paper.value("所属行业")
    text = bare(cell)
    paper.write(cell)
    tag = '<w:sdtPr><w:tag w:val="industry"/></w:sdtPr>'
    cell.extend(xml(f"<w:sdt>{tag}<w:sdtContent><w:p>{run(text)}</w:p></w:sdtContent></w:sdt><w:p/>"))


def nested_controls(paper: Paper) -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('机械')}</w:sdtContent></w:sdt>"
    outer = (
        f'<w:sdt><w:sdtPr><w:tag w:val="industry"/></w:sdtPr><w:sdtContent>{inner}{run("制造")}</w:sdtContent></w:sdt>'
    )
    paper.write(paper.value("所属行业"), outer)


def cut_before(text: str) -> Callable[[Paper], None]:
    """The table cut in two before the row with that text."""

    def change(paper: Paper) -> None:
        row = paper.row(text)
        while row.getparent().tag != f"{W}tbl":
            row = row.getparent()
        table = row.getparent()
        other = etree.Element(f"{W}tbl")
        other.extend(deepcopy(one) for one in table if one.tag in (f"{W}tblPr", f"{W}tblGrid"))
        other.extend(list(table)[table.index(row) :])
        table.addnext(other)
        table.addnext(xml("<w:p/>")[0])

    return change


def row_added(paper: Paper) -> None:
    """A third completer in a row of his own, copied from the second's."""
    row = paper.row("熊玉兰")
    other = deepcopy(row)
    row.addnext(other)
    for text in other.iter(f"{W}t"):
        text.text = (text.text or "").replace("熊玉兰", "赵一宁")


def rows_removed(paper: Paper) -> None:
    """The rows that stay empty deleted."""
    for row, cells in list(paper.rows()):
        tags = [tag_of(one) for one in row.iter(f"{W}sdt")]
        if any(tag.startswith("completer") for tag in tags) and not any(bare(cell) for cell in cells):
            row.getparent().remove(row)


def merges_lost(paper: Paper) -> None:
    for merge in list(paper.root.iter(f"{W}vMerge")):
        merge.getparent().remove(merge)


def label(old: str, new: str) -> Callable[[Paper], None]:
    """A label printed in other words."""

    def change(paper: Paper) -> None:
        cell, _ = paper.labelled(old)
        paper.write(cell, run(new))

    return change


def people_header_lost(paper: Paper) -> None:
    cell = next(one for one in paper.row("岗位职务").iter(f"{W}tc") if bare(one) == "职称")
    paper.write(cell, run("级别"))


def in_one_cell(paper: Paper) -> None:
    cell, value = paper.labelled("性别")
    paper.write(cell, run("性别：男"))
    paper.write(value, "")


def in_its_label(paper: Paper) -> None:
    """Label and value stand in one wide cell."""
    cell, value = paper.labelled("通讯地址")
    text = bare(value)
    value.getparent().remove(value)
    paper.write(cell, run(f"通讯地址：{text}"))


def digits_apart(paper: Paper) -> None:
    """A digit of the ID number in each cell."""
    value = paper.value("身份证号码")
    digits = bare(value)
    cells = [f"<w:tc><w:p>{run(digit)}</w:p></w:tc>" for digit in digits]
    while value.getparent().tag != f"{W}tr":
        value = value.getparent()
    value.getparent()[value.getparent().index(value) :] = xml("".join(cells))


def cover_typed(paper: Paper) -> None:
    """The cover in plain lines."""
    table = next(paper.root.iter(f"{W}tbl"))
    lines = (
        run("项目名称：") + run("  立式铣床主轴快速对中夹具   ", '<w:u w:val="single"/>'),
        run("第一完成人：龚晓堃"),
        run("所在单位：江西昌北恒岳精密机械有限公司（盖章）（单位标准全称，与公章保持一致）"),
        run("联 系 人：陶玥") + "<w:r><w:tab/></w:r>" + run("电话：0791-88001234"),
        run("申报时间：  2023 年 8 月 1 日"),
    )
    at = paper.body.index(table)
    paper.body[at : at + 1] = xml("".join(f"<w:p>{line}</w:p>" for line in lines))


def cover_in_box(paper: Paper) -> None:
    cover_typed(paper)
    lines = [one for one in paper.body if "：" in "".join(one.itertext()) and one.tag == f"{W}p"][:5]
    at = paper.body.index(lines[0])
    text = "".join(etree.tostring(one).decode() for one in lines)
    for one in lines:
        paper.body.remove(one)
    paper.body.insert(
        at,
        xml(f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></w:pict></w:r></w:p>")[0],
    )


def intro(heads: Callable[[int, str], str]) -> Callable[[Paper], None]:
    """The headings of 项目简介 written in another way; one that ends with ： goes on with its text."""

    def change(paper: Paper) -> None:
        cell = _intro(paper)
        lines, made = [bare(one) for one in cell.iter(f"{W}p") if bare(one)], list[str]()
        for line in lines:
            found = re.match(r"([1-5])\.(?=成果背景$|技术|创造|成熟|应用)", line)
            before = made.pop() if made and made[-1].endswith("：") else ""
            made.append(before + (heads(int(found[1]), line[2:]) if found else line))
        paper.write(cell, *(run(line) for line in made if line))

    return change


def _intro(paper: Paper) -> Element:
    rows = [cells for _, cells in paper.rows()]
    at = next(at for at, cells in enumerate(rows) if len(cells) == 1 and bare(cells[0]) == "项目简介")
    return rows[at + 1][0]


def numbered(paper: Paper) -> None:
    """Headings numbered by Word itself, with and without the part that says how."""
    intro(lambda number, head: head)(paper)
    for one in _intro(paper).iter(f"{W}p"):
        if bare(one) in ("成果背景", "技术原理及性能指标", "创造性与先进性"):
            one.remove(one[0])
            one.insert(0, xml('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')[0])


HINT = (
    "1.成果背景；2.技术原理及性能指标；3.创造性与先进性；4.成熟程度，适用范围和安全性；",
    "5.应用情况及存在的问题。（随表附项目具体资料）",
)


def hint_before(paper: Paper) -> None:
    cell = _intro(paper)
    lines = [bare(one) for one in cell.iter(f"{W}p") if bare(one)]
    paper.write(cell, *map(run, (*HINT, *lines)))


def pictured(paper: Paper) -> None:
    cell = _intro(paper)
    lines = [bare(one) for one in cell.iter(f"{W}p") if bare(one)]
    picture = "<w:r><w:drawing><wps:wsp/></w:drawing></w:r>"
    paper.write(cell, *map(run, lines[:2]), picture, run("图1 夹具示意"), *map(run, lines[2:]))


def table_within(paper: Paper) -> None:
    cell = _intro(paper)
    lines = [bare(one) for one in cell.iter(f"{W}p") if bare(one)]
    paper.write(cell, *map(run, lines))
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('指标')}</w:p></w:tc><w:tc><w:p>{run('合格率')}</w:p></w:tc></w:tr></w:tbl>"
    cell[-3].addnext(xml(table)[0])


def two_forms(paper: Paper) -> None:
    """The form twice in one file, in the first another title."""
    first = [deepcopy(one) for one in paper.body if one.tag != f"{W}sectPr"]
    says("职称", "高级技师")(paper)
    end = paper.body.find(f"{W}sectPr")
    for one in first:
        (paper.body.append if end is None else end.addprevious)(one)


def title_again(paper: Paper) -> None:
    """The title once more above the page with 项目简介."""
    row = paper.row("项目简介")
    while row.getparent().tag != f"{W}body":
        row = row.getparent()
    row.addprevious(xml(f"<w:p>{run('2023年江西省职工“五小”活动优秀成果项目申报表')}</w:p>")[0])


def name_again(paper: Paper) -> None:
    """The project's name once more above 项目简介."""
    row = paper.row("项目简介")
    cells = f"<w:tc><w:p>{run('项目名称')}</w:p></w:tc><w:tc><w:p>{run('立式铣床主轴快速对中夹具')}</w:p></w:tc>"
    row.addprevious(xml(f"<w:tr>{cells}</w:tr>")[0])


def sliver(paper: Paper) -> None:
    cell = paper.value("所属行业")
    paper.write(cell, run("机械制造", '<w:sz w:val="2"/>'))


def too_long(paper: Paper) -> None:
    """A name of several lines typed into a row of fixed height."""
    row = paper.row("邹建平")
    cell = next(one for one in row.iter(f"{W}tc") if bare(one) == "铣工")
    paper.write(cell, run("立式铣床操作工" * 6, '<w:sz w:val="24"/>'))


def raised(paper: Paper) -> None:
    """X⁵² typed with raised digits."""
    paper.write(paper.value("所属行业"), run("机械制造10") + run("2", '<w:vertAlign w:val="superscript"/>'))


def cell_more(text: str) -> Callable[[Paper], None]:
    """A cell more behind the row with 通讯地址."""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr><w:p>{LINES}{run(text)}</w:p></w:tc>'
    return lambda paper: paper.value("通讯地址").addnext(xml(cell)[0])


def row_more(*texts: str) -> Callable[[Paper], None]:
    """A row more, without any label of ours."""
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts)
    return lambda paper: paper.row("通讯地址").addnext(xml(f"<w:tr>{cells}</w:tr>")[0])


def last_line(text: str) -> Callable[[Paper], None]:
    """A paragraph more below all tables."""

    def change(paper: Paper) -> None:
        last = [one for one in paper.body if one.find(f".//{W}tr") is not None][-1]
        last.addnext(xml(f"<w:p>{run(text)}</w:p>")[0])

    return change


def of_person(name: str, at: int, *runs: str) -> Callable[[Paper], None]:
    """Another text in that cell of the person's row."""
    return lambda paper: paper.write(list(paper.row(name).iter(f"{W}tc"))[at], "".join(runs))


def units_merged(paper: Paper) -> None:
    """The same unit of two people written once, their cells merged."""
    first, second = (list(paper.row(name).iter(f"{W}tc"))[-1] for name in ("邹建平", "熊玉兰"))
    first.find(f"{W}tcPr").append(xml('<w:vMerge w:val="restart"/>')[0])
    second.find(f"{W}tcPr").append(xml("<w:vMerge/>")[0])
    paper.write(second, "")


def pasted(label: str, text: str) -> Callable[[Paper], None]:
    """A cell pasted from Excel: a table of one cell within the cell."""

    def change(paper: Paper) -> None:
        cell = paper.value(label)
        paper.write(cell, "")
        cell[-1].addprevious(xml(f"<w:tbl><w:tr><w:tc><w:p>{LINES}{run(text)}</w:p></w:tc></w:tr></w:tbl>")[0])

    return change


_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def foot_note(paper: Paper) -> None:
    paper.write(paper.value("所属行业"), run("机械制造") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    note = f'<w:footnotes {_NAMES}><w:footnote w:id="2"><w:p>{run("另报化工")}</w:p></w:footnote></w:footnotes>'
    paper.parts["word/footnotes.xml"] = note.encode()
    relations = "word/_rels/document.xml.rels"
    more = f'<Relationship Id="rIdNotes" Type="{_NOTES}" Target="footnotes.xml"/></Relationships>'
    paper.parts[relations] = paper.parts[relations].replace(b"</Relationships>", more.encode())


SIGN = '<w:sym w:font="{}" w:char="{}"/>'
HABITS: dict[str, tuple[Callable[[Paper], None], frozenset[str]]] = {
    "as it was made": (lambda paper: None, NONE),
    "text cut into runs": (split_runs, NONE),
    "typed over in the style of the hint": (hint_style_kept, NONE),
    "flag of the placeholder kept": (placeholder_flag_kept, NONE),
    "controls deleted": (controls_deleted, NONE),
    "names of the controls lost": (tags_lost, NONE),
    "a control written three times over": (threefold, NONE),
    "a control closed behind its first paragraph": (closed_behind_the_first, NONE),
    "controls at the level of cells": (cell_level, NONE),
    "a control at the level of blocks": (block_level, NONE),
    "controls within controls": (nested_controls, NONE),
    "the first box lost": (box_lost(0), NONE),
    "the last box lost": (box_lost(2), NONE),
    "a tick typed over the box": (box("√"), NONE),
    "a black box": (box("■"), NONE),
    "a crossed box": (box("☒"), NONE),
    "a tick of Wingdings 2": (box(SIGN.format("Wingdings 2", "F052")), NONE),
    "a tick of Wingdings": (box(SIGN.format("Wingdings", "F0FE")), NONE),
    "a tick beside the box": (beside_box, NONE),
    "ticks in brackets": (says("专利状况", "（ ）未申请 （ ）正在申请 （√）已授权"), NONE),
    "ticks in square brackets": (says("专利状况", "[ ]未申请 [ ]正在申请 [√]已授权"), NONE),
    "ticks behind the words": (says("专利状况", "□未申请 □正在申请 □已授权√"), NONE),
    "a letter of a sign font": (says("专利状况", "□未申请 □正在申请 R已授权"), NONE),
    "only the tick": (says("专利状况", "未申请 正在申请 √已授权"), NONE),
    "the other words deleted": (says("专利状况", "已授权"), NONE),
    "letters of Wingdings": (
        typed(
            "专利状况",
            run("o未申请 ").replace("o", "□") + run("R", '<w:rFonts w:ascii="Wingdings 2"/>') + run("已授权"),
        ),
        NONE,
    ),
    "the wrong box": (says("专利状况", "☑未申请 □正在申请 □已授权"), DIFFERENT),
    "no box": (says("专利状况", "□未申请 □正在申请 □已授权"), DIFFERENT),
    "a tick between two words": (says("专利状况", "未申请 √ 正在申请 已授权"), UNREAD),
    "sex ticked": (says("性别", "男√女□"), NONE),
    "a date with points": (says("批准时间", "2022.11.15"), NONE),
    "a date with strokes": (says("批准时间", "2022-11-15"), NONE),
    "a date with slashes": (says("批准时间", "2022/11/15"), NONE),
    "a date in Chinese": (says("批准时间", "二〇二二年十一月十五日"), NONE),
    "a date in full width": (says("批准时间", "２０２２．１１．１５"), NONE),
    "a date with blanks": (says("批准时间", "2022 年 11 月 15 日"), NONE),
    "another day": (says("批准时间", "二〇二二年十一月十六日"), DIFFERENT),
    "a month alone": (says("批准时间", "2022年11月"), DIFFERENT),
    "a spaced name": (says("第一完成人（牵头人）姓名", "龚 晓 堃"), NONE),
    "a phone with strokes": (says("联系电话", "139-0000-1234"), NONE),
    "a phone with unbreakable hyphens": (
        typed("联系电话", run("139") + "<w:r><w:noBreakHyphen/></w:r>" + run("0000\u20111234")),
        NONE,
    ),
    "two phones": (typed("联系电话", run("13900001234"), run("0791-86012345")), BESIDE),
    "a spaced number": (says("身份证号码", "360102 19870512 0018"), NONE),
    "a number in full width": (says("身份证号码", "３６０１０２１９８７０５１２００１８"), NONE),
    "a digit in each cell": (digits_apart, NONE),
    "a patent's number without its letters": (says("专利号", "2022 2 0123456.7"), NONE),
    "unit and post with a comma": (says("工作单位及职务", "江西昌北恒岳精密机械有限公司，铣工班班长"), NONE),
    "unit and post in two lines": (
        typed("工作单位及职务", run("江西昌北恒岳精密机械有限公司"), run("铣工班班长")),
        NONE,
    ),
    "half-width marks": (replaced("，", ","), NONE),
    "half-width full stops": (replaced("。", "."), NONE),
    "straight quotation marks": (replaced("[“”]", '"'), NONE),
    "text typed beside an empty control": (beside_empty, NONE),
    "text beside a filled control": (beside_filled, BESIDE),
    "half of a name beside its control": (half_beside("第一完成人（牵头人）姓名", "lead_name", "龚晓堃"), BESIDE),
    "half of a number beside its control": (
        half_beside("身份证号码", "lead_id_number", "360102198705120018"),
        BESIDE,
    ),
    "half of another name beside its control": (
        half_beside("第一完成人（牵头人）姓名", "lead_name", "李晓明"),
        DIFFERENT | BESIDE,
    ),
    "changes tracked": (tracked, NONE),
    "a row deleted with changes tracked": (deleted_row, NONE),
    "hidden text": (typed("所属行业", run("机械制造") + run("秘密", "<w:vanish/>")), NONE),
    "text struck out": (typed("所属行业", run("机械制造") + run("车辆", "<w:strike/>")), UNREAD),
    "a field's result": (
        typed(
            "所属行业",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/></w:r>'
            + run("机械制造")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        NONE,
    ),
    "a formula": (
        typed("所属行业", run("机械") + "<m:oMath><m:r><m:t>制造</m:t></m:r></m:oMath>"),
        NONE,
    ),
    "a tab and a new line": (typed("所属行业", run("机械") + "<w:r><w:tab/><w:br/></w:r>" + run("制造")), NONE),
    "a raised digit too many": (raised, DIFFERENT),
    "a text box over the cell": (text_box, NONE),
    "strict OOXML": (strict, NONE),
    "the table cut before the completers": (cut_before("其他完成人情况"), NONE),
    "the table cut within the completers": (cut_before("熊玉兰"), NONE),
    "empty rows removed": (rows_removed, NONE),
    "a row added": (row_added, DIFFERENT),
    "ditto": (replaced(r"(?<=^)江西昌北恒岳精密机械有限公司$", "江西昌北恒岳精密机械有限公司"), NONE),
    "merged cells parted": (merges_lost, CUT),  # the words of the boxes stood in two rows
    "a label in other words": (label("身份证号码", "身份证号"), NONE),
    "a label with a number and a colon": (label("所属行业", "2、所 属 行 业："), NONE),
    "a label with a remark": (label("职称", "职称（或技能等级）"), NONE),
    "a label that nobody knows, with its control": (label("职称", "级别"), NONE),
    "a column of completers that nobody knows, with its controls": (people_header_lost, NONE),
    "a column of completers that nobody knows": (both(controls_deleted, people_header_lost), UNREAD),
    "a label in the cell of its value": (in_one_cell, NONE),
    "label and value in one wide cell": (in_its_label, NONE),
    "the cover in plain lines": (cover_typed, NONE),
    "the cover in a text box": (cover_in_box, NONE),
    "headings 一、": (intro(lambda number, head: f"{'一二三四五'[number - 1]}、{head}"), NONE),
    "headings （1） with a colon": (intro(lambda number, head: f"（{number}）{head}："), NONE),
    "headings before their text": (intro(lambda number, head: f"{number}.{head}："), NONE),
    "no headings": (intro(lambda number, head: ""), NONE),
    "headings numbered by Word": (numbered, NONE),
    "the hint left before the text": (hint_before, NONE),
    "a picture with its name": (pictured, NONE),
    "a table within the text": (table_within, UNREAD),
    "two forms in one file, one of them wrong": (two_forms, DIFFERENT),
    "the title once more in the middle": (title_again, NONE),
    "the name once more in the middle": (name_again, NONE),
    "another value": (says("所属行业", "机械"), DIFFERENT),
    "a value deleted": (says("所属行业", ""), DIFFERENT),
    "a tick before another word's box": (says("专利状况", "□未申请 √□正在申请 □已授权"), DIFFERENT),
    "a tick before the word's box": (says("专利状况", "□未申请 □正在申请 √□已授权"), NONE),
    "a date with a full stop": (says("批准时间", "2022年11月15日。"), NONE),
    "a date pasted from Excel": (says("批准时间", "2022-11-15 00:00:00"), NONE),
    "a date with its weekday": (says("批准时间", "2022年11月15日（星期二）"), NONE),
    "a date half in Chinese": (says("批准时间", "2022年十一月十五日"), NONE),
    "a date with letters for zero": (says("批准时间", "二O二二年十一月十五日"), NONE),
    "a phone with its word": (says("联系电话", "手机：13900001234"), NONE),
    "a phone twice": (says("联系电话", "13900001234 13900001234"), NONE),
    "a phone with raised points": (says("联系电话", "139·0000·1234"), NONE),
    "a number behind its label": (says("身份证号码", "身份证号码：360102198705120018"), NONE),
    "a number behind an apostrophe": (says("身份证号码", "'360102198705120018"), NONE),
    "a value behind its label": (says("所属行业", "所属行业：机械制造"), NONE),
    "a value behind the prompt": (says("所属行业", "单击此处输入文字。机械制造"), NONE),
    "a patent's number without its point": (says("专利号", "ZL2022201234567"), NONE),
    "another patent's number without its point": (says("专利号", "ZL2022201234568"), DIFFERENT),
    "a post in brackets": (says("工作单位及职务", "江西昌北恒岳精密机械有限公司（铣工班班长）"), NONE),
    "a person behind a number": (of_person("邹建平", 1, run("1、邹建平")), NONE),
    "ditto with a blank": (of_person("熊玉兰", 5, run("同　上")), NONE),
    "a post struck out and written anew": (
        of_person("邹建平", 3, run("钳工", "<w:strike/>"), run("铣工")),
        UNREAD,
    ),
    "cells of the same unit merged": (units_merged, NONE),
    "a value pasted from Excel": (pasted("所属行业", "机械制造"), NONE),
    "another value pasted from Excel": (pasted("所属行业", "化工"), DIFFERENT),
    "a cell more": (cell_more("邮编330000"), BESIDE),
    "a row more": (row_more("开户行", "工商银行南昌分行"), BESIDE),
    "a number without a label": (row_more("13911112222", "张三"), BESIDE),
    "a signature below the tables": (last_line("单位负责人（签字）：　　2023年8月1日"), NONE),
    "a line below the tables": (last_line("补充：第三完成人王五"), BESIDE),
    "a note below the tables": (last_line("注：本表一式三份"), NONE),
    "a note below the page": (foot_note, BESIDE),
    "a digit before the text": (typed("转化创造效益情况", run("1.见附件")), DIFFERENT),
    "text too small to be read": (sliver, CUT),
    "text that its row cuts": (too_long, DIFFERENT | CUT),
}


# ---- a form made by hand


def by_hand(form: GridForm, texts: Mapping[str, str], printed: Mapping[str, str]) -> bytes:
    """The form drawn after the notice by somebody who has no file of it: plain tables, and lines for the cover.

    `texts` are its values by slot, `printed` the words of labels that the campaign fills.
    """
    lines = [_paragraph(form.title)]
    for value in form.cover.values if form.cover else ():
        lines.append(_paragraph(f"{value.label}  {texts.get(value.slot, '')}"))
    rows = [_drawn(row, texts, printed) for row in all_rows(form, completers_of(form))]
    document = f"<w:document {_NAMES}><w:body>{''.join(lines)}<w:tbl>{''.join(rows)}</w:tbl></w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(MAIN, document)
    return out.getvalue()


def _drawn(row: Row, texts: Mapping[str, str], printed: Mapping[str, str]) -> str:
    cells = []
    for cell in row.cells:
        text = texts.get(cell.slot, "") if cell.slot else printed.get(cell.text, cell.text).replace("|", "\n")
        span = cell.columns[1] - cell.columns[0] + 1
        inner = "".join(map(_paragraph, text.split("\n")))
        cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{inner}</w:tc>')
    before = f'<w:trPr><w:gridBefore w:val="{row.cells[0].columns[0]}"/></w:trPr>'
    return f"<w:tr>{before}{''.join(cells)}</w:tr>"


def _paragraph(text: str) -> str:
    return f"<w:p>{run(escape(text))}</w:p>"


# ---- lists


def plain_rows(paper: Paper) -> None:
    """Rows added below without controls."""
    for row, cells in list(paper.rows())[1:]:
        texts = [bare(one) for one in cells]
        for outer in [one for one in row.iterancestors(f"{W}sdt")]:
            unwrap(outer)
        row[:] = xml("".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts))


def total_below(paper: Paper) -> None:
    row = [row for row, _ in paper.rows()][-1]
    while row.getparent().tag != f"{W}tbl":
        row = row.getparent()
    row.addnext(xml(f"<w:tr><w:tc><w:p>{run('合计')}</w:p></w:tc><w:tc><w:p>{run('1项')}</w:p></w:tc></w:tr>")[0])


def first_columns_turned(paper: Paper) -> None:
    """Two columns in each other's place."""
    for _, cells in list(paper.rows()):
        cells[1].getparent().insert(cells[1].getparent().index(cells[1]), cells[2])


def headed(old: str, new: str) -> Callable[[Paper], None]:
    def change(paper: Paper) -> None:
        (cell,) = (one for _, cells in paper.rows() for one in cells if bare(one).split("（")[0] == old)
        paper.write(cell, run(new))

    return change


def in_row(at: int, text: str) -> Callable[[Paper], None]:
    """Another text in that column of the first row."""
    return lambda paper: paper.write([cells for _, cells in paper.rows()][1][at], run(text))


def note_beside(paper: Paper) -> None:
    """A remark behind the last column of a row."""
    paper.row("1").append(xml(f"<w:tc><w:p>{run('暂缓')}</w:p></w:tc>")[0])


def struck_in_row(paper: Paper) -> None:
    cells = [cells for _, cells in paper.rows()][1]
    paper.write(cells[5], run("化工", "<w:strike/>") + run("机械制造"))


LIST_HABITS: dict[str, tuple[Callable[[Paper], None], frozenset[str]]] = {
    "as it was made": (lambda paper: None, NONE),
    "rows without controls": (plain_rows, NONE),
    "controls deleted": (controls_deleted, NONE),
    "names of the controls lost": (tags_lost, NONE),
    "text cut into runs": (split_runs, NONE),
    "strict OOXML": (strict, NONE),
    "a total below": (total_below, NONE),
    "columns in another order": (first_columns_turned, NONE),
    "a header in other words": (headed("“五小”活动项目名称", "项目名称"), NONE),
    "a header with blanks": (headed("联系电话", "联 系 电 话"), NONE),
    "a header that nobody knows, with its controls": (headed("所属行业", "门类"), NONE),
    "a header that nobody knows": (both(controls_deleted, headed("所属行业", "门类")), UNREAD),
    "非公 for 是": (in_row(8, "非公"), NONE),
    "a tick for 是": (in_row(8, "√"), NONE),
    "国有 for 是": (in_row(8, "国有"), DIFFERENT),
    "unit and post glued": (in_row(4, "江西昌北恒岳精密机械有限公司铣工班班长"), NONE),
    "a cell more": (note_beside, BESIDE),
    "text struck out": (struck_in_row, UNREAD),
    "another category": (in_row(7, "小建议"), DIFFERENT),
}
