"""What the pages of a PDF show: every glyph with its font, code and place, in the order in which it is drawn.

Read with pikepdf, which wrote none of it. Codes and places are taken as they stand (ISO 32000-1, 8 and 9): no
reader's guess at words, lines and hyphens comes between them and whoever compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pikepdf

from generator.rendering.proofreading.file_fonts import FileFont
from generator.rendering.proofreading.page_space import UNMOVED, Box, Matrix, around, both, matrix, times

_Command = tuple[str, tuple[Any, ...]]  # operator, operands

_READ = "q Q cm Do re W W* n BT Tf Td TD Tm T* TL Tc Tw Tz Ts Tr Tj TJ ' \""
_INVISIBLE = frozenset({3, 7})  # text rendering modes (table 106)
_DEEPEST = 12  # forms inside forms


class Glyph(NamedTuple):
    """A glyph shown: its font and code, its origin (pt from the page's left and lower edge), an em along its line."""

    font: FileFont
    code: int
    x: float
    y: float
    em: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that text depends on (tables 52 and 104)."""

    clip: Box
    ctm: Matrix = UNMOVED
    font: FileFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    rise: float = 0.0
    leading: float = 0.0
    mode: int = 0


class ShownGlyphs:
    """Reads the pages of one file; what pages have in common is read once."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._fonts: dict[tuple[int, int], FileFont] = {}
        self._read: dict[tuple[Any, ...], tuple[list[Glyph], _State]] = {}

    def of(self, page: pikepdf.Page) -> list[Glyph]:
        """The glyphs of the page whose origin lies on it, and not outside of what cuts them off."""
        left, bottom, right, top = map(float, page.mediabox)
        state = _State((left, bottom, right, top))
        contents = page.obj.get("/Contents", ())
        glyphs: list[Glyph] = []
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            shown, state = self.read(stream, page.obj.Resources, state, 0)
            glyphs += shown
        return glyphs

    def read(self, stream: Any, resources: Any, state: _State, depth: int) -> tuple[list[Glyph], _State]:
        """The glyphs that a content stream shows in this state, and the state after it."""
        key = (stream.objgen, resources.objgen, state)
        if key not in self._read or not resources.is_indirect:
            reader = _Reader(self, resources, state, depth)
            glyphs = [glyph for command in _commands(stream) for glyph in reader.do(command)]
            self._read[key] = glyphs, reader.state
        return self._read[key]

    def font(self, thing: pikepdf.Object) -> FileFont:
        """The font of this dictionary."""
        if thing.objgen not in self._fonts or not thing.is_indirect:
            self._fonts[thing.objgen] = FileFont(thing)
        return self._fonts[thing.objgen]


def _commands(stream: pikepdf.Object) -> list[_Command]:
    """The commands of a content stream that text depends on; the same stream comes in file after file."""
    content = stream.read_bytes()
    if content not in _COMMANDS:
        if len(_COMMANDS) == _MOST_KEPT:
            _COMMANDS.clear()
        found = pikepdf.parse_content_stream(stream, _READ)
        _COMMANDS[content] = [(str(one.operator), tuple(map(_value, one.operands))) for one in found]
    return _COMMANDS[content]


_COMMANDS: dict[bytes, list[_Command]] = {}
_MOST_KEPT = 256


class _Reader:
    """Does the commands of one content stream; forms are read where they are drawn."""

    def __init__(self, file: ShownGlyphs, resources: Any, state: _State, depth: int) -> None:
        self.state = state
        self._file, self._resources, self._depth = file, resources, depth
        self._saved: list[_State] = []
        self._line = self._text = UNMOVED
        self._path: Box | None = None
        self._cuts = False

    def do(self, command: _Command) -> Iterable[Glyph]:
        """What the command shows."""
        name, operands = command
        if name in _SHOWS:
            return self._shown(name, operands)
        if name == "Do":
            return self._drawn(operands[0])
        _DOES[name](self, *operands)
        return ()

    def _drawn(self, name: str) -> Iterable[Glyph]:
        form = self._resources.XObject[name]
        if form.get("/Subtype") != "/Form" or self._depth >= _DEEPEST:
            return ()
        moved = times(matrix(form.get("/Matrix", UNMOVED)), self.state.ctm)
        left, bottom, right, top = map(float, form.BBox)
        clip = both(self.state.clip, around(moved, left, bottom, right - left, top - bottom))
        resources = form.get("/Resources", self._resources)
        return self._file.read(form, resources, replace(self.state, ctm=moved, clip=clip), self._depth + 1)[0]

    def _shown(self, name: str, operands: Sequence[Any]) -> Iterator[Glyph]:
        if name == '"':
            self._set(word_spacing=operands[0], spacing=operands[1])
        if name in ("'", '"'):
            self._next_line(0.0, -self.state.leading)
        for piece in operands[0] if name == "TJ" else operands[-1:]:
            if isinstance(piece, bytes):
                yield from self._string(piece)
            else:
                self._step(-piece / 1000 * self.state.size * self.state.stretch)

    def _string(self, string: bytes) -> Iterator[Glyph]:
        state, font = self.state, self.state.font
        if font is None:
            return
        a, b, c, d, e, f = times(self._text, state.ctm)
        x, y = e + state.rise * c, f + state.rise * d
        em = (a * state.size * state.stretch, b * state.size * state.stretch)
        if em == (0.0, 0.0) or state.mode in _INVISIBLE:
            return
        left, bottom, right, top = state.clip
        along = 0.0
        for code in font.codes(string):
            at_x, at_y = x + along * a, y + along * b
            if left <= at_x <= right and bottom <= at_y <= top:
                yield Glyph(font, code, at_x, at_y, em)
            between = state.spacing + (state.word_spacing if font.is_space(code) else 0.0)
            along += (font.width(code) / 1000 * state.size + between) * state.stretch
        self._step(along)

    def _step(self, along: float) -> None:
        a, b, c, d, e, f = self._text
        self._text = (a, b, c, d, e + along * a, f + along * b)

    def _next_line(self, right: float, up: float) -> None:
        self._line = self._text = times((1.0, 0.0, 0.0, 1.0, right, up), self._line)

    def _next_line_leading(self, right: float, up: float) -> None:
        self._set(leading=-up)
        self._next_line(right, up)

    def _place(self, *numbers: float) -> None:
        self._line = self._text = matrix(numbers)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def _use_font(self, name: str, size: float) -> None:
        self._set(font=self._file.font(self._resources.Font[name]), size=size)

    def _save(self) -> None:
        self._saved.append(self.state)

    def _restore(self) -> None:
        if self._saved:
            self.state = self._saved.pop()

    def _move(self, *numbers: float) -> None:
        self._set(ctm=times(matrix(numbers), self.state.ctm))

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self._path = around(self.state.ctm, x, y, width, height)

    def _cut(self) -> None:
        self._cuts = True

    def _end_path(self) -> None:
        if self._cuts and self._path:
            self._set(clip=both(self.state.clip, self._path))
        self._path, self._cuts = None, False


def _value(operand: Any) -> Any:
    """An operand as plain Python: names as text, strings as bytes, numbers; arrays of them."""
    if isinstance(operand, pikepdf.Name):
        return str(operand)
    if isinstance(operand, pikepdf.String):
        return bytes(operand)
    return tuple(map(_value, operand)) if isinstance(operand, pikepdf.Array) else float(operand)


_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_DOES: Mapping[str, Callable[..., None]] = {
    "q": _Reader._save,
    "Q": _Reader._restore,
    "cm": _Reader._move,
    "re": _Reader._rectangle,
    "W": _Reader._cut,
    "W*": _Reader._cut,
    "n": _Reader._end_path,
    "BT": lambda reader: reader._place(*UNMOVED),
    "Tf": _Reader._use_font,
    "Td": _Reader._next_line,
    "TD": _Reader._next_line_leading,
    "Tm": _Reader._place,
    "T*": lambda reader: reader._next_line(0.0, -reader.state.leading),
    "TL": lambda reader, leading: reader._set(leading=leading),
    "Tc": lambda reader, spacing: reader._set(spacing=spacing),
    "Tw": lambda reader, spacing: reader._set(word_spacing=spacing),
    "Tz": lambda reader, percent: reader._set(stretch=percent / 100),
    "Ts": lambda reader, rise: reader._set(rise=rise),
    "Tr": lambda reader, mode: reader._set(mode=int(mode)),
}
