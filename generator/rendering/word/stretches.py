"""A Word part as Jinja yields it, finished on the way: each stretch of the template is compiled once.

Jinja yields a part as the template's own stretches and the values between them. What is to be done to a stretch
depends on the elements that are open where it is met: it is compiled into steps once for each such place. The
steps do to text what `controls.finish` does to a tree: runs without text are dropped, controls and drawings
numbered, empty controls given a blank to click on, and the line pitch is fitted to the values' size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from generator.rendering.word.steps import (
    OpenParagraph,
    Step,
    UnusualError,
    close_control,
    close_control_and_paragraph,
    close_paragraph,
    close_run,
    close_text,
    close_text_and_run,
    lost_text,
    number_drawing,
    open_control,
    open_paragraph,
    open_run,
    open_text,
    saw_paragraph,
    saw_run,
)

CONTROL = "w:sdtContent"
_TRACKED, _PLAIN = "w:p+", "w:p-"  # paragraphs that may hold a control: whose pitch fits the values, and others
_NAMES = dict.fromkeys((_TRACKED, _PLAIN), "w:p")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)((?:\s[^<>]*?)?)(/?)>")
_RUN_HEAD = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?", re.DOTALL)
_TEXT_TAG = re.compile(r"<w:t(?: [^>/]*)?>")
_EMPTY_TEXT = re.compile(r"<w:t(?: [^>]*)?(?:></w:t>|/>)")
_SIZE = re.compile(r'<w:sz w:val="(\d+)"/>')
_HINT = '<w:rStyle w:val="Hint"/>'
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)


class TornError(Exception):
    """The marks of the template tear an element apart."""


@dataclass(eq=False)
class Place:
    """A place where stretches are met: the elements open there, and what each stretch met there does."""

    open: tuple[str, ...] = ()
    is_control: bool = False  # the innermost one is a control's content
    known: dict[str, tuple[tuple[Step, ...], Place]] = field(default_factory=dict)


@lru_cache(maxsize=1024)  # a value with markup, such as the title's line feed, is the same in record after record
def compiled(stretch: str, open_elements: tuple[str, ...]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The steps of a stretch met where these elements are open, and the elements open after it.

    Raises:
        TornError: it closes what is not open.
        UnusualError: its form is not provided for.
    """
    compiler = _Compiler(stretch, list(open_elements))
    compiler.run()
    return tuple(compiler.steps), tuple(compiler.open)


def _require_whole(text: str) -> None:
    """Raise UnusualError unless the text closes every element that it opens, and no other."""
    waiting: list[str] = []
    for close, name, _, empty in _TAG.findall(text):
        if close and (not waiting or waiting.pop() != name):
            raise UnusualError("a tag without its other half")
        if not close and not empty:
            waiting.append(name)
    if waiting or "<" in (rest := _TAG.sub("", text)) or ">" in rest:
        raise UnusualError("a tag without its other half")


