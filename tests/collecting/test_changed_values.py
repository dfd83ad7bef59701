"""What was changed on a form is read as it stands there now, or asked: never as it was, nor as a third thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from conftest import ROOT
from support.changed_values import Changed, changed
from support.measured import Measured
from support.pile import as_entered, campaign_in, form1
from support.returned_habits import Paper

from generator.campaign.records import Campaign
from generator.collecting.files.opened import OPENED, answered
from generator.collecting.found import State, Value
from generator.collecting.values.papers import Paper as ReadPaper
from generator.collecting.values.papers import papers_in
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.marks import marks_of

SAMPLE = 120


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return campaign_in(ROOT / "data_examples/minimal")


def read(content: bytes, campaign: Campaign) -> list[ReadPaper]:
    known = marks_of(campaign.settings.schema.forms.values(), synonyms_of([ROOT / "templates"])[0])
    value, _ = answered({"known": [asdict(one) for one in known], "name": "a.docx", "ending": ".docx"}, content)
    return list(papers_in(OPENED.validate_python(value), "a.docx", campaign.settings))


def said(paper: ReadPaper) -> dict[str, Value]:
    """Every value of the form by its field, those of completers with their number."""
    people = enumerate(paper.completers, start=1)
    return {**paper.values, **{f"completer{at}_{key}": one for at, row in people for key, one in row.items()}}


def entered(campaign: Campaign) -> dict[str, str]:
    """The same as it was entered."""
    (one,), fields = campaign.applications, campaign.settings.schema.fields
    own = {of.key: as_entered(one.value(of.key), of) for of in fields.application}
    for at, its in enumerate(one.completers, start=1):
        own |= {f"completer{at}_{of.key}": as_entered(its.value(of.key), of) for of in fields.of_completer}
    return own


def wrong(paper: ReadPaper, change: Changed, before: dict[str, str]) -> Iterator[str]:
    """What the reading says that does not stand on the form, and asks nothing of."""
    now = before | {change.field: change.value}
    for field, value in said(paper).items():
        is_open = value.state is State.ASK or value.note or field not in now
        is_blank = field == change.field and change.may_be_blank and value.state is State.BLANK
        if not is_open and not is_blank and _bare(value.text) != _bare(now[field]):
            yield f"{field}: {value.text!r}"
    if len(paper.completers) != change.people:
        yield f"completers: {len(paper.completers)}"


def _bare(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def sweep(seeds: range, campaign: Campaign) -> Counter[str]:
    """How many of the changed values were read and asked; none is anything else."""
    form, before, counts, broken = form1(campaign, campaign.applications[0]), entered(campaign), Counter[str](), []
    for seed in seeds:
        paper = Paper(form)
        change = changed(paper, seed)
        found = read(paper.content(), campaign)
        broken += [(seed, change.field, change.value, one) for each in found for one in wrong(each, change, before)]
        state = said(found[0]).get(change.field, Value()).state if len(found) == 1 else State.ASK
        counts["asked" if state is State.ASK else "read"] += 1
    assert broken == []
    return counts


def test_a_changed_value_is_read_as_it_is_now_or_asked(campaign: Campaign) -> None:
    counts = sweep(range(SAMPLE), campaign)
    assert counts["read"] > SAMPLE / 2


@pytest.mark.long
def test_a_thousand_more_changed_values_are(campaign: Campaign, measured: Measured) -> None:
    counts = sweep(range(SAMPLE, SAMPLE + 1000), campaign)
    measured("values changed on a form, read as they are now", counts["read"], "values")
    measured("values changed on a form, asked", counts["asked"], "values")


def test_a_value_read_as_it_was_is_noticed(campaign: Campaign) -> None:
    (paper,) = read(form1(campaign, campaign.applications[0]), campaign)
    assert list(wrong(paper, Changed("industry", "铸造", 2), entered(campaign))) == ["industry: '机械制造'"]
    assert list(wrong(paper, Changed("patent_date", None, 2), entered(campaign))) == ["patent_date: '2022-11-15'"]
    assert list(wrong(paper, Changed("", "", 3), entered(campaign))) == ["completers: 2"]
