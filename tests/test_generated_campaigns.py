"""What `check` passes, `build` makes: generated campaigns, built whole, and every value of every record looked for."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator
from support.generated_campaigns import Generated, generated, made
from support.measured import Measured
from support.shown_values import file_pages, folded, missing, required

from generator.campaign.errors import errors_of
from generator.checks.campaign import check_campaign
from generator.interfaces.cli import run
from generator.running.publishing import MANIFEST

SAMPLE, EVERY = (0, 1, 2, 4, 5), range(300)
MOST_REFUSED = 0.2
LEAST_VALUES = 60  # a campaign of one application without winners shows more
TEXT_KINDS = ("form1", "form2", "intro", "summary", "certificate", "bulletin", "notice", "packet")


@dataclass(frozen=True)
class Built:
    """What was handed in, and what was made of it."""

    what: Generated
    out: Path
    manifest: dict[str, Any]

    @property
    def files(self) -> list[dict[str, Any]]:
        return list(self.manifest["files"])


def _refused(seeds: Sequence[int], folder: Path) -> int:
    """How many of the campaigns `check` refuses; each of its errors must say where, what, and what to do."""
    refused = 0
    for seed in seeds:
        campaign = generated(seed, folder / str(seed))
        _, _, problems = check_campaign(campaign)
        for problem in (errors := errors_of(problems)):
            assert problem.place.file, seed
            assert problem.message, seed
            assert problem.fix, (seed, problem.message)
        refused += bool(errors)
        shutil.rmtree(campaign)
    return refused


def _values_found(seed: int, folder: Path) -> int:
    """How many values stand where they must in the documents of the campaign; none of one that `check` refuses."""
    campaign, out = generated(seed, folder / "campaign"), folder / "out"
    _, _, problems = check_campaign(campaign)
    if errors_of(problems):
        return 0
    assert run(["build", str(campaign), "--out", str(out), "--jobs", "1"]) == 0
    built = Built(made(seed), out, json.loads((out / MANIFEST).read_text(encoding="utf-8")))
    found = _every_value_is_shown(built)
    _every_file_is_listed(built)
    _every_document_opens(built)
    assert found >= LEAST_VALUES
    return found


def _every_value_is_shown(built: Built) -> int:
    wrong, count = {}, 0
    for file in built.files:
        values = required(built.what, file)
        count += len(values)
        if values and (lost := missing(file_pages(built.out / file["path"]), values)):
            wrong[file["path"]] = {name: values[name] for name in lost}
    assert wrong == {}
    shown = {(file["document"], file["record"]) for file in built.files}
    for one in built.what.applications:  # none was left out as a whole
        assert ("form1", one["number"]) in shown
        assert ("form2", one["recommender"]) in shown
    assert built.manifest["counts"]["accepted"] == len(built.what.applications)
    return count


def _every_file_is_listed(built: Built) -> None:
    listed = {file["path"]: file for file in built.files}
    present = {path.relative_to(built.out).as_posix() for path in built.out.rglob("*") if path.is_file()}
    assert present - {MANIFEST} == set(listed)
    for path, file in listed.items():
        assert hashlib.sha256((built.out / path).read_bytes()).hexdigest() == file["sha256"], path


def _every_document_opens(built: Built) -> None:
    """PDFs have as many pages as listed, none empty by mistake; Word files open and keep the standard."""
    validator, judged = OpenXmlValidator(), set()
    for file in built.files:
        path = built.out / file["path"]
        if path.suffix == ".pdf":
            _has_ink(path, file)
        elif path.suffix == ".docx":
            assert docx.Document(str(path)).element.body is not None
        if path.suffix != ".pdf" and (file["document"], path.suffix) not in judged:
            judged.add((file["document"], path.suffix))
            assert validator.validate(path).errors == [], path


def _has_ink(path: Path, file: dict[str, Any]) -> None:
    """Every page shows something, but for backs of sheets, of which no two follow each other."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        assert len(pdf) == file["pages"], path
        blank = [place for place, page in enumerate(pdf) if not any(True for _ in page.get_objects(max_depth=1))]
    finally:
        pdf.close()
    if file["document"] == "packet":
        apart = 1 if path.name.endswith("面.pdf") else 2
        assert apart == 1 or all(place % 2 for place in blank), (path, blank)
    elif file["document"] in ("notice", "bulletin"):  # the imprint stands at the foot of an even page
        assert blank in ([], [file["pages"] - 2]), (path, blank)
    else:
        assert blank == [], path


@pytest.mark.parametrize("seed", SAMPLE)
def test_what_check_passes_is_built_with_every_value(seed: int, tmp_path: Path) -> None:
    _values_found(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", EVERY)
def test_what_check_passes_is_built_with_every_value_in_300_campaigns(
    seed: int, tmp_path: Path, measured: Measured
) -> None:
    found = _values_found(seed, tmp_path)
    measured("generated campaigns: checked", 1, "campaigns")
    measured("generated campaigns: refused by check", int(not found), "campaigns")
    measured("generated campaigns: refused by build or crashed after a clean check", 0, "campaigns")
    measured("generated campaigns: values looked for and found in their documents", found, "values")
    shutil.rmtree(tmp_path)


def test_check_refuses_few_campaigns_and_says_where_and_what_to_do(tmp_path: Path) -> None:
    assert _refused(SAMPLE, tmp_path) <= MOST_REFUSED * len(SAMPLE)


@pytest.mark.long
def test_check_refuses_few_of_300_campaigns(tmp_path: Path) -> None:
    assert _refused(EVERY, tmp_path) <= MOST_REFUSED * len(EVERY)


def test_a_value_that_is_missing_or_changed_is_noticed() -> None:
    what = made(1)
    one = what.applications[0]
    file = {"document": "form1", "format": "docx", "record": one["number"], "path": "a.docx"}
    values = required(what, file)
    right = folded("".join(values.values()))
    assert len(values) > 20
    assert missing([right], values) == []
    for name, value in values.items():
        if sum(folded(value) in folded(other) for other in values.values()) == 1:
            assert missing([right.replace(folded(value), "", 1)], {name: value}) == [name]
            assert missing([right.replace(folded(value), folded(value)[:-1] + "鱻", 1)], {name: value}) == [name]


def test_a_long_text_may_go_on_on_the_next_page_but_only_whole() -> None:
    value = "".join(chr(0x4E00 + place) for place in range(100))
    assert missing([f"甲{value[:60]}乙", f"丙{value[60:]}丁"], {"brief": value}) == []
    assert missing([f"甲{value[:60]}乙", f"丙{value[61:]}丁"], {"brief": value}) == ["brief"]
    assert missing([f"甲{value[:60]}乙", "丙"], {"brief": value}) == ["brief"]
    assert missing([f"甲{value[60:]}乙", f"丙{value[:60]}丁"], {"brief": value}) == ["brief"]


def test_every_kind_of_document_with_records_has_values_to_look_for() -> None:
    what = next(one for one in map(made, EVERY) if one.summaries and any("award" in a for a in one.applications))
    winner = next(one for one in what.applications if "award" in one)
    records = {"form1": winner["number"], "intro": winner["number"], "packet": winner["number"]}
    records |= {"form2": winner["recommender"], "summary": next(iter(what.summaries))}
    for kind in TEXT_KINDS:
        file = {"document": kind, "format": "docx", "record": records.get(kind, ""), "path": "a.docx"}
        assert len(required(what, file)) >= 1, kind
