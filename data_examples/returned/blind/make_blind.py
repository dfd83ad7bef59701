"""Makes the forty forms and two lists beside this script, and truth.json. Same input, same files.

    .venv/bin/python data_examples/returned/blind/make_blind.py

Written by another hand than ../make_returned.py, in other layouts and habits, to test a reader on what it was not
built against: nothing of it is to be looked at when the reader is changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from hands.cases import Case, projects  # noqa: E402

from blind import book_lists, habits, papers, ticks, typing_in  # noqa: E402 - found through the line above

CITIES = {"SR": "上饶市总工会", "YC": "宜春市总工会"}
LISTS = {"SR": "上饶/上饶市五小成果汇总.xlsx", "YC": "宜春/宜春汇总表（定）.docx"}


def planned() -> list[Case]:
    """The cases of plan.txt with their values said."""
    known, cases = projects(), []
    for one in (HERE / "plan.txt").read_text(encoding="utf-8").splitlines():
        if one.startswith("#") or not one.strip():
            continue
        number, layout, file, names = (part.strip() for part in one.split("|"))
        case = Case(known[number], layout, names.split(), file=file)
        for habit in list(case.habits):
            _take(case, habit)
        papers.ready(case)
        ticks.tick(case)
        cases.append(case)
    return cases


def _take(case: Case, habit: str) -> None:
    if habit not in habits.VALUES:
        return
    before = repr(case)
    habits.VALUES[habit](case)
    assert repr(case) != before, (case.project["项目编号"], habit, "changes nothing")


def made() -> dict[str, bytes]:
    """Every file by its path below this folder."""
    cases = planned()
    files = {case.file: typing_in.saved(papers.LAYOUTS[case.base](case)) for case in cases}
    lists: list[dict[str, Any]] = []
    for code, make in (("SR", book_lists.grouped_book), ("YC", book_lists.word_list)):
        listed = [case for case in cases if case.project["项目编号"].startswith(code)]
        files[LISTS[code]] = make(listed, CITIES[code])
        lists.append(
            {"file": LISTS[code], "recommender": CITIES[code], "rows": [one.project["项目名称"] for one in listed]}
        )
    for case in cases:
        case.habits.append(f"layout_{case.base}")
        case.base = "hand"
    truth = {"projects": [case.entry() for case in cases], "lists": lists, "others": []}
    return files | {"truth.json": (json.dumps(truth, ensure_ascii=False, indent=1) + "\n").encode()}


def main() -> None:
    """Write everything beside this script."""
    for path, content in made().items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)


if __name__ == "__main__":
    main()
