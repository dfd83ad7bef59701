"""A full disk, no more handles, children that say nonsense: everything ends, in words, and goes on by itself."""

from __future__ import annotations

import asyncio
import errno
import gc
import io
import json
import os
import random
import resource
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from support.bystanders import bystanders
from support.measured import Measured
from support.pace import pace_by_the_clock
from support.services import Answer, Running, files_of, processes_of, running

from generator.ground.apart.isolated_child import READY
from generator.interfaces.web.refusals import RefusedError, refused_for
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.store.removing import take_expired
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.work import builds as builds_module
from generator.interfaces.web.work.builds import Builds
from generator.interfaces.web.work.children import LONGEST_ANSWER_BYTES, Child

DISK_BYTES = 60_000_000
SMALL_DISK = 'mkdir -p "$1" && mount -t tmpfs -o size=60m,mode=700 none "$1" && shift && exec "$@"'
EVERYTHING = Choice(kinds=["form1"], formats=["pdf"])


@pytest.fixture(scope="module")
def cramped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service whose folder is a small disk of its own, which nobody else sees."""
    folder: Path = tmp_path_factory.mktemp("cramped")
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", str(folder / "state")]
    with running(folder, inside=own) as one:
        yield one


@contextmanager
def full_disk(service: Running) -> Iterator[None]:
    """No room on the service's disk during the block, whatever is freed meanwhile."""
    filler = Path(f"/proc/{service.process.pid}/root") / str(service.folder).lstrip("/") / "filler"
    filler.touch()
    over = threading.Event()

    def fill() -> None:
        with filler.open("ab", buffering=0) as file:
            while not over.wait(0.002):
                with suppress(OSError):
                    while True:
                        file.write(bytes(1 << 20))
                with suppress(OSError):
                    while True:
                        file.write(bytes(1 << 12))

    thread = threading.Thread(target=fill)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while filler.stat().st_size < DISK_BYTES // 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)
        yield
    finally:
        over.set()
        thread.join()
        filler.unlink()


def in_words(answer: Answer) -> bool:
    """Whether a refusal names the machine's trouble."""
    return answer.status == 503 and answer.json["code"] == "machine" and "磁盘" in answer.json["message"]


def test_a_full_disk_ends_everything_in_words_and_then_all_goes_on(cramped: Running) -> None:
    _filled(cramped)


@pytest.mark.long
def test_a_full_disk_is_measured(cramped: Running, measured: Measured) -> None:
    measured("service with a full disk: median answer to others", round(_filled(cramped), 1), "ms")


def _filled(service: Running) -> float:
    campaign = service.upload(files_of(MINIMAL)).json["id"]
    here = f"/api/v1/campaigns/{campaign}"
    build = service.send(f"{here}/builds", {}).json
    pages = ("/", f"/campaigns/{campaign}", "/api/v1/campaigns", "/login")
    assert service.ask("GET", pages[1]).status == 200  # and so it has been checked
    with bystanders(service, pages) as seen, full_disk(service):
        while build["state"] in ("waiting", "running"):
            time.sleep(0.1)
            build = service.ask("GET", f"{here}/builds/{build['id']}").json
        assert build["state"] == "failed", build
        assert build["message"], "the page says why"
        events = service.ask("GET", f"{here}/builds/{build['id']}/events").body.decode()
        assert '"failed"' in events
        assert "没有做成" in service.ask("GET", f"/campaigns/{campaign}/builds").body.decode()
        assert in_words(service.upload(files_of(MINIMAL)))
        assert in_words(service.upload({"NC-002.yaml": b"x" * 5_000_000}, f"{here}/files"))
        assert in_words(service.send(f"{here}/builds", {}))
        for made in ("check", "check.xlsx", "papers/form2.xlsx"):
            assert service.ask("GET", f"{here}/{made}").json["code"] == "machine"
        assert [one["id"] for one in service.ask("GET", "/api/v1/campaigns").json] == [campaign], "half a campaign"
        assert service.ask("GET", f"{here}/builds").json[0]["state"] == "failed"
    assert seen.wrong == []
    assert len(seen.seconds) > 10
    assert seen.median_ms < 500
    assert service.ask("GET", f"{here}/check").json["problems"] == []
    assert service.built(campaign, kinds=["form1"], formats=["pdf"])["state"] == "done"
    assert service.ask("DELETE", here).status == 204
    assert "Traceback" not in service.log.read_text(encoding="utf-8")
    return seen.median_ms


