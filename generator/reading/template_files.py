"""Which files among a campaign's own templates something asks for, and a reminder of every other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.forms import Form, ListForm
from generator.campaign.layout import FORM_FILE, found_in, package_templates
from generator.ground.inputs import read_file

_FILE_NAME = re.compile(r"[\w\-./]+\.(?:html|css|svg|png|jpe?g|ttf|otf|woff2?)")
PAGES_OF_THE_SERVICE = "web/"
_PAGES = (".html", ".css", ".svg")
_BEFORE_FORMS = ("grid.yaml", "body.html", "form1.css", "form2.css")  # what said a form before form.yaml did
# What pages of before asked for, of which nothing is given to a template any more.
_ASKED_BEFORE = re.compile(r"\b(?:form1_pages|form2_table|grids\.form[12])\b")
_NOBODYS = (".", "~$", "Thumbs.db", "desktop.ini")  # what Office and systems keep beside files
_ENDINGS = ("docx", "html", "xlsx")  # of what is made of a form; Excel of a list alone
_NEAR_ENOUGH = 0.6


def unread_files(own: Path, forms: Iterable[Form] | None) -> Iterator[Problem]:
    """A reminder of every file in the folder of a campaign's own templates that nothing asks for: mostly misnamed.

    Without its `forms`, since something is wrong with them, each folder with a form.yaml is taken for one.
    """
    files = [path.relative_to(own).as_posix() for path in sorted(own.rglob("*")) if path.is_file()]
    asked = programs_files()
    if forms is None:
        asked |= {name for path in own.glob(f"*/{FORM_FILE}") for name in _files_of(path.parent.name, _ENDINGS)}
    else:
        asked |= {name for form in forms for name in _files_of(form.key, _ENDINGS[: 2 + isinstance(form, ListForm)])}
    others = [name for name in files if name not in asked and not Path(name).name.startswith(_NOBODYS)]
    before = {name: told for name in files if name in asked and (told := of_before(name, own))}
    yield from before.values()
    if others:
        pages = [one for one in files if one in asked and one.endswith(_PAGES) and one not in before]
        asked |= {name for one in pages for name in reached(one, own)}
    for name in others:
        if name not in asked and not _goes_with(name, before):
            yield warning("template-file", Place(f"templates/{name}"), "", *_told(name, own, asked))


def of_before(template: str, own: Path) -> Problem | None:
    """That the campaign's own page is one of an earlier version, which this one cannot fill; None of any other."""
    path = own / template
    if path.suffix != ".html" or not path.is_file():
        return None
    if _ASKED_BEFORE.search(read_file(path, link=True).decode("utf-8", errors="replace")) is None:
        return None
    folder = template.partition("/")[0]
    with_it = [name for name in _BEFORE_FORMS if (own / folder / name).is_file()]
    files = "、".join((Path(template).name, *with_it))
    message = f"这是以前版本的网页模板，现在的程序不能照它排版；表格现在写在 {FORM_FILE} 里。"
    fix = f"{_into_form(folder, own)}{folder} 文件夹里以前的 {files} 请移走。"
    return warning("template-file", Place(f"templates/{template}"), "", message, fix)


def _goes_with(name: str, before: Iterable[str]) -> bool:
    """Whether the file was a part of one of these pages, with which it is told."""
    folder, _, file = name.rpartition("/")
    return file in _BEFORE_FORMS and any(one.startswith(f"{folder}/") for one in before)


def programs_files() -> set[str]:
    """The names of the program's own templates, and of what belongs to them; the service's pages stay its own."""
    names = (path.relative_to(package_templates()).as_posix() for path in package_templates().rglob("*"))
    return {name for name in names if not name.startswith(PAGES_OF_THE_SERVICE)}


def reached(template: str, own: Path) -> set[str]:
    """The files that an HTML template names, and those that they name; a Word template asks its HTML for the 版记."""
    found: set[str] = set()
    waiting = [template.replace(".docx", ".html")]
    while waiting:
        name = waiting.pop()
        path = found_in((own, package_templates()), name)
        if name in found or path is None:
            continue
        found.add(name)
        if path.suffix in _PAGES:
            named = _FILE_NAME.findall(read_file(path, link=True).decode("utf-8", errors="replace"))
            waiting += [*named, *(f"{Path(name).parent.as_posix()}/{one}" for one in named)]
    return found


def _files_of(key: str, endings: Sequence[str]) -> tuple[str, ...]:
    return (f"{key}/{FORM_FILE}", *(f"{key}/{key}.{ending}" for ending in endings))


def _told(name: str, own: Path, asked: set[str]) -> tuple[str, str]:
    """What is told of the file, and the remedy."""
    folder, _, file = name.rpartition("/")
    form = f"{folder}/{FORM_FILE}"
    if file in _BEFORE_FORMS:
        return f"程序不再用这个文件，表格现在写在 {FORM_FILE} 里。", f"{_into_form(folder, own)}这个文件请删去。"
    likely = [*asked, form] if folder and "/" not in folder else [*asked]
    near = get_close_matches(name, sorted(likely), n=1, cutoff=_NEAR_ENOUGH)
    return "程序不会用到这个文件。", f"您是否想写“{near[0]}”？" if near else "请核对文件名，或删去。"


def _into_form(folder: str, own: Path) -> str:
    """Where changes of what said a form before belong; nothing where the campaign has that already."""
    form = f"{folder}/{FORM_FILE}"
    if (own / form).is_file() or not (package_templates() / form).is_file():
        return ""
    return f"在这里改过的，请从程序的 templates 里复制 {form}，把改动写进去，再运行 wuxiao draft 活动文件夹；"
