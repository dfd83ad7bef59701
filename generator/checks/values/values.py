"""One converter per kind of field: raw value → typed value, or the problem with its remedy.

Nothing is guessed: the cell's type decides, and what is normalised is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.campaign.errors import Problem, error, warning
from generator.campaign.fields import Field, Kind
from generator.campaign.masking import masked, quoted, quoted_of
from generator.checks.values.absent import is_ditto, is_doubtful, is_elsewhere, is_nothing
from generator.checks.values.characters import WrongValueError, characters, number_text
from generator.checks.values.limits import require_limits
from generator.checks.values.numbers import id_number, money, patent_number, phone
from generator.checks.values.people import are_several, tidied
from generator.reading.raw import Raw, near_miss

DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
)
MIDNIGHT = re.compile(r"(?<=\d)[ T]00:00(?::00(?:\.0+)?)?\s*$", re.ASCII)  # what programs write behind a day
DATE_YEARS = range(1950, 2100)
# What a value that was not entered becomes by its kind; of the others a text without a character.
_EMPTY: Mapping[Kind, object] = {
    **dict.fromkeys((Kind.DATE, Kind.INTEGER, Kind.MONEY, Kind.PERCENT)),
    **dict.fromkeys((Kind.TEXTS, Kind.CHOICES), ()),
    Kind.YES_NO: False,
    Kind.MILLIMETRES: 0.0,
}


@dataclass(frozen=True)
class Converted:
    """The typed value (None where nothing was entered) and what was found on the way."""

    value: object
    problems: tuple[Problem, ...] = ()
    ok: bool = True


def convert(raw: Raw | None, field: Field, choices: Sequence[str], record_place: Raw) -> Converted:
    """The value of the field's kind. Blank values of optional fields become "", (), or None by kind."""
    if raw and raw.refused:
        return Converted(None, ok=False)
    if raw is None or raw.is_blank or (isinstance(raw.value, tuple) and not "".join(raw.value).strip()):
        return _blank(raw or record_place, field)
    if (stands_for := _stand_in(raw, field, choices)) is not None:
        return stands_for
    notes: list[Problem] = []
    try:
        value = _CONVERTERS[field.kind](raw, field, tuple(choices), notes)
        require_limits(value, field)
    except WrongValueError as wrong:
        return _refused(raw, field, wrong.code, wrong.message, wrong.fix)
    return Converted(value, tuple(notes))


def _refused(raw: Raw, field: Field, code: str, message: str, fix: str) -> Converted:
    return Converted(None, (error(code, raw.place, field.label, message, fix),), ok=False)


def _blank(raw: Raw, field: Field) -> Converted:
    if field.required:
        return _refused(raw, field, "required", "没有填写。", "请补填。")
    return Converted(_EMPTY.get(field.kind, ""))


def _stand_in(raw: Raw, field: Field, choices: Sequence[str]) -> Converted | None:
    """What a word is read as that stands for nothing, such as 无 or None; None where the value is no such word."""
    words = raw.value if isinstance(raw.value, tuple) else (raw.value,)
    texts = [word.strip() for word in words if isinstance(word, str)]
    if len(texts) != 1 or len(words) != 1:
        return None
    text, shown = texts[0], quoted(texts[0])  # only words that stand for nothing are shown, which are nobody's
    if is_ditto(text, choices) or (is_elsewhere(text, choices) and not _may_stand_elsewhere(field)):
        return _refused(raw, field, "placeholder", f"写的是{shown}，不知道指什么。", "请写出完整的内容。")
    if not is_nothing(text, choices) and not is_doubtful(text, choices):
        return None
    if field.required:
        return _refused(raw, field, "required", f"写的是{shown}，等于没有填写。", "请补填。")
    told = warning(
        "placeholder", raw.place, field.label, f"写的是{shown}，当作没有填写。", "请核对，没有内容的请空着。"
    )
    return replace(_blank(raw, field), problems=() if is_nothing(text, choices) else (told,))


def _may_stand_elsewhere(field: Field) -> bool:
    """Whether 见附件 may be all that is said there, as in paragraphs, or in a remark that nobody has to make."""
    return field.kind is Kind.LONG_TEXT or (field.kind is Kind.TEXT and not field.required)


def _tell_elsewhere(text: str, raw: Raw, field: Field, notes: list[Problem]) -> None:
    """Remind of a text that says no more than where the content stands: it is printed so."""
    if is_elsewhere(text):
        fix = "请写出内容；确实只附材料的，可不改。"
        notes.append(warning("placeholder", raw.place, field.label, f"写的是{quoted(text)}，会照样印出来。", fix))


def _line(raw: Raw, field: Field, notes: list[Problem]) -> str:
    text = characters(raw, field, notes)
    if "\n" in text:
        raise WrongValueError("line-break", "这一项只能写一行。", "请删去换行。")
    return text


