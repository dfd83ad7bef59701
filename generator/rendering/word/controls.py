"""The last step of a Word part: controls get their ids, empty ones a blank to click on, rare characters a font."""

from __future__ import annotations

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


def finish(xml: str, *, first_id: int, fonts: StyleFonts) -> bytes:
    """The part ready for the package; ids count up from `first_id`, `fonts` are those of its styles.

    Raises:
        lxml.etree.XMLSyntaxError: the marks of the template tore an element apart.
    """
    tree = etree.fromstring(xml.encode(), _PARSER)
    _drop_empty_runs(tree)
    _drop_empty_last_section(tree)
    for control in tree.iter(f"{_W}sdt"):
        _show_placeholder(control)
    for paragraph in tree.iter(f"{_W}p"):
        _fit_pitch(paragraph)
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


def _show_placeholder(control: Element) -> None:
    """An empty control shows blanks, a hint stays until something is entered: both are placeholders."""
    properties, content = control.find(f"{_W}sdtPr"), control.find(f"{_W}sdtContent")
    if properties is None or content is None:
        return
    runs = list(content.iter(f"{_W}r"))
    if not runs and content.find(f".//{_W}p") is None:
        run = etree.fromstring(BLANK_RUN.replace("<w:r>", f'<w:r xmlns:w="{_W[1:-1]}">', 1))
        content.append(run)
        runs = [run]
    if runs and all(_is_hint(run) for run in runs):
        lock = properties.find(f"{_W}lock")
        if lock is not None:
            lock.addnext(etree.Element(f"{_W}showingPlcHdr"))


def _is_hint(run: Element) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(_VAL) == "Hint"


def _fit_pitch(paragraph: Element) -> None:
    """Where a value has another size than its paragraph, the exact line pitch grows or shrinks with it."""
    sizes = [int(size.get(_VAL, "0")) for size in paragraph.iterfind(f".//{_W}sdtContent//{_W}r/{_W}rPr/{_W}sz")]
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
