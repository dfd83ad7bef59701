"""Several forms of one kind for one project: the newer takes the place of the older where their dates tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generator.checks.meaning import plainly
from generator.collecting.found import Question, Spot, State, Value
from generator.collecting.values.papers import Paper

_SURELY = timedelta(minutes=1)  # files copied together differ by seconds
_FINAL = ("最终", "终稿", "定稿", "最新", "修改", "更正")


@dataclass(frozen=True)
class Dated:
    """When a file was changed: as the folder or zip says, and as it says itself."""

    file: datetime | None
    itself: datetime | None


@dataclass(frozen=True)
class Chosen:
    """The form that counts, those that it replaces, and a question where that is not sure or has to be told."""

    paper: Paper
    replaced: tuple[Paper, ...] = ()
    question: Question | None = None
    is_open: bool = False  # it cannot be told which counts


def chosen(papers: Sequence[Paper], dates: Mapping[str, Dated], answers: Mapping[str, str]) -> Chosen:
    """Which of the papers of one kind counts; of equal ones the first."""
    distinct = _distinct(sorted(papers, key=lambda one: one.file.lower().endswith(".pdf")))  # Word says it exactly
    if len(distinct) == 1:
        return Chosen(distinct[0], tuple(one for one in papers if one is not distinct[0]))
    names = _names(distinct)
    key = "version|" + "|".join(sorted(names))
    newest = next((one for one, name in zip(distinct, names, strict=True) if name == answers.get(key)), None)
    by_answer = newest is not None
    newest = newest or _newest(distinct, dates)
    said = "；".join(f"{name}（{_day(dates.get(one.file))}）" for one, name in zip(distinct, names, strict=True))
    if newest is not None:
        others = tuple(one for one in papers if one is not newest)
        used = names[[id(one) for one in distinct].index(id(newest))]
        told = f"同一个项目交了{len(distinct)}份：{said}。已用{used}。"
        question = _question(key, newest, names, told, "用的不对的，请在答复里选要用的那一份。", used)
        return Chosen(newest, others, replace(question, answer=used if by_answer else ""))
    told = f"同一个项目交了{len(distinct)}份，日期分不出先后：{said}。两份不一样的栏目先空着。"
    question = _question(key, distinct[0], names, told, "请在答复里选要用的那一份。", "")
    return Chosen(_in_common(distinct), tuple(one for one in papers if one is not distinct[0]), question, is_open=True)


def _names(papers: Sequence[Paper]) -> tuple[str, ...]:
    """How a question calls them: by their files, of those in one file with the place."""
    files = [one.file for one in papers]
    return tuple(
        one.file if files.count(one.file) == 1 else f"{one.file}（第{files[:at].count(one.file) + 1}份）"
        for at, one in enumerate(papers)
    )


def _question(key: str, paper: Paper, names: tuple[str, ...], raw: str, fix: str, understood: str) -> Question:
    return Question(key, "", "申报表", Spot(paper.file), raw, understood, fix, names)


def _day(dated: Dated | None) -> str:
    day = dated and (dated.file or dated.itself)
    return f"{day:%Y-%m-%d %H:%M}" if day else "日期不明"


def _distinct(papers: Sequence[Paper]) -> list[Paper]:
    kept = list[Paper]()
    for paper in papers:
        if not any(_same(paper, one) for one in kept):
            kept.append(paper)
    return kept


def _same(one: Paper, other: Paper) -> bool:
    pairs = [(one.values, other.values), *zip(one.completers, other.completers, strict=False)]
    return len(one.completers) == len(other.completers) and all(
        _alike(first.get(key), second.get(key)) for first, second in pairs for key in {*first, *second}
    )


def _alike(one: Value | None, other: Value | None) -> bool:
    first, second = one or Value(), other or Value()
    if first.text or second.text:
        return "".join(first.text.split()) == "".join(second.text.split())
    return first.state is second.state and plainly(first.raw) == plainly(second.raw)


def _newest(papers: Sequence[Paper], dates: Mapping[str, Dated]) -> Paper | None:
    """The one that is surely newer than the others; None where dates do not tell, or names say otherwise."""
    for pick in ("file", "itself"):
        found = [(getattr(dates.get(one.file, Dated(None, None)), pick), one) for one in papers]
        if any(day is None for day, _ in found):
            continue
        ordered = sorted(found, key=lambda pair: pair[0], reverse=True)
        if ordered[0][0] - ordered[1][0] > _SURELY:
            newest = ordered[0][1]
            says_otherwise = any(_is_final(one.file) for _, one in ordered[1:]) and not _is_final(newest.file)
            return None if says_otherwise else newest
    return None


def _is_final(name: str) -> bool:
    return any(word in name.rpartition("/")[2] for word in _FINAL)


def _in_common(papers: Sequence[Paper]) -> Paper:
    """The first of the papers, with a question in place of whatever the others say otherwise."""
    first, *others = papers
    values = {key: _common(value, [one.values.get(key) for one in others]) for key, value in first.values.items()}
    people = tuple(
        {
            key: _common(value, [one.completers[at].get(key) if at < len(one.completers) else None for one in others])
            for key, value in person.items()
        }
        for at, person in enumerate(first.completers)
    )
    return replace(first, values=values, completers=people)


def _common(value: Value, others: Sequence[Value | None]) -> Value:
    if all(_alike(value, one) for one in others):
        return value
    guess = tuple(dict.fromkeys(one.text for one in (value, *others) if one and one.text))
    return replace(value, text="", state=State.ASK, how="几份申报表写的不一样。", guess=guess)
