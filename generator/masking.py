"""Masked forms of personal values, the only ones that messages and logs may show."""

from __future__ import annotations

import re

from generator.fields import Field, Kind

STARS = "******"
QUOTED_CHARACTERS = 30
# As many digits as a phone or ID number has, with what people put between them. Patent numbers stay.
BETWEEN = r"[\s\-–—－]?"
LONG_NUMBER = re.compile(rf"(?<![\d.])(?<!ZL)(?:0\d(?:{BETWEEN}\d){{8,}}+|\d(?:{BETWEEN}\d){{10,}}+)[Xx]?(?!\.[\dXx])")


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
    return LONG_NUMBER.sub(lambda found: _middle_hidden(found[0]), sentence)


def _middle_hidden(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def quoted(text: str) -> str:
    """The text in quotation marks on one line, of a long one the beginning."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= QUOTED_CHARACTERS else f"“{line[:QUOTED_CHARACTERS]}…”"
