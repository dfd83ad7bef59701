"""The programs of glyphs (Adobe Technical Note 5177), written out so that every subset can use them as they are.

Subroutines stand where they are called: a glyph is one piece of bytes. Hints are left out: they serve coarse
screens, and paper never shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# Operators of glyphs (5177, appendix A).
MASKS = frozenset({b"\x13", b"\x14"})
HINTS = MASKS | {b"\x01", b"\x03", b"\x12", b"\x17"}
CALL_SUBR, RETURN, END_CHAR, CALL_GLOBAL_SUBR = b"\x0a", b"\x0b", b"\x0e", b"\x1d"
CALLS = frozenset({CALL_SUBR, CALL_GLOBAL_SUBR})


def whole_number(data: bytes | bytearray, place: int, *, long: int) -> tuple[int, int]:
    """A whole number and the place behind it; `long` is the byte that announces four more."""
    first = data[place]
    if first == 28:
        return int.from_bytes(data[place + 1 : place + 3], "big", signed=True), place + 3
    if first == long:
        return int.from_bytes(data[place + 1 : place + 5], "big", signed=True), place + 5
    if first <= 246:
        return first - 139, place + 1
    if first <= 250:
        return (first - 247) * 256 + data[place + 1] + 108, place + 2
    return -(first - 251) * 256 - data[place + 1] - 108, place + 2


class _Stretch(NamedTuple):
    """What a subroutine comes to in every glyph, numbers and drawing alone: its bytes, where the last drawing ends."""

    content: bytes
    drawn: int


class Subroutines:
    """The subroutines of a group, or of the whole font, by the numbers with which programs call them."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        """Subroutines as they stand in their INDEX."""
        self._bodies = bodies
        # What is added to the number in a call (5177, clause 4.7).
        self._bias = 107 if len(bodies) < 1240 else 1131 if len(bodies) < 33900 else 32768
        self._known: dict[int, bytes | _Stretch] = {}

    def called(self, number: int, pools: Pools) -> bytes | _Stretch:
        """The subroutine: as a stretch where it is one, else as its program. `pools` are what it may call."""
        if number not in self._known:
            body = bytes(self._bodies[number + self._bias])
            self._known[number] = _Inliner(pools).stretch(body) or body
        return self._known[number]


Pools = Mapping[bytes, Subroutines]


def written_out(program: bytes, pools: Pools) -> bytes:
    """The program of a glyph without calls and hints; `pools` are the subroutines by the operators that call them."""
    return _Inliner(pools).inlined(program)


class _Inliner:
    """Writes a glyph's program out, subroutines in the places of their calls, hints left out."""

    def __init__(self, pools: Pools) -> None:
        self._pools = pools
        self._out = bytearray()
        self._stems = self._stack = 0  # `_stack` is where the operands begin
        self._has_hints = False

    def inlined(self, program: bytes) -> bytes:
        self._run(program)
        return bytes(self._out)

    def stretch(self, body: bytes) -> _Stretch | None:
        """The subroutine as a stretch; None for one that depends on its caller, has hints or ends the glyph."""
        try:
            is_end = self._run(body)
        except LookupError:
            return None
        return None if is_end or self._has_hints else _Stretch(bytes(self._out), self._stack)

    def _run(self, program: bytes) -> bool:
        """Whether the glyph has ended: a subroutine may end it too."""
        out, place = self._out, 0
        while place < len(program):
            step = _STEP.match(program, place)
            assert step is not None, "it matches any bytes"
            drawn, operands, operator = step.groups()
            place = step.end()
            if drawn:
                out += drawn
                self._stack = len(out)
            out += operands
            if operator in CALLS:
                if self._call(operator, operands):
                    return True
            elif operator in HINTS:
                self._drop_hint()
                place += (self._stems + 7) // 8 if operator in MASKS else 0
            elif operator == RETURN:
                return False
            else:
                out += operator
                self._stack = len(out)
                if operator == END_CHAR:
                    return True
        return False

    def _call(self, operator: bytes, operands: bytes) -> bool:
        """Put in the subroutine whose number is the last operand; whether it ends the glyph."""
        out, pool = self._out, self._pools[operator]
        number = _NUMBER.findall(operands or out[self._stack :])[-1]
        del out[len(out) - len(number) :]
        # One of the whole font that calls its glyph's group is another one in every group.
        pools = self._pools if operator == CALL_SUBR else {operator: pool}
        body = pool.called(whole_number(number, 0, long=255)[0], pools)
        if not isinstance(body, _Stretch):
            return self._run(body)
        if body.drawn:
            self._stack = len(out) + body.drawn
        out += body.content
        return False

    def _drop_hint(self) -> None:
        """Leave out the operands of a hint, and count its stems."""
        self._has_hints = True
        numbers = _NUMBER.findall(self._out, self._stack)
        self._stems += len(numbers) // 2
        # An operand too many is the glyph's width: it goes before the next operator.
        del self._out[self._stack + (len(numbers[0]) if len(numbers) % 2 else 0) :]


# A number in a glyph's program (5177, clause 3.2); and a step of it: what draws, with its operands, as long as neither
# hints nor calls come between, then the operands of the operator that comes next.
_NUMBER = re.compile(rb"[\x20-\xf6]|[\xf7-\xfe].|\x1c..|\xff....", re.DOTALL)
_NUMBERS = rb"(?:[\x20-\xf6]++|[\xf7-\xfe].|\x1c..|\xff....)*"
_DRAWS = rb"(?:[\x04-\x08\x15\x16\x18-\x1b\x1e\x1f]|\x0c.)"
_STEP = re.compile(rb"((?:%b%b)*)(%b)(.?)" % (_NUMBERS, _DRAWS, _NUMBERS), re.DOTALL)