def test_an_upload_that_fills_the_disk_is_refused_in_words(cramped: Running) -> None:
    """While it arrives, and while its archive is unpacked; a program and a page are told alike."""
    large = {"campaign.yaml": b"x" * DISK_BYTES}
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as package:
        package.writestr("1.pdf", random.Random(1).randbytes(DISK_BYTES // 5 * 2))
    packed = {"a.zip": zipped.getvalue()}
    for files in (large, packed):
        assert in_words(cramped.upload(files)), files.keys()
        page = cramped.upload(files, "/campaigns")
        assert (page.status, "磁盘" in page.body.decode(), "<h1>" in page.body.decode()) == (503, True, True)
    assert cramped.upload(files_of(MINIMAL)).status == 201, "what was on its way has gone"


def test_without_handles_nothing_begins_and_with_them_all_goes_on(cramped: Running) -> None:
    campaign, other = (cramped.upload(files_of(MINIMAL)).json["id"] for _ in range(2))
    here = f"/api/v1/campaigns/{campaign}"
    assert cramped.ask("GET", f"/api/v1/campaigns/{other}/check").status == 200  # and so children are begun at once
    pid = cramped.process.pid
    used = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 3, limits[1]))  # one for the line, none for two pipes
    try:
        ordered = cramped.send(f"{here}/builds", {"kinds": ["form1"]})
        refused = cramped.ask("GET", f"{here}/check")
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
    assert (refused.status, refused.json["code"]) == (503, "machine"), refused
    assert ordered.status in (202, 503)
    builds = _ended(cramped, f"{here}/builds")
    assert all(one["state"] == "failed" and one["message"] for one in builds), builds
    assert cramped.ask("GET", f"{here}/check").status == 200
    assert cramped.built(campaign, kinds=["form1"], formats=["pdf"])["state"] == "done"


def _ended(service: Running, path: str) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found: list[dict[str, Any]] = service.ask("GET", path).json
        if all(one["state"] not in ("waiting", "running") for one in found):
            break
        time.sleep(0.1)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "state")
    yield opened
    opened.close()


def fed(store: Store) -> str:
    """A campaign of the minimal example in a store."""
    campaign = store.add_campaign("minimal").id
    for path in MINIMAL.rglob("*.yaml"):
        target = store.files_folder(campaign) / path.relative_to(MINIMAL)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    return campaign


def framed(head: str) -> str:
    """An answer as the runner of children expects it, without bytes."""
    return f"{len(head):010d} {0:010d}\n{head}"


ANSWERED = '{"value": %s, "memory": false, "peak_bytes": 1, "seconds": 1}'
NONSENSE = {
    "no answer": "Segmentation fault, or whatever else a library prints",
    "no json": framed("Segmentation fault"),
    "json of another kind": framed("[1, 2]"),
    "progress that is none": framed('{"told": [1]}'),
    "nothing": "",
    "no task's answer": framed(ANSWERED % "[1, 2]"),
    "an unknown refusal": framed(ANSWERED % '{"refused": "nonsense", "message": "m", "fix": "f"}'),
    "an answer without end": f"{LONGEST_ANSWER_BYTES + 1:010d} {0:010d}\n",
    "half an answer": framed(ANSWERED % "1")[:-9],
    "no text": framed("\udcff\udcfe"),
}


