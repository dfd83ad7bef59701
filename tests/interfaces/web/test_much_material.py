"""A great deal of material goes up in pieces, is checked and built, while the server stays small and others go on."""

from __future__ import annotations

import io
import json
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image
from support.by_recommender import EXAMPLE, numbers_of, recommenders
from support.load import Load, memory_megabytes
from support.pace import pace_by_the_clock
from support.services import Running, running
from support.whole_run import Measured

from generator.interfaces.web.limits import PIECE_BYTES

MOST_MEMORY_MEGABYTES, MOST_MEDIAN_MS = 150, 200
AGAIN_SECONDS = 0.25
PATIENCE_SECONDS = 1800


def photograph(side: int) -> bytes:
    """A picture of noise, which no program makes smaller."""
    noise = Image.frombytes("RGB", (side, side), random.Random(side).randbytes(3 * side * side))
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=95)
    return file.getvalue()


@contextmanager
def watched(service: Running, pages: list[str]) -> Iterator[Load]:
    """What another clerk sees of these pages meanwhile, and how large the server is."""
    load, over = Load(), threading.Event()

    def look() -> None:
        while not over.wait(AGAIN_SECONDS):
            page, started = pages[len(load.seconds) % len(pages)], time.monotonic()
            answer = service.ask("GET", page)
            load.seconds.append(time.monotonic() - started)
            load.megabytes.append(memory_megabytes(service.process.pid))
            if answer.status != 200:
                load.wrong.append(f"{page} {answer.status}")

    clerk = threading.Thread(target=look)
    clerk.start()
    try:
        yield load
    finally:
        over.set()
        clerk.join()


def send_in_pieces(service: Running, campaign: str, files: dict[str, bytes | tuple[bytes, bytes]]) -> str:
    """Send files as the page's script does; where it goes on. A pair is sent as one file."""
    whole = {name: content if isinstance(content, bytes) else b"".join(content) for name, content in files.items()}
    about = {"files": [{"path": name, "bytes": len(content)} for name, content in whole.items()]}
    begun = service.send(f"{campaign}/arrivals/pieces", about).json
    for number, content in enumerate(whole.values()):
        for at in range(0, len(content), PIECE_BYTES):
            path = f"{campaign}/arrivals/{begun['upload']}/pieces/{number}?at={at}"
            answer = service.ask("POST", path, content[at : at + PIECE_BYTES], Content_Type="application/octet-stream")
            assert answer.status == 200, answer
    go = service.ask("POST", f"{campaign}/arrivals/{begun['upload']}/whole", b"", Origin=service.address)
    return str(json.loads(go.body)["go"])


@pytest.mark.parametrize(
    ("photographs", "side", "name"),
    [(12, 300, ""), pytest.param(303, 2_400, "2 GB in 303 applications", marks=pytest.mark.long)],
)
def test_material_goes_up_is_checked_and_built(
    tmp_path: Path, photographs: int, side: int, name: str, measured: Measured
) -> None:
    picture = photograph(side)
    numbers = [number for recommender in recommenders() for number in numbers_of(recommender)][:photographs]
    own = {one.name: one.read_bytes() for one in (EXAMPLE / "attachments").iterdir()}
    own |= {"全省.xlsx": (EXAMPLE / "applications.xlsx").read_bytes()}
    with running(tmp_path) as service:
        settings = {one: (EXAMPLE / one).read_bytes() for one in ("campaign.yaml", "notice.yaml")}
        other = service.upload(settings).json["id"]
        campaign = f"/campaigns/{service.upload(settings).json['id']}"
        pages = ["/", f"/campaigns/{other}", f"/campaigns/{other}/settings", f"/campaigns/{other}/check"]
        for page in pages:  # what is made once is made before
            service.page(page)
        began = time.monotonic()
        with watched(service, pages) as load:
            taken(service, send_in_pieces(service, campaign, own))
            sent = 0
            for first in range(0, len(numbers), 50):  # a clerk's browser sends them as they are chosen
                some = {f"{number}-现场.jpg": (picture, number.encode()) for number in numbers[first : first + 50]}
                sent += sum(len(picture) + len(number) for number in numbers[first : first + 50])
                taken(service, send_in_pieces(service, campaign, some))
            uploaded = time.monotonic() - began
            assert len(service.ask("GET", f"/api/v1{campaign}").json["files"]) >= photographs + 3
            service.page(f"{campaign}/check")
            build = service.built(campaign.rpartition("/")[2], kinds=["form1", "packet"], formats=["pdf"])
            assert build["state"] == "done", build
        if name:
            assert sent >= 2e9
            measured(f"{name}: sent", round(sent / 1e9, 2), "GB")
            measured(f"{name}: sent and taken in", round(uploaded), "s")
            measured(f"{name}: sent, checked and built", round(time.monotonic() - began), "s")
            measured(f"{name}: memory of the server at most", round(max(load.megabytes)), "MB")
            measured(f"{name}: other pages, median", round(load.median_ms), "ms")
        assert load.wrong == []
        assert len(load.seconds) > 5
        assert max(load.megabytes) <= MOST_MEMORY_MEGABYTES
        assert load.median_ms * pace_by_the_clock() < MOST_MEDIAN_MS


def taken(service: Running, waits: str) -> None:
    """Agree to what an upload does, where somebody is asked."""
    if "/arrivals/" not in waits:
        return
    text = service.page(waits)
    values = {"take": "1"}
    for name, inner in re.findall(r'<select id="[^"]*" name="(as-\d+)".*?>(.*?)</select>', text, re.S):
        options = re.findall(r'<option value="([^"]*)"( selected)?', inner)
        values[name] = next((value for value, chosen in options if chosen), options[0][0])
    answer = service.ask(
        "POST", waits, urlencode(values).encode(), Content_Type="application/x-www-form-urlencoded",
        Origin=service.address,
    )  # fmt: skip
    assert answer.status == 303, answer.body.decode()
