"""docs/部署.md from its first command to its last, as they stand there: nothing is done that it does not say.

Paths and ports become the test's own. What belongs to a machine with systemd is done by the hand of the test: the unit
that was written says how the service is started.
"""

from __future__ import annotations

import http.client
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT
from support.offices_behind import PASSWORD
from support.services import free_port

from generator.interfaces.cli import run
from generator.interfaces.service import commands

PAGE = (ROOT / "docs/部署.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
# What each stands for, and why it is not run here.
ELSEWHERE = {
    "nginx -t": "tests/interfaces/web/behind has nginx with the same site file",
    "systemctl reload nginx": "the same",
    "systemctl daemon-reload": "no systemd runs in a test",
    "wuxiao account add 张三 --role admin --data /var/lib/wuxiao": "tests of accounts",
}
WUXIAO = [sys.executable, "-c", "from generator.interfaces.cli import main; main()"]
NAME = "oa.example"


class Machine:
    """A server whose /etc and /var lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self.unit, self.state = folder / "wuxiao.service", folder / "var-lib-wuxiao"
        self._folder, self._port, self._process = folder, free_port(), None
        self._moved = {
            "/etc/wuxiao.password": f"{folder}/password", "/var/lib/wuxiao": f"{self.state}", "8443": f"{self._port}",
            "/var/backups": f"{folder}", "/root/wuxiao": f"{folder}/wuxiao",
        }  # fmt: skip

    def does(self, line: str) -> None:
        """One line of the page."""
        for there, here in self._moved.items():
            line = line.replace(there, here)
        words = shlex.split(line)
        if words[0] == "systemctl":
            self._system(words[1:])
        elif words[0] == "nano":
            Path(words[1]).write_text(f"{PASSWORD}\n", encoding="utf-8")
        elif words[0] == "curl":
            assert self._ready(Path(words[2])), line
        elif words[0] == "wuxiao":
            assert run(words[1:]) == 0, line
        else:
            subprocess.run(words, check=True, capture_output=True)

    def _system(self, words: list[str]) -> None:
        assert words[-1] == "wuxiao"
        running = self._process is not None and self._process.poll() is None
        if words[0] == "status":
            assert running
        if words[0] in ("stop", "restart"):
            self.stop()
        if words[0] in ("start", "enable", "restart"):
            self._start()

    def _start(self) -> None:
        text = self.unit.read_text(encoding="utf-8")
        started = re.search(r"(?m)^ExecStart=\S+ (.*)$", text)
        assert started
        options = started[1].replace("%S/wuxiao", f"{self.state}").replace("%d", f"{self._folder}")
        words = shlex.split(options)
        self._port = int(words[words.index("--port") + 1])
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*WUXIAO, *words], stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self._listens():
            assert time.monotonic() < deadline, (self._folder / "log").read_text(encoding="utf-8")
            assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")
            time.sleep(0.1)

    def _listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self._port)) == 0

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)

    def _ready(self, certificate: Path) -> bool:
        trusting = ssl.create_default_context(cafile=str(certificate))
        with socket.create_connection(("127.0.0.1", self._port), 30) as line:
            connection = http.client.HTTPConnection(NAME, self._port, timeout=30)
            with trusting.wrap_socket(line, server_hostname=NAME) as connection.sock, closing(connection):
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200


def test_every_command_of_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = Machine(tmp_path)
    monkeypatch.setattr(commands, "UNIT_FILE", machine.unit)
    asked = [line for line in COMMANDS if line not in ELSEWHERE]
    assert len(asked) > 15
    assert set(ELSEWHERE) <= set(COMMANDS), "an exception that nothing needs any more"
    try:
        for line in asked:
            if line.startswith("wuxiao service restore") and "--replace" not in line:
                shutil.rmtree(machine.state)  # another machine, where nothing is yet
            machine.does(line)
            if "--public-url" in line:  # this machine's usual port may be taken
                unit = machine.unit.read_text(encoding="utf-8")
                machine.unit.write_text(unit.replace("--port 8000", f"--port {free_port()}"), encoding="utf-8")
    finally:
        machine.stop()
    said = capsys.readouterr()
    assert said.out.count("备份好了") == 2
    assert said.out.count("恢复好了") == 2
    assert not said.err
