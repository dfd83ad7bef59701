"""The words that a form prints, and which words a field may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.campaign.fields import Field, Kind
from generator.campaign.forms import MOST_FORMS_KEPT, Form, GridForm, ListForm, Per
from generator.campaign.kinds import ATTACHMENTS_ITEM, kind_of
from generator.campaign.settings import Settings
from generator.composing.shown import NO, YES
from generator.composing.wording import phrase, values
from generator.composing.wording.chinese import copies


def forms_of(settings: Settings) -> Mapping[str, Form]:
    """The campaign's forms by their kinds, in order."""
    return settings.schema.forms


def form_of(settings: Settings, key: str) -> Form:
    """The campaign's form of that kind."""
    return forms_of(settings)[key]


def notice_forms(settings: Settings) -> tuple[str, ...]:
    """The forms that are attachments of the notice."""
    return tuple(key for key, form in forms_of(settings).items() if form.in_notice)


def words_of(field: Field, settings: Settings) -> tuple[str, ...]:
    """The words that a field may have, of the campaign where it names a list of it."""
    if field.kind is Kind.YES_NO:
        return (YES, NO)
    words: tuple[str, ...] = getattr(settings, field.choices) if isinstance(field.choices, str) else field.choices
    return words


@dataclass(frozen=True, eq=False)
class _Same:
    """Settings as a key: equal to themselves alone, since comparing all they hold takes longer than what is kept."""

    settings: Settings

    def __hash__(self) -> int:
        """By identity."""
        return id(self.settings)

    def __eq__(self, other: object) -> bool:
        """By identity."""
        return isinstance(other, _Same) and self.settings is other.settings


def printed(settings: Settings, form: Form) -> Mapping[str, Any]:
    """The words that the form prints: title, note, who stands above the unit, the review office.

    `words` are its texts that have marks in them as they are printed, `labels` the same in order.
    """
    return _printed(_Same(settings), form)


@lru_cache(maxsize=MOST_FORMS_KEPT)
def _printed(of: _Same, form: Form) -> Mapping[str, Any]:
    settings = of.settings
    own = {
        # Only a province calls its office that of the province, and a municipality has districts below it.
        "union": "区级工会" if settings.province.endswith("市") else "市级工会",
        "office": "省评选办公室" if settings.province.endswith("省") else "评选办公室",
    }
    context = values(settings, ()) | own
    context |= {"brief_limit": settings.brief_limit, "categories": settings.categories}
    context |= {"copies": form_copies(settings, form)}
    words = {text: phrase(text, context) for text in marked_texts(form)}
    return {
        "title": phrase(form.title, context),
        "foot_note": phrase(form.foot_note, context),
        "words": words,
        "labels": tuple(words.values()),
        **own,
    }


@lru_cache(maxsize=MOST_FORMS_KEPT)
def marked_texts(form: Form) -> tuple[str, ...]:
    """The form's printed words that have marks in them; `labels` of its context are the same as they are printed."""
    return tuple(dict.fromkeys(text for text in printed_texts(form) if "{" in text))


def printed_texts(form: Form) -> Iterator[str]:
    """Every text that the form prints in its cells, over its columns and on its cover, as form.yaml has it."""
    if isinstance(form, ListForm):
        yield from (*(column.label for column in form.columns), form.unit_label, form.seal, form.date_label)
    elif isinstance(form, GridForm):
        yield from (text for cell in form.cells for text in (cell.text, cell.note, cell.hint, *cell.opinion))
        yield from (text for value in (form.cover.values if form.cover else ()) for text in (value.label, value.hint))


def form_copies(settings: Settings, form: Form) -> str:
    """What the form says of its copies, and one of an application of the attachments' too.

    Nothing is said of what is not handed in.
    """
    count = settings.copies_of(kind_of(form).label)
    if form.per is Per.RECOMMENDER:
        return f"，一式{copies(count)}份" if count else ""
    attachments = settings.copies_of(ATTACHMENTS_ITEM)
    if count == attachments:
        return f"，本表及附件均一式{copies(count)}份" if count else ""
    asked = [f"{name}一式{copies(count)}份" for name, count in (("本表", count), ("附件", attachments)) if count]
    return f"，{'，'.join(asked)}"
