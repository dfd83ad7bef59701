"""`wuxiao lint-templates`: everything that is wrong, or doubtful, about the templates and wording in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.campaign.errors import Place, Problem, UsageError, error, errors_of
from generator.campaign.layout import package_templates, starter_folder
from generator.linting.package import links_outside, package_problems
from generator.linting.samples import samples
from generator.linting.trial import LIMITS, Limits, Trial, tried
from generator.linting.wordings import wording_files, wording_problems
from generator.reading.schema import schema
from generator.reading.template_files import PAGES_OF_THE_SERVICE, programs_files, reached, unread_files

ENDINGS = (".docx", ".html", ".css", ".xlsx")
Contexts = Mapping[str, Sequence[Mapping[str, Any]]]


def lint(folder: Path, limits: Limits = LIMITS) -> list[Problem]:
    """The problems of the templates and wording in `folder`: a campaign folder, or a folder like `templates` itself.

    Names are held against what the composing stage gives. Templates are read and filled in a process of its own, as
    before a build.

    Raises:
        UsageError: there is neither a template nor wording in the folder.
        DataError: the campaign's settings are wrong.
    """
    is_campaign = (folder / "campaign.yaml").is_file()
    own = folder / "templates" if is_campaign or (folder / "templates").is_dir() else folder
    campaign = folder if is_campaign else starter_folder()
    outside = links_outside(own)
    left = {problem.place.file for problem in outside}
    names = [path.relative_to(own).as_posix() for path in sorted(own.rglob("*")) if path.is_file()]
    files = [name for name in names if f"templates/{name}" not in left]
    templates = [file for file in files if file.endswith(ENDINGS) and not file.startswith(PAGES_OF_THE_SERVICE)]
    is_program = own.resolve() == package_templates().resolve()
    folders = (own,) if is_program else (own, package_templates())
    known, wrong = schema(folders)
    wording = [*wrong, *wording_problems(campaign, own, is_campaign)]
    if not templates and not wording_files(own, is_campaign) and programs_files().isdisjoint(files):
        raise UsageError(f"“{folder}”里没有模板。请写活动文件夹或模板文件夹的位置。")
    given = samples(starter_folder() if errors_of(wording) else campaign)
    packages = [file for file in templates if file.endswith((".docx", ".xlsx"))]
    problems = outside + [one for file in packages for one in package_problems(own / file, f"templates/{file}")]
    problems += [] if is_program else unread_files(own, None if errors_of(wrong) else known.forms.values())
    unsafe = {problem.place.file for problem in errors_of(problems)}
    sound = [
        Trial(file, given.contexts.get(file, ()), lint=True) for file in templates if f"templates/{file}" not in unsafe
    ]
    sound += [] if is_program else _touched(own, files, unsafe, given.contexts)
    return [*problems, *wording, *_of_all(sound, folders, given.day, limits)]


def _touched(own: Path, files: Sequence[str], unsafe: set[str], contexts: Contexts) -> Iterator[Trial]:
    """The program's own templates that take in a file of the folder: they are tried with it."""
    taken = {file for file in files if f"templates/{file}" not in unsafe}
    for template, given in contexts.items():
        if template not in files and not taken.isdisjoint(reached(template, own)):
            yield Trial(template, given)


def _of_all(trials: Sequence[Trial], folders: tuple[Path, ...], day: date, limits: Limits) -> Iterator[Problem]:
    """What reading and filling them finds."""
    told: list[str] = []
    for one in tried(trials, folders, day, limits):
        yield from one.problems
        told += map(str, errors_of(one.problems))
        if one.wrong and not any(text in one.wrong for text in told):  # of a page that another one takes in
            yield error("template-trial", Place(f"templates/{one.trial.template}"), "", one.wrong, "")
