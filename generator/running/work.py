"""The pieces of work of a run, as parent and workers pass them to each other: small, whatever they are about.

What a piece is about lies in a file of the work folder, where the worker reads it. So the parent neither
holds the campaign nor sends it. The file is data, and the sum of each piece travels with the piece itself, from the
planner's process to the worker's: nobody who can write into the file decides what a worker does. What does the work is
imported by the worker alone, when it begins.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.campaign.errors import MachineError
from generator.ground.disk import open_new, reason

if TYPE_CHECKING:
    from generator.campaign.errors import Problem
    from generator.campaign.records import Counts
    from generator.campaign.scope import LeftOut
    from generator.running.making import Batch
    from generator.running.manifest import Published
    from generator.running.options import Options

MadeFiles: TypeAlias = "tuple[str, list[Published]]"


@dataclass(frozen=True)
class PieceOfWork:
    """One piece: where in the file of pieces it lies, its sum, how many files come of it, and what it is known by.

    Pieces of two runs with the same key come to the same bytes.
    """

    file: Path
    offset: int
    size: int
    sha256: str
    files: int
    key: str

    def load(self) -> Batch:
        """What the piece is about. Raises MachineError where the file does not hold what the planner wrote."""
        from generator.running.pieces import read

        return read(self._content())

    def _content(self) -> bytes:
        try:
            handle = os.open(self.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                content = os.pread(file.fileno(), self.size, self.offset)
        except OSError as wrong:
            raise MachineError(f"不能读工作文件 {self.file}：{reason(wrong)}。原有输出没有改动。") from wrong
        if hashlib.sha256(content).hexdigest() != self.sha256:
            message = f"工作文件 {self.file} 在生成期间损坏或被改动，已停止；原有输出没有改动。"
            raise MachineError(f"{message}请检查磁盘，并确认别人不能改动这个位置，再重新生成。")
        return content


@dataclass(frozen=True)
class Order:
    """What was asked for, and where: the folder in which the run works, and the file for the pieces.

    With `flush` a file is on the disk when its piece is done.
    """

    options: Options
    staging: Path
    pieces: Path
    flush: bool = False


@dataclass(frozen=True)
class Plan:
    """The pieces of work, and what is known of the campaign.

    `problems` are those that touch what is made or left out, `elsewhere` the number of errors that do not; `units` are
    those of the projects by their numbers, `recommenders` the names in files, in the campaign's order.
    """

    pieces: tuple[PieceOfWork, ...]
    counts: Counts
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    elsewhere: int
    about: dict[str, Any] = field(repr=False)
    units: Mapping[str, str] = field(default_factory=dict, repr=False)
    recommenders: tuple[str, ...] = ()


class PieceFile:
    """Writes pieces into a new file, one after the other."""

    def __init__(self, path: Path) -> None:
        """Write into the file `path`, whose folder is private; what stood there before goes."""
        path.unlink(missing_ok=True)
        self._path, self._file = path, open_new(path)

    def add(self, content: bytes, files: int, key: str) -> PieceOfWork:
        """The piece of this content."""
        offset = self._file.tell()
        self._file.write(content)
        return PieceOfWork(self._path, offset, len(content), hashlib.sha256(content).hexdigest(), files, key)

    def close(self) -> None:
        """Let workers read what was written."""
        self._file.close()


def make(piece: PieceOfWork) -> MadeFiles:
    """The piece's key, and its files, made and written.

    Raises:
        TemplateError: a template is wrong or missing.
        DataError: an attachment cannot be read after all.
    """
    from generator.running import making

    return piece.key, making.make(piece.load())


def warm_up(_number: int) -> None:
    """Nothing but a worker that has what it needs in its memory."""
    import_module("generator.running.warm")
