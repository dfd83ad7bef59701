"""The tables of the database: accounts, the links that open them, their sessions, keys of programs, the log."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, func

METADATA = MetaData()

ACCOUNTS = Table(
    "accounts", METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("recommender", String, nullable=False, server_default=""),
    Column("password", String),  # argon2; none before the first link was used
    Column("made", DateTime, nullable=False),
    Column("came", DateTime),  # signed in last
    Column("closed", DateTime),
    sqlite_autoincrement=True,  # a number is never given twice: the log names it
)  # fmt: skip
OPEN_NAMES = Index(  # of those that are open no two are called the same
    "open_names", func.lower(ACCOUNTS.c.name), unique=True, sqlite_where=ACCOUNTS.c.closed.is_(None)
)
LINKS = Table(
    "links", METADATA,
    Column("hash", String, primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("until", DateTime, nullable=False),
    Column("used", DateTime),
)  # fmt: skip
SESSIONS = Table(
    "sessions", METADATA,
    Column("hash", String, primary_key=True),
    Column("account", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("until", DateTime, nullable=False),
)  # fmt: skip
KEYS = Table(
    "keys", METADATA,
    Column("id", Integer, primary_key=True),
    Column("hash", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("recommender", String, nullable=False, server_default=""),
    Column("made", DateTime, nullable=False),
    Column("used", DateTime),  # the day of the last use
    Column("revoked", DateTime),
    sqlite_autoincrement=True,
)  # fmt: skip
ENTRIES = Table(
    "entries", METADATA,
    Column("id", Integer, primary_key=True),
    Column("made", DateTime, nullable=False, index=True),
    Column("account", Integer),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("campaign", String, nullable=False, server_default=""),
    Column("title", String, nullable=False, server_default=""),  # the campaign's name at that time
    Column("done", Boolean, nullable=False),
)  # fmt: skip
