"""The interface answers as its OpenAPI says, whatever it is asked: no 5xx, no undocumented answer."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from conftest import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from support.services import Running

from generator.interfaces.web.refusals import REFUSALS

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 5


@pytest.fixture(scope="module")
def described(service: Running) -> Any:
    """The interface's own description."""
    headers = {"Authorization": f"Bearer {service.token}"}
    return schemathesis.openapi.from_url(f"{service.address}/openapi.json", headers=headers)


def test_every_answer_is_documented(service: Running, described: Any, campaign: str, build: str) -> None:
    real = {"campaign": campaign, "build": build.rsplit("/", 1)[1]}
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            if case.method.upper() != "DELETE":  # what the description cannot know: names that exist
                case.path_parameters.update({name: one for name, one in real.items() if name in case.path_parameters})
            headers = {"Authorization": f"Bearer {service.token}"}
            answer = case.call_and_validate(headers=headers, checks=CHECKS, timeout=120)
            if answer.status_code == 202:  # ordered, not needed
                path = f"/api/v1/campaigns/{campaign}/builds/{answer.json()['id']}"
                assert service.ask("DELETE", path).status == 204

        ask()
        asked += 1
    assert asked >= 20


def test_the_refusals_of_the_gate_are_documented(described: Any) -> None:
    documented = set(described["/api/v1/campaigns/{campaign}"]["GET"].definition.raw["responses"])
    assert {"200", "401", "403", "404", "421", "422"} <= documented
    assert "500" not in documented


def test_the_codes_are_those_of_the_documentation() -> None:
    text = (ROOT / "docs/http.md").read_text(encoding="utf-8")
    for code, (status, _, _) in REFUSALS.items():
        assert f"| `{code}` | {status} |" in text
