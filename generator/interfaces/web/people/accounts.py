"""Accounts: added with a link for the person, who chooses name and password; signed in; closed for good."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from generator.interfaces.web.limits import LINK_DAYS, LONGEST_ACCOUNT_NAME
from generator.interfaces.web.people.hashing import hash_of, new_secret
from generator.interfaces.web.people.tables import ACCOUNTS, LINKS, SESSIONS
from generator.interfaces.web.people.who import GIVEN, Role, Who
from generator.interfaces.web.refusals import RefusedError

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 1_000


@dataclass(frozen=True)
class Account:
    """An account as it is kept, without its password; `is_set` says that a person has chosen one."""

    id: int
    name: str
    role: Role
    recommender: str
    is_set: bool
    made: datetime
    came: datetime | None
    closed: datetime | None

    @property
    def state(self) -> str:
        """How it stands with it, in a word."""
        return "已关闭" if self.closed else "使用中" if self.is_set else "等待打开链接"


def now() -> datetime:
    """This moment, as the database keeps it: in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """What the database keeps, with its zone."""
    return moment.replace(tzinfo=UTC)


def _account(row: Row[tuple[object, ...]]) -> Account:
    known = row._mapping
    times = {one: local(known[one]) if known[one] else None for one in ("came", "closed")}
    is_set, role = known["password"] is not None, Role(known["role"])
    return Account(known["id"], known["name"], role, known["recommender"], is_set, local(known["made"]), **times)


def everybody(connection: Connection) -> list[Account]:
    """All accounts, those that are open first, in the order in which they were added."""
    asked = select(ACCOUNTS).order_by(ACCOUNTS.c.closed.is_not(None), ACCOUNTS.c.id)
    return [_account(row) for row in connection.execute(asked)]


def are_there(connection: Connection) -> bool:
    """Whether there ever was an account."""
    return connection.execute(select(ACCOUNTS.c.id).limit(1)).first() is not None


def by_id(connection: Connection, number: int) -> Account:
    """The open account of this number. Raises RefusedError("not-found")."""
    return _one(connection, ACCOUNTS.c.id == number)


def by_name(connection: Connection, name: str) -> Account:
    """The open account of this name. Raises RefusedError("not-found")."""
    return _one(connection, _called(name))


def _called(name: str) -> ColumnElement[bool]:
    """Whether an account is called so, in whichever width and case of letters somebody types it.

    SQLite makes small letters of ASCII's alone, so both sides are left to it. Names were once kept as they were typed.
    """
    return func.lower(ACCOUNTS.c.name).in_([func.lower(one) for one in {name.strip(), _in_one_width(name)}])


def _in_one_width(name: str) -> str:
    """The name without what an input method adds: letters and digits as wide as a Chinese character."""
    return unicodedata.normalize("NFKC", name).strip()


def _one(connection: Connection, which: object) -> Account:
    row = connection.execute(select(ACCOUNTS).where(which, ACCOUNTS.c.closed.is_(None))).first()  # type: ignore[arg-type]
    if row is None:
        raise RefusedError("not-found", "没有这个账号，或已经关闭。", "请核对登录名。")
    return _account(row)


def password_of(connection: Connection, name: str) -> tuple[Account | None, str | None]:
    """The open account of this name and what is kept of its password, nothing where there is none."""
    asked = select(ACCOUNTS).where(_called(name), ACCOUNTS.c.closed.is_(None))
    row = connection.execute(asked).first()
    return (_account(row), row._mapping["password"]) if row else (None, None)


def add(connection: Connection, name: str, role: Role, recommender: str = "") -> tuple[Account, str]:
    """A new account and the secret of its first link. Raises RefusedError("invalid")."""
    name = require_name(connection, name)
    recommender = require_bound(role, recommender)
    values = {"name": name, "role": role.value, "recommender": recommender, "made": now()}
    made = connection.execute(insert(ACCOUNTS).values(values))
    number = made.inserted_primary_key[0]  # type: ignore[index]
    return by_id(connection, number), link(connection, number)


def require_bound(role: Role, recommender: str) -> str:
    """The recommender that goes with the role. Raises RefusedError("invalid")."""
    recommender = recommender.strip()
    if role not in GIVEN:
        raise RefusedError("invalid", "没有这种角色。", "请重新选择。")
    if (role is Role.RECOMMENDER) != bool(recommender) or len(recommender) > 100 or not recommender.isprintable():
        why = "角色是申报单位的，要写明是哪个申报单位；别的角色不写。"
        raise RefusedError("invalid", why, "请核对后再试。")
    return recommender


