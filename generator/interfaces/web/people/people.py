"""The people of one service: every change of theirs is one transaction, with its entry in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from generator.interfaces.web.limits import HASHES_AT_ONCE, SESSION_SECONDS
from generator.interfaces.web.people import accounts, hashing, keys, log
from generator.interfaces.web.people.database import FILE, Database
from generator.interfaces.web.people.log import Done
from generator.interfaces.web.people.who import Who
from generator.interfaces.web.refusals import RefusedError

Found = TypeVar("Found")


class People:
    """The accounts and keys of the service in `root`; the file is opened when there is one."""

    def __init__(self, root: Path) -> None:
        """Nothing is opened or made yet."""
        self._root = root
        self._database: Database | None = None
        self._exist = False
        self._hashing: asyncio.Semaphore | None = None

    @property
    def exist(self) -> bool:
        """Whether there is an account, also one that was added while the service runs: then nobody is alone."""
        if not self._exist and (self._database or (self._root / FILE).exists()):
            self._exist = self.read(accounts.are_there)
        return self._exist

    def close(self) -> None:
        """Close the file."""
        if self._database:
            self._database.close()

    def read(self, ask: Callable[[Connection], Found]) -> Found:
        """What is found. Raises MachineError, RefusedError."""
        with self._opened().reading() as connection:
            return ask(connection)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """A transaction. Raises MachineError, RefusedError."""
        with self._opened().writing() as connection:
            yield connection

    def _opened(self) -> Database:
        if self._database is None:
            self._database = Database(self._root, make=True)
        return self._database

    # ---- who is asking

    def who_has(self, secret: str) -> Who | None:
        """Who has this session or key, None where it opens nothing."""
        if not secret.startswith(keys.MARK):
            return self.read(lambda connection: accounts.who_has(connection, secret))
        found = self.read(lambda connection: keys.who_has(connection, secret))
        if found is None:
            return None
        who, is_new_today = found
        if is_new_today and who.key is not None:
            with self.changing() as connection:
                keys.note_use(connection, who.key)
        return who

    # ---- signing in

    async def sign_in(self, name: str, password: str) -> tuple[Who, str]:
        """Who signed in, and the secret of the new session. Raises RefusedError("wrong-password"), which is noted."""
        account, kept = await asyncio.to_thread(self.read, lambda one: accounts.password_of(one, name))
        is_right = await self._hashed(hashing.is_right, password, kept)
        if account is None or not is_right:
            if account is not None:
                await asyncio.to_thread(self.note, _as(account), Done("登录", done=False))
            raise RefusedError("wrong-password", "登录名或密码不对。")
        return await asyncio.to_thread(self._signed_in, account, kept)

    def _signed_in(self, account: accounts.Account, kept: str | None) -> tuple[Who, str]:
        with self.changing() as connection:
            accounts.require_kept(connection, account.id, kept)
            secret = accounts.open_session(connection, account.id, SESSION_SECONDS)
            log.note(connection, _as(account), Done("登录"))
        return _as(account), secret

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with self.changing() as connection:
            who = accounts.who_has(connection, secret)
            accounts.end_session(connection, secret)
            if who:
                log.note(connection, who, Done("退出"))

    # ---- own account

    async def take_up(self, secret: str, name: str, password: str) -> tuple[Who, str]:
        """Choose name and password by a link; who signed in, and the secret of the session. Raises RefusedError."""
        await asyncio.to_thread(self.read, lambda one: accounts.invited(one, secret))
        accounts.require_password(password, name.strip())
        kept = await self._hashed(hashing.hashed, password)

        def change() -> tuple[Who, str]:
            with self.changing() as connection:
                account = accounts.take_up(connection, secret, name, kept)
                session = accounts.open_session(connection, account.id, SESSION_SECONDS)
                log.note(connection, _as(account), Done("用链接设置了密码"))
            return _as(account), session

        return await asyncio.to_thread(change)

    async def change_password(self, who: Who, old: str, new: str) -> None:
        """Another password for the own account. Raises RefusedError("wrong-password" | "invalid")."""
        _, kept = await asyncio.to_thread(self.read, lambda one: accounts.password_of(one, who.name))
        if who.account is None or not await self._hashed(hashing.is_right, old, kept):
            raise RefusedError("wrong-password", "原来的密码不对。")
        accounts.require_password(new, who.name)
        made, account = await self._hashed(hashing.hashed, new), who.account

        def change() -> None:
            with self.changing() as connection:
                accounts.require_kept(connection, account, kept)
                accounts.change_password(connection, account, made, who.session)
                log.note(connection, who, Done("修改了自己的密码"))

        await asyncio.to_thread(change)

    async def _hashed(self, work: Callable[..., Found], *given: str | None) -> Found:
        """What hashing yields, in a thread: each takes much memory, so only few at once."""
        if self._hashing is None:
            self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)
        async with self._hashing:
            return await asyncio.to_thread(work, *given)

    # ---- the log

    def note(self, who: Who, done: Done) -> None:
        """Write an entry of the log by itself."""
        with self.changing() as connection:
            log.note(connection, who, done)

    def sweep(self, days: int) -> None:
        """Remove what opens nothing any more, and entries older than so many days."""
        if self.exist:
            with self.changing() as connection:
                accounts.forget_old(connection)
                log.forget_old(connection, days)


def _as(account: accounts.Account) -> Who:
    return Who(account.role, account=account.id, name=account.name, recommender=account.recommender)
