"""A campaign with fields, forms and templates of its own is served with them, as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from support.sent_records import record_in, rendered
from support.services import Running, files_of

from generator.pipeline import build
from generator.running.options import Options

AWARD = ROOT / "data_examples" / "another-award"
NUMBER = "AS-001"
FORMS = {"form1": "03-申报书", "opinion": "10-征求意见表"}


@pytest.fixture(scope="module")
def campaign(service: Running) -> str:
    """The other award in the service, without its projects."""
    left_out = ("/applications/", "/summaries/", "/source/")
    files = {name: one for name, one in files_of(AWARD).items() if not any(part in name for part in left_out)}
    return str(service.upload({name: one for name, one in files.items() if not name.endswith(".py")}).json["id"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build makes of one of its projects."""
    out = tmp_path_factory.mktemp("award") / "out"
    build(Options(AWARD, out, records=frozenset({NUMBER}), formats=frozenset({"docx", "pdf"})))
    return out


def test_every_form_of_its_own_has_the_bytes_of_a_build(service: Running, campaign: str, built: Path) -> None:
    record = record_in(AWARD / "applications" / f"{NUMBER}.yaml")
    for kind, folder in FORMS.items():
        files = sorted((built / folder).rglob(f"{NUMBER}-*"))
        assert [path.suffix for path in files] == [".docx", ".pdf"]
        for path in files:
            answer = rendered(service, kind, campaign=campaign, record=record, format=path.suffix[1:])
            assert answer.status == 200, answer
            assert answer.body == path.read_bytes(), path.name


def test_a_picture_that_is_not_there_is_told(service: Running, campaign: str) -> None:
    record = {**record_in(AWARD / "applications" / f"{NUMBER}.yaml"), "照片": "没有这张.jpg"}
    answer = rendered(service, "form1", campaign=campaign, record=record)
    assert answer.status == 422, answer
    assert [(one["code"], one["field"]) for one in answer.json["problems"] if one["severity"] == "error"] == [
        ("attachment", "照片")
    ]


def test_a_template_that_changes_is_used_as_it_is_now(service: Running, campaign: str) -> None:
    record = record_in(AWARD / "applications" / f"{NUMBER}.yaml")
    before = rendered(service, "form1", campaign=campaign, record=record, format="pdf")
    assert before.status == 200, before
    words = (AWARD / "templates" / "form1" / "form.yaml").read_text(encoding="utf-8")
    title = next(line for line in words.splitlines() if line.startswith("title:"))
    changed = words.replace(title, f"{title.rstrip()[:-1]}（改）{title.rstrip()[-1]}")
    path = f"{AWARD.name}/templates/form1/form.yaml"
    sent = service.upload({path: changed.encode()}, f"/api/v1/campaigns/{campaign}/files")
    assert sent.status in (200, 201), sent
    after = rendered(service, "form1", campaign=campaign, record=record, format="pdf")
    assert after.status == 200, after
    assert before.body != after.body
    assert rendered(service, "form1", campaign=campaign, record=record, format="pdf").body == after.body
