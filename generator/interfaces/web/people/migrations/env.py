"""What alembic runs for each step; the transaction is the caller's, so that a step is done whole or not at all."""

from __future__ import annotations

from alembic import context

from generator.interfaces.web.people.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
