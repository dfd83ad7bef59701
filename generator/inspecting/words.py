"""Printed words compared: white space never counts, and the campaign's own words only where it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.campaign.forms import ListForm
from generator.campaign.settings import Settings
from generator.composing.filling.words import form_copies, forms_of, printed


def bare(text: str) -> str:
    """The text without any white space: lines are broken differently in every format."""
    return re.sub(r"[\s\u200b\ufeff]", "", text)


@dataclass(frozen=True)
class Words:
    """Compares words. Without a campaign (`strict` off) year, province, issuer, limits and copies may be any."""

    settings: Settings
    strict: bool

    def pattern(self, wanted: str) -> str:
        """A regular expression for the printed words."""
        made = re.escape(bare(wanted))
        if self.strict:
            return made
        for own, any_of in (
            (bare(self.settings.issuer), r".{2,20}?"),
            (f"{self.settings.year}年{self.settings.province}", r"\\d{4}年.{2,8}?"),
            (f"{self.settings.brief_limit}字", r"\\d+字"),
            *((form_copies(self.settings, form), "[^。]*") for form in forms_of(self.settings).values()),
            ("省评选办公室", "省?评选办公室"),
            ("市级工会", "[市区]级工会"),
        ):
            made = re.sub(re.escape(re.escape(own)), any_of, made) if own else made
        return made

    def around(self, form: ListForm) -> list[str]:
        """The words that the campaign prints above and below the table of a list."""
        given = printed(self.settings, form)
        labels = (form.annex, form.unit_label, form.seal, form.date_label)
        return [*(given["words"].get(label, label) for label in labels), given["foot_note"]]

    def same(self, wanted: str, found: str) -> bool:
        """Whether the words are the same."""
        return re.fullmatch(self.pattern(wanted), bare(found)) is not None

    def missing(self, wanted: Sequence[str], text: str) -> str:
        """The first of the pieces that does not stand in the text, after the one before it; or nothing."""
        rest = bare(text)
        for piece in wanted:
            met = re.search(self.pattern(piece), rest)
            if met is None:
                return piece
            rest = rest[met.end() :]
        return ""
