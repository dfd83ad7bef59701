"""Whether a prepared Word part is usual: then what it becomes can be finished as text (`finishing`).

It is when the body of every block of its marks holds whole elements, so that every record gives a whole document,
and when runs, paragraphs and controls do not stand inside one another. It is asked once a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NAMES = re.compile(r'xmlns(?::([\w.-]+))?="([^"]*)"')
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)(?:\s[^<>]*?)?(/?)>")
_NEVER_NESTED = {"w:p", "w:pPr", "w:r", "w:rPr"}


class _UnusualError(Exception):
    """The part has a form that only a tree shows."""


def is_usual(part: str, template: nodes.Template) -> bool:
    """Whether the part, as Jinja understands it, is usual."""
    try:
        _require_whole(template.body, ())
    except _UnusualError:
        return False
    return _has_usual_names(part)


def _has_usual_names(part: str) -> bool:
    """Whether Word's own elements, and they alone, are called `w:` and drawings `wp:`, as in every usual file."""
    names = [(prefix or "", address) for prefix, address in _NAMES.findall(part)]
    return all((prefix == "w") == (address == _MAIN) for prefix, address in names) and all(
        (prefix == "wp") == (address == _DRAWING) for prefix, address in names
    )


def _require_whole(body: Sequence[nodes.Node], around: Sequence[str]) -> None:
    """Raise _UnusualError unless the body of a block closes just the elements that it opens in those around it."""
    open_elements = list(around)
    for node in body:
        if isinstance(node, nodes.Output):
            for data in node.find_all(nodes.TemplateData):
                _follow(data.data, open_elements, len(around))
        else:
            for inner in _bodies(node):
                _require_whole(inner, open_elements)
    if len(open_elements) != len(around):
        raise _UnusualError


def _bodies(node: nodes.Node) -> Iterator[Sequence[nodes.Node]]:
    """The bodies of a block: a condition, a loop, `with`. What could place a body elsewhere is unusual."""
    if isinstance(node, nodes.If):
        yield from (node.body, *(other.body for other in node.elif_), node.else_)
    elif isinstance(node, nodes.For) and not node.recursive:
        yield from (node.body, node.else_)
    elif isinstance(node, nodes.With):
        yield node.body
    elif not isinstance(node, nodes.Assign):
        raise _UnusualError


def _follow(text: str, open_elements: list[str], least: int) -> None:
    """Open and close the elements of the text, all but the first `least` of them."""
    done = 0
    for tag in _TAG.finditer(text):
        if "<" in text[done : tag.start()]:
            raise _UnusualError
        done = tag.end()
        closes, name, is_empty = tag.groups()
        if closes and (len(open_elements) == least or open_elements.pop() != name):
            raise _UnusualError
        if not closes:
            _require_usual(name, tag, open_elements)
            if not is_empty:
                open_elements.append(name)
    if "<" in text[done:]:
        raise _UnusualError


def _require_usual(name: str, tag: re.Match[str], around: Sequence[str]) -> None:
    """Raise _UnusualError where an element of that name stands in others than Word has it in."""
    parent = around[-1] if around else ""
    if (
        parent == "w:t"
        or (name == "w:t" and parent != "w:r")
        or (name in _NEVER_NESTED and name in around)
        or (name == "w:sectPr" and parent == "w:pPr")  # the last one is dropped where nothing follows
        or (name in ("w:sdtPr", "w:sdtContent") and tag[3])
        or (name == "w:sdtContent" and not tag.string.endswith("</w:sdtPr>", 0, tag.start()))
        or (name == "wp:docPr" and ' id="' not in tag[0])
    ):
        raise _UnusualError
