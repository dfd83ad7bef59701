"""The forms of the database: what the steps make is what the program works with, and a step is done whole."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SAWarning

import generator.interfaces.web.people.migrations as migrations
from generator.interfaces.web.people.database import NEWEST, Database
from generator.interfaces.web.people.tables import METADATA


def test_the_newest_form_is_the_last_step() -> None:
    steps = ScriptDirectory(str(Path(migrations.__path__[0])))
    assert steps.get_heads() == [NEWEST]


def test_the_steps_make_the_tables_that_the_program_works_with(tmp_path: Path) -> None:
    database = Database(tmp_path, make=True)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            warnings.simplefilter("ignore", SAWarning)  # the index over lower(name), which no inspector reads
            assert compare_metadata(context, METADATA) == []
        (index,) = connection.exec_driver_sql("select sql from sqlite_master where name = 'open_names'").scalars()
        assert index.lower().endswith("(lower(name)) where closed is null")
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
    database.close()
    again = Database(tmp_path, make=False)
    again.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_begins_belongs_to_the_user_of_the_service(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    os.chown(own, 65534, 65534)
    database = Database(own, make=True)
    with database.writing() as connection:
        connection.exec_driver_sql("insert into entries (made, who, what, done) values ('2026-01-01', 'a', 'b', 1)")
        found = {one.name: one.stat().st_uid for one in own.iterdir()}
    database.close()
    assert len(found) == 3
    assert set(found.values()) == {65534}


def test_a_transaction_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path, make=True)
    try:
        with database.writing() as connection:
            connection.exec_driver_sql("insert into entries (made, who, what, done) values ('2026-01-01', 'a', 'b', 1)")
            raise InterruptedError
    except InterruptedError:
        pass
    with database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from entries").scalar() == 0
    database.close()
