"""The schema of a record follows from the field table: what it admits is taken, what it refuses is refused."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import jsonschema_rs
import pytest
from conftest import MINIMAL, ROOT
from support.sent_records import Values, record_in, rendered
from support.services import Running, files_of

FIRST = record_in(MINIMAL / "applications" / "NC-001.yaml")
RECORD: Values = {
    **{name: value for name, value in FIRST.items() if not name.startswith("项目简介")},
    "项目简介": FIRST["项目简介（100字以内）"],
    "申报时间": "2023-08-01",
    "批准时间": "2022-11-15",
}
WRONG: Mapping[str, Values] = {
    "too long": {"项目名称": "夹" * 61},
    "not among the choices": {"项目类别": "小发现"},
    "not given": {"所在单位": ""},
    "unknown": {"项目名城": "夹具"},
    "too many completers": {"其他完成人": [FIRST["其他完成人"][0]] * 6},
    "a completer without a name": {"其他完成人": [{"性别": "男"}]},
    "a list for a text": {"项目名称": ["夹具"]},
}


@pytest.fixture(scope="module")
def schema(service: Running) -> Any:
    return service.ask("GET", "/api/v1/schemas/form1.json").json


def test_a_record_that_the_schema_admits_is_taken(service: Running, schema: Any) -> None:
    judge = jsonschema_rs.validator_for(schema, validate_formats=True)
    judge.validate(RECORD)
    assert rendered(service, "form1", record=RECORD, format="docx").status == 200


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_the_schema_refuses_is_refused(change: Values, service: Running, schema: Any) -> None:
    wrong = {**copy.deepcopy(RECORD), **change}
    assert not jsonschema_rs.validator_for(schema).is_valid(wrong)
    assert rendered(service, "form1", record=wrong, format="docx").status == 422


def test_it_tells_labels_limits_and_choices(schema: Any) -> None:
    properties = schema["properties"]
    assert properties["项目名称"]["maxLength"] == 60
    assert properties["第一完成人性别"]["enum"] == ["男", "女"]
    assert properties["项目类别"]["enum"][0] == "小发明"
    assert properties["其他完成人"]["maxItems"] == 5
    assert properties["项目编号"]["x-key"] == "number"
    assert {"项目编号", "申报单位", "项目名称"} <= set(schema["required"])
    assert "附件" not in schema["required"]


def test_what_a_certificate_needs_besides_is_required(service: Running) -> None:
    schema = service.ask("GET", "/api/v1/schemas/certificate.json").json
    assert "评选结果" in schema["required"]
    assert set(schema["properties"]["评选结果"]["required"]) == {"等次", "证书序号"}


@pytest.mark.parametrize("kind", ["intro", "form2", "bulletin", "summary", "notice"])
def test_every_kind_has_a_schema(kind: str, service: Running) -> None:
    schema = service.ask("GET", f"/api/v1/schemas/{kind}.json").json
    jsonschema_rs.meta.validate(schema)
    assert schema["type"] == "object"


def test_another_award_has_the_schema_of_its_own_fields(service: Running) -> None:
    folder = ROOT / "data_examples" / "another-award"
    files = {name: content for name, content in files_of(folder).items() if "/source/" not in name}
    campaign = service.upload(files).json["id"]
    schema = service.ask("GET", f"/api/v1/schemas/form1.json?campaign={campaign}")
    assert schema.status == 200, schema
    own = service.ask("GET", "/api/v1/schemas/form1.json").json["properties"].keys()
    assert schema.json["properties"].keys() - own
    assert service.ask("GET", f"/api/v1/schemas/nothing.json?campaign={campaign}").status == 404


def test_the_description_names_the_schemas(service: Running) -> None:
    described = service.ask("GET", "/openapi.json").json
    assert "/api/v1/schemas/{kind}.json" in described["paths"]
    body = described["paths"]["/api/v1/render/{kind}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    order = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    assert "/api/v1/schemas/" in order["properties"]["record"]["description"]
