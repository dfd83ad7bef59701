"""The first form: accounts, links, sessions, keys, entries of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "people_1"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("recommender", sa.String, nullable=False, server_default=""),
        sa.Column("password", sa.String),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("came", sa.DateTime),
        sa.Column("closed", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "open_names", "accounts", [sa.text("lower(name)")], unique=True, sqlite_where=sa.text("closed IS NULL")
    )
    op.create_table(
        "links",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("account", sa.Integer, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "keys",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("recommender", sa.String, nullable=False, server_default=""),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.Column("revoked", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("campaign", sa.String, nullable=False, server_default=""),
        sa.Column("title", sa.String, nullable=False, server_default=""),
        sa.Column("done", sa.Boolean, nullable=False),
    )
    op.create_index("ix_entries_made", "entries", ["made"])
