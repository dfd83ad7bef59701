"""The history of a campaign folder: every change of its files, what they were before, and how to go back.

history/blobs/SUM          the bytes of every file that was ever there, by their SHA-256; files/ holds links to them
history/versions/N.json    Version: what was changed, when, what was said of it

A version is written down before the files change, so that nothing is lost wherever a change is cut off.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from generator.ground.disk import PRIVATE_FOLDER, flush, flush_all, make_below, write_new
from generator.ground.inputs import file_hash
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.placing import put_file, there

FILES, HISTORY, BLOBS, VERSIONS = "files", "history", "blobs", "versions"
Content = Path | bytes | None
Writes = Mapping[str, Content]


class Change(BaseModel):
    """What became of one path: the sums of its content before and after, None where there was no file.

    The names are those under which the files were sent.
    """

    path: str
    before: str | None
    after: str | None
    name_before: str = ""
    name: str = ""
    bytes: int = 0


class Said(NamedTuple):
    """What is said of a change: in words, whose material it is, and how many projects there are then, if known."""

    told: str
    recommenders: tuple[str, ...] = ()
    projects: int | None = None


class Version(BaseModel):
    """One change of the files, numbered from 1. `undoes` is the version that it takes back; the rest is as in Said."""

    number: int
    made: datetime
    told: str
    changes: tuple[Change, ...]
    undoes: int | None = None
    recommenders: tuple[str, ...] = ()
    projects: int | None = None


@dataclass(frozen=True)
class Undone:
    """What became of an undo: the version that did it, None where nothing could go back, and the paths that stayed."""

    version: Version | None
    stayed: tuple[str, ...]


class History:
    """The history of the campaign in `folder`; one change at a time is the caller's care."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        """Of the campaign whose folder of the store this is; `temporary` lies on the same disk."""
        self._files, self._own, self._temporary = folder / FILES, folder / HISTORY, temporary

    def versions(self) -> list[Version]:
        """All versions, the oldest first; one whose record the disk has spoilt is left out."""
        found: list[Version] = []
        with suppress(FileNotFoundError):
            for file in sorted((self._own / VERSIONS).iterdir(), key=lambda one: one.name):
                with suppress(OSError, ValidationError):
                    found.append(Version.model_validate_json(file.read_bytes()))
        return found

    def version(self, number: int) -> Version:
        """One version. Raises RefusedError("not-found")."""
        found = [one for one in self.versions() if one.number == number]
        if not found:
            raise RefusedError("not-found")
        return found[0]

    def content(self, digest: str) -> Path:
        """The file that holds the content of this sum. Raises RefusedError("not-found")."""
        file = self._own / BLOBS / digest
        if not digest.isalnum() or not file.is_file():
            raise RefusedError("not-found")
        return file

    def change(
        self, told: str | Said, writes: Writes, names: Mapping[str, str] | None = None, undoes: int | None = None
    ) -> Version | None:
        """Write these files, by their paths in the campaign folder; None removes one. A given Path is moved away.

        `names` are those under which the files were sent, where their paths do not say so. Nothing is noted where
        nothing would change; then None is returned. Raises RefusedError("not-found") where the campaign has gone,
        OSError where the disk has no room.
        """
        with there():
            for folder in (self._own, self._own / BLOBS, self._own / VERSIONS):
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            before = self.versions()
            names = {} if names is None else names
            changes = tuple(self._changes(writes, known_names(before), names))
            if not changes:
                return None
            flush_all(self._own / BLOBS / digest for digest in {one.after for one in changes if one.after})
            flush(self._own / BLOBS)
            number = before[-1].number + 1 if before else 1
            said = told if isinstance(told, Said) else Said(told)
            made = Version(number=number, made=datetime.now(UTC), changes=changes, undoes=undoes, **said._asdict())
            record = self._own / VERSIONS / f"{number:06}.json"
            put_file(record, made.model_dump_json().encode(), self._temporary)
            for one in changes:
                self._go_to(one.path, one.after)
            flush(self._files)
        return made

    def undo(self, number: int) -> Undone:
        """Take a version back: each path that is still as the version made it. Raises RefusedError("not-found")."""
        version = self.version(number)
        stayed = [one.path for one in version.changes if self._sum(one.path) not in (one.after, one.before)]
        back = [one for one in version.changes if one.path not in stayed]
        writes: dict[str, Content] = {one.path: self._copy(one.before) if one.before else None for one in back}
        names = {one.path: one.name_before for one in back if one.name_before}
        return Undone(self.change(f"撤销第{number}次：{version.told}", writes, names, number), tuple(stayed))

    def _changes(self, writes: Writes, known: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Change]:
        for path, content in writes.items():
            before = self._kept(path)
            after, size = self._taken(content)
            if before != after:
                own = PurePosixPath(path).name
                name_before = known.get(path, own) if before else ""
                name = names.get(path, own) if after else ""
                yield Change(path=path, before=before, after=after, name_before=name_before, name=name, bytes=size)

    def _sum(self, path: str) -> str | None:
        file = self._files / path
        return file_hash(file) if file.is_file() else None

    def _kept(self, path: str) -> str | None:
        """The sum of the file that is there now, whose content is kept from now on."""
        digest = self._sum(path)
        if digest is not None:
            with suppress(FileExistsError):
                os.link(self._files / path, self._own / BLOBS / digest)
        return digest

    def _taken(self, content: Content) -> tuple[str | None, int]:
        """Sum and size of what is to be there, which is kept from now on."""
        if content is None:
            return None, 0
        aside = self._temporary / secrets.token_hex(12)
        try:
            if isinstance(content, Path):
                content.rename(aside)
            else:
                write_new(aside, [content], flush=False)
            digest, size = file_hash(aside), aside.stat().st_size
            if not (kept := self._own / BLOBS / digest).exists():
                aside.replace(kept)
        finally:
            aside.unlink(missing_ok=True)
        return digest, size

    def _copy(self, digest: str) -> Path:
        """The content of this sum under a name that may be moved away."""
        aside = self._temporary / secrets.token_hex(12)
        os.link(self.content(digest), aside)
        return aside

    def _go_to(self, path: str, digest: str | None) -> None:
        target = self._files / path
        if digest is None:
            target.unlink(missing_ok=True)
            for parent in list(target.relative_to(self._files).parents)[:-1]:
                with suppress(OSError):  # others are in it
                    (self._files / parent).rmdir()
            return
        make_below(self._files, target)
        aside = self._copy(digest)
        try:
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)  # a link put in the place of one to the same bytes stays where it was


def known_names(versions: Sequence[Version]) -> dict[str, str]:
    """The names under which the files that are there now were sent, by path, as far as the versions know."""
    return {one.path: one.name for version in versions for one in version.changes}
