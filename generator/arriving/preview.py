"""The campaign folder as it will be: a copy made of links, in which files are put, removed and compared."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from generator.ground.disk import make_below, write_new
from generator.ground.inputs import file_hash

_OWN = ".staging"  # what a write leaves beside a file


class Preview:
    """The campaign folder `original` with changes, in `folder`. No file of the original is ever written into."""

    def __init__(self, original: Path, folder: Path) -> None:
        """Nothing is changed yet."""
        self.original, self.folder = original, folder
        shutil.copytree(original, folder, copy_function=os.link)

    def put(self, path: str, content: bytes | Path) -> None:
        """Put a file there; one that is given is linked."""
        self.remove(path)
        make_below(self.folder, self.folder / path)
        if isinstance(content, Path):
            os.link(content, self.folder / path)
        else:
            write_new(self.folder / path, [content], flush=False)

    def remove(self, path: str) -> None:
        """Take a file away, if there is one."""
        (self.folder / path).unlink(missing_ok=True)

    def move(self, path: str, to: str) -> None:
        """Give a file another path."""
        make_below(self.folder, self.folder / to)
        (self.folder / path).replace(self.folder / to)

    def files(self, below: str = "") -> list[str]:
        """The paths of its files, in order."""
        found = sorted((self.folder / below).rglob("*"))
        return [one.relative_to(self.folder).as_posix() for one in found if one.is_file() and not _is_own(one)]

    def changes(self) -> dict[str, bool]:
        """The paths that differ from the original's, True for those that are not there any more."""
        now, before = set(self.files()), {p.relative_to(self.original).as_posix() for p in _all(self.original)}
        changed = {path: False for path in sorted(now) if path not in before or not self._is_same(path)}
        return changed | {path: True for path in sorted(before - now)}

    def _is_same(self, path: str) -> bool:
        own, other = self.folder / path, self.original / path
        if own.samefile(other):
            return True
        return own.stat().st_size == other.stat().st_size and file_hash(own) == file_hash(other)

    def hand_over(self, target: Path) -> dict[str, bool]:
        """The changes, whose files are linked into `target` by their paths."""
        changes = self.changes()
        for path, is_gone in changes.items():
            if not is_gone:
                make_below(target, target / path)
                os.link(self.folder / path, target / path)
        return changes


def _all(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and not _is_own(one)]


def _is_own(path: Path) -> bool:
    return path.name.startswith(_OWN) or any(part.startswith(_OWN) for part in path.parts[-3:])
