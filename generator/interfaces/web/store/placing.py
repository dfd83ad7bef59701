"""Things appear in the store whole and in a place that exists, or not at all.

What a check, a report, a drawing or a build makes lies aside until it is whole, and is then renamed to its place. A
rename makes no folder: what outlives its campaign finds no place any more, and nothing comes back that was removed.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.ground.disk import PRIVATE_FOLDER, flush, write_new
from generator.interfaces.web.refusals import RefusedError


@contextmanager
def there() -> Iterator[None]:
    """Raises RefusedError("not-found") where what the block works on has been removed."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise RefusedError("not-found") from None


def put_file(target: Path, content: bytes, temporary: Path) -> None:
    """Write a file whole, through `temporary` on the same disk.

    Raises RefusedError("not-found") where its folder is gone, OSError where the disk has no room.
    """
    aside = temporary / secrets.token_hex(12)
    try:
        write_new(aside, [content], flush=True)
        with there():
            aside.replace(target)
            flush(target.parent)
    finally:
        with suppress(OSError):
            aside.unlink()


def put_folder(made: Path, target: Path) -> None:
    """Move a finished folder to its place, unless somebody else put the same there meanwhile."""
    with there():
        try:
            made.rename(target)
        except OSError:
            if not target.is_dir():
                raise


def put_files(made: Path, target: Path) -> None:
    """Move the finished files of a folder into another, which is made in its parent if need be."""
    with there():
        target.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        for one in made.iterdir():
            one.replace(target / one.name)


def put_folders(made: Path, target: Path) -> None:
    """Move the finished files of each folder in a folder into those of the same names in another."""
    for one in made.iterdir():
        put_files(one, target / one.name)


def take_away(folder: Path, temporary: Path) -> Path:
    """Take a folder out of its place in one step; what is left to do is `clear` of the place returned."""
    aside = temporary / secrets.token_hex(12)
    with there():
        folder.rename(aside)
    return aside


def clear(folder: Path) -> None:
    """Delete a folder with all that is in it, as far as the disk lets us."""
    shutil.rmtree(folder, ignore_errors=True)


def linked(folder: Path, target: Path) -> None:
    """A snapshot of a folder, made of links: its files are only ever replaced, never written into."""
    with there():
        try:
            shutil.copytree(folder, target, copy_function=os.link)
        except shutil.Error:  # one of its files could not be linked
            raise RefusedError("machine" if folder.is_dir() else "not-found") from None
