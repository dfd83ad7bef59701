"""One module for each form of the database; a new one names the one before it."""
