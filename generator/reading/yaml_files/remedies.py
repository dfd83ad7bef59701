"""What to do about YAML that cannot be read: the line that was meant, tried out before it is shown.

Clerks write names as they are: with quotation marks, brackets and colons of which YAML thinks otherwise. So each usual
correction is made in turn, and the first with which reading gets further is the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from generator.campaign.masking import without_numbers
from generator.campaign.settings import CAMPAIGN_FIELDS

ENTRY = re.compile(
    r"(?P<head>\s*(?:- +)*(?P<key>[^\s:：{\[\"'][^:：{\[\"']*?) *: +)(?P<value>\S.*?)(?P<comment> +# .*)?$"
)
GLUED = re.compile(r"(\s*(?:- +)*[^\s:：{\[\"'][^:：{\[\"'\s]*)[:：]\s*(\S.*)$")
ITEM = re.compile(r"(?P<head>\s*- +)(?P<key>)(?P<value>(?:\{\{|[\"'\[&*!@`%|>?]).*?)(?P<comment> +# .*)?$")
FULL_WIDTH = str.maketrans({"，": ", ", "：": ": ", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"})
CONTACTS = frozenset(field.label for field in CAMPAIGN_FIELDS if field.key.startswith("contact_"))
SHOWN = 24  # characters of a value in a remedy
# Beyond these figures no correction is tried: each of them reads the whole text again.
LONGEST_TEXT, LONGEST_LINE, MOST_TRIES = 60_000, 2_000, 12
LINES_ABOVE = 400  # how far up the quotation mark is looked for that was left open
QUOTES = "\"'"


@dataclass(frozen=True)
class Remedy:
    """Which line to change, from 1, and how, in words."""

    line: int
    fix: str


@dataclass(frozen=True)
class _Try:
    """The correction of a line, from 1; `entry` is what the remedy shows behind its words, with another value."""

    line: int
    new: str
    fix: str
    entry: re.Match[str] | None = None
    value: str = ""

    def told(self, personal: Collection[str]) -> str:
        """The remedy, the values of these names hidden."""
        if self.entry is None:
            return self.fix
        return self.fix + shown(self.entry, self.value, hidden=self.entry["key"] in personal)


def remedy(text: str, line: int, trouble_at: Callable[[str], float], personal: Collection[str] = ()) -> Remedy | None:
    """The first correction at or above `line` that gets further; `trouble_at` tells the line where reading stops.

    `personal` are the names whose values it does not show.
    """
    lines = text.split("\n")
    tries = _tries(lines, line) if len(text) <= LONGEST_TEXT else iter(())
    for attempt in islice(tries, MOST_TRIES):
        changed = [*lines[: attempt.line - 1], attempt.new, *lines[attempt.line :]]
        if trouble_at("\n".join(changed)) > max(line, attempt.line):
            return Remedy(attempt.line, attempt.told(personal))
    return None


def _tries(lines: list[str], line: int) -> Iterator[_Try]:
    above = range(min(line, len(lines)), max(0, line - LINES_ABOVE), -1)
    filled = [number for number in above if 0 < len(lines[number - 1].strip()) <= LONGEST_LINE]
    for number in filled[:2]:
        yield from _corrections(number, lines[number - 1])
    for number in filled[2:]:
        yield from _closed(number, lines[number - 1])


def _corrections(number: int, line: str) -> Iterator[_Try]:
    yield from _closed(number, line)
    if line.lstrip(" ").startswith("\t"):
        yield _Try(number, line.expandtabs(2), "缩进请用空格，不要用制表符（Tab）。")
    if entry := ENTRY.match(line) or ITEM.match(line):
        yield _Try(number, _whole(entry), "请把整个值放在引号里：", entry)
    if glued := GLUED.match(line):
        colon = "不要用全角“：”" if "：" in line[: glued.end(1) + 1] else "不要紧接内容"
        yield _Try(number, f"{glued[1]}: {glued[2]}", f"名称后面的冒号请用半角“:”并空一格，{colon}。")
    if (folded := line.translate(FULL_WIDTH)) != line:
        fix = "大括号、方括号里的冒号、逗号和括号请用半角，冒号、逗号后空一格。"
        yield _Try(number, folded, fix)


def _closed(number: int, line: str) -> Iterator[_Try]:
    """The line with its quotation mark closed, where it was left open."""
    entry = ENTRY.match(line) or ITEM.match(line)
    if entry and entry["value"][0] in QUOTES and entry["value"].count(entry["value"][0]) % 2:
        mark = entry["value"][0]
        new = f"{entry['head']}{entry['value']}{mark}{entry['comment'] or ''}"
        yield _Try(number, new, "这一行的引号只有前一个，请补上后一个：", entry, entry["value"] + mark)


def _whole(entry: re.Match[str]) -> str:
    return f"{entry['head']}{in_quotes(entry['value'])}{entry['comment'] or ''}"


def in_quotes(value: str) -> str:
    """The value in the quotation marks that change nothing in it."""
    return "'" + value.replace("'", "''") + "'" if '"' in value or "\\" in value else f'"{value}"'


def shown(entry: re.Match[str], value: str = "", *, hidden: bool = False) -> str:
    """The line as it should be, for a message: personal values hidden, a long one cut."""
    whole = value or in_quotes(entry["value"])
    if hidden or entry["key"] in CONTACTS:
        whole = f"{whole[0]}……{whole[0]}"
    elif len(whole) > SHOWN + 4:
        whole = f"{whole[:SHOWN]}……{whole[-1]}"
    return without_numbers(f"{entry['head'].strip()} {whole}")


def quoted_line(text: str, line: int, personal: Collection[str] = ()) -> str:
    """The remedy that puts the value of this line into quotation marks; a general one where it is no such line."""
    lines = text.split("\n")
    typed = lines[line - 1] if 0 < line <= len(lines) else ""
    entry = (ENTRY.match(typed) or ITEM.match(typed)) if len(typed) <= LONGEST_LINE else None
    if entry is None:
        return "请把整个值放在引号里。"
    return f"请把整个值放在引号里：{shown(entry, hidden=entry['key'] in personal)}"
