"""What a child does for 归档: one zip of the campaign's files, what was made of them, and a list of both with sums."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from generator.interfaces.web.work.awarding import Arguments

ARCHIVE = "archive.zip"
DATA, MADE, LIST = "活动资料", "生成的文书", "归档清单"
CHUNK_BYTES = 1 << 20
PRIVATE_KEYS = "证书密钥"  # so begin the names of signing keys, which no copy of the files may hold


class Kept(NamedTuple):
    """A file of the archive: its name there, what it is, its size and the sum of its content."""

    name: str
    what: str
    bytes: int
    sum: str


def archive(order: Arguments, _tell: Any) -> int:
    """How many files the archive has, its lists left out; it lies in the target.

    `made` are folders of builds with the paths wanted of each, `labels` say what the campaign's own files are.
    """
    from generator.rendering.excel.problem_sheet import archive_sheet

    kept: list[Kept] = []
    with zipfile.ZipFile(Path(order["target"]) / ARCHIVE, "w", zipfile.ZIP_STORED) as package:
        for name, what, file in _files(order):
            kept.append(_put(package, name, what, file))
        rows = [(f"{at}", one.name, one.what, f"{one.bytes}", one.sum) for at, one in enumerate(kept, start=1)]
        package.writestr(_entry(f"{LIST}.xlsx", datetime.now().astimezone()), archive_sheet(rows))
        package.writestr(_entry(f"{LIST}.txt", datetime.now().astimezone()), _text(order["title"], kept))
    return len(kept)


def _files(order: Arguments) -> Iterator[tuple[str, str, Path]]:
    folder = Path(order["campaign"])
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        path = file.relative_to(folder)
        if not file.name.startswith(PRIVATE_KEYS):
            yield f"{DATA}/{path.as_posix()}", order["labels"].get(path.as_posix(), ""), file
    for made in order["made"]:
        for path in made["paths"]:
            yield f"{MADE}/{path}", path.partition("/")[0].partition("-")[2], Path(made["folder"]) / path


def _put(package: zipfile.ZipFile, name: str, what: str, file: Path) -> Kept:
    about, digest = file.stat(), hashlib.sha256()
    entry = _entry(name, datetime.fromtimestamp(about.st_mtime).astimezone())
    entry.file_size = about.st_size
    with file.open("rb") as source, package.open(entry, "w") as target:
        while piece := source.read(CHUNK_BYTES):
            digest.update(piece)
            target.write(piece)
    return Kept(name, what, about.st_size, digest.hexdigest())


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    return entry


def _text(title: str, kept: list[Kept]) -> bytes:
    """The list as text: the form that sha256sum checks, under lines that say what it is."""
    lines = [f"# {title} {LIST}：{len(kept)}个文件。每行是校验码（SHA-256）和文件。"]
    lines += [f"{one.sum}  {one.name}" for one in kept]
    return ("\n".join(lines) + "\n").encode()
