"""The task of the process in which templates are tried: it fills each template, and tells what is wrong with it.

Files it may write only small ones, in the temporary folder that its parent removes: not even into the caches.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.campaign.errors import DataError, Problem, WuxiaoError, errors_of
from generator.ground.apart.isolated_child import refuse
from generator.ground.inputs import read_file
from generator.reading.drafted import drafted
from generator.typesetting.fonts import FONT_CLASSES, font_files

if TYPE_CHECKING:
    from generator.linting.trial import Trial

LARGEST_OUTPUT_BYTES = 50_000_000
LONGEST_MESSAGE = 2_000
MOST_PROBLEMS = 200
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = frozenset((
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate",
    "os.utime",
))  # fmt: skip
_TEMPORARY = os.path.realpath(tempfile.gettempdir()) + "/"


def prepare() -> None:
    """Load what asks fontconfig's own program; from then on nothing is written elsewhere."""
    for font_class in FONT_CLASSES:
        font_files(font_class)
    sys.addaudithook(_refuse)


def answer(_value: Any, content: bytes) -> tuple[Any, bytes]:
    """What is wrong with the template of a trial, empty where nothing is; and the problems that reading it found."""
    trial, folders, modified = pickle.loads(content)  # of our own parent
    return _answer(trial, folders, modified), b""


def _answer(trial: Trial, folders: tuple[Path, ...], modified: date) -> tuple[str, list[dict[str, Any]]]:
    problems: list[Problem] = []
    wrong = ""
    try:
        if trial.lint:
            problems = _read(trial, folders)
        else:
            wrong = _on_pages(trial.template, folders[0])
        if not wrong and trial.contexts and not errors_of(problems):
            wrong = _filled(trial, folders, modified)
    except DataError as refused:
        wrong = f"templates/{trial.template}：{refused.problems[0]}"
    except WuxiaoError as refused:
        wrong = f"templates/{trial.template}：{refused}"
    except MemoryError:
        wrong = f"模板 templates/{trial.template} 试填时内存不够，可能有没有尽头的循环。请改正模板。"
    except Exception as fault:
        wrong = f"模板 templates/{trial.template} 不能使用（{type(fault).__name__}）。请恢复程序自带的模板。"
    return wrong[:LONGEST_MESSAGE], [asdict(one) for one in problems[:MOST_PROBLEMS]]


def _read(trial: Trial, folders: tuple[Path, ...]) -> list[Problem]:
    from generator.linting.marks import mark_problems
    from generator.rendering.formats import usable

    own, program = folders[0] / trial.template, folders[-1] / trial.template
    content = read_file(own, link=True)
    is_likened = program.is_file() and program != own and drafted(content) is None  # drawn from a form of its own
    theirs = read_file(program, link=True) if is_likened else None
    if trial.template.endswith((".docx", ".xlsx")):
        content = usable(content, trial.template)
    return mark_problems(trial.template, content, trial.contexts, theirs)


def _on_pages(template: str, own: Path) -> str:
    """What the campaign's own pages and styles that the template takes in hold, and no page may; empty for nothing."""
    from generator.linting.pages import page_problems
    from generator.reading.template_files import reached

    for name in sorted({template} | reached(template, own)):
        if name.endswith((".html", ".css")) and (own / name).is_file():
            text = read_file(own / name, link=True).decode("utf-8", errors="replace")
            if problems := errors_of(page_problems(text, f"templates/{name}")):
                return str(problems[0])
    return ""


def _filled(trial: Trial, folders: tuple[Path, ...], modified: date) -> str:
    from generator.rendering.formats import render

    made = render(trial.template, trial.contexts, folders=folders, modified=modified)
    if sum(map(len, made)) > LARGEST_OUTPUT_BYTES:
        return f"模板 templates/{trial.template} 填出的文件异常庞大。请改正模板。"
    return ""


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    refuse(event, arguments)
    if event == "open":
        path, _, flags = arguments
        if flags & _WRITING and not _is_temporary(path):
            raise PermissionError(event)
    elif event in _CHANGING and not all(_is_temporary(one) for one in arguments if isinstance(one, str | bytes)):
        raise PermissionError(event)


def _is_temporary(path: object) -> bool:
    """Whether the file is in the folder that the parent removes: caches and other files are not written here."""
    return isinstance(path, str | bytes) and f"{os.path.realpath(os.fsdecode(path))}/".startswith(_TEMPORARY)
