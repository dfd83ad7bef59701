"""What an HTML template or style sheet holds that no page may, read with file and line before anything is filled in.

What is made only by filling it in is judged again as it is laid out (rendering/html/page_rules.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import tinycss2

from generator.campaign.errors import Place, Problem, error, warning
from generator.ground.environment import FAULTS, environment
from generator.rendering.html.page_rules import ADDRESSES, DRAWN, ELEMENTS, SVG, XLINK, unwanted

# A place where a value is filled in, in a text that is read without being filled: no text of a template holds it.
FILLED = "\ufdd0"
_WITHIN_DRAWINGS = {"xlink:href": f"{XLINK}href"}
_FIX = "请删去，或改成静态的文字。"
_SPELT_OUT = "请把链接逐字写在模板里。"


def page_problems(text: str, name: str) -> Iterator[Problem]:
    """What is wrong with a page or a style sheet called `name`; nothing where Jinja cannot read it."""
    try:
        plain = _without_marks(text)
    except FAULTS:
        return  # told by the marks
    if name.endswith(".css"):
        yield from _style_problems(plain, name, 1)
    else:
        reader = _Reader(name)
        reader.feed(plain)
        reader.close()
        yield from reader.problems


def _without_marks(text: str) -> str:
    """The text with FILLED for each value, and nothing but their new lines for other marks and remarks."""
    written, in_value = "", False
    for _, kind, token in environment().lexer.tokeniter(text, None):
        if kind == "data":
            written += token
            continue
        if kind == "variable_begin":
            written += FILLED
        in_value = kind != "variable_end" and (in_value or kind == "variable_begin")
        written += "\n" * token.count("\n")
    return written


class _Reader(HTMLParser):
    """Notes what is wrong with each element, at its line."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[Problem] = []
        self._name = name
        self._drawing = 0  # how many elements of drawings are open
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the element and its attributes."""
        self._drawing += tag == "svg"
        self._style = tag == "style"
        attributes = {self._called(key): value or "" for key, value in attrs}
        plain = {key: value for key, value in attributes.items() if FILLED not in value and FILLED not in key}
        for wrong in unwanted(_cased(tag) if self._drawing or tag not in ELEMENTS else tag, plain):
            self._note("template-page", f"{wrong}。", _FIX)
        if tag == "meta" and attributes.get("name", "viewport").lower() != "viewport":
            self._remind(attributes["name"])
        for key, value in attributes.items():
            if FILLED in key:
                self._note("template-link", f"<{tag}> 里有没有加引号的 {{{{ }}}}。", '请写成 名称="{{ … }}"。')
            elif FILLED in value and key in ADDRESSES:
                shown = key.removeprefix(XLINK)
                self._note("template-link", f"<{tag}> 的 {shown} 里有 {{{{ }}}}，链接会由数据拼成。", _SPELT_OUT)
            elif key == "style":
                self.problems += _style_problems(value, self._name, self.getpos()[0])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element that ends itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where a drawing or the styles end."""
        self._drawing -= tag == "svg" and self._drawing > 0
        self._style = False

    def handle_data(self, data: str) -> None:
        """Look at styles."""
        if self._style:
            self.problems += _style_problems(data, self._name, self.getpos()[0])

    def _called(self, attribute: str) -> str:
        return _WITHIN_DRAWINGS.get(attribute, attribute) if self._drawing else attribute

    def _note(self, code: str, message: str, fix: str) -> None:
        self.problems.append(error(code, Place(self._name, line=self.getpos()[0]), "", message, fix))

    def _remind(self, about: str) -> None:
        message = f'<meta name="{about[:60]}"> 不会写进文件。'
        self.problems.append(
            warning("template-page", Place(self._name, line=self.getpos()[0]), "", message, "可以删去。")
        )


# HTML has the names of drawings in lower case; the parser that lays pages out gives them their own again.
_CASED = {name.lower(): SVG + name for name in DRAWN}


def _cased(tag: str) -> str:
    """The element as that parser calls it; a macro may hold a part of a drawing."""
    return _CASED.get(tag, SVG + tag)


def _style_problems(style: str, name: str, line: int) -> list[Problem]:
    """Addresses in styles that are made of values; `line` is the one in the file on which the styles begin."""
    found = []
    waiting = list(tinycss2.parse_component_value_list(style))
    while waiting:
        token = waiting.pop()
        waiting += [*(getattr(token, "arguments", None) or ()), *(getattr(token, "content", None) or ())]
        if FILLED in _address(token):
            place = Place(name, line=line + token.source_line - 1)
            message = "url( ) 里有 {{ }}，引用的文件会由数据拼成。"
            found.append(error("template-link", place, "", message, "请逐字写出 templates 文件夹中文件的名称。"))
    return found


def _address(token: tinycss2.ast.Node) -> str:
    """What the token says within url( ) or src( ); empty for any other."""
    if token.type == "url":
        return f"{token.value}"
    if token.type == "error":
        return f"{token.message}" + FILLED * (token.kind in ("bad-url", "bad-string"))
    if token.type == "function" and token.lower_name in ("url", "src"):
        return f"{tinycss2.serialize(token.arguments)}"
    return ""
