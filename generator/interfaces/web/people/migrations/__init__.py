"""How the database of people came to its present form: what alembic runs."""
