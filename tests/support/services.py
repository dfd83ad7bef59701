"""A running `wuxiao serve`, and a plain client for it."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from generator.ground.apart.isolation import PREFIX
from generator.ground.apart.nursery import CHILD as NURSERY

LONGEST_REST_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of one answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Running:
    """A service that listens; `token` is that of its printed link."""

    port: int
    token: str
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def left(self) -> list[str]:
        """What lies among the temporary files once things have come to rest.

        Papers kept to be asked for again, and folders of processes that wait for work, may stay.
        """
        deadline = time.monotonic() + LONGEST_REST_SECONDS
        while (found := self._scratch()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def _scratch(self) -> list[str]:
        names = [path.name for path in (self.folder / "tmp").iterdir()]
        return [name for name in names if name != "papers" and not name.startswith(PREFIX)]

    @property
    def link(self) -> str:
        return f"{self.address}/start?token={self.token}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request with exactly these headers (`_` stands for `-`), Host and Authorization unless they are named."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {self.token}"} | named
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in named.items():
                if value:
                    connection.putheader(name, value)
            if body or method in ("POST", "PUT"):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def send(self, path: str, value: Any) -> Answer:
        """A POST of JSON."""
        return self.ask("POST", path, json.dumps(value).encode(), Content_Type="application/json")

    def upload(self, files: Mapping[str, bytes], path: str = "/api/v1/campaigns") -> Answer:
        """An upload of files under their names."""
        kind, body = multipart(files)
        return self.ask("POST", path, body, Content_Type=kind)

    def fill(self, path: str, values: Mapping[str, str]) -> Answer:
        """A form sent with these values."""
        body = urlencode(values).encode()
        return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def page(self, path: str) -> str:
        """The text of a page."""
        answer = self.ask("GET", path)
        assert answer.status == 200, answer
        return answer.body.decode()

    def built(self, campaign: str, **order: Any) -> dict[str, Any]:
        """A build of the campaign, once it has ended."""
        build = self.send(f"/api/v1/campaigns/{campaign}/builds", order).json
        path = f"/api/v1/campaigns/{campaign}/builds/{build['id']}"
        deadline = time.monotonic() + 300
        while build["state"] in ("waiting", "running"):
            assert time.monotonic() < deadline, build
            time.sleep(0.1)
            build = self.ask("GET", path).json
        return build


def multipart(files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Content type and body of a form with these files."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files.items()
    ]
    return f"multipart/form-data; boundary={boundary}", b"".join([*parts, f"--{boundary}--\r\n".encode()])


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their paths in its parent, as a browser sends a folder."""
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def running(folder: Path, *options: str, inside: Sequence[str] = (), port: int = 0) -> Iterator[Running]:
    """A service over `folder/state`, ended with the block; `inside` is a command that ends by running the rest."""
    port, log = port or free_port(), folder / "serve.log"
    command = [*inside, sys.executable, "-c", "from generator.interfaces.cli import main; main()", "serve"]
    command += ["--port", str(port), "--data", str(folder / "state"), *options]
    with log.open("wb") as written, subprocess.Popen(command, stdout=written, stderr=written) as process:
        try:
            token = _token(process, log)
            _wait_for(port)
            yield Running(port, token, folder / "state", log, process)
        finally:
            process.terminate()
            process.wait(20)


def processes_of(service: Running) -> set[int]:
    """The processes that work for a service, whoever their parent is now: their temporary files lie in its folder.

    The one that they are forked from, which waits for orders, is not among them while the service lives.
    """
    found = set()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"TMPDIR={service.folder}".encode() in entry.read_bytes():
                found.add(int(entry.parent.name))
    return {one for one in found - {service.process.pid} if not _is_nursery(one, service.process.pid)}


def _is_nursery(process: int, parent: int) -> bool:
    entry = Path("/proc", f"{process}")
    with suppress(OSError):
        owner = entry.joinpath("stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1]
        return int(owner) == parent and NURSERY.encode() in entry.joinpath("cmdline").read_bytes()
    return False


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _token(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        text = log.read_text(encoding="utf-8")
        if "Ctrl+C" in text:
            found = re.search(r"token=(\S+)", text)
            return found.group(1) if found else ""
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nothing listens")