class _Compiler:
    """Reads one stretch from its start to its end."""

    def __init__(self, text: str, open_elements: list[str]) -> None:
        self.text = text
        self.open = open_elements
        self.steps: list[Step] = []
        self.at = 0  # what lies before it is done with
        self.kept: list[str] = []  # text that the next step is preceded by

    def run(self) -> None:
        while tag := _TAG.search(self.text, self.at):
            self._keep(self.text[self.at : tag.start()])
            self.at = tag.end()
            if tag[1]:
                self._close(tag[2], tag[0])
            elif tag[4]:
                self._whole(tag[2], tag[0])
            else:
                self._open(tag)
        self._keep(self.text[self.at :])
        self._flush()

    def _keep(self, text: str) -> None:
        if "<" in text or ">" in text:
            raise UnusualError("a tag is cut, or something else than a tag")
        if text:
            self.kept.append(text)

    def _flush(self) -> None:
        if self.kept:
            self.steps.append("".join(self.kept).encode())
            self.kept = []

    def _step(self, step: Step) -> None:
        self._flush()
        self.steps.append(step)

    def _top(self) -> str:
        return self.open[-1] if self.open else ""

    def _open(self, tag: re.Match[str]) -> None:
        name = tag[2]
        if name == "w:r":
            self._open_run(tag)
        elif name == "w:p":
            self._open_paragraph(tag)
        elif name == "w:sdtPr":
            self._control(tag)
        else:
            if (name == "w:rPr" and self._top() == "w:r") or (name == "w:pPr" and self._top() in (_TRACKED, _PLAIN)):
                raise UnusualError("properties apart from their element")
            if name == "w:sectPr" and "w:pPr" in self.open:
                raise UnusualError("a section ends inside the part")
            if name == CONTROL and not self.text.endswith("</w:sdtPr>", 0, tag.start()):
                raise UnusualError("a control without properties")
            if name == "w:t":
                if self._top() != "w:r":
                    raise UnusualError("text outside a run")
                self._step(open_text(tag[0]))
            elif name == "wp:docPr":
                self._step(number_drawing(tag[0]))
            else:
                self.kept.append(tag[0])
            self.open.append(name)

    def _whole(self, name: str, tag: str) -> None:
        """An element without content."""
        if name in ("w:sdtPr", CONTROL):
            raise UnusualError("an empty control")
        if name == "w:t" and self._top() == "w:r":
            self._step(lost_text)
        elif name == "wp:docPr":
            self._step(number_drawing(tag))
        else:
            if name == "w:p" and CONTROL in self.open:
                self._step(saw_paragraph)
            if name == "w:r" and CONTROL in self.open:
                self._step(saw_run(hint=False, half_points=0))
            self.kept.append(tag)

    def _close(self, name: str, tag: str) -> None:
        top = self._top()
        if _NAMES.get(top, top) != name:
            raise TornError(name)
        self.open.pop()
        if name == "w:t" and self.text.startswith("</w:r>", self.at) and self._top() == "w:r":
            self.at += len("</w:r>")
            self.open.pop()
            self._step(close_text_and_run)
        elif name == "w:t":
            self._step(close_text)
        elif name == "w:r":
            self._step(close_run)
        else:
            if top == _TRACKED and self.steps[-1:] == [close_control]:
                self.steps[-1] = close_control_and_paragraph  # the latter writes nothing, so what is kept can follow
            elif top == _TRACKED:
                self.steps.append(close_paragraph)  # the same
            if name == CONTROL:
                self._step(close_control)
            self.kept.append(tag)

    def _open_run(self, tag: re.Match[str]) -> None:
        """A run that ends in this stretch is cleared now, one that is cut when its text is known."""
        end = self.text.find("</w:r>", tag.end())
        inside = self.text[tag.end() : end if end >= 0 else None]
        if "<w:r>" in inside or "<w:r " in inside or {"w:r", "w:t"} & set(self.open):
            raise UnusualError("a run inside a run")
        if end >= 0 and "<wp:docPr" not in inside:
            self.at = end + len("</w:r>")
            _require_whole(self.text[tag.start() : self.at])
            self._whole_run(self.text[tag.start() : self.at])
            return
        head = _RUN_HEAD.match(self.text, tag.start())
        if head is None or ("<w:rPr>" in inside and head.end() == tag.end()):
            raise UnusualError("a run's properties are cut")
        _require_whole(self.text[tag.end() : head.end()])
        text = _TEXT_TAG.match(self.text, head.end())
        self.at = text.end() if text else head.end()
        tag_of_text = text[0] if text else ""
        self._step(open_run(head[0], tag_of_text, hint=_HINT in head[0], half_points=self._half_points(head[0])))
        self.open += ["w:r", "w:t"] if text else ["w:r"]

    def _whole_run(self, run: str) -> None:
        cleared = _EMPTY_TEXT.sub("", run)
        if cleared != run:
            head = _RUN_HEAD.match(cleared)
            if head and head.end() == len(cleared) - len("</w:r>"):
                return
        if CONTROL in self.open:
            self._step(saw_run(hint=_HINT in run, half_points=self._half_points(run)))
        self.kept.append(cleared)

    def _half_points(self, run: str) -> int:
        """The size of a run that is a control's own child."""
        size = _SIZE.search(run) if self._top() == CONTROL else None
        return int(size[1]) if size else 0

    def _open_paragraph(self, tag: re.Match[str]) -> None:
        if CONTROL in self.open:
            self._step(saw_paragraph)
        end = self.text.find("</w:p>", tag.end())
        inside = self.text[tag.end() : end if end >= 0 else None]
        if "<w:p>" in inside or "<w:p " in inside:
            raise UnusualError("a paragraph inside a paragraph")
        if end >= 0 and f"<{CONTROL}>" not in inside:
            self.kept.append(tag[0])
            self.open.append("w:p")
            return
        properties = _PARAGRAPH_PROPERTIES.match(self.text, tag.end())
        if "<w:sectPr" in inside or (properties is None and inside.startswith("<w:pPr>")):
            raise UnusualError("a paragraph's properties are cut, or end a section")
        self.at = properties.end() if properties else tag.end()
        _require_whole(self.text[tag.end() : self.at])
        self.kept.append(tag[0])
        step = open_paragraph("".join(self.kept), properties[0]) if properties else None
        if step:
            self.kept = []
            self._step(step)
        elif properties:
            self.kept.append(properties[0])
        self.open.append(_TRACKED if step else _PLAIN)

    def _control(self, tag: re.Match[str]) -> None:
        end = self.text.find("</w:sdtPr>", tag.end())
        if end < 0 or CONTROL in self.open:
            raise UnusualError("a control inside a control, or one whose properties are cut")
        self.at = end + len("</w:sdtPr>")
        _require_whole(self.text[tag.start() : self.at])
        last = self.steps[-1] if self.steps else None
        paragraph = last if isinstance(last, OpenParagraph) else None
        step = open_control("".join(self.kept), self.text[tag.start() : self.at], paragraph)
        self.kept = []
        self.steps[len(self.steps) - bool(paragraph) :] = [step]
