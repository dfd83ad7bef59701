"""The kinds of documents and their formats, as the command line, the output folder and the manifest name them.

Every set of kinds comes from the rows of one table. A form that is data brings its own row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.campaign.errors import AWARDS, CAMPAIGN, PROJECT, RECOMMENDER
from generator.campaign.forms import Form, Per

FORMATS = ("docx", "pdf", "xlsx")
TEMPLATE_ENDINGS = {"docx": "docx", "pdf": "html", "xlsx": "xlsx"}


def label_in(folder: str) -> str:
    """What a clerk calls a folder of the output: its name without the number before it."""
    return re.sub(r"^\d+-", "", folder)


@dataclass(frozen=True)
class DocumentKind:
    """One kind of documents.

    Args:
        key: as `--only` and the manifest name it.
        folder: where its files lie in the output, after a number what a clerk calls them.
        per: whose a file of it is: CAMPAIGN, RECOMMENDER or PROJECT, each recommender's or project's own.
        of_awards: whether it tells what was awarded.
        is_slow: whether for a whole campaign it takes longer to make than processes take to start.
        is_flowing: whether WeasyPrint lays its PDF out anew; loading it takes as long as one of them.
    """

    key: str
    folder: str
    per: tuple[str, ...]
    of_awards: bool = False
    is_slow: bool = False
    is_flowing: bool = False

    @property
    def label(self) -> str:
        """What a clerk calls it: 申报表."""
        return label_in(self.folder)

    @property
    def made_of(self) -> tuple[str, ...]:
        """The parts of a campaign that are in it, besides settings and wording: an error in one stops it."""
        return (AWARDS,) if self.of_awards else tuple(part for part in self.per if part != CAMPAIGN)


NOTICE = DocumentKind("notice", "01-通知", (CAMPAIGN,), is_flowing=True)
BLANK = DocumentKind("blank", "02-空白表格", (CAMPAIGN,))
FORM1 = DocumentKind("form1", "03-申报表", (PROJECT,), is_slow=True)
FORM2 = DocumentKind("form2", "04-汇总表", (RECOMMENDER,), is_slow=True)
CERTIFICATE = DocumentKind("certificate", "05-证书", (PROJECT,), of_awards=True)
BULLETIN = DocumentKind("bulletin", "06-通报", (CAMPAIGN,), of_awards=True, is_flowing=True)
PACKET = DocumentKind("packet", "07-申报材料", (PROJECT, RECOMMENDER), is_slow=True)
INTRO = DocumentKind("intro", "08-介绍材料", (PROJECT,), is_slow=True)
SUMMARY = DocumentKind("summary", "09-工作总结", (RECOMMENDER,))
# 申报进度 has a command of its own, which puts its files where it is told.
PROGRESS = DocumentKind("progress", "", (CAMPAIGN,))


def kind_of(form: Form) -> DocumentKind:
    """The kind of documents that a form is."""
    per = (PROJECT,) if form.per is Per.APPLICATION else (RECOMMENDER,)
    return DocumentKind(form.key, form.folder, per, is_slow=True)


def label_of(form: Form) -> str:
    """What a clerk calls the form: as its folder in the output, 申报表."""
    return kind_of(form).label or form.name


CONTENTS_ITEM, ATTACHMENTS_ITEM = "清单", "附件"


def packet_items(forms: Iterable[Form]) -> Mapping[Per, tuple[str, ...]]:
    """What a packet of a campaign with these forms may be made of, in the notice's order.

    The recommender's own papers come first, then each project's. A form is called as its folder in the output is.
    """
    own = tuple(forms)
    called = {per: tuple(kind_of(form).label for form in own if form.per is per) for per in Per}
    return {
        Per.RECOMMENDER: (CONTENTS_ITEM, *called[Per.RECOMMENDER], SUMMARY.label),
        Per.APPLICATION: (*called[Per.APPLICATION], INTRO.label, ATTACHMENTS_ITEM),
    }


def kinds_with(forms: Iterable[DocumentKind]) -> tuple[DocumentKind, ...]:
    """What a build makes where these are the forms, in the order in which `--help` lists them."""
    return (NOTICE, BLANK, *forms, CERTIFICATE, BULLETIN, PACKET, INTRO, SUMMARY)


def rows_with(forms: Iterable[Form]) -> tuple[DocumentKind, ...]:
    """What a build makes of a campaign with these forms."""
    return kinds_with(map(kind_of, forms))


ROWS = kinds_with((FORM1, FORM2))  # of a campaign without forms of its own
KINDS = tuple(row.key for row in ROWS)
LABELS: Mapping[str, str] = {row.key: row.label for row in ROWS}
