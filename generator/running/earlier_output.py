"""Whether a folder may be replaced: it holds an earlier output of ours as it was made, and nothing of anybody else."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.campaign.errors import UsageError
from generator.ground.inputs import file_hash, read_file

MANIFEST = "manifest.json"
# What the system's own file managers leave in every folder that they show.
LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
OPEN_MARK = "~$"  # Word, WPS and Excel leave a file of such a name beside one that is open
NAMED = 5  # files that a message names
HASHED_AT_ONCE = 4

FileStates = Mapping[str, tuple[int, int, int]]  # path below the folder → inode, size, time of change


@dataclass(frozen=True)
class Earlier:
    """What stood in the output folder when a run began."""

    folder: Path
    seen: FileStates

    def require_unchanged(self) -> None:
        """Raise UsageError where a file there was added or changed since."""
        now = _seen(self.folder)
        if changed := sorted(path for path in now if now[path] != self.seen.get(path)):
            message = f"生成期间，{self.folder} 里的文件有改动：{_named(changed)}。原有输出没有改动。"
            raise UsageError(f"{message}请关闭打开的文件，把自己的文件移到别处，再重新生成。")


def earlier_output(out: Path, *, replace_changed: bool) -> Earlier:
    """What stands in the folder, all of which may be replaced; with `replace_changed` also what is not as it was made.

    Raises:
        UsageError: `out` is no folder, or holds something that is not an earlier output, that was added or changed.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"输出位置 {out} 不是文件夹。请另选一个位置。")
    seen = _seen(out)
    if seen:
        made = _made(out)
        if made is None:
            raise UsageError(f"文件夹 {out} 里有别的文件。请另选一个空文件夹，以免覆盖。")
        if not replace_changed:
            _require_as_made(out, seen, made)
    return Earlier(out, seen)


def _require_as_made(out: Path, seen: FileStates, made: Mapping[str, Mapping[str, Any]]) -> None:
    added = sorted(path for path in seen if path not in made and path != MANIFEST)
    same_size = [path for path in seen if path in made and seen[path][1] == made[path].get("bytes")]
    with ThreadPoolExecutor(HASHED_AT_ONCE) as pool:
        hashes = dict(zip(same_size, pool.map(lambda path: _hash(out / path), same_size), strict=True))
    changed = sorted(path for path in seen if path in made and hashes.get(path) != made[path].get("sha256"))
    marks = [path for path in added if PurePosixPath(path).name.startswith(OPEN_MARK)]
    foreign = [path for path in added if path not in marks]
    own = (("不是程序生成的", foreign), ("生成以后改过", changed), ("有文件正打开着，先关闭；没有打开的请删去", marks))
    told = [f"{what}：{_named(paths)}。" for what, paths in own if paths]
    if told:
        fix = "重新生成会删去它们。请先移到别处，或另选输出位置；确认不要的，加上 --replace-changed。"
        raise UsageError(f"输出文件夹 {out} 里有自己的文件。{''.join(told)}{fix}")


def _made(out: Path) -> Mapping[str, Mapping[str, Any]] | None:
    """The files that our manifest lists, by path; None where there is no manifest of ours."""
    try:
        manifest = json.loads(read_file(out / MANIFEST))
        files = {file["path"]: file for file in manifest["files"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    ours = {"campaign", "version"} <= manifest.keys() and all(isinstance(path, str) for path in files)
    return files if ours else None


def _seen(out: Path) -> FileStates:
    """Every file below the folder; links are files, whatever they lead to."""
    return dict(_walked(out, ""))


def _walked(folder: Path, above: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walked(Path(entry), f"{above}{entry.name}/")
        elif entry.name not in LEFT_BY_SYSTEMS:
            about = entry.stat(follow_symlinks=False)
            yield f"{above}{entry.name}", (about.st_ino, about.st_size, about.st_mtime_ns)


def _hash(path: Path) -> str:
    """The SHA-256 of an ordinary file's content."""
    if path.is_symlink() or not path.is_file():
        return ""
    return file_hash(path)


def _named(paths: Iterable[str]) -> str:
    paths = list(paths)
    more = f"等{len(paths)}个" if len(paths) > NAMED else ""
    return "、".join(f"“{path}”" for path in paths[:NAMED]) + more
