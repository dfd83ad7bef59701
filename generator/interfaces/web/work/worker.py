"""The child process of the service: one task a process, the same functions as the command line.

Files that clerks sent are opened only here, under limits of memory and, by the parent, of time. What is made goes into
a place of the task's own, and from there, whole, to where it belongs: by the service, which knows whether that is
still wanted. In front of the task stands its guard, a process that opens nothing and so is never busy.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from generator.campaign.errors import DataError, WuxiaoError
from generator.ground.disk import reason, write_new
from generator.interfaces.web.refusals import RefusedError

SHORT_MEMORY_BYTES, BUILD_MEMORY_BYTES = 3_000_000_000, 6_000_000_000
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
BUILD_NICENESS = 10  # the page comes first
WORKBOOK_NAME = "填报表.xlsx"
REPORT_NAME = "问题清单.xlsx"

Order = Mapping[str, Any]
Tell = Callable[[Mapping[str, Any]], None]


def main() -> None:
    """Read the order, do it, and say how it ended."""
    order = json.loads(_line())
    task = os.fork()
    if task:
        _guard(task)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # of the guard, which nothing else should end
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    os.dup2(2, 0)
    _limit(order["task"])

    def tell(answer: Mapping[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        tell({"done": TASKS[order["task"]](order, tell)})
    except RefusedError as wrong:
        tell({"refused": wrong.code, "message": wrong.message, "fix": wrong.fix})
    except WuxiaoError as wrong:
        message, fix = _told(wrong)
        tell({"refused": wrong.exit_code, "message": message, "fix": fix})
    except OSError as wrong:
        tell({"refused": 4, "message": f"{reason(wrong)}。", "fix": "请稍后重试；仍不行请联系维护人员。"})
    except MemoryError:
        tell({"refused": 4, "message": "内存不够。", "fix": "请检查上传的文件是否异常庞大。"})
    except Exception as wrong:
        message = f"程序内部错误（{type(wrong).__name__}）。"
        tell({"refused": 5, "message": message, "fix": "请重试；仍不行请联系维护人员。"})


def _told(wrong: WuxiaoError) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if not isinstance(wrong, DataError):
        return f"{wrong}", ""
    from generator.checks.settings.certificates import REPRINT

    if all(problem.place == REPRINT for problem in wrong.problems):  # with what was asked, not with the files
        return "".join(problem.message for problem in wrong.problems), wrong.problems[-1].fix
    return f"{wrong}。", "请先到“检查”页按提示改正。"


def _line() -> bytes:
    """The first line of our input, which is all that comes."""
    read = b""
    while not read.endswith(b"\n") and (more := os.read(0, 1 << 16)):
        read += more
    return read


def _guard(task: int) -> NoReturn:
    """Wait until the task has ended, or until the service closes our input, which it does last: then end the group.

    The task itself cannot be trusted with that: a library that keeps the interpreter for seconds lets no thread look.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the group's; we go when the task has gone
    os.close(1)
    ended, waiting = os.pidfd_open(task), select.poll()
    waiting.register(0)
    waiting.register(ended, select.POLLIN)
    while ended not in (happened := {handle for handle, _ in waiting.poll()}):
        if 0 in happened and not os.read(0, 1024):
            os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def _limit(task: str) -> None:
    memory = BUILD_MEMORY_BYTES if task == "build" else SHORT_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if task == "build":
        os.nice(BUILD_NICENESS)


def _check(order: Order, _tell: Tell) -> None:
    """The problems, the counts and the state of the campaign in a folder; `final` says that collecting is over."""
    from generator.interfaces.web.store.problem_pages import write_check
    from generator.interfaces.web.work.checking import checked

    found = checked(Path(order["campaign"]), final=order["final"], today=date.fromisoformat(order["today"]))
    write_check(Path(order["target"]), found)


def _report(order: Order, _tell: Tell) -> None:
    """The list of problems as a workbook in a folder."""
    from generator.checks.campaign import check_campaign
    from generator.rendering.excel.problem_sheet import problem_sheet

    _, _, problems = check_campaign(Path(order["campaign"]), final=order["final"])
    write_new(Path(order["target"]) / REPORT_NAME, [problem_sheet(problems)], flush=True)


def _progress(order: Order, _tell: Tell) -> None:
    """The state of the campaign as a page and a workbook in a folder."""
    from generator.handing_out import receiving, receiving_files

    folder, today = Path(order["campaign"]), date.fromisoformat(order["today"])
    for name, content in receiving_files(folder, receiving(folder, today), today).items():
        write_new(Path(order["target"]) / name, [content], flush=True)


def _papers(order: Order, _tell: Tell) -> None:
    """The notice, the blank forms and the entry workbook in a folder."""
    from generator.handing_out import entry_workbook, papers

    folder, target = Path(order["campaign"]) if order["campaign"] else None, Path(order["target"])
    papers(folder, target)
    write_new(target / WORKBOOK_NAME, [entry_workbook(folder)], flush=True)


def _unpack(order: Order, _tell: Tell) -> list[tuple[str, str]]:
    """The names of an archive's files, each with the one under which it lies in a folder."""
    from generator.interfaces.web.store.archives import unpacked

    found = unpacked(Path(order["archive"]), Path(order["target"]))
    return [(path.as_posix(), file.name) for path, file in found]


def _build(order: Order, tell: Tell) -> Any:
    """Counts, pages and the number of reminders of a build."""
    from generator.interfaces.answers import counted
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
        records=frozenset(order["records"]),
    )
    report = build(request, lambda stage, done, total: tell({"progress": [stage, done, total]}))
    return {"counts": counted(report.counts), "warnings": len(report.problems), "pages": report.pages}


def _draw(order: Order, _tell: Tell) -> int:
    """How many pages the PDF has; pages `first` up to `first + count` are written as PNG files."""
    from generator.interfaces.web.work.drawing import draw_pages

    folder, width = Path(order["target"]), order["width"]
    return draw_pages(Path(order["pdf"]), folder, first=order["first"], count=order["count"], width=width)


TASKS: Mapping[str, Callable[[Order, Tell], Any]] = {
    "check": _check,
    "report": _report,
    "papers": _papers,
    "progress": _progress,
    "unpack": _unpack,
    "build": _build,
    "draw": _draw,
}

if __name__ == "__main__":
    main()
