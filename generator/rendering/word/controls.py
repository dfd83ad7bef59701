"""The last step of a Word part: controls get their ids, empty ones a blank to click on, rare characters a font.

What is typed into an empty control has no size that was found for it: its row and lines grow with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from lxml import etree
from lxml.etree import _Element as Element

from generator.campaign.errors import TemplateError
from generator.rendering.word.lending import StyleFonts, lend

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
HINT = '<w:rStyle w:val="Hint"/>'
BLANK_RUN = f'<w:r><w:rPr>{HINT}</w:rPr><w:t xml:space="preserve">\u2003</w:t></w:r>'
KINDS_OF_TEXT = ("text", "date", "dropDownList", "comboBox")  # of controls that hold nothing but a line of text
INDENT = "right-indent"  # an instruction of the paragraph that it stands in: its right indent, in twips


def finish(xml: str, *, first_id: int, fonts: StyleFonts) -> bytes:
    """The part ready for the package; ids count up from `first_id`, `fonts` are those of its styles.

    Raises:
        lxml.etree.XMLSyntaxError: the marks of the template tore an element apart.
    """
    tree = etree.fromstring(xml.encode(), _PARSER)
    _drop_empty_runs(tree)
    _drop_empty_last_section(tree)
    for control in list(tree.iter(f"{_W}sdt")):
        _complete(control)
    for paragraph in tree.iter(f"{_W}p"):
        _fit_pitch(paragraph)
    for told in list(tree.iter(etree.ProcessingInstruction)):
        _indent(told)
    _number(tree, first_id)
    lend(tree, fonts)
    return HEAD + etree.tostring(tree, encoding="UTF-8")


def protected(settings: bytes) -> bytes:
    """The settings part of a form in which only the content controls can be edited; there is no password.

    Word lets controls be filled in a document protected for forms (ECMA-376 part 1, 17.15.1.29).
    """
    tree = etree.fromstring(settings, _PARSER)
    mark = etree.Element(f"{_W}documentProtection")
    mark.set(f"{_W}edit", "forms")
    mark.set(f"{_W}enforcement", "1")
    following = tree.find(f"{_W}defaultTabStop")  # the schema's order
    if following is None:
        raise TemplateError("Word模板缺少 defaultTabStop 设置，不能保护。请恢复安装包中的模板。")
    following.addprevious(mark)
    return HEAD + etree.tostring(tree, encoding="UTF-8")


def _drop_empty_runs(tree: Element) -> None:
    """Drop runs without text: docxtpl cuts runs at its tags and leaves empty ones."""
    for text in list(tree.iter(f"{_W}t")):
        run = text.getparent()
        if not text.text and run is not None:
            run.remove(text)
            holder = run.getparent()
            if holder is not None and all(child.tag == f"{_W}rPr" for child in run):
                holder.remove(run)


def _drop_empty_last_section(tree: Element) -> None:
    """When nothing follows the last section break, the section before it closes the document."""
    body = tree.find(f"{_W}body")
    if body is None or len(body) < 2:
        return
    last, before = body[-1], body[-2]
    inner = before.find(f"{_W}pPr/{_W}sectPr")
    if last.tag == f"{_W}sectPr" and inner is not None:
        body.replace(last, inner)


def _complete(control: Element) -> None:
    """An empty control shows blanks, a hint stays until something is entered: both are placeholders.

    A filled one needs no size for what is typed, which has that of the value; nor is it plain text: LibreOffice gives
    the content of such a one its paragraph's size.
    """
    properties, content = control.find(f"{_W}sdtPr"), control.find(f"{_W}sdtContent")
    if properties is None or content is None or content.find(f".//{_W}sdt") is not None:
        return
    if not list(content.iter(f"{_W}r")):
        paragraph = next(reversed(list(content.iter(f"{_W}p"))), content)
        paragraph.append(etree.fromstring(BLANK_RUN.replace("<w:r>", f'<w:r xmlns:w="{_W[1:-1]}">', 1)))
    if all(_is_hint(run) for run in content.iter(f"{_W}r")):
        _show_placeholder(properties)
        _take_cell(control, properties, content)
    else:
        for one in list(properties):
            if one.tag == f"{_W}text" or (one.tag == f"{_W}rPr" and one is properties[0]):
                properties.remove(one)


def _show_placeholder(properties: Element) -> None:
    for name in ("placeholder", "lock"):
        before = properties.find(f"{_W}{name}")
        if before is not None:
            before.addnext(etree.Element(f"{_W}showingPlcHdr"))
            return


def _take_cell(control: Element, properties: Element, content: Element) -> None:
    """An empty control alone in its cell is made one of the cell: a click anywhere in it lands there.

    What is typed has no size that was found for it, so the row grows, and lines do where pictures may stand in them.
    A filled control is left where it is: LibreOffice gives the content of a cell's control its paragraph's size.
    """
    holder = control.getparent()
    cell = holder if holder is None or holder.tag == f"{_W}tc" else holder.getparent()
    if holder is not None and cell is not None and _is_alone(control, holder, cell):
        if holder.tag == f"{_W}p":
            _fit_pitch(holder)
        for behind in list(control.itersiblings()):
            holder.remove(behind)
        holder.remove(control)
        holder.extend(list(content))
        cell.addprevious(control)
        content.append(cell)
    if content.find(f"{_W}tc") is not None:
        _let_grow(control, () if _kinds(properties) & set(KINDS_OF_TEXT) else content.iter(f"{_W}spacing"))


def _is_alone(control: Element, holder: Element, cell: Element) -> bool:
    """Whether a cell has no words but those of the control; an empty paragraph behind it counts for nothing."""
    if cell.tag != f"{_W}tc" or cell.attrib or holder.tag not in (f"{_W}tc", f"{_W}p"):
        return False
    holders = [control] if holder is cell else [control, holder]
    before = [one for held in holders for one in held.itersiblings(preceding=True)]
    behind = [one for held in holders for one in held.itersiblings()]
    return all(one.tag in (f"{_W}pPr", f"{_W}tcPr") for one in before) and all(
        holder is cell and one.tag == f"{_W}p" and all(part.tag == f"{_W}pPr" for part in one) for one in behind
    )


def _kinds(properties: Element) -> set[str]:
    return {str(kind.tag).removeprefix(_W) for kind in properties}


def _let_grow(control: Element, spacings: Iterable[Element]) -> None:
    for spacing in spacings:
        if spacing.get(f"{_W}lineRule") == "exact":
            spacing.set(f"{_W}lineRule", "atLeast")
    row = next(control.iterancestors(f"{_W}tr"), None)
    height = None if row is None or row[0].tag != f"{_W}trPr" else row[0].find(f"{_W}trHeight")
    if height is not None and height.get(f"{_W}hRule") == "exact":
        height.set(f"{_W}hRule", "atLeast")


def _is_hint(run: Element) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(_VAL) == "Hint"


def _fit_pitch(paragraph: Element) -> None:
    """Where a value has another size than its paragraph, the exact line pitch grows or shrinks with it."""
    runs = paragraph.iterfind(f".//{_W}sdtContent//{_W}r")
    sizes = [int(size.get(_VAL, "0")) for run in runs for size in run.iterfind(f"{_W}rPr/{_W}sz")]
    nominal = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}sz")
    spacing = paragraph.find(f"{_W}pPr/{_W}spacing")
    line = None if spacing is None else spacing.get(f"{_W}line")
    if not sizes or nominal is None or spacing is None or line is None:
        return
    pitch = int(line) * max(sizes) / int(nominal.get(_VAL, "1"))
    spacing.set(f"{_W}line", str(round(pitch)))
    for size in paragraph.iterfind(f"{_W}pPr/{_W}rPr/*"):
        if size.tag in (f"{_W}sz", f"{_W}szCs"):
            size.set(_VAL, str(max(sizes)))


def _indent(told: Element) -> None:
    """Give a paragraph the right indent that an instruction in it tells."""
    paragraph = next(told.iterancestors(f"{_W}p"), None)
    properties = None if paragraph is None else paragraph.find(f"{_W}pPr")
    if getattr(told, "target", "") != INDENT:
        return
    if properties is not None:
        own = properties.find(f"{_W}ind")
        if own is None:
            own = etree.Element(f"{_W}ind")
            after = next((one for name in ("jc", "rPr") if (one := properties.find(f"{_W}{name}")) is not None), None)
            properties.append(own) if after is None else after.addprevious(own)
        own.set(f"{_W}right", told.text or "0")
    parent = told.getparent()
    if parent is not None:
        etree.strip_tags(parent, etree.ProcessingInstruction)


def _number(tree: Element, first_id: int) -> None:
    """Every control and drawing has an id of its own."""
    numbers = count(first_id)
    for properties in tree.iter(f"{_W}sdtPr"):
        for old in properties.findall(f"{_W}id"):
            properties.remove(old)
        identity = etree.Element(f"{_W}id")
        identity.set(_VAL, str(next(numbers)))
        tag = properties.find(f"{_W}tag")
        if tag is None:
            properties.insert(0, identity)
        else:
            tag.addnext(identity)
    for drawing in tree.iter(f"{_WP}docPr"):
        drawing.set("id", str(next(numbers)))
