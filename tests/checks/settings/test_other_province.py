"""What is left in the wording of the province that it was written for is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from generator.campaign.layout import starter_folder
from generator.checks.settings.other_province import words_of_another_province
from generator.reading.yaml_files.file import Node, Text, read_yaml

NOTICE = starter_folder() / "notice.yaml"
BULLETIN = ROOT / "templates" / "bulletin" / "bulletin.yaml"


def wording(path: Path) -> Node:
    node, problems = read_yaml(path, path.name)
    assert node is not None, problems
    return node


@pytest.mark.parametrize("path", [NOTICE, BULLETIN], ids=["notice", "bulletin"])
def test_the_programs_own_wording_fits_the_province_that_it_is_of_and_no_other(path: Path) -> None:
    node = wording(path)
    assert [
        *words_of_another_province(node, path.name, "江西省"),
        *words_of_another_province(node, path.name, "江西"),
    ] == []
    told = list(words_of_another_province(node, path.name, "湖南省"))
    assert told
    assert all("“赣江新区”" in one.message and "全省" not in one.message for one in told)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all("赣江新区" in lines[one.place.line - 1] for one in told)


@pytest.mark.parametrize("province", ["内蒙古自治区", "重庆市", "广西", "新疆生产建设兵团"])
def test_a_region_and_a_municipality_are_no_provinces(province: str) -> None:
    said = " ".join(one.message for one in words_of_another_province(wording(NOTICE), "notice.yaml", province))
    assert all(f"“{word}”" in said for word in ("我省", "全省", "省产业", "省总直属", "省质量", "省评选"))


def test_what_only_sounds_like_it_is_let_be() -> None:
    fine = "节省成本，省时省力；各省（区、市）；{{ 省份 }}总工会；湖南省总工会的来函；全区各级工会。"
    assert list(words_of_another_province(Text(fine, 7), "notice.yaml", "内蒙古自治区")) == []


def test_the_remedy_for_the_programs_own_file_is_a_copy_of_it() -> None:
    (told,) = words_of_another_province(Text("全省各级工会", 7), "templates/bulletin/bulletin.yaml", "内蒙古自治区")
    assert (told.place.line, "复制" in told.fix) == (7, True)
