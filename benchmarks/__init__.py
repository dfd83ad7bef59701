"""Benchmarks: the peers side by side, and campaigns of any size to measure growth with."""