@pytest.mark.parametrize("said", NONSENSE)
def test_whatever_a_child_says_a_build_ends_and_its_place_is_free(
    said: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    (tmp_path / "said").write_bytes(READY + NONSENSE[said].encode("utf-8", errors="surrogateescape"))
    program.write_text(f"#!/bin/sh\nhead -n 1 > /dev/null\ncat {tmp_path}/said\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    _ends_failed(store, monkeypatch)


def test_a_child_that_cannot_be_started_ends_a_build(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    _ends_failed(store, monkeypatch)


@pytest.mark.parametrize("wrong", [OSError(errno.ENOSPC, "full"), MemoryError(), RuntimeError("any"), RecursionError()])
def test_any_exception_ends_a_build(wrong: Exception, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_child: Child, _told: object) -> None:
        raise wrong

    monkeypatch.setattr(Child, "run", fail)
    _ends_failed(store, monkeypatch)


def _ends_failed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in the store fails, whoever follows it is told, and the next one gets a turn."""
    monkeypatch.setattr(builds_module, "BUILDS_AT_ONCE", 1)
    campaign = fed(store)

    async def follow() -> list[str]:
        builds = Builds(store)
        told = []
        for _ in range(2):
            about = builds.add(campaign, EVERYTHING)
            async with asyncio.timeout(60):
                states = [one async for one in builds.watch(campaign, about.id)]
            assert states[-1].message
            assert "Errno" not in states[-1].message
            told.append(states[-1].state)
            assert not builds.unfinished
        return told

    assert asyncio.run(follow()) == ["failed"] * 2
    assert {json.loads(path.read_bytes())["state"] for path in store.root.glob("campaigns/*/builds/*/about.json")} == {
        "failed"
    }
    assert list(store.temporary.iterdir()) == []


def test_what_the_disk_does_not_take_is_known_until_it_does(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = fed(store)
    builds_of = store.write_build
    monkeypatch.setattr("sys.executable", "/nowhere/python")

    def full(_about: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    async def go() -> None:
        builds = Builds(store)
        monkeypatch.setattr(store, "write_build", full)
        about = builds.add(campaign, EVERYTHING)
        last = [one async for one in builds.watch(campaign, about.id)][-1]
        assert (last.state, "磁盘" in last.message) == ("failed", True)
        assert builds.now(campaign, about.id).state == "failed"
        assert store.build(campaign, about.id).state == "waiting", "what the disk says"
        monkeypatch.setattr(store, "write_build", builds_of)
        builds.write_again()
        assert store.build(campaign, about.id).state == "failed"

    asyncio.run(go())


def test_after_a_start_on_a_full_disk_no_build_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = fed(store)
    about = store.add_build(campaign, EVERYTHING)
    store.write_build(about.model_copy(update={"state": "running"}))

    def full(_about: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(store, "write_build", full)
    assert Builds(store).now(campaign, about.id).state == "failed"


def test_a_spoilt_record_is_told_and_hides_nothing_else(store: Store) -> None:
    whole, spoilt = fed(store), fed(store)
    build = store.add_build(whole, EVERYTHING)
    (store.root / "campaigns" / spoilt / "about.json").write_bytes(b'{"id": ')
    (store.build_folder(whole, build.id) / "about.json").write_bytes(b"\x00" * 100)
    assert [one.id for one in store.campaigns()] == [whole]
    assert store.builds(whole) == []
    with pytest.raises(RefusedError) as refused:
        store.campaign(spoilt)
    assert refused.value.code == "machine"
    old = time.time() - 100 * 86400
    os.utime(store.root / "campaigns" / spoilt, (old, old))
    assert len(take_expired(store, 7)) == 1, "it goes with the time like any other"


def test_every_exception_comes_to_a_refusal(tmp_path: Path) -> None:
    for wrong, code in (
        (FileNotFoundError(errno.ENOENT, "gone", f"{tmp_path}/campaigns/x"), "not-found"),
        (FileNotFoundError(errno.ENOENT, "gone", "/templates/x"), "machine"),
        (OSError(errno.ENOSPC, "full"), "machine"),
        (OSError(errno.EMFILE, "many"), "machine"),
        (MemoryError(), "machine"),
        (KeyError("x"), "failed"),
    ):
        refused = refused_for(wrong, tmp_path)
        assert (refused.code, "Errno" in refused.message) == (code, False)


def test_a_second_after_the_service_is_killed_nothing_of_it_runs(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        campaigns = [service.upload(files_of(MINIMAL)).json["id"] for _ in range(2)]
        made = [service.send(f"/api/v1/campaigns/{one}/builds", {}).json for one in campaigns]
        asked = threading.Thread(
            target=_unanswered, args=(service, f"/api/v1/campaigns/{campaigns[0]}/papers/form1.pdf")
        )
        asked.start()
        found: set[int] = set()
        deadline = time.monotonic() + 30
        while len(found) < 7 and time.monotonic() < deadline:  # guards, tasks, workers
            found = processes_of(service)
            time.sleep(0.02)
        assert len(found) >= 4, found
        os.kill(service.process.pid, 9)
        killed = time.monotonic()
        while (left := {one for one in processes_of(service) if _runs(one)}) and time.monotonic() < killed + 5:
            time.sleep(0.01)
        seconds = time.monotonic() - killed
        asked.join()
        assert not left
        assert seconds * pace_by_the_clock() < 1.0
    with running(tmp_path) as service:
        for one in made:
            told = service.ask("GET", f"/api/v1/campaigns/{one['campaign']}/builds/{one['id']}").json
            assert told["state"] == "failed"
        assert service.left() == []


def _unanswered(service: Running, path: str) -> None:
    with suppress(OSError):
        service.ask("GET", path)


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_how_work_ended_that_nobody_waits_for_stands_in_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def go() -> None:
        run = asyncio.create_task(Child("check", {}, None, temporary=tmp_path / "nowhere").run())
        await asyncio.sleep(0)
        run.cancel()
        await asyncio.wait([run])

    asyncio.run(go())
    gc.collect()
    assert caplog.records == []


def test_a_service_on_a_sound_machine_tells_of_nothing_that_is_lacking(tmp_path: Path) -> None:
    with running(tmp_path) as service:
        assert service.log.read_text(encoding="utf-8").startswith("请用浏览器打开")
