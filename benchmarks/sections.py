"""The sections of the benchmark, in the order of the page.

A section is a module with `TITLE`, `NOTE` (what is measured, and where the engines differ) and `rows(plan)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

# The name that `--only` takes → the module.
SECTIONS: Mapping[str, str] = {
    "docx": "word_forms",
    "pdf": "pdf_forms",
    "excel": "excel_forms",
    "certificates": "certificates",
    "campaign": "campaign",
    "growth": "growth",
    "start": "start_up",
    "serving": "serving",
    "documents": "documents",
    "cluster": "cluster",
    "floor": "floor",
    "reading": "reading",
    "packets": "packets",
}


def section(name: str) -> ModuleType:
    """The module of that section."""
    return import_module(f"benchmarks.{SECTIONS[name]}")
