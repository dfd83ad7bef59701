"""The returned forms of the examples are read as their truth says, or asked; what is read wrongly is told by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT

from generator.interfaces.cli import run

pytestmark = pytest.mark.xdist_group("returned-sets")

RETURNED = ROOT / "data_examples" / "returned"
NOT_COMPARED = ("完成时间", "介绍材料")
# What no reader of texts can see: one of the words is bold, and no box is ticked.
UNSEEN = {("宜春/1.docx", "专利形式")}
SETS = {
    "returned": (RETURNED, ("九江报送材料.zip", "南昌", "电力产业工会材料", "赣州市总工会.zip"), 0.97),
    "blind": (RETURNED / "blind", ("上饶", "宜春"), 0.96),
    "blind2": (RETURNED / "blind2", ("新余市.zip", "鹰潭", "省直"), 0.94),
    "blind3": (RETURNED / "blind3", ("抚州市总工会", "景德镇申报材料.zip", "萍乡报来"), 0.90),
}


def collected(folder: Path, parts: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    pile = tmp_path / "pile"
    for part in parts:
        for file in [folder / part] if (folder / part).is_file() else sorted((folder / part).rglob("*")):
            copy = pile / file.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file():
                copy.write_bytes(file.read_bytes())
    run(["collect", str(pile), "--out", str(tmp_path / "out"), str(EXAMPLE), "--json"])
    return json.loads(capsys.readouterr().out)


def verdict(found: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> str:
    """Whether the value is right, asked, or wrong."""
    if found is None or found["state"] == "ask":
        return "asked"
    right = [wanted[key] for key in ("value",) if key in wanted] + list(wanted.get("or", ()))
    return "right" if found["value"] in right else "wrong"


def compared(answer: Any, truth: Any) -> Iterator[tuple[str, str, str]]:
    """File, label and verdict of every value of every project in the truth."""
    by_name = {project["values"]["项目名称"]["value"]: project for project in answer["projects"]}
    for wanted in truth["projects"]:
        project = by_name.get(wanted["values"]["项目名称"].get("value"), {"values": {}, "completers": []})
        values = {label.split("（")[0]: value for label, value in project["values"].items()}
        for label, told in wanted["values"].items():
            if label not in NOT_COMPARED:
                yield wanted["file"], label, verdict(values.get(label.split("（")[0]), told)
        if isinstance(wanted["completers"], list):
            if project["completers"] and len(project["completers"]) != len(wanted["completers"]):
                yield wanted["file"], "其他完成人", "wrong"
            for own, told in zip(project["completers"], wanted["completers"], strict=False):
                yield from ((wanted["file"], label, verdict(own.get(label), one)) for label, one in told.items())


@pytest.mark.parametrize("name", SETS)
def test_every_value_of_the_examples_is_read_or_asked(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, parts, least = SETS[name]
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    verdicts = list(compared(collected(folder, parts, tmp_path, capsys), truth))
    counts = Counter(one for _, _, one in verdicts)
    assert {(file, label) for file, label, one in verdicts if one == "wrong"} <= UNSEEN
    assert counts["right"] >= least * len(verdicts) > (900 if folder.name == "blind2" else 1_000)  # it has fewer forms


def test_a_wrong_value_is_noticed() -> None:
    assert verdict({"state": "read", "value": "甲"}, {"value": "乙"}) == "wrong"
    assert verdict({"state": "normalised", "value": "甲"}, {"value": "乙", "or": ["甲"]}) == "right"
    assert verdict({"state": "ask", "value": None}, {"value": "乙"}) == "asked"