def _text(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """One line of text."""
    text = _line(raw, field, notes)
    if text not in choices:
        _tell_elsewhere(text, raw, field, notes)
    return text


def _person(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """One person's name, written as it is everywhere else. Of a name that is printed alone two are an error."""
    text = _line(raw, field, notes)
    name = tidied(text)
    if are_several(text) and field.public:
        fix = "一格只写一人，另一人请另写一行；如是一个人，姓名中间请不要加空格或标点（少数民族姓名用“·”）。"
        raise WrongValueError("several-people", f"{quoted_of(text, field)}像是几个人的姓名。", fix)
    if are_several(text):
        message = f"{quoted_of(text, field)}像是几个人的姓名。"
        notes.append(warning("several-people", raw.place, field.label, message, "请核对，只写一人。"))
        return text
    if name != text:
        message = f"姓名“{masked(text, field)}”已改写为“{masked(name, field)}”（空格、间隔号或全角字符）。"
        notes.append(warning("normalised", raw.place, field.label, message, "请核对，无误可不改。"))
    return name


def _long_text(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """Paragraphs, one a line; empty lines are dropped. That it stands elsewhere is told: it would be printed so."""
    lines = (line.strip() for line in characters(raw, field, notes).split("\n"))
    text = "\n".join(line for line in lines if line)
    _tell_elsewhere(text, raw, field, notes)
    return text


def _texts(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> tuple[str, ...]:
    listed = raw.value if isinstance(raw.value, tuple) else re.split(r"[；;\n]", characters(raw, field, notes))
    return tuple(_line(Raw(part, raw.place), field, notes) for part in listed if part.strip())


def _choice(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    text = _line(raw, field, notes)
    if text not in choices:
        meant = near_miss("" if field.personal else text, choices)
        raise WrongValueError("choice", f"{quoted_of(text, field)}不在可选范围内。", meant)
    return text


def _choices(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> tuple[str, ...]:
    listed = raw.value if isinstance(raw.value, tuple) else re.split(r"[、；;，,\n]", characters(raw, field, notes))
    chosen = [_choice(Raw(part, raw.place), field, choices, notes) for part in listed if part.strip()]
    return tuple(choice for choice in choices if choice in chosen)


def _yes_no(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> bool:
    return _choice(raw, field, ("是", "否"), notes) == "是"


def _date(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> date:
    if isinstance(raw.value, date):
        return _plausible(raw.value.date() if isinstance(raw.value, datetime) else raw.value, field)
    if isinstance(raw.value, str):
        text = number_text(replace(raw, value=MIDNIGHT.sub("", raw.value)), field, notes)
    else:
        text = str(raw.value)
    if day := date_in(text):
        return _plausible(day, field)
    is_impossible = any(form.fullmatch(text) for form in DATE_FORMS)
    message = f"{quoted_of(text, field)}{'这一天不存在' if is_impossible else '不是写明年月日的日期'}。"
    raise WrongValueError("date", message, "请写成 2023-08-01 或 2023年8月1日。")


def date_in(text: str) -> date | None:
    """The day that the text names in one of the stated forms, None where it names none."""
    for form in DATE_FORMS:
        if match := form.fullmatch(text):
            try:
                return date(*(int(part) for part in match.groups()))
            except ValueError:
                return None
    return None


def _plausible(day: date, field: Field) -> date:
    """The same date; one of another century is a number that Excel shows as a date."""
    if day.year not in DATE_YEARS:
        raise WrongValueError(
            "date", f"{quoted_of(str(day), field)}不像是真的日期。", "请写成 2023-08-01 或 2023年8月1日。"
        )
    return day


def _integer(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> int | str:
    if isinstance(raw.value, str) and raw.value.strip() in choices:  # what may stand in place of a number
        return raw.value.strip()
    if isinstance(raw.value, bool) or (isinstance(raw.value, float) and not raw.value.is_integer()):
        raise WrongValueError("integer", f"{quoted_of(str(raw.value), field)}不是整数。", "请填整数。")
    if isinstance(raw.value, int | float):
        return int(raw.value)
    text = number_text(raw, field, notes)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise WrongValueError("integer", f"{quoted_of(text, field)}不是整数。", "请填整数。")
    return int(text)


def _percent(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> int:
    text = number_text(raw, field, notes)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}%", text):
        raise WrongValueError("percent", f"{quoted(text)}不是百分数。", "请写成 20%。")
    return int(text.removesuffix("%"))


def _millimetres(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> float:
    text = number_text(raw, field, notes) if isinstance(raw.value, str) else str(raw.value)
    if not re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9])?", text):
        raise WrongValueError("millimetres", f"{quoted(text)}不是毫米数。", "请写成 1.5 或 -0.5，最多一位小数。")
    return float(text)


_Converter = Callable[[Raw, Field, tuple[str, ...], list[Problem]], object]
_CONVERTERS: dict[Kind, _Converter] = {
    Kind.TEXT: _text,
    Kind.PERSON: _person,
    Kind.LONG_TEXT: _long_text,
    Kind.TEXTS: _texts,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PHONE: phone,
    Kind.ID_NUMBER: id_number,
    Kind.PATENT_NUMBER: patent_number,
    Kind.INTEGER: _integer,
    Kind.MONEY: money,
    Kind.PICTURE: _text,
    Kind.PERCENT: _percent,
    Kind.MILLIMETRES: _millimetres,
}
