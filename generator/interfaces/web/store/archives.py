"""Zip files: opened with distrust, and written so that Chinese names open rightly on Windows."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from generator.campaign.masking import without_persons
from generator.campaign.showing import visible
from generator.ground.archives import entry_name, is_plain
from generator.ground.disk import open_new
from generator.interfaces.web.limits import CAMPAIGN_FILES, LARGEST_RATIO, RATIO_FREE_BYTES, USUAL_BOUNDS, Bounds
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.names import is_litter, safe_path
from generator.reading.prescan import PACKAGE_ERRORS, overlapping

ENCRYPTED = 0x1
OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EROFS})
CHUNK_BYTES = 1 << 20


def unpacked(archive: Path, folder: Path, bounds: Bounds = USUAL_BOUNDS) -> list[tuple[PurePosixPath, Path]]:
    """The files of the zip under their names, each unpacked into `folder` under a number.

    Raises OSError where the machine lacks something, RefusedError for anything but plain files and folders with safe
    names in a package of sane size.
    """
    try:
        with zipfile.ZipFile(archive) as package:
            return list(_unpacked(package, archive.stat().st_size, folder, bounds))
    except (OSError, *PACKAGE_ERRORS) as wrong:
        if isinstance(wrong, OSError) and wrong.errno in OF_THE_MACHINE:
            raise
        raise RefusedError("upload-unusable", "压缩包已损坏，读不出来。", "请重新压缩为 .zip 后上传。") from wrong


def _unpacked(
    package: zipfile.ZipFile, size: int, folder: Path, bounds: Bounds
) -> Iterator[tuple[PurePosixPath, Path]]:
    entries = package.infolist()
    _require_sane(package, entries, size, bounds)
    for number, entry in enumerate(entries):
        name = _name(entry)
        if entry.is_dir() or name.endswith(("/", "\\")):
            continue
        path = safe_path(name)
        if is_litter(path):
            continue
        target = folder / f"{number}"
        with package.open(entry) as source, open_new(target) as file:  # which gives no more than the entry announced
            shutil.copyfileobj(source, file, CHUNK_BYTES)
        yield path, target


def _require_sane(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, bounds: Bounds) -> None:
    inflated = sum(entry.file_size for entry in entries)
    if len(entries) > CAMPAIGN_FILES:
        raise RefusedError("too-large", f"压缩包里的文件超过{CAMPAIGN_FILES}个。")
    for entry in entries:
        require_file_bounds(_name(entry), entry.file_size, bounds)
    if inflated > bounds.campaign_bytes:
        largest = shown_bytes(bounds.campaign_bytes)
        raise RefusedError("too-large", f"压缩包解开后有{shown_bytes(inflated)}，一个活动最多{largest}。")
    if inflated > RATIO_FREE_BYTES and inflated > LARGEST_RATIO * size:
        raise RefusedError("too-large", "压缩包的内容异常庞大，已拒绝。")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise RefusedError("upload-unusable", "压缩包加了密码，打不开。", "请去掉密码后重新压缩。")
    if any(not is_plain(entry) for entry in entries):
        raise RefusedError("upload-unusable", "压缩包里有链接或特殊文件。", "请只压缩普通文件和文件夹。")
    if overlapping(package, entries, size):
        raise RefusedError("upload-unusable", "压缩包的结构不正常，已拒绝。", "请重新压缩为 .zip 后上传。")


def require_file_bounds(name: str, size: int, bounds: Bounds) -> None:
    """Raises RefusedError for a file that is too large."""
    if size > bounds.file_bytes:
        shown = without_persons(visible(PurePosixPath(name).name))
        message = f"“{shown}”有{shown_bytes(size)}，一个文件最多{shown_bytes(bounds.file_bytes)}。"
        raise RefusedError("too-large", message, "请把它分成几个，或压缩图片后再上传。")


def shown_bytes(count: int) -> str:
    """A number of bytes as it is read."""
    unit, name = next(((unit, name) for unit, name in ((1e9, "GB"), (1e6, "MB")) if count >= unit), (1e3, "KB"))
    return f"{count / unit:.1f}".removesuffix(".0") + f" {name}"


def _name(entry: zipfile.ZipInfo) -> str:
    name = entry_name(entry)
    if name is None:
        raise RefusedError("upload-unusable", "压缩包里的文件名读不出来。", "请用系统自带的“压缩”功能重新压缩。")
    return name


def write_zip(target: Path, folder: Path, paths: Iterable[str], made: datetime) -> None:
    """Write a zip of these files below `folder`, dated `made`.

    The files are packed already, so they are stored as they are. Names beyond ASCII carry the UTF-8 flag.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for path in paths:
            entry = zipfile.ZipInfo(path, made.timetuple()[:6])
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            entry.file_size = (folder / path).stat().st_size
            with (folder / path).open("rb") as source, package.open(entry, "w") as file:
                shutil.copyfileobj(source, file, CHUNK_BYTES)
