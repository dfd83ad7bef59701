"""The clients that the page shows do what it says, and so does one that is generated from the description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.api_clients import ENVIRONMENT, generated_client, run, shown_client
from support.sent_records import record_in, rendered
from support.services import Running

RECORD = record_in(MINIMAL / "applications" / "NC-001.yaml")
USING = """
import json, os
from wuxiao_client import AuthenticatedClient
from wuxiao_client.api.{tag} import {render}
from wuxiao_client.models import RenderOrder

client = AuthenticatedClient(base_url=os.environ["WUXIAO_URL"], token=os.environ["WUXIAO_TOKEN"])
with open("record.json", encoding="utf-8") as file:
    record = json.load(file)
order = RenderOrder.from_dict({{"record": record, "format": "docx"}})
made = {render}.sync_detailed("form1", client=client, body=order)
assert made.status_code == 200, made
open("made.docx", "wb").write(made.content)
order = RenderOrder.from_dict({{"record": {{**record, "项目类别": "小发现"}}}})
wrong = {render}.sync_detailed("form1", client=client, body=order)
assert wrong.status_code == 422, wrong
print([problem.field for problem in wrong.parsed.problems])
"""


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_the_clients_shown_get_documents(language: str, service: Running, tmp_path: Path) -> None:
    client = shown_client(language, tmp_path)
    (tmp_path / "record.json").write_text(json.dumps(RECORD), encoding="utf-8")
    ended = run([*client, "form1", "record.json", "made.docx"], tmp_path, service)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "made.docx").read_bytes() == rendered(service, "form1", record=RECORD, format="docx").body


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_the_clients_shown_send_several_records(language: str, service: Running, tmp_path: Path) -> None:
    client = shown_client(language, tmp_path)
    (tmp_path / "records.json").write_text(json.dumps([RECORD]), encoding="utf-8")
    ended = run([*client, "form2", "records.json", "made.xlsx"], tmp_path, service)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "made.xlsx").read_bytes() == rendered(service, "form2", records=[RECORD], format="xlsx").body


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_the_clients_shown_tell_problems(language: str, service: Running, tmp_path: Path) -> None:
    client = shown_client(language, tmp_path)
    (tmp_path / "record.json").write_text(json.dumps({**RECORD, "项目类别": "小发现"}), encoding="utf-8")
    ended = run([*client, "form1", "record.json", "made.pdf"], tmp_path, service)
    assert ended.returncode == 1
    assert "项目类别" in ended.stderr
    assert not (tmp_path / "made.pdf").exists()


def test_a_generated_client_gets_documents(service: Running, tmp_path: Path) -> None:
    generated_client(service.ask("GET", "/openapi.json").body, tmp_path)
    (module,) = (tmp_path / "wuxiao_client" / "api").glob("*/*render*.py")
    (tmp_path / "record.json").write_text(json.dumps(RECORD), encoding="utf-8")
    (tmp_path / "using.py").write_text(USING.format(tag=module.parent.name, render=module.stem), encoding="utf-8")
    ended = run([str(ENVIRONMENT / "python"), "using.py"], tmp_path, service)
    assert ended.returncode == 0, ended.stderr
    assert "项目类别" in ended.stdout
    assert (tmp_path / "made.docx").read_bytes() == rendered(service, "form1", record=RECORD, format="docx").body
