"""A copy of another's returned form takes neither its project nor its questions, and no answer with it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from conftest import ROOT
from support.by_recommender import EXAMPLE
from support.services import Running, running
from support.signed import person

from .test_own_uploads import GANZHOU, NANCHANG, Collecting, agree, send

SENT = ROOT / "data_examples/returned/赣州市总工会.zip"
COPIED = "09-赣州-揉捻机.docx"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Running, Running]]:
    with running(tmp_path_factory.mktemp("copies")) as alone:
        office = person(alone, "office", "office")
        yield office, person(alone, "南昌", "recommender", NANCHANG), person(alone, "赣州", "recommender", GANZHOU)


@pytest.fixture(scope="module")
def collecting(service: tuple[Running, Running, Running]) -> Collecting:
    """赣州 has sent its list and its forms; 南昌, whose files come before these, nothing yet."""
    office, own, other = service
    settings = {name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
    made = Collecting(office, own, other, f"/campaigns/{office.upload(settings).json['id']}")
    agree(other, send(other, made, {SENT.name: SENT.read_bytes()}))
    assert made.projects()[GANZHOU] > 15
    return made


def asked(who: Running, at: Collecting) -> str:
    """The questions that somebody may answer, with the files in which they stand."""
    return "".join(re.findall(r"<fieldset.*?</fieldset>", who.page(f"{at.here}/questions"), re.S))


def copied() -> bytes:
    with zipfile.ZipFile(SENT) as package:
        return next(package.read(name) for name in package.namelist() if name.endswith(COPIED))


def saved_anew(content: bytes) -> bytes:
    """The same document in other bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return made.getvalue()


@pytest.mark.parametrize("is_same", [True, False], ids=["the very file", "saved anew"])
def test_an_unchanged_copy_of_anothers_form_is_refused_and_the_questions_stay(
    collecting: Collecting, is_same: bool
) -> None:
    before, questions = collecting.files(), asked(collecting.other, collecting)
    assert COPIED in questions
    waits = send(collecting.own, collecting, {"揉捻机.docx": copied() if is_same else saved_anew(copied())})
    page = collecting.own.page(waits)
    assert "不能放入的1个" in page
    assert ("和别的申报单位交来的一份表完全相同" if is_same else "会改动别的申报单位的项目") in page
    agree(collecting.own, waits)
    assert collecting.files() == before
    assert asked(collecting.other, collecting) == questions
    assert asked(collecting.own, collecting) == ""


def box_of(page: str, *words: str) -> str:
    """The name of the box of the question in which these words stand."""
    (found,) = [one for one in re.findall(r"<fieldset.*?</fieldset>", page, re.S) if all(word in one for word in words)]
    named = re.search(r'name="(text-[0-9a-f]+)"', found)
    assert named
    return named[1]


def test_an_answer_that_would_change_anothers_project_is_left_out_and_the_others_are_kept(
    collecting: Collecting,
) -> None:
    own = (ROOT / "data_examples/returned/南昌/09-南昌-PCB钻机.docx").read_bytes()
    send(collecting.own, collecting, {"09-南昌-PCB钻机.docx": own})
    waits = send(collecting.office, collecting, {"揉捻机.docx": copied()})
    agree(collecting.office, waits, **{"as-0": f"form|{NANCHANG}||"})
    agree(collecting.office, waits, **{"as-0": f"form|{NANCHANG}||"})
    page = collecting.own.page(f"{collecting.here}/questions")
    mine, theirs = box_of(page, "批准时间", "PCB"), box_of(page, "专利状况", "揉捻机")
    answer = collecting.own.fill(f"{collecting.here}/questions", {mine: "2022年11月5日", theirs: "已授权"})
    shown = answer.body.decode()
    assert "已保存1处答复" in shown
    assert "有1处没有保存：</strong>这样答复会改动别的申报单位的项目" in shown
    again = collecting.own.page(f"{collecting.here}/questions")
    assert mine not in again
    assert theirs in again
