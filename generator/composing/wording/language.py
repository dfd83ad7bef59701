"""The language of wording: a text with {{ }} and {% %} → the text with its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Template, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context

from generator.campaign.settings import SOME
from generator.composing.wording.chinese import day_only, full_date, month_day, nested_marks, numeral
from generator.ground.environment import FAULTS, LONGEST_WORDING, environment, require_plain

LONGEST_SIGN = 10  # characters between the words of a list
_COMPILED = frozenset("{}\r\n")  # what Jinja looks at; most paragraphs have none of it
_BEFORE = "the date before"  # in the context, under what is no name of the language


def _listed(words: Iterable[str], sign: str = "、") -> str:
    """The words with the sign between them. Raises TypeError for a single text, and for a list of records."""
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise TypeError("要用于一组值")
    if len(sign) > LONGEST_SIGN:
        raise SecurityError("连接用的符号太长")
    listed = list(words)
    if not all(isinstance(word, str) for word in listed):
        raise TypeError("这一组里每个又有几项，请用 {% for %} 逐个印出")
    return sign.join(listed)


def _numeral(number: int | str) -> str:
    """The number in Chinese numerals. Raises TypeError for no number, UndefinedError for no value."""
    _require_known(number)
    if number == SOME:
        return SOME
    if not isinstance(number, int):
        raise TypeError("要用于整数")
    return numeral(number)


def _require_known(value: object) -> None:
    """Raises UndefinedError where a name has no value: that is what is wrong, whatever is done with it."""
    if isinstance(value, Undefined):
        str(value)


def _date_before(context: Context, day: object) -> date | None:
    """The date printed before this one in the same text, which takes its place. Raises TypeError for no date."""
    _require_known(day)
    if not isinstance(day, date):
        raise TypeError("要用于填了的日期")
    printed: list[date] = context[_BEFORE]
    before = printed[-1] if printed else None
    printed[:] = [day]
    return before


@pass_context
def _full_date(context: Context, day: date) -> str:
    _date_before(context, day)
    return full_date(day)


@pass_context
def _month_day(context: Context, day: date) -> str:
    return month_day(day, _date_before(context, day))


@pass_context
def _day_only(context: Context, day: date) -> str:
    return day_only(day, _date_before(context, day))


FILTERS = {
    "年月日": _full_date,
    "月日": _month_day,
    "日": _day_only,
    "汉字": _numeral,
    "顿号": _listed,
    "join": _listed,
}
_ALLOWED_FILTERS = frozenset(FILTERS) | {"count", "default", "first", "int", "last", "length", "round"}


@pass_context
def _printed(context: Context, value: object) -> object:
    """What stands in the paper for a value without a filter: dates and lists as an office writes them.

    Raises TypeError for what no office writes, such as True or a record.
    """
    if isinstance(value, date):
        return _full_date(context, value)
    if isinstance(value, bool):
        raise TypeError("是和否不能印出，请用 {% if %} 分别写")
    if value is None:
        raise TypeError("这一项没有填写，请填写，或用 {% if %} 先判断有没有")
    if isinstance(value, Mapping):
        raise TypeError(f"请写明印哪一项：{'、'.join(map(str, value))}")
    return _listed(value) if isinstance(value, list | tuple) else value


_JINJA = environment(filters=FILTERS, escape=False)  # the template that places the wording escapes it
_JINJA.finalize = _printed


def phrase(text: str, context: Mapping[str, Any]) -> str:
    """The text with its values, marks within marks alternating. Raises one of FAULTS for a wrong expression.

    A date is shortened by |月日 and |日 only as far as it agrees with the date before it in the text.
    """
    if len(text) <= LONGEST_WORDING and _COMPILED.isdisjoint(text):
        return nested_marks(text)
    try:
        return nested_marks(_filled(text, context))
    except FAULTS:
        raise
    except Exception as wrong:  # Jinja writes Python: 1e999 becomes a NameError, too deep an expression a MemoryError
        raise SecurityError(f"{type(wrong).__name__}") from wrong


def _filled(text: str, context: Mapping[str, Any]) -> str:
    written = ""
    for piece in _compiled(text).generate({**context, _BEFORE: []}):
        written += piece
        if len(written) > LONGEST_WORDING:
            raise SecurityError(f"文字超过{LONGEST_WORDING}个字")
    return written


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    parsed(text)
    return _JINJA.from_string(text)


def fixed_text(text: str) -> list[str]:
    """The stretches of the text outside its marks. Raises one of FAULTS for a mark that is not whole."""
    return [piece for _, kind, piece in _JINJA.lex(text) if kind == "data"]


def parsed(text: str) -> nodes.Template:
    """The text as Jinja understands it. Raises one of FAULTS for a wrong expression."""
    return require_plain(text, _ALLOWED_FILTERS, _JINJA)
