"""A campaign's own templates tried in a child process, before they do any work.

A template is code that somebody wrote. The sandbox keeps it from the machine; that it ends, and in how much memory,
only a trial tells. So each is filled once with records of the campaign in a process that has little time and memory,
may start no other and reach no network, and whose answer is short text.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.campaign.errors import Problem, TemplateError, errors_of
from generator.campaign.layout import package_templates
from generator.composing.documents import Document
from generator.composing.filling.pictured import without_files
from generator.ground.apart.isolation import EndedError, Limits, isolated
from generator.ground.bounds import LIMITS
from generator.linting.package import links_outside, package_problems
from generator.reading.template_files import of_before, reached

__all__ = ["LIMITS", "Limits", "Trial", "Tried", "is_own", "require_sound", "tried"]

TASK = "generator.linting.child:answer"
_ANSWERS = TypeAdapter(tuple[str, tuple[Problem, ...]])


@dataclass(frozen=True)
class Trial:
    """A template to try, and the contexts to fill it with; with `lint` it is read too, for all that is doubtful."""

    template: str
    contexts: Sequence[Mapping[str, Any]]
    lint: bool = False


@dataclass(frozen=True)
class Tried:
    """How a trial went: what was wrong, empty where nothing was, and what reading the template found."""

    trial: Trial
    wrong: str = ""
    problems: tuple[Problem, ...] = ()


def require_sound(documents: Iterable[Document], folders: tuple[Path, ...], modified: date) -> None:
    """Raise TemplateError where a template of the campaign's own is unsafe, wrong, or takes too much.

    Templates that come with the program are not tried.
    """
    own = folders[0]
    if own == package_templates() or not own.is_dir():
        return
    if outside := links_outside(own):
        raise TemplateError(str(outside[0]))
    trials = list(_trials(documents, own))
    for trial in trials:
        if problems := errors_of(_scanned(own, trial.template)):
            raise TemplateError(str(problems[0]))
    for one in tried(trials, folders, modified):
        if one.wrong:
            before = of_before(one.trial.template, own)
            raise TemplateError(f"{before.place} {before.message} {before.fix}" if before else one.wrong)


def _scanned(own: Path, template: str) -> list[Problem]:
    path = own / template
    readable = path.is_file() and path.suffix.lower() in (".docx", ".xlsx")
    return package_problems(path, f"templates/{template}") if readable else []


def _trials(documents: Iterable[Document], own: Path) -> Iterator[Trial]:
    """Each template that the campaign has a hand in, with its first record and its longest one."""
    concerned: dict[str, bool] = {}
    first: dict[str, Mapping[str, Any]] = {}
    longest: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for document in documents:
        name = document.template
        if name not in concerned:
            concerned[name] = is_own(name, own)
        if concerned[name]:
            context = without_files(document.context())  # files that somebody sent are opened elsewhere
            first.setdefault(name, context)
            longest[name] = max(longest.get(name, (0, context)), (len(repr(context)), context), key=lambda one: one[0])
    for name, context in first.items():
        yield Trial(name, [context] if longest[name][1] is context else [context, longest[name][1]])


def is_own(template: str, own: Path) -> bool:
    """Whether the campaign has a hand in the template: it has it, or a file that it takes in."""
    return any((own / file).is_file() for file in {template} | reached(template, own))


def tried(
    trials: Sequence[Trial], folders: tuple[Path, ...], modified: date, limits: Limits = LIMITS
) -> Iterator[Tried]:
    """How each trial went. Its answer is data: whatever a template makes of the child, nothing of it runs here.

    Raises MachineError where the child cannot begin.
    """
    with isolated(TASK, limits) as child:
        for trial in trials:
            try:
                told = _ANSWERS.validate_python(child.ask(None, pickle.dumps((trial, folders, modified))).value)
            except (EndedError, ValidationError):
                yield Tried(trial, _exhausted(trial.template))
            else:
                yield Tried(trial, *told)


def _exhausted(template: str) -> str:
    what = "试填时用尽了规定的时间或内存，可能有没有尽头的循环"
    return f"模板 templates/{template} {what}，没有使用。请改正模板，或恢复程序自带的模板。"
