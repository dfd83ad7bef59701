"""Where what is made for handing over lies, and how commands are run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import generator

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out"
CACHE = OUT / "bundle-cache"
RELEASE, SUITE, ARCHITECTURE = "debian12", "bookworm", "amd64"
NAME = f"wuxiao-{generator.__version__}-{RELEASE}-{ARCHITECTURE}"
LIBREOFFICE = f"wuxiao-libreoffice-{RELEASE}-{ARCHITECTURE}"
DAY = "2026-01-01 00:00Z"  # of all that is in an archive: the same content is the same archive


class BundleError(Exception):
    """Something that the bundle needs cannot be had; says what."""


def done(command: Iterable[str | Path], **environment: str) -> str:
    """What the command printed. Raises BundleError with what it complained of."""
    words = [str(word) for word in command]
    settings: Mapping[str, str] = os.environ | {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"} | environment
    ended = subprocess.run(words, capture_output=True, text=True, env=settings, stdin=subprocess.DEVNULL)
    if ended.returncode:
        raise BundleError(f"{words[0]} ended with {ended.returncode}:\n{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}")
    return ended.stdout


def say(chinese: str, english: str) -> None:
    """One line of what is being done."""
    print(f"▸ {chinese} / {english}", file=sys.stderr, flush=True)


def sum_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def packed(folder: Path, archive: Path, names: Iterable[str] = (), *more: str) -> Path:
    """The archive of what lies in `folder`, the same bytes for the same content; whole or not there at all."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    made = archive.with_name(f".{archive.name}")
    wanted = list(names) or ["."]
    done(
        [
            "tar",
            "--create",
            "--sort=name",
            f"--mtime={DAY}",
            "--numeric-owner",
            *more,
            "-f",
            made,
            "-C",
            folder,
            *wanted,
        ]
    )
    made.replace(archive)
    return archive
