"""Keys of programs: each with a role, shown once, kept as a hash, revoked for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from generator.interfaces.web.limits import LONGEST_ACCOUNT_NAME
from generator.interfaces.web.people.accounts import local, now, require_bound
from generator.interfaces.web.people.hashing import hash_of, new_secret
from generator.interfaces.web.people.tables import KEYS
from generator.interfaces.web.people.who import Role, Who
from generator.interfaces.web.refusals import RefusedError

MARK = "wuxiao_"  # what a key begins with, so that one is known where it lies about


@dataclass(frozen=True)
class Key:
    """A key as it is kept; `used` is the day of its last use."""

    id: int
    name: str
    role: Role
    recommender: str
    made: datetime
    used: datetime | None
    revoked: datetime | None


def all_keys(connection: Connection) -> list[Key]:
    """All keys, those that open something first."""
    asked = select(KEYS).order_by(KEYS.c.revoked.is_not(None), KEYS.c.id)
    found = [row._mapping for row in connection.execute(asked)]
    return [
        Key(
            one["id"], one["name"], Role(one["role"]), one["recommender"], local(one["made"]),
            *(local(one[at]) if one[at] else None for at in ("used", "revoked")),
        )
        for one in found
    ]  # fmt: skip


def add(connection: Connection, name: str, role: Role, recommender: str = "") -> tuple[int, str]:
    """The number of a new key and the key itself. Raises RefusedError("invalid")."""
    name, recommender = name.strip(), require_bound(role, recommender)
    if not 0 < len(name) <= LONGEST_ACCOUNT_NAME or not name.isprintable():
        raise RefusedError("invalid", f"名称要有1到{LONGEST_ACCOUNT_NAME}个字。", "请写明是哪个程序用的。")
    if any(one.name == name and not one.revoked for one in all_keys(connection)):
        raise RefusedError("invalid", f"已经有叫“{name}”的密钥。", "请换一个名称，或先停用原来的。")
    secret = f"{MARK}{new_secret()}"
    values = {"hash": hash_of(secret), "name": name, "role": role.value, "recommender": recommender, "made": now()}
    made = connection.execute(insert(KEYS).values(values))
    return int(made.inserted_primary_key[0]), secret  # type: ignore[index]


def revoke(connection: Connection, *, number: int = 0, name: str = "") -> str:
    """Revoke the key of this number or name; returns the name. Raises RefusedError("not-found")."""
    for one in all_keys(connection):
        if not one.revoked and (one.id == number or (name and one.name == name.strip())):
            connection.execute(update(KEYS).where(KEYS.c.id == one.id).values(revoked=now()))
            return one.name
    raise RefusedError("not-found", "没有这个密钥，或已经停用。", "请核对名称。")


def who_has(connection: Connection, secret: str) -> tuple[Who, bool] | None:
    """Who has this key, and whether today's use of it is still to be noted."""
    row = connection.execute(select(KEYS).where(KEYS.c.hash == hash_of(secret), KEYS.c.revoked.is_(None))).first()
    if row is None:
        return None
    one = row._mapping
    who = Who(Role(one["role"]), key=one["id"], name=one["name"], recommender=one["recommender"])
    return who, one["used"] is None or one["used"].date() < now().date()


def note_use(connection: Connection, number: int) -> None:
    """Note that the key was used today."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    connection.execute(update(KEYS).where(KEYS.c.id == number).values(used=today))
