"""The file of a backup: a tar, so that everybody can open it; first what it is, then the data, at the end the sums."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from generator.campaign.errors import UsageError
from generator.ground.disk import PRIVATE_FILE, PRIVATE_FOLDER, open_new
from generator.interfaces.web.store.form import FORM

ABOUT, DATA, SUMS = "wuxiao-backup.json", "data", "SHA256SUMS"
KIND = "wuxiao-backup"
CHUNK_BYTES = 1 << 20
SMALL_BYTES = 10_000  # what it says of itself
SPOILT = "备份文件已损坏或不完整，没有恢复任何内容。请换一个备份文件。"


@dataclass(frozen=True)
class Counted:
    """What a backup holds."""

    files: int
    bytes: int


def pack(folder: Path, file: IO[bytes]) -> Counted:
    """Write everything in the folder. Raises OSError."""
    sums: list[str] = []
    known: dict[tuple[int, int], str] = {}  # of files with several names: they are packed once
    size = 0
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT, encoding="utf-8") as package:
        about = {"kind": KIND, "form": FORM, "made": datetime.now(UTC).isoformat()}
        _add_bytes(package, ABOUT, json.dumps(about).encode())
        for path in sorted(folder.rglob("*")):
            name, found = f"{DATA}/{path.relative_to(folder).as_posix()}", path.lstat()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                continue  # the service makes none
            entry = _entry(name, found.st_mtime, found.st_size)
            if path.is_dir():
                entry.type, entry.mode, entry.size = tarfile.DIRTYPE, PRIVATE_FOLDER, 0
                package.addfile(entry)
            elif first := known.get((found.st_dev, found.st_ino)):
                entry.type, entry.linkname, entry.size = tarfile.LNKTYPE, first, 0
                package.addfile(entry)
            else:
                if found.st_nlink > 1:
                    known[found.st_dev, found.st_ino] = name
                with path.open("rb") as content:
                    hashed = _Hashed(content)
                    package.addfile(entry, hashed)
                sums.append(f"{hashed.digest}  {name}\n")
                size += entry.size
            package.members = []  # type: ignore[attr-defined]  # else all of them are remembered
        _add_bytes(package, SUMS, "".join(sums).encode())
    return Counted(len(sums), size)


def unpack(file: IO[bytes], folder: Path) -> Counted:
    """Put the data of a backup into the empty folder; only what its sums vouch for. Raises UsageError, OSError."""
    try:
        with tarfile.open(fileobj=file, mode="r|", encoding="utf-8") as package:
            return _unpacked(package, folder)
    except (tarfile.TarError, UnicodeError, EOFError, ValueError) as wrong:
        raise UsageError(SPOILT) from wrong


def form_told(file: IO[bytes]) -> int:
    """The form of the data in the backup. Raises UsageError where it is none."""
    try:
        with tarfile.open(fileobj=file, mode="r|", encoding="utf-8") as package:
            entry = package.next()
            content = package.extractfile(entry) if entry and entry.name == ABOUT else None
            about = json.loads(content.read(SMALL_BYTES)) if content else {}
    except (tarfile.TarError, UnicodeError, EOFError, ValueError):
        about = {}
    if not isinstance(about, dict) or about.get("kind") != KIND or not isinstance(about.get("form"), int):
        raise UsageError("这个文件不是 wuxiao service backup 做的备份，没有恢复任何内容。请核对文件名。")
    return int(about["form"])


def _unpacked(package: tarfile.TarFile, folder: Path) -> Counted:
    sums: list[str] = []
    size, told = 0, None
    for entry in _entries(package):
        if entry.name == SUMS and entry.isreg():
            content = package.extractfile(entry)
            told = content.read().decode() if content else None
        elif entry.name != ABOUT:
            target = folder / _safe(entry.name)
            if entry.isdir():
                target.mkdir(PRIVATE_FOLDER)
            elif entry.islnk():
                target.hardlink_to(folder / _safe(entry.linkname))
            elif entry.isreg() and (content := package.extractfile(entry)):
                sums.append(f"{_written(content, target)}  {entry.name}\n")
                size += entry.size
            else:
                raise ValueError(entry.type)
    if told != "".join(sums):
        raise ValueError(SUMS)
    return Counted(len(sums), size)


def _entries(package: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while entry := package.next():
        yield entry
        package.members = []  # type: ignore[attr-defined]


def _safe(name: str) -> PurePosixPath:
    """The path below the folder. Raises ValueError for one that leads out of it."""
    path = PurePosixPath(name)
    if path.is_absolute() or path.parts[:1] != (DATA,) or ".." in path.parts or len(path.parts) < 2:
        raise ValueError(name)
    return path.relative_to(DATA)


def _written(content: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with open_new(target) as file:
        while piece := content.read(CHUNK_BYTES):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _add_bytes(package: tarfile.TarFile, name: str, content: bytes) -> None:
    package.addfile(_entry(name, datetime.now(UTC).timestamp(), len(content)), io.BytesIO(content))


def _entry(name: str, modified: float, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.mtime, entry.mode, entry.size = modified, PRIVATE_FILE, size
    return entry


class _Hashed:
    """A file whose sum is known once it is read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self._digest.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()
