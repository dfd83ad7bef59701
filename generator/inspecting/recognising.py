"""What a file is, told by its printed words and never by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.campaign.forms import Form, GridForm, Shows
from generator.composing.filling.words import forms_of
from generator.inspecting.words import Words, bare

_MOST = 0.6  # of a form's labels: the rest may have been changed, which is what an inspection is for
_WINNERS = ("序号", "项目名称", "完成人", "所在单位", "推荐单位")
_NOTICE, _BULLETIN = re.compile(r".{4,80}的通知"), re.compile(r".{4,80}的通报")
_OPENING = 400
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def recognised(text: str, words: Words) -> str:
    """notice, bulletin or the kind of one of the campaign's forms; empty where it is none of them."""
    whole = bare(text)
    opening = whole[:_OPENING]
    official = "：" in opening and re.search(r"\d{4}年\d{1,2}月\d{1,2}日", whole)
    if official and _BULLETIN.search(opening) and all(label in whole for label in _WINNERS):
        return "bulletin"
    if official and _NOTICE.search(opening):
        return "notice"
    return _form(whole, forms_of(words.settings), words)


def _form(text: str, forms: Mapping[str, Form], words: Words) -> str:
    """The form whose labels stand in the text; where those of several do, the one whose title does."""
    likely = [key for key, form in forms.items() if _share(labels_of(form), text, words) >= _MOST]
    titled = [key for key in likely if bare(_MARK.split(forms[key].title)[-1]) in text]
    found = titled if len(likely) > 1 and titled else likely
    return found[0] if len(found) == 1 else ""


def labels_of(form: Form) -> tuple[str, ...]:
    """The printed labels and headings of the form, without line breaks and without what the campaign adds."""
    if isinstance(form, GridForm):
        return tuple(_bare(cell.text) for cell in form.cells if cell.shows in (Shows.LABEL, Shows.HEADING))
    headers = [_bare(column.label.split("（{{")[0]) for column in form.columns]
    return (*headers, *filter(None, map(_bare, (form.unit_label, form.date_label))))


def _bare(text: str) -> str:
    return bare(_MARK.sub("", text).replace("|", ""))


def _share(labels: tuple[str, ...], text: str, words: Words) -> float:
    return sum(re.search(words.pattern(label), text) is not None for label in labels) / len(labels) if labels else 0
