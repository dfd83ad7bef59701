"""A backup made, and brought back: whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.campaign.errors import MachineError, UsageError
from generator.ground.disk import PRIVATE_FOLDER, exchange, flush, flush_below, open_new, reason
from generator.interfaces.service.archive import Counted, form_told, pack, unpack
from generator.interfaces.service.snapshot import snapshot
from generator.interfaces.web.store.form import form_of, is_store, require_form

LOCK = "lock"


def back_up(root: Path, file: Path) -> Counted:
    """Write what the folder of the service holds into a new file, whether it runs or not.

    Raises UsageError where there is nothing or the file is there already, MachineError where the disk takes it not.
    """
    if not is_store(root):
        raise UsageError(f"文件夹 {root} 里没有网页服务保存的内容，没有做备份。位置不同时请写 --data。")
    if os.path.lexists(file):
        raise UsageError(f"已有 {file}，没有做备份。请换一个文件名，例如加上日期。")
    if file.parent.resolve().is_relative_to(root.resolve()):  # the next one would hold it, and so on
        raise UsageError(f"备份文件不能放在网页服务自己的文件夹 {root} 里，没有做备份。请放到别处。")
    aside = root / "tmp" / f"backup-{secrets.token_hex(8)}"
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    with _told(f"没有做成备份，{file} 没有留下"):
        try:
            aside.parent.mkdir(PRIVATE_FOLDER, exist_ok=True)
            snapshot(root, aside)
            with open_new(part) as written:
                counted = pack(aside, written)
                written.flush()
                os.fsync(written.fileno())
            part.rename(file)
            flush(file.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            part.unlink(missing_ok=True)
    return counted


def bring_back(file: Path, root: Path, *, replace: bool) -> Counted:
    """Put what a backup holds into the folder of the service; with `replace` in the place of what is there.

    Raises UsageError where the folder is in use or not empty, or the file no whole backup; MachineError.
    """
    root = root.resolve()  # the folder that systemd gives is a link
    with file.open("rb") as content:
        require_form(form_told(content), "备份")
    with _told(f"没有恢复，{root} 没有改动"), _free(root):
        _require_place(root, replace=replace)
        root.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        made = root.with_name(f".{root.name}.{secrets.token_hex(4)}.part")
        made.mkdir(PRIVATE_FOLDER)
        try:
            with file.open("rb") as content:
                counted = unpack(content, made)
            require_form(form_of(made), "备份")
            _own_as(root, made)
            flush_below(made)
            _take_place(made, root)
            flush(root.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)  # after an exchange: what was there before
    return counted


def _require_place(root: Path, *, replace: bool) -> None:
    if not root.is_dir() or not any(root.iterdir()):
        return
    if not is_store(root):
        raise UsageError(f"文件夹 {root} 里有别的文件，没有恢复。请用 --data 另选一个。")
    if not replace:
        raise UsageError(
            f"文件夹 {root} 里已有网页服务保存的内容，没有恢复。要换成备份里的，请加上 --replace；原有的内容会删除。"
        )


def _own_as(root: Path, made: Path) -> None:
    """Give what was unpacked to whom the folder belongs, where that is somebody else, as for a service of its own."""
    if not root.is_dir() or os.geteuid() != 0:
        return
    owner = root.stat()
    for place, folders, names in os.walk(made):
        for name in (".", *folders, *names):
            os.chown(Path(place) / name, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _take_place(made: Path, root: Path) -> None:
    """Put the folder in its place, in one step where the system can; `made` is what was there then."""
    if not root.is_dir():
        made.rename(root)
        return
    handle = os.open(made.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if exchange(made.name, root, handle):
            return
    finally:
        os.close(handle)
    before = root.with_name(f".{root.name}.before")
    root.rename(before)
    made.rename(root)
    before.rename(made)


@contextmanager
def _free(root: Path) -> Iterator[None]:
    """Hold the folder as the service does. Raises UsageError where it runs."""
    try:
        handle = os.open(root / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"网页服务正在使用 {root}，没有恢复。请先停止它，例如：systemctl stop wuxiao") from None
    else:
        yield
    finally:
        os.close(handle)


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        raise MachineError(f"{what}：{reason(wrong)}。") from wrong
    except shutil.Error as wrong:
        raise MachineError(f"{what}：有文件读不出来，请检查磁盘和权限。") from wrong
