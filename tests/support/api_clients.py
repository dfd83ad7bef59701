"""Clients of the service: those that docs/http.md shows, and one that is generated from the description.

Each is a program of its own. Node is the one that Playwright brings, so that no other is needed; the generator and what
its clients import stand in an environment of their own (`./run`), since they ask for other versions than the program.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from conftest import ROOT
from support.browsing import node
from support.services import Running

ENVIRONMENT = ROOT / ".venv-client" / "bin"
SHOWN = {"python": "client.py", "javascript": "client.mjs"}


def shown_client(language: str, folder: Path) -> list[str]:
    """The client in that language as the page shows it, written into the folder; the command that runs it."""
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (folder / SHOWN[language]).write_text(text, encoding="utf-8")
    return [sys.executable if language == "python" else node(), SHOWN[language]]


def run(command: Sequence[str], folder: Path, service: Running) -> subprocess.CompletedProcess[str]:
    """The program run in the folder, told where the service is."""
    told = {"WUXIAO_URL": service.address, "WUXIAO_TOKEN": service.token}
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **told}, capture_output=True, text=True, timeout=120, check=False
    )


def generated_client(description: bytes, folder: Path) -> str:
    """A client generated from the description, in the folder; what the generator said."""
    (folder / "openapi.json").write_bytes(description)
    command = [str(ENVIRONMENT / "openapi-python-client"), "generate", "--path", "openapi.json", "--meta", "none"]
    made = subprocess.run(
        [*command, "--output-path", "wuxiao_client"], cwd=folder, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PATH": f"{ENVIRONMENT}:{os.environ['PATH']}", "PYTHONPATH": ""}, check=False,
    )  # fmt: skip
    assert made.returncode == 0, f"{made.stdout}{made.stderr}"
    return made.stdout + made.stderr
