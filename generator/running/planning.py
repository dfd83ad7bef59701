"""What a run has to make: the campaign read, checked, and cut into pieces of work.

It is done in a process of its own where other processes do the work: the memory that a campaign takes is given
back when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from generator import __version__
from generator.campaign.errors import CAMPAIGN, PROJECT, RECOMMENDER, DataError, Problem, Touch, UsageError, errors_of
from generator.campaign.kinds import DocumentKind, rows_with
from generator.campaign.layout import package_templates, template_folders
from generator.campaign.masking import without_persons
from generator.campaign.records import Campaign, Counts
from generator.campaign.scope import Scope, Sound, in_scope, left_out, owners_of, stopping
from generator.checks.campaign import check_campaign
from generator.checks.settings.certificates import reprint
from generator.composing.codes import KEY_NAME, KeyFileError, key_file
from generator.composing.contents import Counted, CountedGroup, captions, contents
from generator.composing.document_table import documents
from generator.composing.documents import Asked, Document
from generator.composing.issuing import coded, issued
from generator.composing.names import recommender_names
from generator.composing.wording.titles import title
from generator.ground.inputs import file_hash
from generator.ground.steps import MARKS, in_tenths, mark
from generator.reading.campaign_folder import input_files
from generator.reading.raw import near_miss
from generator.reading.raw_campaign import ATTACHMENTS_FOLDER, TEMPLATES_FOLDER
from generator.rendering.machine import require_machine, require_pages
from generator.running.batching import batches
from generator.running.fingerprints import fingerprint, machine_fingerprint
from generator.running.making import Batch, Workplace
from generator.running.options import ALL_KINDS, Options
from generator.running.pieces import written
from generator.running.work import Order, PieceFile, Plan

NOBODY = frozenset({""})  # in place of no recommender, which would be all


def planned(order: Order) -> Plan:
    """The plan of a campaign's documents, its pieces written into the file `order.pieces`.

    Raises:
        DataError: an error touches what was asked for, and not only what is sound was asked for.
        UsageError: the campaign has no such recommender or project.
        MachineError: fonts are missing, or what lays out pages.
    """
    step = partial(mark, order.pieces.with_name(MARKS))
    step()
    campaign, counts, problems = check_campaign(order.options.campaign, step=step)
    if campaign is None:
        raise DataError(problems, counts)
    rows = _rows(campaign)
    kinds = _kinds(order.options, rows)
    asked = replace(order.options, kinds=kinds, recommenders=_recommenders(campaign, order.options))
    reprinted = _reprinted(campaign, asked, problems)
    projects = _projects(campaign, reprinted)
    scope = Scope(kinds, asked.recommenders, asked.records, projects, owners_of(campaign), rows)
    wrong = stopping(problems, scope)
    if wrong and not asked.sound_only:
        raise DataError(in_scope(problems, scope), counts)
    is_sound = Sound(wrong)
    if is_sound((Touch(CAMPAIGN, "certificate"),)):  # else the key may be what is wrong
        campaign = _coded(campaign, asked)
    require_machine()
    step()
    folders = template_folders(asked.campaign)
    place = Workplace(order.staging, folders, campaign.settings.issued_on, asked, flush=order.flush)
    wanted = [one for one in _wanted(campaign, asked, reprinted) if is_sound(one.made_of)]
    require_pages(one.template for one in wanted)
    if place.folders != (package_templates(),):
        from generator.linting.trial import require_sound  # which loads what reads Word templates

        require_sound([*wanted, *_set_in_packets(campaign, asked)], place.folders, place.modified)
    step()
    inputs = {path.relative_to(campaign.folder).as_posix(): file_hash(path) for path in input_files(campaign.folder)}
    key = partial(_key, _basis(place, inputs), inputs)
    file = PieceFile(order.pieces)
    step()
    cut = list(batches(campaign, wanted, place, is_sound))
    pieces = [file.add(written(batch), batch.files, key(batch)) for batch in in_tenths(cut, step)]
    file.close()
    told = in_scope(problems, scope)
    elsewhere = len(errors_of(problems)) - len(errors_of(told))
    missing = tuple(left_out(wrong, scope))
    about = _about(campaign, counts, inputs) | {"left_out": [one.told() for one in missing]}
    units = {one.number: one.unit for one in campaign.applications}
    names = tuple(recommender_names(campaign.settings).values())
    return Plan(tuple(pieces), counts, tuple(told), missing, elsewhere, about, units, names)


def _rows(campaign: Campaign) -> tuple[DocumentKind, ...]:
    return rows_with(campaign.settings.schema.forms.values())


def _kinds(asked: Options, rows: Sequence[DocumentKind]) -> frozenset[str]:
    """The kinds to make: of single recommenders or projects their own papers, where no kinds were named."""
    if asked.kinds != ALL_KINDS:
        return asked.kinds
    if asked.records:
        return frozenset(row.key for row in rows if PROJECT in row.per)
    if asked.recommenders:
        return frozenset(row.key for row in rows if row.per != (CAMPAIGN,))
    return frozenset(row.key for row in rows)


def _recommenders(campaign: Campaign, asked: Options) -> frozenset[str]:
    """The names of the recommenders asked for, by themselves or by their projects; none are all. Raises UsageError."""
    named = _named(campaign, asked.recommenders)
    if not asked.records:
        return named
    owners = _owners(campaign, asked.records)
    return (owners & named if named else owners) or NOBODY


def _named(campaign: Campaign, wanted: frozenset[str]) -> frozenset[str]:
    """The names of the recommenders that were asked for by name or short name. Raises UsageError."""
    known = {one.short_name: one.name for one in campaign.settings.recommenders if one.short_name}
    known |= {name: name for name in campaign.settings.recommender_names}
    for name in sorted(wanted.difference(known)):
        raise UsageError(f"--recommender 没有申报单位“{name}”。{near_miss(name, campaign.settings.recommender_names)}")
    return frozenset(known[name] for name in wanted)


def _owners(campaign: Campaign, wanted: frozenset[str]) -> frozenset[str]:
    """The recommenders of the projects with these numbers. Raises UsageError."""
    owners = owners_of(campaign)
    for number in sorted(wanted.difference(owners)):
        near = near_miss(number, tuple(owners)) if owners else ""
        raise UsageError(f"--record 没有项目编号为“{number}”的项目。{near}")
    return frozenset(owners[number] for number in wanted)


def _coded(campaign: Campaign, asked: Options) -> Campaign:
    """The campaign with signed codes. Raises UsageError where the key that was asked for is none."""
    if "certificate" not in asked.kinds:
        return campaign
    try:
        return coded(campaign, asked.key or key_file(campaign.folder))
    except KeyFileError as wrong:
        raise UsageError(f"--key {wrong}：{asked.key}。请写 wuxiao keygen 生成的“{KEY_NAME}”的位置。") from wrong


def _reprinted(campaign: Campaign, asked: Options, problems: Sequence[Problem]) -> frozenset[str] | None:
    """The certificates that a reprint asks for, None where all are wanted. Raises DataError where one cannot be had."""
    if not asked.numbers:
        return None
    keys, missing = reprint(campaign, asked.numbers)
    if missing:  # it may be one of those whose row or wording is wrong
        touching = stopping(problems, Scope(kinds=frozenset({"certificate"})))
        raise DataError([*touching, *missing])
    return keys


def _projects(campaign: Campaign, keys: frozenset[str] | None) -> frozenset[str] | None:
    """The projects whose certificates these are, None where all are wanted."""
    if keys is None:
        return None
    return frozenset(one.winner.number for one in issued(campaign) if one.winner and one.key in keys)


def _wanted(campaign: Campaign, asked: Options, keys: frozenset[str] | None) -> Iterator[Document]:
    """The documents that are published."""
    rows = _rows(campaign)
    of_records = frozenset(row.key for row in rows if PROJECT in row.per)
    for document in documents(Asked(campaign, asked.recommenders, keys), asked.kinds):
        is_asked = not asked.records or document.record in asked.records or document.kind not in of_records
        if document.format in asked.formats and is_asked:
            yield document


def _set_in_packets(campaign: Campaign, asked: Options) -> Iterator[Document]:
    """What packets set by themselves, as documents whose templates can be tried."""
    if asked.packets:
        bound = frozenset(row.key for row in _rows(campaign) if row.made_of in ((PROJECT,), (RECOMMENDER,)))
        yield from documents(Asked(campaign, asked.recommenders), bound)
        one = CountedGroup("项目", (Counted("材料", copies=2, pages=3),))
        for name, context in (
            ("contents", partial(contents, "单位", [one])),
            ("caption", partial(captions, "项目", [False, True])),
        ):
            yield Document("packet", "pdf", f"packet/{name}.html", f"{name}.pdf", "", context)


def _basis(place: Workplace, inputs: Mapping[str, str]) -> str:
    """What decides the bytes of all pieces alike; `inputs` are the campaign's files, path → hash."""
    own = {path: sha256 for path, sha256 in inputs.items() if path.startswith(f"{TEMPLATES_FOLDER}/")}
    options = (place.modified.isoformat(), place.options.protect, place.options.reference)
    return fingerprint(__version__, machine_fingerprint(), own, options)


def _key(basis: str, inputs: Mapping[str, str], batch: Batch) -> str:
    """What two runs must have in common for a piece to come to the same bytes."""
    bound = (piece.document for plan in batch.plans for piece in plan.pieces if piece.document)
    names = [*batch.attachments, *(name for one in (*batch.documents, *bound) for name in one.files)]
    attached = [(name, inputs[f"{ATTACHMENTS_FOLDER}/{name}"]) for name in names]
    return fingerprint(basis, written(batch, anywhere=True).decode("ascii"), attached)


def _about(campaign: Campaign, counts: Counts, inputs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "campaign": title(campaign.settings, "活动"),
        "version": __version__,
        "inputs": [{"path": without_persons(path), "sha256": sha256} for path, sha256 in inputs.items()],
        "counts": counts.model_dump(),
    }
