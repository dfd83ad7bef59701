"""A document of a recommender's own record shows no picture of another's project, whatever name the record gives."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import yaml
from conftest import ROOT
from PIL import Image
from support.sent_records import Values, record_in, rendered
from support.services import Running, files_of, running
from support.signed import key_of, person

from generator.interfaces.web.store.store import file_id

AWARD = ROOT / "data_examples" / "another-award"
OWN, OTHER = "AS-001", "GA-001"


@dataclass(frozen=True)
class Pictured:
    """A campaign whose form shows a photo, with one of each of two recommenders, and a program of the first."""

    office: Running
    program: Running
    campaign: str
    record: Values


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pictured]:
    left_out = ("/summaries/", "/source/", ".xlsx")
    files = {name: one for name, one in files_of(AWARD).items() if not any(part in name for part in left_out)}
    for number, color in ((OWN, "white"), (OTHER, "red")):
        files[f"{AWARD.name}/attachments/{number}-照片.jpg"] = picture(color)
    record = record_in(AWARD / "applications" / f"{OWN}.yaml")
    with running(tmp_path_factory.mktemp("pictured")) as alone:
        campaign = alone.upload({name: one for name, one in files.items() if not name.endswith(".py")}).json["id"]
        key = key_of(alone.folder, "oa", "recommender", recommender_of(record))
        office = person(alone, "office", "office")
        yield Pictured(office, replace(alone, token=key), campaign, record)


def picture(color: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (295, 413), color).save(content, "JPEG")
    return content.getvalue()


def recommender_of(record: Values) -> str:
    names = yaml.safe_load((AWARD / "campaign.yaml").read_text(encoding="utf-8"))
    return next(value for value in record.values() if isinstance(value, str) and value and value in f"{names}")


@pytest.mark.parametrize("name", [f"{OTHER}-照片.jpg", f"../attachments/{OTHER}-照片.jpg", "/etc/hostname.jpg"])
def test_the_picture_of_another_is_not_there(pictured: Pictured, name: str) -> None:
    order = {"campaign": pictured.campaign, "record": {**pictured.record, "照片": name}}
    answer = rendered(pictured.program, "form1", **order)
    assert answer.status == 422, answer
    assert [one["field"] for one in answer.json["problems"] if one["severity"] == "error"] == ["照片"]
    told = answer.body.decode()
    assert told == rendered(pictured.program, "form1", **order).body.decode()
    assert "没有" in told


def test_the_own_picture_is_shown_and_the_office_shows_all(pictured: Pictured) -> None:
    for who in (pictured.program, pictured.office):
        assert rendered(who, "form1", campaign=pictured.campaign, record=pictured.record).status == 200
    record = {**pictured.record, "照片": f"{OTHER}-照片.jpg"}
    assert rendered(pictured.office, "form1", campaign=pictured.campaign, record=record).status == 200


def test_the_own_picture_can_be_fetched_and_no_other(pictured: Pictured) -> None:
    own, other = (
        f"/campaigns/{pictured.campaign}/files/{file_id(f'attachments/{number}-照片.jpg')}" for number in (OWN, OTHER)
    )
    assert pictured.program.ask("GET", own).status == 200
    assert pictured.program.ask("GET", other).status == 404
