"""The commands of a page of documentation, run as a reader would who copies them one after the other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Any command that fails ends the block, but for a diff that finds differences.
STRICT = """set -uo pipefail
trap '[[ $BASH_COMMAND == diff* && $? == 1 ]] || { echo "failed: $BASH_COMMAND" >&2; exit 9; }' ERR
"""


def commands(page: Path) -> list[str]:
    """The blocks of commands of a page. Raises AssertionError where it has blocks that are not run."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert {language for language, _ in blocks} == {"bash"}, page.name
    return [text for _, text in blocks]


def answers(blocks: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """What each block says when it is run in the folder. Raises AssertionError where one of its commands fails."""
    for block in blocks:
        ended = subprocess.run(
            ["bash", "-c", STRICT + block],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        assert ended.returncode in (0, 1), f"{block}\n{ended.stdout}\n{ended.stderr}"
        assert not ended.stderr.strip(), f"{block}\n{ended.stderr}"
        yield ended.stdout
