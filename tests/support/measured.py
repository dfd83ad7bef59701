"""What a long test is given to note its figures with, by the fixture `measured` of support/whole_run.py."""

from __future__ import annotations

from collections.abc import Callable

Measured = Callable[[str, float, str], None]
