"""A row, or two rows, that are the header of a returned list: what each column holds, told by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from generator.reading.returned.labels import Labels, bare_label, labels, printed
from generator.reading.returned.marks import FormMarks, SlotMark

_MOST_LOST = 0.45  # of a list's headers: the others may have been changed
_MOST_ADDED, _NEARLY_WHOLE = 0.55, 0.75  # of the columns, where nearly all headers are there: one for each option
UNIT_LABELS = ("推荐单位", "报送单位", "填报单位", "上报单位")  # how else people call whose list it is
_OF_RECOMMENDER = frozenset(map(bare_label, (*UNIT_LABELS, "申报工会", "推荐工会", "上报工会", "报送工会")))
# How a list calls the two halves of a unit with a post, where each has a column: by the end of the half's own label.
_HALVES = {
    "单位": ("单位", "所在单位", "工作单位", "单位名称", "所在单位名称", "工作单位名称", "单位全称"),
    "职务": ("职务", "岗位", "岗位职务", "职务岗位", "职位", "工作岗位", "所在岗位"),
}
_OTHER_PERSON = re.compile(r".{0,6}(?:联系人|联络人|联络员|经办人|填表人|填报人|负责人).{0,2}")
_PHONE = re.compile(r"电话|手机|联系方式")
Halves = Mapping[int, tuple[SlotMark, int]]


@dataclass(frozen=True)
class ListHeader:
    """What the columns of a list hold: the slot of each, and which columns have words.

    Of `halves` each is a column for one of the two fields of a slot, of `options` each is one to be ticked, with its
    word; `whose` is the column that says who recommends. `called` are the words of all columns.
    """

    form: FormMarks
    columns: Mapping[int, SlotMark]
    written: frozenset[int] = frozenset()
    halves: Halves = field(default_factory=dict)
    options: Mapping[int, tuple[SlotMark, str]] = field(default_factory=dict)
    whose: int | None = None
    called: Mapping[int, str] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much of the list's header it has."""
        apart = {mark.slot for mark, _ in (*self.halves.values(), *self.options.values())}
        return len({mark.slot for mark in self.columns.values()} | apart) / len(self.form.slots)

    @property
    def known(self) -> frozenset[int]:
        """The columns that are read."""
        own = () if self.whose is None else (self.whose,)
        return frozenset((*self.columns, *self.halves, *self.options, *own))


def header_in(texts: Mapping[int, str], known: Iterable[FormMarks]) -> ListHeader | None:
    """The header that a row with these texts by columns is; None where it is none, or says more than a header."""
    return _best({column: (text,) for column, text in texts.items()}, known)


def header_of_two(
    upper: Mapping[int, str], lower: Mapping[int, str], known: Iterable[FormMarks], *, joined: bool
) -> ListHeader | None:
    """The header that two rows are: columns are called by the words of both, by the lower or by the upper ones.

    Of rows that are not `joined` by a cell over both the lower must say nothing but labels.
    """
    pairs = {column: (upper.get(column, ""), lower.get(column, "")) for column in sorted({*upper, *lower})}
    best = _best({column: (f"{over}{under}", under, over) for column, (over, under) in pairs.items()}, known)
    if best is None or not any(under.strip() for under in lower.values()):
        return None
    called = labels(frozenset(word for mark in best.form.marks for word in mark.words))
    named = (
        column in best.halves or called.whole(under) or called.whole(f"{over}{under}")
        for column, (over, under) in pairs.items()
        if under.strip()
    )
    return _with_options(best, pairs, called) if joined or all(named) else None


def _best(texts: Mapping[int, Sequence[str]], known: Iterable[FormMarks]) -> ListHeader | None:
    """The header with these texts by columns, each in several wordings."""
    best = max((_header(texts, form) for form in known), key=lambda one: one.share, default=None)
    written = sum(any(text.strip() for text in some) for some in texts.values())
    if best is None or best.share < 1 - _MOST_LOST:
        return None
    most = _MOST_ADDED if best.share >= _NEARLY_WHOLE else _MOST_LOST
    if len(best.known) < written * (1 - most):
        return None
    return best


