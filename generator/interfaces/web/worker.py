"""The child process of the service: one task a process, the same functions as the command line.

Files that clerks sent are opened only here, under limits of memory and, by the parent, of time.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.errors import DataError, WuxiaoError

SHORT_MEMORY_BYTES, BUILD_MEMORY_BYTES = 3_000_000_000, 6_000_000_000
BUILD_NICENESS = 10  # the page comes first
WORKBOOK_NAME = "填报表.xlsx"
REPORT_NAME = "问题清单.xlsx"

Order = Mapping[str, Any]
Tell = Callable[[Mapping[str, Any]], None]


def main() -> None:
    """Read the order, do it, and say how it ended."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    order = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(order["task"])

    def tell(answer: Mapping[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        tell({"done": TASKS[order["task"]](order, tell)})
    except WuxiaoError as wrong:
        message, fix = _told(wrong)
        tell({"refused": wrong.exit_code, "message": message, "fix": fix})
    except MemoryError:
        tell({"refused": 4, "message": "内存不够。", "fix": "请检查上传的文件是否异常庞大。"})
    except Exception as wrong:
        message = f"程序内部错误（{type(wrong).__name__}）。"
        tell({"refused": 5, "message": message, "fix": "请重试；仍不行请联系维护人员。"})


def _told(wrong: WuxiaoError) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if not isinstance(wrong, DataError):
        return f"{wrong}", ""
    from generator.checks.certificates import REPRINT

    if all(problem.place == REPRINT for problem in wrong.problems):  # with what was asked, not with the files
        return "".join(problem.message for problem in wrong.problems), wrong.problems[-1].fix
    return f"{wrong}。", "请先到“检查”页按提示改正。"


def _end_with_parent() -> None:
    """Wait until the service closes our input, which it does last, then end the whole group."""
    while os.read(0, 1024):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _limit(task: str) -> None:
    memory = BUILD_MEMORY_BYTES if task == "build" else SHORT_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if task == "build":
        os.nice(BUILD_NICENESS)


def _check(order: Order, _tell: Tell) -> Any:
    """The problems, the counts and the state of the campaign; `final` says that collecting is over."""
    from generator.interfaces.web.checking import checked

    return checked(Path(order["campaign"]), final=order["final"], today=date.fromisoformat(order["today"]))


def _report(order: Order, _tell: Tell) -> None:
    """The list of problems as a workbook in a folder, which appears whole."""
    from generator.checks.campaign import check_campaign
    from generator.publishing import write_file
    from generator.rendering.problem_sheet import problem_sheet

    _, _, problems = check_campaign(Path(order["campaign"]), final=order["final"])
    target = Path(order["target"])
    unfinished = target.with_name(f"{target.name}.part")
    write_file(unfinished / REPORT_NAME, problem_sheet(problems))
    unfinished.rename(target)


def _progress(order: Order, _tell: Tell) -> None:
    """The state of the campaign as a page and a workbook in a folder, which appears whole."""
    from generator.pipeline import receiving, receiving_files
    from generator.publishing import write_file

    folder, today, target = Path(order["campaign"]), date.fromisoformat(order["today"]), Path(order["target"])
    unfinished = target.with_name(f"{target.name}.part")
    for name, content in receiving_files(folder, receiving(folder, today), today).items():
        write_file(unfinished / name, content)
    unfinished.rename(target)


def _papers(order: Order, _tell: Tell) -> None:
    """The notice, the blank forms and the entry workbook in a folder, which appears whole."""
    from generator.pipeline import entry_workbook, papers
    from generator.publishing import write_file

    folder = Path(order["campaign"]) if order["campaign"] else None
    target = Path(order["target"])
    unfinished = target.with_name(f"{target.name}.part")
    papers(folder, unfinished)
    write_file(unfinished / WORKBOOK_NAME, entry_workbook(folder))
    unfinished.rename(target)


def _build(order: Order, tell: Tell) -> Any:
    """Counts, pages and problems of a build."""
    from generator.interfaces.answers import counted, told_problem
    from generator.pipeline import Request, build

    request = Request(
        campaign=Path(order["campaign"]),
        out=Path(order["target"]),
        kinds=frozenset(order["kinds"]),
        formats=frozenset(order["formats"]),
        recommenders=frozenset(order["recommenders"]),
        jobs=order["jobs"],
        protect=order["protect"],
        numbers=tuple(order["numbers"]),
    )
    report = build(request, lambda stage, done, total: tell({"progress": [stage, done, total]}))
    return {
        "counts": counted(report.counts),
        "problems": [told_problem(problem) for problem in report.problems],
        "pages": report.pages,
    }


def _draw(order: Order, _tell: Tell) -> int:
    """How many pages the PDF has; pages `first` up to `first + count` are written as PNG files."""
    from generator.interfaces.web.drawing import draw_pages

    folder, width = Path(order["target"]), order["width"]
    return draw_pages(Path(order["pdf"]), folder, first=order["first"], count=order["count"], width=width)


TASKS: Mapping[str, Callable[[Order, Tell], Any]] = {
    "check": _check,
    "report": _report,
    "papers": _papers,
    "progress": _progress,
    "build": _build,
    "draw": _draw,
}

if __name__ == "__main__":
    main()
