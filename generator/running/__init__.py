"""A run: planned as pieces of work, executed by workers, published in one exchange."""