def _header(texts: Mapping[int, Sequence[str]], form: FormMarks) -> ListHeader:
    words = {word: mark for mark in reversed(form.marks) for word in mark.words}
    known = labels(frozenset(words))
    columns: dict[int, SlotMark] = {}
    for column, some in texts.items():
        word = next((word for text in some if (word := known.whole(text))), "")
        if word and words[word] not in columns.values() and not _is_anothers(column, words[word], texts, columns):
            columns[column] = words[word]
    written = frozenset(column for column, some in texts.items() if any(text.strip() for text in some))
    called = {
        column: next(text for text in some if text.strip()) for column, some in texts.items() if column in written
    }
    rest = {column: [bare_label(text) for text in texts[column]] for column in sorted(written - columns.keys())}
    own = {*_OF_RECOMMENDER, bare_label(form.unit_label)} - {""}
    whose = next((column for column, some in rest.items() if form.unit_label and not own.isdisjoint(some)), None)
    return ListHeader(form, columns, written, _halves(rest, columns, form), {}, whose, called)


def _is_anothers(
    column: int, mark: SlotMark, texts: Mapping[int, Sequence[str]], columns: Mapping[int, SlotMark]
) -> bool:
    """Whether the column is the phone of somebody before it who is none of the list's people: 联系人、联系电话."""
    if not _PHONE.search("".join(mark.words)):
        return False
    before = max((one for one in texts if one < column and any(texts[one])), default=None)
    return (
        before is not None
        and before not in columns
        and any(_OTHER_PERSON.fullmatch(bare_label(text)) for text in texts[before])
        and not any(_PHONE.search(text) for text in texts[before])  # then that one's phone stands there already
    )


def _halves(rest: Mapping[int, Sequence[str]], columns: Mapping[int, SlotMark], form: FormMarks) -> Halves:
    """The columns that hold one of the two fields of a slot that has no column of its own."""
    made: dict[int, tuple[SlotMark, int]] = {}
    for mark in (mark for mark in form.marks if len(mark.parts) > 1 and mark not in columns.values()):
        for place, words in enumerate(mark.parts):
            spelt = {*words, *(word for end, more in _HALVES.items() if words[0].endswith(end) for word in more)}
            column = next((one for one, some in rest.items() if one not in made and not spelt.isdisjoint(some)), None)
            if column is not None:
                made[column] = mark, place
    return made


def _with_options(header: ListHeader, pairs: Mapping[int, tuple[str, str]], called: Labels) -> ListHeader:
    """The header with the columns below one label that are options, each to be ticked: 项目类别 over 小发明、小创造."""
    options: dict[int, tuple[SlotMark, str]] = {}
    for over, some in groupby(pairs.items(), key=lambda pair: bare_label(pair[1][0])):
        below = {column: "".join(under.split()) for column, (_, under) in some}
        mark = next((header.columns[one] for one in below if one in header.columns), None)
        labelled = any(called.whole(under) or called.whole(f"{over}{under}") for under in below.values())
        is_choice = len(below) > 1 and all(below.values()) and not labelled and not below.keys() & header.halves.keys()
        if mark is not None and is_choice and called.whole(over):
            options |= {column: (mark, word) for column, word in below.items()}
    columns = {column: mark for column, mark in header.columns.items() if column not in options}
    return replace(header, columns=columns, options=options)


def unit_label(form: FormMarks) -> re.Pattern[str]:
    """How a text begins that says whose the list is."""
    spelt = "|".join(map(printed, (form.unit_label, *UNIT_LABELS)))
    return re.compile(rf"\s*(?:{spelt})(?P<rest>.*)", re.DOTALL)


def unknown_columns(header: ListHeader) -> Iterator[tuple[int, str]]:
    """The columns with words that are not read, with these."""
    for column in sorted(header.written - header.known):
        yield column, "".join(header.called.get(column, "").split())
