"""Masked forms of personal values, the only ones that messages and logs may show."""

from __future__ import annotations

import re
import unicodedata

from generator.campaign.fields import Field, Kind

STARS = "******"
QUOTED_CHARACTERS, NAMED_CHARACTERS = 30, 200
# As many digits as a phone or ID number has, with what people put between them. Patent numbers stay.
BETWEEN = r"[\s\-–—－]?"
LONG_NUMBER = re.compile(rf"(?<![\d.])(?<!ZL)(?:0\d(?:{BETWEEN}\d){{8,}}+|\d(?:{BETWEEN}\d){{10,}}+)[Xx]?(?!\.[\dXx])")

# What is surely an ID number or a phone, wherever it stands: names and places hold longer numbers of other kinds.
# Between its digits may stand what people put there, also what nobody sees.
_GAP = r"[\s\-‐-―－﹣_·.．\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]{0,2}"
_DIGIT, _LAST = r"\d", "[0-9XxＸｘХх]"  # also the Cyrillic letter, which looks the same


def _apart(*characters: str) -> str:
    return _GAP.join(characters)


_YEAR, _MONTH = rf"(?:{_apart('1', '[89]')}|{_apart('2', '0')})", rf"(?:{_apart('0', '[1-9]')}|{_apart('1', '[0-2]')})"
_DAY = rf"(?:{_apart('0', '[1-9]')}|{_apart('[12]', '[0-9]')}|{_apart('3', '[01]')})"
_FORMS = (
    rf"\d{{17,}}{_LAST}",
    _apart("[1-9]", *[_DIGIT] * 5, _YEAR, *[_DIGIT] * 2, _MONTH, _DAY, *[_DIGIT] * 3, _LAST),  # GB 11643-1999
    _apart("[1-9]", *[_DIGIT] * 7, _MONTH, _DAY, *[_DIGIT] * 3),  # of 15 digits: GB 11643-1989
    rf"(?:(?:00)?86{_GAP}|0)?{_apart('1', '[3-9]', *[_DIGIT] * 9)}",  # mobile phone
    rf"(?:86{_GAP})?0[1-9]\d{{1,2}}[)）]?{_GAP}{_apart('[1-9]', *[_DIGIT] * 6)}(?:{_GAP}\d)?",  # landline
)
_PERSONAL = re.compile(rf"(?<!\d)(?:{'|'.join(_FORMS)})(?!\d)")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # full-width and the like
_KEY = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{16,64}(?![0-9A-Za-z])")  # of a campaign, a file, a hash
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){9}")
SAMPLES = frozenset({"0791-88000000"})  # what remedies show


def masked(text: str, field: Field) -> str:
    """The text hidden where the field is personal: ID 3 + stars + 4, phone 3 + 4 stars + 4, others wholly."""
    if not field.personal or not text:
        return text
    if field.kind is Kind.ID_NUMBER:
        return f"{text[:3]}{'*' * 11}{text[-4:]}" if len(text) > 10 else "*" * len(text)
    if field.kind is Kind.PHONE:
        return f"{text[:3]}****{text[-4:]}" if len(text) > 8 else "*" * len(text)
    return STARS


def without_numbers(sentence: str) -> str:
    """The sentence with the middle of every number as long as a phone's or an ID card's hidden.

    A value may stand in a column where nobody expects it: a phone under 性别 is quoted as no choice.
    """
    return without_persons(LONG_NUMBER.sub(lambda found: _middle_hidden(found[0]), sentence))


def without_persons(text: str) -> str:
    """The text with the middle of each ID number and phone in it hidden, whatever stands between its digits.

    Other long numbers stay: it is for names of files, folders and sheets, for places, and for all that is said.
    """
    if not _MANY_DIGITS.search(text):
        return text
    plain = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    keys = [found.span() for found in _KEY.finditer(plain) if not found[0].strip("abcdef").isdigit()]
    parts, done = [], 0
    for found in _PERSONAL.finditer(plain):
        start, end = found.span()
        if found[0] not in SAMPLES and not any(first <= start and end <= last for first, last in keys):
            parts += [text[done:start], _middle_hidden(text[start:end])]
            done = end
    return "".join([*parts, text[done:]])


def _middle_hidden(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def shortened(text: str, most: int = NAMED_CHARACTERS) -> str:
    """The text, such as the place of a file, as a message has it: of more than `most` characters beginning and end."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[-half:]}"


def quoted(text: str) -> str:
    """The text in quotation marks on one line, of a long one the beginning."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= QUOTED_CHARACTERS else f"“{line[:QUOTED_CHARACTERS]}…”"


def quoted_of(text: str, field: Field) -> str:
    """The same of a field's value, hidden where that is personal."""
    return quoted(masked(text, field))
