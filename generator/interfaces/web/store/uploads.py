"""Files that arrive → the campaign folder. They lie aside until all are there; an aborted upload leaves nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import FormData, UploadFile

from generator.campaign.layout import starter_folder
from generator.ground.disk import open_new
from generator.interfaces.web.limits import CAMPAIGN_FILES, Bounds
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.archives import CHUNK_BYTES, require_file_bounds, shown_bytes
from generator.interfaces.web.store.names import is_litter, is_zip, place_of, require_distinct, root_of, safe_path
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE

Arrived = tuple[PurePosixPath, Path]
MOST_NAMED = 5
NAMELESS = "新活动"  # what nobody has named yet


@dataclass(frozen=True)
class Placed:
    """What became of an upload: paths taken in, files that got another name, files that a build has no use for."""

    taken: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]

    @property
    def note(self) -> str:
        """The same in words for the clerk."""
        said = [f"已放入{len(self.taken)}个文件。"]
        for old, new in self.moved[:MOST_NAMED]:
            said.append(f"“{old}”已作为 {new} 放入。")
        if self.unused:
            named = "、".join(self.unused[:MOST_NAMED])
            more = "等" if len(self.unused) > MOST_NAMED else ""
            said.append(f"有{len(self.unused)}个文件与活动无关，没有放入：{named}{more}。")
        return "".join(said)


def received(form: FormData, scratch: Path, bounds: Bounds) -> list[Arrived]:
    """The files of a form under safe names, zips still packed, lying in `scratch`. Raises RefusedError.

    `files` are the files; `paths`, where given, is a JSON list of their paths in the clerk's folder.
    """
    files = _files(form)
    if not files:
        raise RefusedError("upload-unusable", "没有收到文件。", "请选择文件、文件夹或 .zip 压缩包后再上传。")
    arrived: list[Arrived] = []
    for number, (file, name) in enumerate(zip(files, _paths(form, files), strict=True)):
        path = safe_path(name)
        if not is_litter(path):
            target = scratch / f"file-{number}"
            require_file_bounds(name, file.size or 0, bounds)
            save(file, target, bounds.file_bytes)
            arrived.append((path, target))
    return arrived


def _files(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]


def _paths(form: FormData, files: Sequence[UploadFile]) -> list[str]:
    given = form.get("paths")
    if not isinstance(given, str) or not given:
        return [file.filename or "" for file in files]
    try:
        paths = json.loads(given)
    except (ValueError, RecursionError):
        raise RefusedError("malformed") from None
    if not isinstance(paths, list) or len(paths) != len(files) or not all(isinstance(one, str) for one in paths):
        raise RefusedError("malformed")
    return paths


def save(file: UploadFile, target: Path, most: int) -> None:
    """Write an uploaded file, which may have so many bytes. Raises RefusedError."""
    require_file_bounds(file.filename or "", file.size or 0, Bounds(file_bytes=most))
    with open_new(target) as written:
        shutil.copyfileobj(file.file, written, CHUNK_BYTES)


def name_of(form: FormData) -> str:
    """What the clerk calls what was sent: the folder or the zip; plain files have no name in common."""
    path = safe_path(_paths(form, _files(form))[0])
    return path.parts[0].removesuffix(".zip") if len(path.parts) > 1 or is_zip(path) else NAMELESS


def placed(arrived: Sequence[Arrived], folder: Path, bounds: Bounds) -> tuple[Placed, dict[str, Path]]:
    """Where the files belong in the campaign folder, taking the place of namesakes: in words, and by path.

    Raises RefusedError.
    """
    root = root_of([path for path, _ in arrived])
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    goals: dict[str, Path] = {}
    moved: list[tuple[str, str]] = []
    unused: list[str] = []
    for path, file in arrived:
        inner = path.relative_to(root) if path.is_relative_to(root) else path
        goal = place_of(inner, present)
        if goal is None:
            unused.append(inner.as_posix())
            continue
        if goal in goals:
            raise RefusedError("upload-unusable", f"有两个文件都要放到 {goal}。", "请只留一个后重新上传。")
        goals[goal] = file
        if goal != inner.as_posix():
            moved.append((inner.as_posix(), goal))
    require_room(present | goals.keys(), goals, folder, bounds)
    return Placed(tuple(goals), tuple(moved), tuple(unused)), goals


def require_room(paths: Set[str], goals: Mapping[str, Path], folder: Path, bounds: Bounds) -> None:
    """Raises RefusedError where these paths cannot stand beside each other in the folder, or are too many or large."""
    require_distinct(paths)
    for path in paths:
        parents = {parent.as_posix() for parent in PurePosixPath(path).parents}
        if parents & paths:
            raise RefusedError("upload-unusable", f"“{path}”所在文件夹与一个文件同名。", "请改名后重新上传。")
    size = sum((goals.get(path) or folder / path).stat().st_size for path in paths)
    require_bounds(len(paths), size, bounds)


def require_bounds(files: int, size: int, bounds: Bounds) -> None:
    """Raises RefusedError where a campaign would have too many files, or too many bytes."""
    if files > CAMPAIGN_FILES:
        raise RefusedError("too-large", f"文件太多：共有{files}个，一个活动最多{CAMPAIGN_FILES}个。")
    if size > bounds.campaign_bytes:
        largest = shown_bytes(bounds.campaign_bytes)
        raise RefusedError("too-large", f"文件太大：共有{shown_bytes(size)}，一个活动最多{largest}。")


def starter_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of the program's own campaign.yaml and notice.yaml."""
    for name in (SETTINGS_FILE, NOTICE_FILE):
        yield name, (starter_folder() / name).read_bytes()
