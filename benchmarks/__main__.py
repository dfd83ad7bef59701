"""The command line of the benchmark: `./run bench [--only docx,pdf] [--runs 5] [--few]`."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.machine import description
from benchmarks.measuring import ROOT, WORK, Plan, Row
from benchmarks.sections import SECTIONS, section
from benchmarks.table import filled, goal_table, section_table

PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "performance.md")


def main() -> None:
    """Measure what is asked for; a whole run writes the pages of docs, a part of it only prints."""
    asked = _arguments()
    plan, machine, started = Plan(asked.runs, asked.few), description(), time.monotonic()
    tables: dict[str, list[Row]] = {}
    for name in asked.only:
        print(f"{section(name).TITLE} …", file=sys.stderr, flush=True)
        tables[name] = section(name).rows(plan)
    minutes = (time.monotonic() - started) / 60
    blocks = _blocks(tables, f"{machine}\n- {asked.runs} rounds (fewer where a note says so), {minutes:.0f} minutes")
    print("\n\n".join(blocks.values()))
    whole = set(asked.only) == set(SECTIONS) and not asked.few
    for page in PAGES:
        target = page if whole else WORK / page.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(filled(page.read_text(encoding="utf-8"), blocks), encoding="utf-8")
        print(f"▸ {target.relative_to(ROOT)}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench", description="Peers side by side; a whole run writes docs/benchmarks.md."
    )
    parser.add_argument("--only", type=_names, default=list(SECTIONS), metavar="NAMES", help=f"of {','.join(SECTIONS)}")
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="rounds in which every engine has its turn (5)"
    )
    parser.add_argument("--few", action="store_true", help="a sample of the records, to see that everything works")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    return names


def _blocks(tables: dict[str, list[Row]], machine: str) -> dict[str, str]:
    """The blocks of the pages, by name: the machine, the goals, and a section each."""
    titled = {section(name).TITLE: rows for name, rows in tables.items()}
    sections = {name: f"{section(name).NOTE}\n\n{section_table(rows)}" for name, rows in tables.items()}
    return {"machine": machine, "goals": goal_table(titled), **sections}


if __name__ == "__main__":
    main()