def require_name(connection: Connection, name: str, besides: int = 0) -> str:
    """The name, where nobody but `besides` has it. Raises RefusedError("invalid")."""
    name = _in_one_width(name)
    if not 0 < len(name) <= LONGEST_ACCOUNT_NAME or not name.isprintable() or " " in name:
        why = f"登录名要有1到{LONGEST_ACCOUNT_NAME}个字，中间没有空格。"
        raise RefusedError("invalid", why, "请换一个登录名。")
    asked = select(ACCOUNTS.c.id).where(_called(name), ACCOUNTS.c.closed.is_(None))
    if any(row[0] != besides for row in connection.execute(asked)):
        raise RefusedError("invalid", f"已经有叫“{name}”的账号。", "请换一个登录名。")
    return name


def require_password(password: str, name: str) -> None:
    """Raises RefusedError("invalid") for a password that is soon guessed."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedError("invalid", f"密码不能少于{SHORTEST_PASSWORD}个字符。", "请换一个密码。")
    if password.casefold() == name.casefold() or len(set(password)) < 3:
        raise RefusedError("invalid", "这个密码太容易猜到。", "请换一个密码。")


def require_kept(connection: Connection, account: int, kept: str | None) -> None:
    """Raises RefusedError("wrong-password") where another password was chosen since this one (hashed) was compared."""
    found = connection.execute(select(ACCOUNTS.c.password).where(ACCOUNTS.c.id == account)).scalar_one_or_none()
    if found is None or found != kept:
        raise RefusedError("wrong-password", "密码刚刚改过。", "请用新的密码登录。")


def link(connection: Connection, account: int) -> str:
    """The secret of a new link for the account; earlier ones open nothing any more."""
    secret = new_secret()
    connection.execute(delete(LINKS).where(LINKS.c.account == account))
    until = now() + timedelta(days=LINK_DAYS)
    connection.execute(insert(LINKS).values(hash=hash_of(secret), account=account, until=until))
    return secret


def invited(connection: Connection, secret: str) -> Account:
    """The account that a link opens, which stays unused. Raises RefusedError("not-found")."""
    asked = select(LINKS.c.account).where(
        LINKS.c.hash == hash_of(secret), LINKS.c.used.is_(None), LINKS.c.until > now()
    )
    row = connection.execute(asked).first()
    if row is None:
        raise no_link()
    return by_id(connection, row[0])


def no_link() -> RefusedError:
    """The refusal for a link that opens nothing."""
    return RefusedError("not-found", "这个链接已经用过、过期或不完整。", "请向管理员要一个新的链接。")


def take_up(connection: Connection, secret: str, name: str, kept: str) -> Account:
    """The account, whose person has chosen name and password (`kept`, hashed); the link is used up, others are out.

    Raises RefusedError("not-found" | "invalid").
    """
    account = invited(connection, secret)
    name = require_name(connection, name, account.id)
    connection.execute(update(LINKS).where(LINKS.c.hash == hash_of(secret)).values(used=now()))
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(name=name, password=kept))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account.id))
    return by_id(connection, account.id)


def change_password(connection: Connection, account: int, kept: str, session: str) -> None:
    """Another password; of the account's sessions only this one stays."""
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(password=kept))
    others = delete(SESSIONS).where(SESSIONS.c.account == account, SESSIONS.c.hash != session)
    connection.execute(others)
    connection.execute(delete(LINKS).where(LINKS.c.account == account))


def close(connection: Connection, account: int) -> Account:
    """Close the account for good: its sessions end with it. Raises RefusedError("not-found")."""
    found = by_id(connection, account)
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(closed=now(), password=None))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account))
    connection.execute(delete(LINKS).where(LINKS.c.account == account))
    return found


def open_session(connection: Connection, account: int, seconds: int) -> str:
    """The secret of a new session of the account. Raises RefusedError("not-found") where it was closed meanwhile."""
    by_id(connection, account)
    secret = new_secret()
    until = now() + timedelta(seconds=seconds)
    connection.execute(insert(SESSIONS).values(hash=hash_of(secret), account=account, until=until))
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(came=now()))
    return secret


def end_session(connection: Connection, secret: str) -> None:
    """End a session."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == hash_of(secret)))


def who_has(connection: Connection, secret: str) -> Who | None:
    """Who has this session, None where it has ended."""
    session = hash_of(secret)
    asked = (
        select(ACCOUNTS.c.id, ACCOUNTS.c.name, ACCOUNTS.c.role, ACCOUNTS.c.recommender)
        .join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.id)
        .where(SESSIONS.c.hash == session, SESSIONS.c.until > now(), ACCOUNTS.c.closed.is_(None))
    )
    row = connection.execute(asked).first()
    return Who(Role(row[2]), account=row[0], name=row[1], recommender=row[3], session=session) if row else None


def forget_old(connection: Connection) -> None:
    """Remove sessions and links that open nothing any more."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.until <= now()))
    connection.execute(delete(LINKS).where((LINKS.c.until <= now()) | LINKS.c.used.is_not(None)))
