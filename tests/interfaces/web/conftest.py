"""One running service for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.services import Running, files_of, running
from support.small_campaign import write_small_campaign


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service on this machine alone."""
    with running(tmp_path_factory.mktemp("service")) as one:
        yield one


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign with winners."""
    return write_small_campaign(tmp_path_factory.mktemp("campaign") / "small", 3)


@pytest.fixture(scope="session")
def campaign(service: Running, folder: Path) -> str:
    """The small campaign, uploaded."""
    answer = service.upload(files_of(folder))
    assert answer.status == 201, answer
    return str(answer.json["id"])


@pytest.fixture(scope="session")
def build(service: Running, campaign: str) -> str:
    """Everything made of the small campaign."""
    built = service.built(campaign)
    assert built["state"] == "done", built
    return f"/api/v1/campaigns/{campaign}/builds/{built['id']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a module run on one worker, which has one service for all of its modules."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(f"web-{item.path.stem}"))
