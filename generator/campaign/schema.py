"""What a campaign's data consist of and look like on paper: its fields and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.campaign.fields import Fields
from generator.campaign.forms import Form


@dataclass(frozen=True, eq=False)
class Schema:
    """The fields and the forms of a campaign, those by the names of their folders in order.

    `folders` are where they were read, the campaign's own first, and `content` is the sum of the files: by both a
    further process reads the same again. `notice_formats` are those that the notice has templates for which show the
    campaign's forms.
    """

    fields: Fields
    forms: Mapping[str, Form]
    folders: tuple[str, ...]
    content: str
    notice_formats: tuple[str, ...] = ("docx", "pdf")
