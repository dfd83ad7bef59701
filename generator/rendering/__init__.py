"""Stage: rendering."""
