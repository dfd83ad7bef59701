"""The body of a request → plain data, as RFC 8259 has it; whatever could mean two things is refused and named.

Numbers stay as they were typed, so that 1.10 is no 1.1 and an ID number loses no digit.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from generator.campaign.masking import quoted

DEEPEST = 60  # levels; a record has four
FIX = "请照 /openapi.json 书写，并注明 Content-Type: application/json。"


class NotJsonError(ValueError):
    """What is wrong with the text, and what to do."""

    def __init__(self, message: str, fix: str = FIX) -> None:
        """Carry both."""
        super().__init__(message)
        self.message, self.fix = message, fix


def read_json(body: bytes) -> Any:
    """The data. Raises NotJsonError."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotJsonError("请求的内容不是 UTF-8 编码的文字。", "请用 UTF-8 编码发送，不要压缩。") from None
    if not text.strip():
        raise NotJsonError("请求没有内容。")
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_int=str, parse_float=_number, parse_constant=_no_number
        )
        _require_shallow(found, DEEPEST)
    except json.JSONDecodeError as wrong:
        place = f"第{wrong.lineno}行第{wrong.colno}个字"
        raise NotJsonError(f"请求的内容不是 JSON：从{place}起看不懂。", "请核对引号、逗号和括号。") from None
    except RecursionError:
        raise NotJsonError("请求的内容里括号套得太深。") from None
    return found


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        double = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise NotJsonError(f"{quoted(double)}写了两次。", "请只保留一处。")
    return found


def _number(text: str) -> float | str:
    """A number with a fraction as it was typed; without one it is whole."""
    value = float(text)
    if not math.isfinite(value):
        raise NotJsonError(f"{quoted(text)}太大，写不下。", "请核对这个数。")
    return value if value.is_integer() else text


def _no_number(text: str) -> Any:
    raise NotJsonError(f"{text} 不是数，JSON 里不能这样写。", "请写数、文字或 null。")


def _require_shallow(value: Any, left: int) -> None:
    if not left:
        raise RecursionError
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            _require_shallow(one, left - 1)
