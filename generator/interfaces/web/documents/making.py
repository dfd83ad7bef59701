"""An order → the document, by the same functions as a build: checked, composed, rendered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from weakref import WeakKeyDictionary

from generator.campaign.errors import PROJECT, RECOMMENDER, Place, Problem, error
from generator.campaign.fields import AWARD_SHEET
from generator.campaign.kinds import BLANK, INTRO, NOTICE, PACKET, SUMMARY, DocumentKind, rows_with
from generator.campaign.layout import package_templates, template_folders
from generator.campaign.records import Campaign
from generator.campaign.scope import Scope, in_scope, owners_of, stopping
from generator.checks.records import Base, check_records
from generator.composing.codes import key_file
from generator.composing.document_table import documents
from generator.composing.documents import Asked, Document
from generator.composing.issuing import coded
from generator.ground.bounds import Guard, unwatched, watched
from generator.interfaces.web.documents.bases import base_for
from generator.interfaces.web.documents.orders import REQUEST, RenderOrder, WrongOrderError
from generator.interfaces.web.documents.sent import as_sent, sent
from generator.interfaces.web.refusals import RefusedError
from generator.reading.raw_campaign import SENT_RECORD, SENT_RECORDS
from generator.rendering.formats import render
from generator.rendering.machine import require_machine
from generator.rendering.pdf.press import Press

# Blank forms are several, and packets are bound of files that no order brings.
NOT_SINGLE = frozenset({BLANK.key, PACKET.key})
_tried = WeakKeyDictionary[Base, set[str]]()  # templates of the campaign's own


@dataclass(frozen=True)
class Made:
    """A document: its name and its content."""

    name: str
    format: str
    content: bytes


@dataclass(frozen=True)
class Signing:
    """Which key signs certificates, where it is not in the campaign's folder; and whether any may."""

    key: Path | None = None
    is_allowed: bool = True

    def of(self, campaign: Path) -> Path | None:
        """The key for that campaign."""
        return (self.key or key_file(campaign)) if self.is_allowed else None


def kind_called(key: str, base: Base) -> DocumentKind:
    """The kind of documents of that name. Raises RefusedError("not-found") where none is made by itself."""
    for row in rows_with(base.settings.schema.forms.values()):
        if row.key == key and key not in NOT_SINGLE:
            return row
    raise RefusedError("not-found", "没有这种文书，或不能单独生成。", "可用的种类见 /openapi.json。")


def made(
    order: RenderOrder, key: str, campaign: Path | None, signing: Signing, seen: Collection[str] | None = None
) -> list[Made]:
    """The document of that kind in the formats asked for, the same bytes as a build's.

    It shows no other attachments than those `seen`, where not all may be.

    Raises:
        WrongOrderError: an error of the data stops it.
        RefusedError: there is no such kind.
        TemplateError: a template of the campaign's own is wrong.
        ChangedError: as `base_for`.
        MachineError: fonts are missing.
    """
    require_machine()
    base = base_for(campaign, order.settings)
    kind = kind_called(key, base)
    require_records(order, kind)
    records = sent(order, base.settings.schema.fields, is_summary=kind == SUMMARY)
    checked, problems = check_records(base, records, key, awarded=kind.of_awards, seen=seen)
    rows = rows_with(base.settings.schema.forms.values())
    scope = Scope(frozenset({key}), owners=owners_of(checked), rows=rows)
    if stopping(problems, scope):
        raise WrongOrderError([as_sent(one, order.settings or {}) for one in in_scope(problems, scope)])
    if kind.of_awards:
        checked = coded(checked, signing.of(checked.folder))
    if kind == INTRO:  # nobody looks for the file that may stand in its place
        alone = tuple(one.model_copy(update={"intro_paper": ""}) for one in checked.applications)
        checked = checked.model_copy(update={"applications": alone})
    return rendered(_wanted(order, kind, checked), base)


