"""Staging folder → output folder in one exchange, with manifest.json.

The output is the old one or the new one, whole: files are written beside it, all of them are flushed to the
disk, and the folders change places in one step. A run that fails or is killed leaves the earlier output as it was.
What a killed run had made is in its journal, so that the next one can take it over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from generator.disk import PRIVATE_FOLDER, Flushing, flush, flush_below, reason, write_new
from generator.earlier_output import MANIFEST, earlier_output
from generator.errors import MachineError
from generator.manifest import FileList, Published, manifest
from generator.workfolder import take_place, work_folder

OUTPUT, PIECES, JOURNAL = "output", "pieces", "journal"  # in the work folder


def put(
    folder: Path,
    path: str,
    content: bytes,
    *,
    document: str,
    format: str,
    record: str,
    pages: int | None,
) -> Published:
    """Write one file below a staging folder, from any process; what stood there before goes.

    It is on the disk when the folder is published.

    Raises:
        ValueError: the path leads outside.
    """
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(path)
    target = folder / path
    for below in reversed(target.relative_to(folder).parents[:-1]):
        (folder / below).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)  # `parents=True` would leave those above open
    target.unlink(missing_ok=True)  # of a worker that died over it
    write_new(target, [content], flush=False)
    return Published(path, document, format, record, pages, len(content), hashlib.sha256(content).hexdigest())


class Staging:
    """The work folder of a run beside its output."""

    def __init__(self, work: Path) -> None:
        """Work in this folder, on what may lie in it already."""
        self.work = work
        self.folder = work / OUTPUT
        self.files = FileList()
        self.flushing = Flushing()
        self.folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)

    @property
    def pieces(self) -> Path:
        """The place of the file of pieces."""
        return self.work / PIECES

    def take_over(self, keys: Collection[str]) -> dict[str, list[Published]]:
        """The files of those of these pieces, by key, that a killed run had made and that are whole; all else goes."""
        whole: dict[str, list[Published]] = {}
        for key, files in _journalled(self.work / JOURNAL):
            if key in keys and all(_is_whole(self.folder, file) for file in files):
                whole[key] = files
        self._remove_all_but({self.folder / file.path for files in whole.values() for file in files})
        (self.work / JOURNAL).unlink(missing_ok=True)
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
        """Enter the finished piece with this key into the journal, and have its files flushed."""
        files = tuple(files)
        line = json.dumps([key, [asdict(file) for file in files]])
        with (self.work / JOURNAL).open("a", encoding="ascii") as journal:
            journal.write(f"{line}\n")
        self.flushing.begin(self.folder / file.path for file in files)

    def write_manifest(self, about: dict[str, Any]) -> None:
        """Write manifest.json: what the run was about, and every file in order of its path."""
        write_new(self.folder / MANIFEST, manifest(about, self.files), flush=True)


def _journalled(journal: Path) -> Iterator[tuple[str, list[Published]]]:
    """The entries of a journal, which may break off anywhere."""
    try:
        lines = journal.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            key, files = json.loads(line)
            yield key, [Published(**file) for file in files]
        except (ValueError, TypeError):
            continue


def _is_whole(folder: Path, file: Published) -> bool:
    """Whether the file is there with the content that was written."""
    path = folder / file.path
    if path.is_symlink() or not path.is_file() or path.stat().st_size != file.bytes:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


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
            take_place(stage.folder, out, work)
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
            write_new(work / OUTPUT, [content], flush=True)
            (work / OUTPUT).replace(path)
            flush(path.parent)
        except OSError as wrong:
            raise MachineError(f"不能写 {path}：{reason(wrong)}。") from wrong
