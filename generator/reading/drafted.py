"""What a template that `wuxiao draft` drew says of itself: of which forms, and what it was made of then.

The mark stands in the version of the file's properties, which Word, WPS and Excel keep when somebody changes the
template and saves it. What is made of a template never has it.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple

from generator.campaign.fields import Field
from generator.campaign.forms import Form
from generator.reading.prescan import PACKAGE_ERRORS

CORE = "docProps/core.xml"
_LONGEST_CORE = 20_000
_MARK = re.compile(rb"<(?:\w+:)?version>wuxiao-draft ([0-9a-f]{16}) ([0-9a-f]{16})</")
_TITLE = re.compile(rb"<(?:\w+:)?title>([^<]{1,200})</")
# What a form says of where it was read and put, and a field of how it is entered: nothing of it is drawn.
_NOT_DRAWN = frozenset({"origin", "formats", "page", "folder", "per"})
_DRAWN_OF_FIELD = ("key", "label", "kind", "choices", "limit")


class Drafted(NamedTuple):
    """The sums of the forms that a template was drawn from, and of its content when it was drawn; and its title."""

    forms: str
    content: str
    title: str = ""

    @property
    def mark(self) -> str:
        """How the properties say it."""
        return f"<cp:version>wuxiao-draft {self.forms} {self.content}</cp:version>"


def drafted(package: bytes) -> Drafted | None:
    """What the template says of itself; None where it does not say that it was drawn."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive, archive.open(CORE) as core:
            said = core.read(_LONGEST_CORE)
    except (OSError, *PACKAGE_ERRORS):
        return None
    found, title = _MARK.search(said), _TITLE.search(said)
    if found is None:
        return None
    words = unescape(title[1].decode(errors="replace")) if title else ""
    return Drafted(found[1].decode(), found[2].decode(), "".join(filter(str.isprintable, words)))


def content_sum(package: bytes) -> str:
    """The sum of what the package holds besides its properties; empty for what is no package."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as archive:
            parts = sorted((one.filename, one.CRC, one.file_size) for one in archive.infolist() if one.filename != CORE)
    except (OSError, *PACKAGE_ERRORS):
        return ""
    return _sum(repr(parts))


def forms_sum(forms: Sequence[Form]) -> str:
    """The sum of all that is drawn of these forms."""
    return _sum(repr([list(_told(form)) for form in forms]))


def _told(thing: Any) -> Iterator[str]:
    """What a form and the records in it say, one after the other."""
    if isinstance(thing, Field):
        yield from (str(getattr(thing, name)) for name in _DRAWN_OF_FIELD)
    elif is_dataclass(thing):
        for one in fields(thing):
            if one.name not in _NOT_DRAWN:
                yield one.name
                yield from _told(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        yield "("
        for part in thing:
            yield from _told(part)
        yield ")"
    else:
        yield str(thing.value if isinstance(thing, Enum) else thing)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
