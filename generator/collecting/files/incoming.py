"""The files of a folder: its sub-folders and zips included, each by its name below the folder."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator.ground.archives import entry_name, is_plain
from generator.ground.disk import open_new
from generator.ground.inputs import opened, read_file
from generator.reading.prescan import PACKAGE_ERRORS, overlapping

MOST_FILES, MOST_BYTES, LARGEST_BYTES = 20_000, 4_000_000_000, 500_000_000
LARGEST_RATIO, RATIO_FREE_BYTES = 100, 1_000_000  # of a zip's content to the zip
DEEPEST_ZIP = 3
_ENCRYPTED = 0x1
_CHUNK_BYTES = 1 << 20
_LITTER = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
_SAVE_ZIP = "请解压后把文件放进文件夹，或用系统自带的“压缩”功能重新压缩为 .zip。"


@dataclass(frozen=True)
class Incoming:
    """A file that came in: `name` is its path below the folder, also through zips, `path` where its bytes lie.

    `wrong` says why it cannot be read. `dated` is when it was changed last, by the folder or the zip.
    """

    name: str
    path: Path
    dated: datetime | None = None
    wrong: str = ""
    saved_as: str = ""

    @property
    def ending(self) -> str:
        """Its ending in lower case, of what was saved anew that of its bytes."""
        return self.saved_as or PurePosixPath(self.name).suffix.lower()

    def content(self) -> bytes:
        """Its bytes. Raises OSError."""
        return read_file(self.path)

    def sum(self) -> str:
        """The SHA-256 of its content. Raises OSError."""
        with opened(self.path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def incoming(folder: Path, unpacked: Path) -> Iterator[Incoming]:
    """The files below the folder in order of their names; those of zips are put into the folder `unpacked`."""
    room = _Room()
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(unicodedata.normalize("NFC", path.relative_to(folder).as_posix()))
        if is_litter(name):
            continue
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            yield Incoming(str(name), path, wrong="是链接或特殊文件，没有读取。请放入真正的文件。")
        elif path.is_file():
            dated = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            yield from _with_zips(Incoming(str(name), path, dated), unpacked, room, 0)


def is_litter(path: PurePosixPath) -> bool:
    """Whether an operating system or an office program left the file there."""
    return any(part.lower() in _LITTER or part.startswith(("~$", "._", ".~")) for part in path.parts)


class _Room:
    """How many files and bytes may still come out of zips."""

    def __init__(self) -> None:
        self.files, self.bytes, self.number = MOST_FILES, MOST_BYTES, 0


def _with_zips(one: Incoming, unpacked: Path, room: _Room, depth: int) -> Iterator[Incoming]:
    if one.ending in (".rar", ".7z", ".tar", ".gz", ".tgz"):
        yield Incoming(one.name, one.path, one.dated, f"是压缩包（{one.ending}），程序不会解。{_SAVE_ZIP}")
    elif one.ending != ".zip":
        yield one
    elif depth >= DEEPEST_ZIP:
        yield Incoming(one.name, one.path, one.dated, f"压缩包套了{depth + 1}层，没有再解。{_SAVE_ZIP}")
    else:
        try:
            for inner in _unpacked(one, unpacked, room):
                yield from _with_zips(inner, unpacked, room, depth + 1)
        except (OSError, *PACKAGE_ERRORS):
            yield Incoming(one.name, one.path, one.dated, f"压缩包已损坏，读不出来。{_SAVE_ZIP}")


def _unpacked(one: Incoming, unpacked: Path, room: _Room) -> Iterator[Incoming]:
    size = one.path.stat().st_size
    with zipfile.ZipFile(one.path) as package:
        entries = package.infolist()
        if wrong := _refused(package, entries, size, room):
            yield Incoming(one.name, one.path, one.dated, f"{wrong}{_SAVE_ZIP}")
            return
        for entry in entries:
            name = entry_name(entry)
            if entry.is_dir() or name is None or name.endswith(("/", "\\")):
                continue
            inner = _below(one.name, name)
            if is_litter(PurePosixPath(inner)):
                continue
            room.number += 1
            target = unpacked / str(room.number)
            with package.open(entry) as source, open_new(target) as file:
                shutil.copyfileobj(source, file, _CHUNK_BYTES)
            yield Incoming(inner, target, _dated(entry))


def _refused(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, room: _Room) -> str:
    """Why nothing of the zip is read, empty where it is sound."""
    inflated = sum(entry.file_size for entry in entries)
    room.files -= len(entries)
    room.bytes -= inflated
    if room.files < 0 or room.bytes < 0:
        return f"压缩包里的文件太多或太大，一次最多{MOST_FILES}个、{MOST_BYTES // 1_000_000_000} GB。"
    if large := [entry for entry in entries if entry.file_size > LARGEST_BYTES]:
        size, most = (count // 1_000_000 for count in (large[0].file_size, LARGEST_BYTES))
        name = PurePosixPath(entry_name(large[0]) or "").name
        return f"压缩包里的“{name}”有{size} MB，一个文件最多{most} MB。"
    if inflated > RATIO_FREE_BYTES and inflated > LARGEST_RATIO * size:
        return "压缩包的内容异常庞大，没有读。"
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return "压缩包加了密码，打不开。"
    if any(entry_name(entry) is None or not is_plain(entry) for entry in entries):
        return "压缩包里有链接，或读不出来的文件名。"
    return "压缩包的结构不正常，没有读。" if overlapping(package, entries, size) else ""


def _below(archive: str, name: str) -> str:
    """The file's name below the zip; steps that lead out of it are left away."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    shown = "/".join("".join(char if char.isprintable() else "□" for char in part) for part in parts)
    return f"{archive}/{unicodedata.normalize('NFC', shown)}"


def _dated(entry: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*entry.date_time).astimezone() if entry.date_time[0] > 1980 else None
    except (ValueError, OverflowError):
        return None
