"""Papers of one project brought together, numbered, and what goes with them."""
