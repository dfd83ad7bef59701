"""What was read can be written back into either format and is read again unchanged."""

from __future__ import annotations

import shutil
import string
import tempfile
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE, MINIMAL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import ric
from support.campaigns import as_workbook, as_yaml, empty_copy

from generator.campaign.records import Application, Campaign, Completer
from generator.checks.campaign import check_campaign
from generator.checks.values.absent import is_ditto, is_doubtful, is_nothing

SIGNS = "，。、；：“”（）《》…—·℃±×Φ㎡~!@#$%^&*()_+-=[]{}|;':\",./<>?` "
CHINESE = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出"
    "就分对成会可主发年动同工也能下过子说产种面而方后多䶮堃玥喆镕"
)
LINE = st.text(alphabet=CHINESE + SIGNS + string.ascii_letters + string.digits, min_size=1, max_size=12).map(str.strip)
WORDS = LINE.filter(lambda text: bool(text) and says_something(text))
NAMES = st.text(alphabet=CHINESE, min_size=2, max_size=4).filter(lambda text: says_something(text))
PARAGRAPHS = st.lists(
    st.text(alphabet=CHINESE + SIGNS, min_size=1, max_size=40).map(str.strip).filter(bool), max_size=3
)


def says_something(text: str) -> bool:
    """Whether the text is none of the words that stand for nothing, such as 无, None and 同上: they are told."""
    return not (is_nothing(text) or is_doubtful(text) or is_ditto(text))


@pytest.fixture(scope="module")
def minimal_campaign() -> Campaign:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    return campaign


@st.composite
def applications(draw: st.DrawFn, of: Application) -> Application:
    """Valid applications, no two alike; every kind of text that fits its place."""
    text = lambda: "\n".join([draw(WORDS), *draw(PARAGRAPHS)])  # noqa: E731 - drawn anew for every field
    people = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    sex = draw(st.sampled_from("男女"))
    digits = f"3601021987051200{1 if sex == '男' else 2}"
    post = {"sex": sex, "post": "铣工", "title": draw(st.sampled_from(["", "技师"])), "unit": draw(WORDS)}
    return of.model_copy(
        update={
            "name": draw(WORDS),
            "industry": draw(WORDS),
            "non_public": True,
            "unit": draw(WORDS),
            "implementation": draw(WORDS),
            "lead_name": people[0],
            "lead_sex": sex,
            "lead_id_number": digits + ric.calc_check_digit(digits + "0"),
            "lead_post": draw(WORDS),
            "applied_on": draw(st.dates(date(2023, 7, 24), date(2023, 8, 15))),
            "completed_on": draw(st.none() | st.dates(date(2021, 1, 1), date(2023, 6, 30))),
            "brief": draw(WORDS),
            "background": text(),
            "principle": text(),
            "benefit": text(),
            "completers": tuple(Completer(name=name, **post) for name in people[1:]),
        }
    )


def read_again(folder: Path) -> tuple[Application, ...]:
    campaign, counts, problems = check_campaign(folder)
    assert counts.read == counts.accepted + counts.rejected + counts.blank
    assert campaign is not None, [str(problem) for problem in problems]
    return campaign.applications


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_valid_application_survives_both_formats(data: st.DataObject, minimal_campaign: Campaign) -> None:
    one = data.draw(applications(minimal_campaign.applications[0]))
    with tempfile.TemporaryDirectory() as folder:
        in_excel, in_yaml = empty_copy(Path(folder) / "excel"), empty_copy(Path(folder) / "yaml")
        as_workbook(in_excel, minimal_campaign.settings, [one])
        as_yaml(in_yaml, [one])
        assert read_again(in_excel) == (one,)
        assert read_again(in_yaml) == (one,)


def test_the_whole_example_gives_the_same_records_from_yaml(tmp_path: Path) -> None:
    from_excel, _, _ = check_campaign(EXAMPLE)
    assert from_excel is not None
    assert len(from_excel.applications) >= 300
    folder = tmp_path / "yaml"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("applications.xlsx", "source", "*.py"))
    as_yaml(folder, from_excel.applications)
    assert read_again(folder) == from_excel.applications
