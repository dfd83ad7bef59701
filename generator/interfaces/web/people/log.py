"""The log of actions: who did what to which campaign, and whether it was done. No personal data, no file names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from generator.interfaces.web.people.accounts import local, now
from generator.interfaces.web.people.tables import ENTRIES
from generator.interfaces.web.people.who import Who

ENTRIES_ON_A_PAGE = 100


class Done(NamedTuple):
    """What was done: the verb, the number and the name of the campaign, and whether it came about."""

    what: str
    campaign: str = ""
    title: str = ""
    done: bool = True


@dataclass(frozen=True)
class Entry:
    """An entry as it is kept."""

    made: datetime
    who: str
    what: str
    campaign: str
    title: str
    done: bool


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted: of whom, of which campaign, with which word; empty means all."""

    who: str = ""
    campaign: str = ""
    what: str = ""
    failed: bool = False


def note(connection: Connection, who: Who, done: Done) -> None:
    """Write an entry."""
    connection.execute(insert(ENTRIES).values(made=now(), account=who.account, who=_name(who), **done._asdict()))


def _name(who: Who) -> str:
    return f"{who.name}（程序）" if who.key is not None else who.name


def entries(connection: Connection, wanted: Wanted, page: int) -> tuple[list[Entry], int]:
    """A page of the wanted entries, the newest first, and how many they are."""
    where = _where(wanted)
    total = connection.execute(select(func.count()).select_from(ENTRIES).where(*where)).scalar_one()
    asked = select(ENTRIES).where(*where).order_by(ENTRIES.c.id.desc())
    rows = connection.execute(asked.limit(ENTRIES_ON_A_PAGE).offset((page - 1) * ENTRIES_ON_A_PAGE))
    found = [row._mapping for row in rows]
    return [
        Entry(local(one["made"]), one["who"], one["what"], one["campaign"], one["title"], one["done"]) for one in found
    ], total


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [
        column == value
        for column, value in ((ENTRIES.c.who, wanted.who), (ENTRIES.c.campaign, wanted.campaign))
        if value
    ]
    where += [ENTRIES.c.what.contains(wanted.what, autoescape=True)] if wanted.what else []
    return where + ([ENTRIES.c.done.is_(False)] if wanted.failed else [])


def known(connection: Connection) -> tuple[list[str], list[tuple[str, str]]]:
    """Those whose entries there are, and the campaigns with their latest names."""
    people = connection.execute(select(ENTRIES.c.who).distinct().order_by(ENTRIES.c.who)).scalars().all()
    latest = select(ENTRIES.c.campaign, ENTRIES.c.title, func.max(ENTRIES.c.id)).where(ENTRIES.c.campaign != "")
    campaigns = connection.execute(latest.group_by(ENTRIES.c.campaign).order_by(func.max(ENTRIES.c.id).desc()))
    return list(people), [(row[0], row[1]) for row in campaigns]


def forget_old(connection: Connection, days: int) -> None:
    """Remove entries that are older."""
    connection.execute(delete(ENTRIES).where(ENTRIES.c.made < now() - timedelta(days=days)))
