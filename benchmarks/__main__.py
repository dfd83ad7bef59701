"""The command line of the benchmark: `./run bench [--only docx,pdf] [--resume] [--runs 5] [--few] [--against DIR]`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks import before_after
from benchmarks.found import Found, kept, measured_here
from benchmarks.machine import conditions, description
from benchmarks.measuring import ROOT, WORK, Plan
from benchmarks.sections import SECTIONS, section
from benchmarks.table import filled, goal_table, section_table

PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "performance.md")


def main() -> None:
    """Measure section by section; after each of them the pages of docs hold what has been found."""
    asked = _arguments()
    plan = Plan(asked.runs, asked.few)
    if asked.against:
        _compare(plan, asked.against)
        return
    folder = WORK / ("found-few" if asked.few else "found")
    earlier = measured_here(folder, SECTIONS)
    for name in asked.only:
        if asked.resume and name in earlier:
            continue
        print(f"{section(name).TITLE} …", file=sys.stderr, flush=True)
        started, beginning = time.monotonic(), conditions()
        rows = section(name).rows(plan)
        told = f"{beginning}, {(time.monotonic() - started) / 60:.1f} minutes"
        kept(folder, name, Found(tuple(rows), description(), told))
        print(section_table(rows), flush=True)
        _write_pages(measured_here(folder, SECTIONS), few=asked.few)


def _compare(plan: Plan, before: Path) -> None:
    """Measure that checkout and this one in pairs; the page on performance holds what has been found."""
    beginning, started = conditions(), time.monotonic()
    found = before_after.pairs(plan, before)
    took = f"{beginning}, {(time.monotonic() - started) / 60:.1f} minutes"
    commits = f"before {before_after.commit(before)}, after {before_after.commit(ROOT)}"
    table = before_after.against_table(found)
    print(table, flush=True)
    told = f"{before_after.NOTE}\n\n{description()}\n\n{table}\n\nMeasured {took}: {commits}."
    _fill({"before-after": told}, few=plan.few)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench", description="Peers side by side, section by section, into docs/benchmarks.md."
    )
    parser.add_argument("--only", type=_names, default=list(SECTIONS), metavar="NAMES", help=f"of {','.join(SECTIONS)}")
    parser.add_argument(
        "--resume", action="store_true", help="leave out the sections that an interrupted run has measured"
    )
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="rounds in which every engine has its turn (5)"
    )
    parser.add_argument(
        "--few", action="store_true", help="a sample of the records, to see that everything works; docs stay"
    )
    parser.add_argument(
        "--against", type=Path, metavar="DIR", help="only this checkout and that one, in pairs: before and after"
    )
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    return names


def _write_pages(found: dict[str, Found], *, few: bool) -> None:
    """Fill the pages with what was found on this machine; a sample's are beside the results."""
    titled = {section(name).TITLE: found[name].rows if name in found else None for name in SECTIONS}
    goals = goal_table(titled, PAGES[0].read_text(encoding="utf-8"))
    blocks = {"machine": description(), "goals": goals}
    for name, one in found.items():
        blocks[name] = f"{section(name).NOTE}\n\n{section_table(one.rows)}\n\nMeasured {one.told}."
    _fill(blocks, few=few)


def _fill(blocks: Mapping[str, str], *, few: bool) -> None:
    """The pages with these blocks; of a sample beside the results."""
    for page in PAGES:
        target = WORK / page.name if few else page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(filled(page.read_text(encoding="utf-8"), blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
