"""The benchmark: peers side by side in one run, written to docs/benchmarks.md; and campaigns of any size.

A section is a module with `TITLE`, `NOTE` and `rows(plan)`; `sections.py` lists them.
"""
