"""A campaign is removed while something works on it: nothing comes back, nothing fails inside, others see nothing."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from conftest import MINIMAL
from support.bystanders import bystanders
from support.measured import Measured
from support.services import Running, files_of, multipart, processes_of, running

WORTH = {  # what an operation may be answered with
    "upload": {200, 404},
    "archive": {200, 404},
    "starter": {303, 404},
    "check": {200, 404},
    "page": {200, 404},
    "report": {200, 404},
    "papers": {200, 404},
    "progress": {200, 404},
    "build": {202, 404},
    "events": {200, 404},
    "cancel": {200, 404},
    "remove build": {204, 404},
    "draw": {200, 404},
    "download": {200, 404},
    "zip": {200, 404},
    "remove file": {200, 404},
    "remove again": {204, 404},
}
BUILT = {"draw", "download", "zip"}  # of these a finished build is needed


@dataclass
class Removed:
    """How one operation was answered while its campaign was removed."""

    operation: str
    statuses: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service of its own: what is left in it is counted."""
    with running(tmp_path_factory.mktemp("emptied")) as one:
        assert one.ask("GET", "/api/v1/papers/workbook.xlsx").status == 200
        yield one


def asked(
    service: Running, campaign: str, build: str, file: str, operation: str
) -> tuple[str, str, bytes, dict[str, str]]:
    """Method, path, body and headers of the request."""
    here, built = f"/api/v1/campaigns/{campaign}", f"/api/v1/campaigns/{campaign}/builds/{build}"
    json, form = {"Content_Type": "application/json"}, {"Origin": service.address}
    if operation in ("upload", "archive"):
        name = "NC-002.yaml" if operation == "upload" else "more.zip"
        content = b"x: y" if operation == "upload" else ARCHIVE
        kind, body = multipart({name: content})
        return "POST", f"{here}/files", body, {"Content_Type": kind}
    return {
        "starter": ("POST", f"/campaigns/{campaign}/starter", b"", form),
        "check": ("GET", f"{here}/check", b"", {}),
        "page": ("GET", f"/campaigns/{campaign}/check?final=true", b"", {}),
        "report": ("GET", f"{here}/check.xlsx", b"", {}),
        "papers": ("GET", f"{here}/papers/form1.pdf", b"", {}),
        "progress": ("GET", f"{here}/progress.pdf", b"", {}),
        "build": ("POST", f"{here}/builds", b"{}", json),
        "events": ("GET", f"{built}/events", b"", {}),
        "cancel": ("POST", f"{built}/cancel", b"", {}),
        "remove build": ("DELETE", built, b"", {}),
        "draw": ("GET", f"{built}/files/{file}/pages/1", b"", {}),
        "download": ("GET", f"{built}/files/{file}", b"", {}),
        "zip": ("GET", f"{built}/zip", b"", {}),
        "remove file": ("DELETE", f"{here}/files/{file}", b"", {}),
        "remove again": ("DELETE", here, b"", {}),
    }[operation]


def zipped() -> bytes:
    import io
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for number in range(200):
            package.writestr(f"attachments/{number}.pdf", b"%PDF-1.4")
    return content.getvalue()


ARCHIVE = zipped()


def removed_during(service: Running, operation: str, after: float) -> Removed:
    """Begin the operation, remove its campaign so many seconds later."""
    found = Removed(operation)
    campaign = service.upload(files_of(MINIMAL)).json["id"]
    here = f"/api/v1/campaigns/{campaign}"
    build, file = "0" * 24, service.ask("GET", here).json["files"][0]["id"]
    if operation in BUILT:
        build = service.built(campaign, kinds=["form1"], formats=["pdf"])["id"]
        file = service.ask("GET", f"{here}/builds/{build}/files").json[0]["id"]
    elif operation in ("events", "cancel", "remove build"):
        build = service.send(f"{here}/builds", {}).json["id"]
    method, path, body, headers = asked(service, campaign, build, file, operation)

    def operate() -> None:
        with suppress(OSError, http.client.HTTPException):  # a download that is cut short
            found.statuses.append(service.ask(method, path, body, **headers).status)

    thread = threading.Thread(target=operate)
    thread.start()
    time.sleep(after)
    answer = service.ask("DELETE", here)
    if answer.status not in (204, 404):
        found.wrong.append(f"removing: {answer.status} {answer.body!r}")
    thread.join()
    if not set(found.statuses) <= WORTH[operation]:
        found.wrong.append(f"{operation} after {after:.3f} s: {found.statuses}")
    if service.ask("GET", here).status != 404:
        found.wrong.append(f"{operation}: still there")
    return found


def left(service: Running) -> list[str]:
    """What is left on the disk, and who still works, once things have come to rest."""

    def there() -> list[str]:
        kept = (path for name in ("campaigns", "removed") for path in (service.folder / name).iterdir())
        files = [path.relative_to(service.folder).as_posix() for path in kept]
        return files + service.left() + [f"process {one}" for one in processes_of(service)]

    deadline = time.monotonic() + 15
    while there() and time.monotonic() < deadline:
        time.sleep(0.05)
    return there()


def swept(service: Running, delays: Callable[[str], list[float]]) -> tuple[list[Removed], float]:
    """Every operation with these delays; and the median of what others were answered in, in ms."""
    with bystanders(service) as seen:
        found = [removed_during(service, one, after) for one in WORTH for after in delays(one)]
    assert seen.wrong == []
    assert seen.median_ms < 500
    assert [wrong for one in found for wrong in one.wrong] == []
    assert left(service) == []
    log = service.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "internal error" not in log
    return found, seen.median_ms


def test_a_campaign_may_go_during_every_operation(emptied: Running) -> None:
    found, _ = swept(emptied, lambda one: [0.15 if one in ("check", "report", "papers", "archive", "build") else 0.01])
    assert sum(404 in one.statuses for one in found) >= 3, "some were really interrupted"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_campaign_may_go_at_any_time(emptied: Running, seed: int, measured: Measured) -> None:
    order = random.Random(seed)
    found, median = swept(emptied, lambda _one: [order.uniform(0, 0.02), order.uniform(0, 1.0)])
    measured("service: campaigns removed during an operation", len(found), "campaigns")
    measured("service: of these operations answered 404", sum(404 in one.statuses for one in found), "operations")
    if seed == 0:
        measured("service while campaigns are removed: median answer to others", round(median, 1), "ms")


def test_every_operation_on_a_campaign_is_tried(emptied: Running) -> None:
    described = emptied.ask("GET", "/openapi.json").json["paths"]
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1/campaigns/{campaign}')}"
        for path, methods in described.items()
        for method in methods
        if path.startswith("/api/v1/campaigns/{campaign}")
    }
    tried = set()
    for one in WORTH:
        method, path, _, _ = asked(emptied, "{campaign}", "{build}", "{file}", one)
        tried.add(f"{method} {path.partition('?')[0].removeprefix('/api/v1/campaigns/{campaign}')}")
    reading = {  # one look at the disk, in which nothing can come between
        "GET ", "GET /progress", "GET /builds", "GET /builds/{build}", "GET /builds/{build}/files",
    }  # fmt: skip
    concrete = {
        "/papers/form1.pdf": "/papers/{paper}",
        "/progress.pdf": "/progress.{ending}",
        "/pages/1": "/pages/{page}",
    }
    for short, full in concrete.items():
        tried = {one.replace(short, full) for one in tried}
    assert operations - tried - reading == set()
