"""`wuxiao lint-templates`: everything that is wrong, or doubtful, about the templates and wording in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generator.campaign.errors import Place, Problem, UsageError, error, errors_of, warning
from generator.campaign.layout import FORM_FILE, package_templates, starter_folder
from generator.linting.package import links_outside, package_problems
from generator.linting.samples import samples
from generator.linting.trial import LIMITS, Limits, Trial, reached, tried
from generator.linting.wordings import wording_files, wording_problems
from generator.reading.schema import schema

ENDINGS = (".docx", ".html", ".css", ".xlsx")
_PAGES_OF_THE_SERVICE = "web/"
_NEAR_ENOUGH = 0.6
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
    templates = [file for file in files if file.endswith(ENDINGS) and not file.startswith(_PAGES_OF_THE_SERVICE)]
    is_program = own.resolve() == package_templates().resolve()
    folders = (own,) if is_program else (own, package_templates())
    wording = [*schema(folders)[1], *wording_problems(campaign, own, is_campaign)]
    if not templates and not wording_files(own, is_campaign) and _programs().isdisjoint(files):
        raise UsageError(f"“{folder}”里没有模板。请写活动文件夹或模板文件夹的位置。")
    given = samples(starter_folder() if errors_of(wording) else campaign)
    packages = [file for file in templates if file.endswith((".docx", ".xlsx"))]
    problems = outside + [one for file in packages for one in package_problems(own / file, f"templates/{file}")]
    told = {problem.place.file for problem in wording}
    rest = [file for file in files if f"templates/{file}" not in told]
    problems += [] if is_program else _not_used(own, rest, list(given.contexts))
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


def _programs() -> set[str]:
    """The names of the program's own templates, and of what belongs to them."""
    return {path.relative_to(package_templates()).as_posix() for path in package_templates().rglob("*")}


def _not_used(own: Path, files: Sequence[str], documents: Sequence[str]) -> Iterator[Problem]:
    """Files that no document asks for: misnamed ones, mostly."""
    asked = {name for document in documents for name in (document, *reached(document, own))}
    asked |= {name for name in _programs() if name.endswith((".yaml", ".md"))}
    asked |= {name for name in files if name.count("/") == 1 and name.endswith(f"/{FORM_FILE}")}
    for file in files:
        if file not in asked and not (own / file).name.startswith((".", "~$")):
            near = get_close_matches(file, sorted(asked), n=1, cutoff=_NEAR_ENOUGH)
            fix = f"您是否想写“{near[0]}”？" if near else "请核对文件名，或删去。"
            yield warning("template-file", Place(f"templates/{file}"), "", "程序不会用到这个文件。", fix)
