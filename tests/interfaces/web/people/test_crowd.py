"""Many people of eighteen recommenders at once while two builds run: quick answers, and each sees what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support.by_recommender import EXAMPLE, column, recommenders, workbook_of
from support.load import Load, Visitor, crowd
from support.measured import Measured
from support.pace import pace_by_the_clock
from support.services import Running, files_of, running
from support.signed import key_of, person, session_of, signed_in_again
from support.small_campaign import write_small_campaign

from generator.interfaces.web.store.store import file_id

USERS, SECONDS, READING_SECONDS = 50, 60.0, 4.0
SAMPLED_USERS, SAMPLED_SECONDS, SAMPLED_OF = 9, 6.0, 3
MOST_MEDIAN_MS = 200
WORDS_OF_EACH = 3


@dataclass(frozen=True)
class Province:
    """A campaign with the material of some recommenders, and a small one that is built meanwhile."""

    office: Running
    alone: Running
    campaign: str
    built: str
    names: tuple[str, ...]


def words_of(name: str) -> list[str]:
    """Names of the recommender's projects that no other has."""
    from support.by_recommender import FIRST, _sheets

    rows, of, called = _sheets()["申报项目"][FIRST:], column("申报项目", "申报单位"), column("申报项目", "项目名称")
    others = {str(row[called]) for row in rows if row[of] != name}
    own = [str(row[called]) for row in rows if row[of] == name and str(row[called]) not in others]
    assert len(own) >= WORDS_OF_EACH
    return own[:WORDS_OF_EACH]


def opened(folder: Path, names: list[str]) -> Iterator[Province]:
    with running(folder) as alone:
        settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
        books = {f"applications/{name}.xlsx": workbook_of(name) for name in names}
        campaign = alone.upload(settings | books).json["id"]
        built = alone.upload(files_of(write_small_campaign(folder / "small", 3))).json["id"]
        yield Province(person(alone, "office", "office"), alone, campaign, built, tuple(names))


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Province]:
    yield from opened(tmp_path, recommenders()[:SAMPLED_OF])


@pytest.fixture
def all_of_them(tmp_path: Path) -> Iterator[Province]:
    yield from opened(tmp_path, recommenders())


def visited(province: Province, users: int, seconds: float) -> Load:
    here, visitors = f"/campaigns/{province.campaign}", []
    words = {name: words_of(name) for name in province.names}
    for user in range(users):
        name = province.names[user % len(province.names)]
        if user < len(province.names):
            service = person(province.alone, f"user{user}", "recommender", name)
        else:  # a second one at the same recommender
            again = signed_in_again(province.alone, f"user{user % len(province.names)}")
            service = replace(province.alone, token=session_of(again))
        own = f"{here}/recommenders/{file_id(name)}"
        pages = [
            "/",
            own,
            f"{here}/questions",
            f"{own}/problems.xlsx",
            f"{here}/files/{file_id(f'applications/{name}.xlsx')}",
        ]
        for page in pages if user < len(province.names) else ():  # what is made once is made before
            assert service.ask("GET", page).status == 200, page
        foreign = [word for other in province.names if other != name for word in words[other]]
        visitors.append(Visitor(service, pages, foreign))
        assert words[name][0] in service.page(own), "its own is there"
    return crowd(province.office, visitors, [province.built, province.built], seconds=seconds, reading=READING_SECONDS)


def test_some_people_of_several_recommenders_are_served_at_once(few: Province) -> None:
    load = visited(few, SAMPLED_USERS, SAMPLED_SECONDS)
    assert load.wrong == []
    assert len(load.seconds) > SAMPLED_USERS


@pytest.mark.long
def test_fifty_people_of_eighteen_recommenders_are_served_at_once(all_of_them: Province, measured: Measured) -> None:
    load = visited(all_of_them, USERS, SECONDS)
    pace = pace_by_the_clock()
    assert load.wrong == []
    assert len(load.seconds) > 10 * USERS
    assert load.median_ms * pace < MOST_MEDIAN_MS
    measured("service: 50 people of 18 recommenders and two builds, pace of the machine", round(pace, 2), "")
    measured("service: 50 people of 18 recommenders and two builds, median answer", round(load.median_ms), "ms")
    measured("service: 50 people of 18 recommenders and two builds, slowest of 20", round(load.slow_ms), "ms")
    measured("service: 50 people of 18 recommenders and two builds, answers", len(load.seconds), "answers")
    measured("service: 50 people of 18 recommenders and two builds, errors and foreign words", len(load.wrong), "")


def test_a_key_of_a_recommender_gets_the_blank_papers_of_its_campaign_alone(few: Province) -> None:
    program = replace(few.alone, token=key_of(few.alone.folder, "city", "recommender", few.names[0]))
    assert program.ask("GET", f"/api/v1/campaigns/{few.campaign}/papers/form1.docx").status == 200
    assert program.ask("GET", f"/api/v1/campaigns/{'0' * 24}/papers/form1.docx").status == 404
