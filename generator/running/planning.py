"""What a run has to make: the campaign read, checked, and cut into pieces of work.

It is done in a process of its own where other processes do the work: the memory that a campaign takes is given
back when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from generator import __version__
from generator.campaign.errors import CAMPAIGN, PROJECT, RECOMMENDER, DataError, Problem, Touch, UsageError, errors_of
from generator.campaign.kinds import KINDS_OF_RECORDS
from generator.campaign.layout import package_templates, template_folders
from generator.campaign.masking import without_persons
from generator.campaign.records import Campaign, Counts, Settings
from generator.campaign.scope import Scope, Sound, in_scope, left_out, owners_of, stopping
from generator.checks.campaign import check_campaign
from generator.checks.settings.certificates import reprint
from generator.composing.codes import KEY_NAME, KeyFileError, key_file
from generator.composing.coding import coded
from generator.composing.contents import Counted, CountedGroup, captions, contents
from generator.composing.documents import Document, documents
from generator.composing.issuing import issued
from generator.composing.packing import PacketPlan, packet_plans
from generator.reading.campaign_folder import input_files
from generator.reading.raw import near_miss
from generator.reading.raw_campaign import ATTACHMENTS_FOLDER, TEMPLATES_FOLDER
from generator.rendering.machine import require_machine
from generator.running.fingerprints import Fingerprints, file_hash, machine_fingerprint
from generator.running.making import Batch, Workplace
from generator.running.pieces import written
from generator.running.work import Order, PieceFile, Plan

# Records whose documents are made together: enough to share what is the same in them, few enough that every
# worker has some.
RECORDS_AT_ONCE = 32
# Documents of a recommender, and of an application: their pages are set once for their own files and for packets.
OF_RECOMMENDER, OF_APPLICATION = frozenset({"form2", "summary"}), frozenset({"form1", "intro"})
# WeasyPrint lays them out anew; loading it takes as long as either of them.
LAID_OUT_ANEW = frozenset({"notice", "bulletin"})
NOBODY = frozenset({""})  # in place of no recommender, which would be all


def planned(order: Order) -> Plan:
    """The plan of a campaign's documents, its pieces written into the file `order.pieces`.

    Raises:
        DataError: an error touches what was asked for, and not only what is sound was asked for.
        UsageError: the campaign has no such recommender or project.
        MachineError: fonts are missing.
    """
    campaign, counts, problems = check_campaign(order.campaign)
    if campaign is None:
        raise DataError(problems, counts)
    order = replace(order, recommenders=_recommenders(campaign, order))
    reprinted = _reprinted(campaign, order, problems)
    scope = Scope(order.kinds, order.recommenders, order.records, _projects(campaign, reprinted), owners_of(campaign))
    wrong = stopping(problems, scope)
    if wrong and not order.sound_only:
        raise DataError(in_scope(problems, scope), counts)
    is_sound = Sound(wrong)
    if is_sound((Touch(CAMPAIGN, "certificate"),)):  # else the key may be what is wrong
        campaign = _coded(campaign, order)
    require_machine()
    place = Workplace(
        order.staging,
        template_folders(order.campaign),
        campaign.settings.issued_on,
        protect=order.protect,
        reference=order.reference,
        flush=order.flush,
        limits=order.limits,
    )
    wanted = [one for one in _wanted(campaign, order, reprinted) if is_sound(one.made_of)]
    if place.folders != (package_templates(),):
        from generator.linting.trial import require_sound  # which loads what reads Word templates

        require_sound([*wanted, *_set_in_packets(campaign, order)], place.folders, place.modified)
    inputs = {path.relative_to(campaign.folder).as_posix(): file_hash(path) for path in input_files(campaign.folder)}
    keys = _Keys(place, inputs)
    file = PieceFile(order.pieces)
    batches = _batches(campaign, wanted, order, place, is_sound)
    pieces = [file.add(written(batch), batch.files, keys.of(batch)) for batch in batches]
    file.close()
    told = in_scope(problems, scope)
    elsewhere = len(errors_of(problems)) - len(errors_of(told))
    missing = tuple(left_out(wrong, scope))
    about = _about(campaign, counts, inputs) | {"left_out": [one.told() for one in missing]}
    return Plan(tuple(pieces), counts, tuple(told), missing, elsewhere, about)


def title(settings: Settings) -> str:
    """How the manifest calls the campaign."""
    return f"{settings.year}年{settings.province}职工“五小”活动"


def _recommenders(campaign: Campaign, order: Order) -> frozenset[str]:
    """The names of the recommenders asked for, by themselves or by their projects; none are all. Raises UsageError."""
    named = _named(campaign, order.recommenders)
    if not order.records:
        return named
    owners = _owners(campaign, order.records)
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


def _coded(campaign: Campaign, order: Order) -> Campaign:
    """The campaign with signed codes. Raises UsageError where the key that was asked for is none."""
    if "certificate" not in order.kinds:
        return campaign
    try:
        return coded(campaign, order.key or key_file(campaign.folder))
    except KeyFileError as wrong:
        raise UsageError(f"--key {wrong}：{order.key}。请写 wuxiao keygen 生成的“{KEY_NAME}”的位置。") from wrong


def _reprinted(campaign: Campaign, order: Order, problems: Sequence[Problem]) -> frozenset[str] | None:
    """The certificates that a reprint asks for, None where all are wanted. Raises DataError where one cannot be had."""
    if not order.numbers:
        return None
    keys, missing = reprint(campaign, order.numbers)
    if missing:  # it may be one of those whose row or wording is wrong
        touching = stopping(problems, Scope(kinds=frozenset({"certificate"})))
        raise DataError([*touching, *missing])
    return keys


def _projects(campaign: Campaign, keys: frozenset[str] | None) -> frozenset[str] | None:
    """The projects whose certificates these are, None where all are wanted."""
    if keys is None:
        return None
    return frozenset(one.winner.number for one in issued(campaign) if one.winner and one.key in keys)


def _wanted(campaign: Campaign, order: Order, keys: frozenset[str] | None) -> Iterator[Document]:
    """The documents that are published."""
    for document in documents(campaign, order.kinds, order.recommenders, keys):
        is_asked = not order.records or document.record in order.records or document.kind not in KINDS_OF_RECORDS
        if document.format in order.formats and is_asked:
            yield document


def _set_in_packets(campaign: Campaign, order: Order) -> Iterator[Document]:
    """What packets set by themselves, as documents whose templates can be tried."""
    if order.packets:
        yield from documents(campaign, OF_APPLICATION | OF_RECOMMENDER, order.recommenders)
        one = CountedGroup("项目", (Counted("材料", copies=2, pages=3),))
        for name, context in (
            ("contents", partial(contents, "单位", [one])),
            ("caption", partial(captions, "项目", [False, True])),
        ):
            yield Document("packet", "pdf", f"packet/{name}.html", f"{name}.pdf", "", context)


def _batches(
    campaign: Campaign, wanted: Sequence[Document], order: Order, place: Workplace, is_sound: Sound
) -> Iterator[Batch]:
    """The work in batches, those that take long first; all formats of a document are in one batch."""
    official = tuple(one for one in wanted if one.kind in LAID_OUT_ANEW)
    if official:
        yield Batch(place, official)
    own, of_applications = (_by_record(wanted, kinds) for kinds in (OF_RECOMMENDER, OF_APPLICATION))
    names = [name for name in campaign.settings.recommender_names if campaign.of(name)]
    for name in sorted(names, key=lambda name: len(campaign.of(name)), reverse=True):
        plans = _packets(campaign, name, order, is_sound) if _has_packets(order, name) else []
        for documents_of, packets in _together(campaign, name, own.get(name, []), of_applications, plans):
            if documents_of or packets:
                yield _with_packets(campaign, place, documents_of, packets)
    yield from _of_campaign(wanted, place)


def _together(
    campaign: Campaign,
    name: str,
    own: list[Document],
    of_applications: Mapping[str, list[Document]],
    plans: list[PacketPlan],
) -> Iterator[tuple[list[Document], list[PacketPlan]]]:
    """Documents and packets of a recommender and its applications: what they share is set once.

    They are together as far as one batch holds them.
    """
    packets = {plan.record: plan for plan in plans}
    whole = [packets.pop(name)] if name in packets else []
    numbers = [application.number for application in campaign.of(name)]
    if len(numbers) > RECORDS_AT_ONCE:
        yield own, whole
        own, whole = [], []
    for start in range(0, len(numbers), RECORDS_AT_ONCE):
        some = numbers[start : start + RECORDS_AT_ONCE]
        yield (
            [*(document for number in some for document in of_applications.get(number, [])), *own],
            [*whole, *(packets[number] for number in some if number in packets)],
        )


def _by_record(wanted: Sequence[Document], kinds: frozenset[str]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for document in wanted:
        if document.kind in kinds:
            found.setdefault(document.record, []).append(document)
    return found


def _packets(campaign: Campaign, name: str, order: Order, is_sound: Sound) -> list[PacketPlan]:
    """The packets asked for of a recommender and its applications that no error touches and that hold something."""
    whole, *singles = packet_plans(campaign, name, order.copies)
    parts = [(whole, Touch(RECOMMENDER, name)), *((one, Touch(PROJECT, one.record)) for one in singles)]
    return [
        plan
        for plan, part in parts
        if not plan.is_empty
        and is_sound((Touch(CAMPAIGN, "packet"), part))
        and (not order.records or plan.record in order.records)
    ]


def _has_packets(order: Order, name: str) -> bool:
    return order.packets and (not order.recommenders or name in order.recommenders)


def _of_campaign(wanted: Sequence[Document], place: Workplace) -> Iterator[Batch]:
    """Certificates and blank forms, each kind by itself."""
    left = [one for one in wanted if one.kind not in OF_APPLICATION | OF_RECOMMENDER | LAID_OUT_ANEW]
    for _, some in groupby(left, key=lambda document: document.kind):
        records = [list(formats) for _, formats in groupby(some, key=lambda document: id(document.context))]
        for start in range(0, len(records), RECORDS_AT_ONCE):
            together = records[start : start + RECORDS_AT_ONCE]
            yield Batch(place, tuple(document for formats in together for document in formats))


def _with_packets(campaign: Campaign, place: Workplace, own: Sequence[Document], plans: Sequence[PacketPlan]) -> Batch:
    names = dict.fromkeys(piece.attachment for plan in plans for piece in plan.pieces if piece.attachment)
    attachments = {name: campaign.attachments[name] for name in names}
    return Batch(place, tuple(own), tuple(plans), attachments, campaign.settings.single_sided if plans else "")


class _Keys:
    """The keys of a plan's pieces: what two runs must have in common for a piece to come to the same bytes."""

    def __init__(self, place: Workplace, inputs: Mapping[str, str]) -> None:
        """For pieces of this workplace and a campaign with these input files, path → hash."""
        own = {path: sha256 for path, sha256 in inputs.items() if path.startswith(f"{TEMPLATES_FOLDER}/")}
        self._inputs = inputs
        options = (place.modified, place.protect, place.reference)
        self._fingerprints = Fingerprints()
        self._basis = self._fingerprints.of(__version__, machine_fingerprint(), own, options)

    def of(self, batch: Batch) -> str:
        contexts = {id(one.context): one.context for one in batch.documents}
        known = {number: self._fingerprints.of(context) for number, context in contexts.items()}
        made = [(one.template, one.format, one.path, one.record, known[id(one.context)]) for one in batch.documents]
        attached = [(name, self._inputs[f"{ATTACHMENTS_FOLDER}/{name}"]) for name in batch.attachments]
        return self._fingerprints.of(self._basis, made, batch.plans, batch.backs, attached)


def _about(campaign: Campaign, counts: Counts, inputs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "campaign": title(campaign.settings),
        "version": __version__,
        "inputs": [{"path": without_persons(path), "sha256": sha256} for path, sha256 in inputs.items()],
        "counts": counts.model_dump(),
    }
