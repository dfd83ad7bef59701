"""A 申报单位 that has projects or an account goes from the settings only after somebody was told what that does."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.services import Running, files_of, running
from support.signed import person
from support.small_campaign import RECOMMENDERS, write_small_campaign

OWN = RECOMMENDERS[0]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("leaving")) as alone:
        clerk = person(alone, "office", "office")
        person(alone, "昌昌", "recommender", OWN)
        yield clerk


@pytest.fixture
def address(office: Running, tmp_path: Path) -> str:
    folder = write_small_campaign(tmp_path / "small", 3)
    return f"/campaigns/{office.upload(files_of(folder)).json['id']}/settings"


def boxes(page: str) -> dict[str, str]:
    """The boxes of the list of recommenders and what says which file was seen, as a browser sends them."""
    found = dict(re.findall(r'<input [^>]*?name="([^"]+)" value="([^"]*)"', page))
    chosen = r'<select [^>]*?name="(r\.[^"]+)"[^>]*>.*?<option selected>(.*?)</option>'
    found |= dict(re.findall(chosen, page))
    return {html.unescape(name): html.unescape(value) for name, value in found.items() if name[:2] != "v."}


def row_of(values: dict[str, str], name: str) -> str:
    return next(key.rpartition(".")[0] for key, value in values.items() if value == name and key.endswith(".名称"))


@pytest.mark.parametrize("new", ["南昌总工会", ""])
def test_a_recommender_with_projects_is_renamed_or_deleted_only_when_that_is_confirmed(
    office: Running, address: str, new: str
) -> None:
    values = boxes(office.page(address))
    row = row_of(values, OWN)
    typed = values | ({f"{row}.名称": new} if new else {key: "" for key in values if key.startswith(f"{row}.")})
    answer = office.fill(address, typed)
    page = html.unescape(answer.body.decode())
    assert answer.status == 409
    assert "没有保存" in page
    assert f"“{OWN}”有1个项目和1个账号（昌昌）" in page
    assert f"改名为“{new}”以后项目会成为“申报单位不明”" in page if new else "删去以后项目会成为" in page
    assert OWN in boxes(office.page(address)).values(), "nothing was kept"
    agreed = re.search(r'name="agreed" value="(\w+)"', page)
    assert agreed
    assert office.fill(address, boxes(page) | {"agreed": agreed[1]}).status == 303
    assert OWN not in boxes(office.page(address)).values()


def test_the_reminder_stands_at_the_name_while_it_is_typed(office: Running, address: str) -> None:
    values = boxes(office.page(address))
    box = f"{row_of(values, OWN)}.名称"
    told = office.fill(f"{address}/preview", values | {box: "南昌总工会"}).json
    assert "有1个项目和1个账号" in told["wrong"][box]
    assert told["errors"] == 0


def test_what_was_agreed_to_for_one_name_does_not_let_another_go(office: Running, address: str) -> None:
    values = boxes(office.page(address))
    page = office.fill(address, values | {f"{row_of(values, OWN)}.名称": "南昌总工会"}).body.decode()
    agreed = re.search(r'name="agreed" value="(\w+)"', page)
    assert agreed
    both = boxes(page) | {f"{row_of(values, RECOMMENDERS[1])}.名称": "赣州总工会", "agreed": agreed[1]}
    answer = office.fill(address, both)
    assert answer.status == 409
    assert f"“{RECOMMENDERS[1]}”有1个项目" in answer.body.decode()


def test_a_recommender_of_which_nothing_came_goes_unasked(office: Running, tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "small", 1)
    address = f"/campaigns/{office.upload(files_of(folder)).json['id']}/settings"
    values = boxes(office.page(address))
    assert office.fill(address, values | {f"{row_of(values, RECOMMENDERS[2])}.名称": "九江总工会"}).status == 303
