"""The database of people: one SQLite file in the private folder, which the service and the command line open at once.

In WAL mode readers wait for nobody. A writer takes the lock before it reads, so what it decides by holds when it
writes. What was acknowledged is on the disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from generator.campaign.errors import MachineError
from generator.ground.disk import PRIVATE_FILE, PRIVATE_FOLDER, reason

FILE = "people.sqlite"
NEWEST = "people_1"  # the form that this program works with
BUSY_SECONDS = 20
WHY: dict[int | None, str] = {
    sqlite3.SQLITE_FULL: "磁盘已满，请腾出空间",
    sqlite3.SQLITE_READONLY: "磁盘是只读的或没有权限，请换一个位置或请管理员开放权限",
    sqlite3.SQLITE_CANTOPEN: "没有权限，或磁盘已满，请检查磁盘空间和权限",
    sqlite3.SQLITE_BUSY: f"别的程序正在使用，等了{BUSY_SECONDS}秒，请稍后再试",
    sqlite3.SQLITE_CORRUPT: "文件已损坏，请从备份恢复",
    sqlite3.SQLITE_NOTADB: "它不是数据库或已损坏，请从备份恢复",
}


class Database:
    """The opened file. Whatever the disk or the file refuses raises MachineError."""

    def __init__(self, root: Path, *, make: bool) -> None:
        """Of the service whose folder this is; `make` one where there is none. Raises FileNotFoundError without it."""
        self.path = root / FILE
        if make:
            _make(self.path)
        elif not self.path.exists():
            raise FileNotFoundError(self.path)
        # Not written as an address, in which % and ? of a folder's name would lead to another file.
        address = URL.create("sqlite", database=str(self.path))
        self._engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        with _told():
            self._migrate()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees what is committed."""
        with _told(), self._engine.connect() as found:
            yield found.execution_options(reads=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends, nothing where it raises."""
        with _told(), self._engine.begin() as found:
            yield found

    def _migrate(self) -> None:
        with self.reading() as found:
            if _form(found) == NEWEST:
                return
        from alembic import command
        from alembic.config import Config

        with self.writing() as connection:
            config = Config()
            config.set_main_option("script_location", f"{Path(__file__).parent / 'migrations'}".replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _make(path: Path) -> None:
    """An empty file where there is none. Of an administrator (root) it goes to the user of the service's folder.

    Raises MachineError.
    """
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.touch(PRIVATE_FILE)
        if os.geteuid() == 0:  # SQLite gives the files beside it the same owner
            whose = path.parent.stat()
            os.chown(path, whose.st_uid, whose.st_gid)
    except OSError as wrong:
        raise MachineError(f"不能使用 {path}：{reason(wrong)}。") from wrong


def _form(connection: Connection) -> str:
    """The form that the file has, empty of a new one."""
    try:
        row = connection.exec_driver_sql("select version_num from alembic_version").first()
    except OperationalError as wrong:
        if "no such table" in f"{wrong}":
            return ""
        raise
    return str(row[0]) if row else ""


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says so, not where the driver thinks
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("begin" if connection.get_execution_options().get("reads") else "begin immediate")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as wrong:  # its own words hold what was asked
        raise MachineError(f"账号的数据库（{FILE}）读写不了：{_why(wrong)}。") from wrong


def _why(wrong: SQLAlchemyError) -> str:
    """What is the matter and what to do, without a full stop."""
    code = getattr(getattr(wrong, "orig", None), "sqlite_errorcode", None)
    return WHY.get(code & 0xFF if code is not None else None, "请检查磁盘空间和权限")
