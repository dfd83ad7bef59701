"""One running service for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.services import Running, files_of, running


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service on this machine alone."""
    with running(tmp_path_factory.mktemp("service")) as one:
        yield one


@pytest.fixture(scope="session")
def campaign(service: Running) -> str:
    """The minimal campaign, uploaded."""
    answer = service.upload(files_of(MINIMAL))
    assert answer.status == 201, answer
    return str(answer.json["id"])


@pytest.fixture(scope="session")
def build(service: Running, campaign: str) -> str:
    """Everything made of the minimal campaign."""
    built = service.built(campaign)
    assert built["state"] == "done", built
    return f"/api/v1/campaigns/{campaign}/builds/{built['id']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One service for all: these tests run on one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("web"))
