"""The Word and Excel templates that forms have, and the notice's, which shows them blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from generator.campaign.forms import Form, GridForm, ListForm
from generator.drafting.forms.books import draft_list_workbook
from generator.drafting.forms.grid import draft_grid
from generator.drafting.forms.lists import draft_list
from generator.drafting.notice import draft_notice
from generator.reading.schema import NOTICE_FILE


def form_drafts(forms: Mapping[str, Form]) -> dict[str, Callable[[], bytes]]:
    """What draws each template of these forms, by the name of its file among the templates."""
    drafts: dict[str, Callable[[], bytes]] = {}
    for key, form in forms.items():
        if isinstance(form, GridForm):
            drafts[f"{key}/{key}.docx"] = partial(draft_grid, form)
        elif isinstance(form, ListForm):
            drafts[f"{key}/{key}.docx"] = partial(draft_list, form)
            drafts[f"{key}/{key}.xlsx"] = partial(draft_list_workbook, form)
    return {**drafts, NOTICE_FILE: partial(draft_notice, shown_in(NOTICE_FILE, forms))}


def shown_in(file: str, forms: Mapping[str, Form]) -> tuple[Form, ...]:
    """The forms that the template of that name shows."""
    if file == NOTICE_FILE:
        return tuple(form for form in forms.values() if form.in_notice)
    return (forms[file.split("/")[0]],)
