"""The returned forms of data_examples: made by their scripts as they lie there, and described whole by their truth."""

from __future__ import annotations

import importlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from lxml import etree
from stdnum.cn import ric

FOLDER = ROOT / "data_examples" / "returned"
SETS = {"returned": FOLDER, "blind": FOLDER / "blind"}
LEAST_PROJECTS = {"returned": 60, "blind": 40}
LISTS = {"returned": 4, "blind": 2}
LEAST_HABITS = 40
MOST_BYTES = 5_000_000
OURS = frozenset({"README.md", "truth.json"})  # what lies beside the pile
MAKING = frozenset({"hands", "blind", "blind2", "blind3"})
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
PLAIN = (
    "项目名称",
    "实施方式",
    "创造性与先进性",
    "通讯地址",
)  # typed as they are, but where their truth says otherwise


def truth(name: str) -> dict[str, Any]:
    return json.loads((SETS[name] / "truth.json").read_text(encoding="utf-8"))


def sent(name: str) -> dict[str, bytes]:
    """Every file of a pile by its path, those in zips below the zip's name."""
    found: dict[str, bytes] = {}
    for path in sorted(SETS[name].rglob("*")):
        place = path.relative_to(SETS[name])
        if path.is_file() and place.parts[0] not in MAKING | OURS and path.suffix not in {".py", ".pyc", ".txt"}:
            found |= dict(_opened(place.as_posix(), path.read_bytes()))
    return found


def _opened(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if not place.endswith(".zip"):
        yield place, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            plain = info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gbk")
            yield f"{place}/{plain}", package.read(info)


def words(content: bytes) -> str:
    """The text of a .docx without blanks; deleted and moved text only where it stands now."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml").replace(STRICT, W[1:-1].encode()))
    gone = {one for tag in ("del", "moveFrom") for away in root.iter(W + tag) for one in away.iter(W + "t")}
    return "".join("".join(one.text or "" for one in root.iter(W + "t") if one not in gone).split())


@pytest.mark.parametrize("name", SETS)
def test_the_script_makes_the_files_as_they_lie_there(name: str) -> None:
    sys.path.insert(0, str(FOLDER))
    try:
        script = importlib.import_module("make_returned" if name == "returned" else "blind.make_blind")
        made = script.made()
    finally:
        sys.path.remove(str(FOLDER))
    assert len(made) > LEAST_HABITS // 2
    assert [path for path, content in made.items() if (SETS[name] / path).read_bytes() != content] == []


@pytest.mark.parametrize("name", SETS)
def test_the_truth_names_every_file_and_no_other(name: str) -> None:
    told = truth(name)
    named = {one["file"] for part in ("projects", "lists", "others") for one in told[part]}
    assert named == set(sent(name))
    assert (len(told["projects"]), len(told["lists"])) == (LEAST_PROJECTS[name], LISTS[name])


@pytest.mark.parametrize("name", SETS)
def test_the_habits_are_many_and_those_of_the_two_sets_differ(name: str) -> None:
    habits = {key: {habit for one in truth(key)["projects"] for habit in one["habits"]} for key in SETS}
    assert len(habits[name]) >= LEAST_HABITS
    assert habits["returned"] & habits["blind"] == set()


@pytest.mark.parametrize("name", SETS)
def test_what_is_to_be_read_stands_in_the_form(name: str) -> None:
    files, compared = sent(name), 0
    for one in truth(name)["projects"]:
        if one["file"].endswith(".doc"):
            continue
        said = words(files[one["file"]])
        for label in PLAIN:
            value = one["values"][label]
            alike = [text for text in [value.get("value"), *value.get("or", [])] if text]
            if "ask" not in value:
                compared += 1
                assert any("".join(text.split()) in said.replace("\u200b", "") for text in alike), (one["file"], label)
    assert compared > len(PLAIN) * LEAST_PROJECTS[name] * 0.9


@pytest.mark.parametrize("name", SETS)
def test_every_value_is_told_or_asked_with_a_reason_and_every_person_is_invented(name: str) -> None:
    for one in truth(name)["projects"]:
        for label, value in one["values"].items():
            assert "value" in value or value["ask"], (one["file"], label)
        number = one["values"]["身份证号码"].get("value")
        phone = one["values"]["第一完成人联系电话"].get("value")
        assert number is None or ric.is_valid(number), one["file"]
        assert phone is None or "0000" in phone or "-8800" in phone, one["file"]


def test_the_whole_is_small_and_one_zip_has_its_names_in_gbk() -> None:
    assert (
        sum(path.stat().st_size for path in FOLDER.rglob("*") if path.suffix != ".pyc" and path.is_file()) < MOST_BYTES
    )
    with zipfile.ZipFile(FOLDER / "九江报送材料.zip") as package:
        assert not any(info.flag_bits & 0x800 for info in package.infolist())


def test_a_text_that_was_moved_away_is_not_taken_for_one_that_stands() -> None:
    moved = next(one for one in truth("returned")["projects"] if "moved_text" in one["habits"])
    background = "".join(moved["values"]["成果背景"]["value"].split())
    content = sent("returned")[moved["file"]]
    last = background.rstrip("。").rsplit("。", 1)[1]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("word/document.xml").decode().count(last) == 2
    assert words(content).count(last) == 1
    assert background in words(content)
