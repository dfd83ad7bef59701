"""Staging folder → output folder in one exchange, with manifest.json.

The output is the old one or the new one, whole: files are written beside it, all of them are flushed to the
disk, and the folders change places in one step. A run that fails or is killed leaves the earlier output as it was.
What a killed run had made is in its journal, so that the next one can take it over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from generator.campaign.errors import MachineError
from generator.ground.disk import Flushing, flush, flush_below, make_below, reason, write_new
from generator.ground.inputs import InputError
from generator.ground.private import file_below, made_folder, own_file
from generator.ground.steps import MARKS
from generator.running.earlier_output import MANIFEST, earlier_output
from generator.running.manifest import FileList, Published, manifest
from generator.running.workfolder import WorkFolder, take_place, work_folder

OUTPUT, PIECES, JOURNAL = "output", "pieces", "journal"  # in the work folder


def put(
    folder: Path,
    path: str,
    content: bytes,
    *,
    document: str,
    record: str,
    pages: int | None,
) -> Published:
    """Write one file below a staging folder, from any process; what stood there before goes.

    It is on the disk when the folder is published. The ending of its path tells its format.

    Raises:
        ValueError: the path leads outside.
    """
    below_folder = PurePosixPath(path)
    if below_folder.is_absolute() or ".." in below_folder.parts:
        raise ValueError(path)
    target = folder / path
    make_below(folder, target)
    target.unlink(missing_ok=True)  # of a worker that died over it
    write_new(target, [content], flush=False)
    sha256 = hashlib.sha256(content).hexdigest()
    return Published(path, document, below_folder.suffix[1:], record, pages, len(content), sha256)


class Staging:
    """The work folder of a run beside its output."""

    def __init__(self, work: WorkFolder) -> None:
        """Work in this folder, on what may lie in it already."""
        self._place = work
        self.work = work.path
        self.folder = work.path / OUTPUT
        self.files = FileList()
        self.flushing = Flushing()
        os.close(made_folder(OUTPUT, work.handle))  # no link

    @property
    def pieces(self) -> Path:
        """The place of the file of pieces."""
        return self.work / PIECES

    @property
    def marks(self) -> Path:
        """The file of the marks that planner and workers leave."""
        return self.work / MARKS

    def take_over(self, keys: Collection[str]) -> dict[str, list[Published]]:
        """The files of those of these pieces, by key, that a killed run had made and that are whole; all else goes."""
        self._place.require_in_place()
        whole: dict[str, list[Published]] = {}
        for key, files in _journalled(self._place):
            if key in keys and all(_is_whole(self._place, file) for file in files):
                whole[key] = files
        self._remove_all_but({self.folder / file.path for files in whole.values() for file in files})
        with suppress(FileNotFoundError):
            os.unlink(JOURNAL, dir_fd=self._place.handle)
        for key, files in whole.items():
            self.enter(key, files)
        return whole

    def _remove_all_but(self, kept: Collection[Path]) -> None:
        for path in sorted(self.folder.rglob("*"), reverse=True):  # what is in a folder comes before it
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path not in kept:
                path.unlink()

    def enter(self, key: str, files: Iterable[Published]) -> None:
        """Enter the finished piece with this key into the journal, and have its files flushed.

        Raises MachineError where the work folder was taken out of its place.
        """
        self._place.require_in_place()
        files = tuple(files)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(own_file(JOURNAL, flags, self._place.handle), "ab") as journal:
            journal.write(_entry(key, files))
        self.flushing.begin(self.folder / file.path for file in files)

    def write_manifest(self, about: dict[str, Any]) -> None:
        """Write manifest.json: what the run was about, and every file in order of its path."""
        write_new(self.folder / MANIFEST, manifest(about, self.files), flush=True)


def _entry(key: str, files: Iterable[Published]) -> bytes:
    """A line of the journal: a sum, and what it is of."""
    content = json.dumps([key, [asdict(file) for file in files]]).encode("ascii")
    return hashlib.sha256(content).hexdigest().encode("ascii") + b" " + content + b"\n"


def _journalled(work: WorkFolder) -> Iterator[tuple[str, list[Published]]]:
    """The entries of a run's journal that are as they were written; it may break off anywhere."""
    try:
        with os.fdopen(own_file(JOURNAL, os.O_RDONLY, work.handle), "rb") as journal:
            lines = journal.read().splitlines()
    except OSError:  # there is none, or it is not ours
        return
    for line in lines:
        digest, _, content = line.partition(b" ")
        if hashlib.sha256(content).hexdigest().encode("ascii") != digest:
            continue
        try:
            key, files = json.loads(content)
            yield key, [Published(**file) for file in files]
        except (ValueError, TypeError, RecursionError):  # of another version
            continue


def _is_whole(work: WorkFolder, file: Published) -> bool:
    """Whether the file is there with the content that was written."""
    try:
        with os.fdopen(file_below(f"{OUTPUT}/{file.path}", work.handle), "rb") as content:
            is_as_long = os.fstat(content.fileno()).st_size == file.bytes
            return is_as_long and hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


@contextmanager
def staging(out: Path, *, resume: bool = False, replace_changed: bool = False) -> Iterator[Staging]:
    """A staging folder that takes the place of `out` when the block ends without an exception.

    With `resume` it holds what a killed run left, otherwise it is empty. With `replace_changed` an earlier output is
    replaced even where it holds files of somebody else's or changed ones.

    Raises:
        UsageError: `out` holds something that is not an earlier output as it was made, or another run works on it.
        MachineError: the disk or the permissions do not allow it.
    """
    with work_folder(out, resume=resume) as work:
        earlier = earlier_output(out, replace_changed=replace_changed)
        try:
            stage = Staging(work)
            with closing(stage.files), stage.flushing:
                yield stage
                stage.flushing.finish()
            flush_below(stage.folder)
            earlier.require_unchanged()
            work.require_in_place()
            take_place(work, OUTPUT, out)
        except InputError:  # nothing was wrong with writing
            raise
        except OSError as wrong:
            raise MachineError(f"写文件失败：{reason(wrong)}。原有输出没有改动。") from wrong
        try:
            flush(out.parent)
        except OSError as wrong:
            message = f"输出已换成这次的结果，但不能保证已存妥：{reason(wrong)}，然后重新生成。"
            raise MachineError(message) from wrong


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole: beside its place, flushed, then renamed. Raises MachineError where it cannot."""
    with work_folder(path, wait=True) as work:
        try:
            write_new(work.path / OUTPUT, [content], flush=True)
            os.replace(OUTPUT, path, src_dir_fd=work.handle)
            flush(path.parent)
        except OSError as wrong:
            raise MachineError(f"不能写 {path}：{reason(wrong)}。") from wrong