def require_records(order: RenderOrder, kind: DocumentKind) -> None:
    """Raises WrongOrderError where the order has not the number of records that such a document is made of."""
    single = PROJECT in kind.per or kind == SUMMARY
    if kind == NOTICE:
        if found := [name for name in (SENT_RECORD, SENT_RECORDS) if getattr(order, name) is not None]:
            raise WrongOrderError([error("request", REQUEST, found[0], "通知不用记录。", "请去掉这一项。")])
        return
    if single and order.record is None:
        raise WrongOrderError([_missing(SENT_RECORD, "没有 record：这种文书由一条记录做成。")])
    if not single and not (order.records or order.record):
        raise WrongOrderError([_missing(SENT_RECORDS, "没有 records：这种文书由多条记录做成。")])
    if PROJECT in kind.per and order.records:
        raise WrongOrderError([error("request", REQUEST, SENT_RECORDS, "这种文书一次做一条。", "请只写 record。")])


def _missing(part: str, message: str) -> Problem:
    return error("required", REQUEST, part, message, "请补填。")


def _wanted(order: RenderOrder, kind: DocumentKind, campaign: Campaign) -> list[Document]:
    """The documents, one a format. Raises WrongOrderError where there is none."""
    owner = _owner(kind, campaign)
    found = [one for one in documents(Asked(campaign), {kind.key}) if one.record == owner]
    by_format = {one.format: one for one in found}
    if not by_format:
        message = "没有写评选结果，这种文书由获奖的项目做成。"
        raise WrongOrderError([error("required", Place(SENT_RECORD), AWARD_SHEET, message, "请补填等次和证书序号。")])
    if missing := [one for one in order.formats if one not in by_format]:
        message = f"这种文书没有 {'、'.join(missing)} 格式。"
        raise WrongOrderError([error("request", REQUEST, "format", message, f"可选的有：{'、'.join(by_format)}。")])
    return [by_format[one] for one in order.formats]


def _owner(kind: DocumentKind, campaign: Campaign) -> str:
    """Whose the document is: a project's, a recommender's, or the whole campaign's, which has no name."""
    if PROJECT in kind.per:
        return campaign.applications[0].number
    if RECOMMENDER not in kind.per:
        return ""
    of_summaries = (one.recommender for one in campaign.summaries)
    names = dict.fromkeys([*of_summaries, *(one.recommender for one in campaign.applications)])
    if len(names) > 1:
        message = f"有{len(names)}个申报单位的记录：{'、'.join(names)}。"
        fix = "这种文书一个申报单位一份，请分开。"
        raise WrongOrderError([error("recommender", Place(SENT_RECORDS), "申报单位", message, fix)])
    return next(iter(names))


def rendered(wanted: Sequence[Document], base: Base) -> list[Made]:
    """The documents rendered. Raises TemplateError."""
    folders, modified = template_folders(base.raw.folder), base.settings.issued_on
    _try(wanted, base, folders)
    press = Press(folders)
    with _guard(folders) as guard:
        contexts = {id(one.context): one.context() for one in wanted}  # formats of a document share it
        return [
            _made(
                one,
                guard,
                partial(
                    render, one.template, [contexts[id(one.context)]], folders=folders, modified=modified, press=press
                ),
            )
            for one in wanted
        ]


def _made(document: Document, guard: Guard, rendering: Callable[[], list[bytes]]) -> Made:
    path = PurePosixPath(document.path)
    (content,) = guard(document.template, document.record or path.stem, rendering)
    return Made(path.name, document.format, content)


def _try(wanted: Sequence[Document], base: Base, folders: tuple[Path, ...]) -> None:
    """Have the campaign's own templates tried with the first record that they are filled with."""
    tried = _tried.setdefault(base, set())
    new = [one for one in wanted if one.template not in tried]
    if folders == (package_templates(),) or not new:
        return
    from generator.linting.trial import require_sound  # which loads what reads Word templates

    require_sound(new, folders, base.settings.issued_on)
    tried.update(one.template for one in new)


def _guard(folders: tuple[Path, ...]) -> AbstractContextManager[Guard]:
    """What watches the campaign's own templates; those that come with the program need nobody."""
    if folders == (package_templates(),):
        return nullcontext(unwatched)
    from generator.linting.trial import is_own

    return watched(partial(is_own, own=folders[0]))
