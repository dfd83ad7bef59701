"""What a run has to make: the campaign read, checked, and cut into pieces of work.

It is done in a process of its own where other processes do the work: the memory that a campaign takes is given
back when the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from generator import __version__
from generator.checks.campaign import check_campaign
from generator.checks.certificates import reprint
from generator.codes import KEY_NAME, KeyFileError, key_file
from generator.composing.coding import coded
from generator.composing.contents import Counted, CountedGroup, captions, contents
from generator.composing.documents import Document, documents
from generator.composing.packing import packet_plans
from generator.errors import DataError, UsageError
from generator.fingerprints import Fingerprints, file_hash, machine_fingerprint
from generator.kinds import KINDS_OF_REVIEW, PACKET_PARTS
from generator.layout import package_templates, template_folders
from generator.making import BACKS, Batch, Binding, Workplace, part_path
from generator.reading.campaign_folder import input_files
from generator.reading.raw import near_miss
from generator.reading.raw_campaign import ATTACHMENTS_FOLDER, TEMPLATES_FOLDER
from generator.records import Campaign, Counts, Settings
from generator.rendering.machine import require_fonts
from generator.work import Order, PieceFile, Plan

# Records whose documents are made together: enough to share what is the same in them, few enough that every
# worker has some. Of other kinds there are few documents, and long ones.
RECORDS_AT_ONCE = {"form1": 16, "certificate": 16, "intro": 16}


def planned(order: Order) -> Plan:
    """The plan of a campaign's documents, its pieces written into the file `order.pieces`.

    Raises:
        DataError: the data has errors.
        UsageError: the campaign has no such recommender.
        MachineError: fonts are missing.
    """
    campaign, counts, problems = check_campaign(order.campaign, reviewed=bool(order.kinds & KINDS_OF_REVIEW))
    if campaign is None:
        raise DataError(problems)
    campaign = _coded(campaign, order)
    _require_recommenders(campaign, order.recommenders)
    require_fonts()
    place = Workplace(
        order.staging,
        template_folders(order.campaign),
        campaign.settings.issued_on,
        protect=order.protect,
        reference=order.reference,
        flush=order.flush,
    )
    wanted = list(_wanted(campaign, order, _reprinted(campaign, order)))
    if place.folders != (package_templates(),):
        from generator.linting.trial import require_sound  # which loads what reads Word templates

        require_sound([*wanted, *_set_in_packets(campaign, order)], place.folders, place.modified)
    inputs = {path.relative_to(campaign.folder).as_posix(): file_hash(path) for path in input_files(campaign.folder)}
    keys = _Keys(place, inputs)
    file = PieceFile(order.pieces)
    made = [file.add(batch, len(batch.documents), keys.of_batch(batch)) for batch in _batches(wanted, order, place)]
    bound = [
        file.add(binding, _files_of(binding), keys.of_binding(binding))
        for binding in _bindings(campaign, wanted, order, place)
    ]
    file.close()
    return Plan(tuple(made), tuple(bound), counts, tuple(problems), _about(campaign, counts, inputs))


def title(settings: Settings) -> str:
    """How the manifest calls the campaign."""
    return f"{settings.year}年{settings.province}职工“五小”活动"


def _require_recommenders(campaign: Campaign, wanted: frozenset[str]) -> None:
    names = campaign.settings.recommender_names
    for name in sorted(wanted.difference(names)):
        raise UsageError(f"没有申报单位“{name}”。{near_miss(name, names)}")


def _coded(campaign: Campaign, order: Order) -> Campaign:
    """The campaign with signed codes. Raises UsageError where the key that was asked for is none."""
    if "certificate" not in order.kinds:
        return campaign
    try:
        return coded(campaign, order.key or key_file(campaign.folder))
    except KeyFileError as wrong:
        raise UsageError(f"--key {wrong}：{order.key}。请写 wuxiao keygen 生成的“{KEY_NAME}”的位置。") from wrong


def _reprinted(campaign: Campaign, order: Order) -> frozenset[str] | None:
    """The certificates that a reprint asks for, None where all are wanted. Raises DataError where one cannot be had."""
    if not order.numbers:
        return None
    keys, problems = reprint(campaign, order.numbers)
    if problems:
        raise DataError(problems)
    return keys


def _wanted(campaign: Campaign, order: Order, keys: frozenset[str] | None) -> Iterator[Document]:
    """The documents that are published, and those that packets are bound of."""
    kinds = order.kinds | (PACKET_PARTS if order.packets else frozenset())
    for document in documents(campaign, kinds, order.recommenders, keys):
        if _is_published(document, order) or _is_part(document, order):
            yield document


def _is_published(document: Document, order: Order) -> bool:
    return document.kind in order.kinds and document.format in order.formats


def _is_part(document: Document, order: Order) -> bool:
    return order.packets and document.kind in PACKET_PARTS and document.format == "pdf"


def _set_in_packets(campaign: Campaign, order: Order) -> Iterator[Document]:
    """What packets set by themselves, as documents whose templates can be tried."""
    if order.packets:
        yield from documents(campaign, frozenset({"form1", "form2", "intro"}), order.recommenders)
        one = CountedGroup("项目", (Counted("材料", copies=2, pages=3),))
        for name, context in (
            ("contents", partial(contents, "单位", [one])),
            ("caption", partial(captions, "项目", [False, True])),
        ):
            yield Document("packet", "pdf", f"packet/{name}.html", f"{name}.pdf", "", context)


def _batches(wanted: Sequence[Document], order: Order, place: Workplace) -> Iterator[Batch]:
    """The documents in batches of one kind; all formats of a record are in one batch."""
    for kind, some in groupby(wanted, key=lambda document: document.kind):
        records = [list(formats) for _, formats in groupby(some, key=lambda document: id(document.context))]
        size = RECORDS_AT_ONCE.get(kind, 1)
        for start in range(0, len(records), size):
            together = tuple(document for formats in records[start : start + size] for document in formats)
            parts = frozenset(document.path for document in together if not _is_published(document, order))
            yield Batch(place, together, parts)


def _bindings(campaign: Campaign, wanted: Sequence[Document], order: Order, place: Workplace) -> Iterator[Binding]:
    """The packets of each recommender, the most first: the last piece of a run should be a short one."""
    if not order.packets:
        return
    parts = {
        document.path: document.path if _is_published(document, order) else part_path(document)
        for document in wanted
        if _is_part(document, order)
    }
    settings, wanted_names = campaign.settings, order.recommenders or campaign.settings.recommender_names
    names = [name for name in settings.recommender_names if name in wanted_names and campaign.of(name)]
    for name in sorted(names, key=lambda name: len(campaign.of(name)), reverse=True):
        plans = tuple(packet_plans(campaign, name, order.copies))
        pieces = [piece for plan in plans for piece in plan.pieces]
        own = {piece.document.path for piece in pieces if piece.document} & parts.keys()
        attachments = {piece.attachment: campaign.attachments[piece.attachment] for piece in pieces if piece.attachment}
        yield Binding(place, plans, {path: parts[path] for path in sorted(own)}, attachments, settings.single_sided)


def _files_of(binding: Binding) -> int:
    return len(binding.plans) * (3 if binding.backs in BACKS else 1)


class _Keys:
    """The keys of a plan's pieces: what two runs must have in common for a piece to come to the same bytes."""

    def __init__(self, place: Workplace, inputs: Mapping[str, str]) -> None:
        """For pieces of this workplace and a campaign with these input files, path → hash."""
        own = {path: sha256 for path, sha256 in inputs.items() if path.startswith(f"{TEMPLATES_FOLDER}/")}
        self._inputs = inputs
        options = (place.modified, place.protect, place.reference)
        self._fingerprints = Fingerprints()
        self._basis = self._fingerprints.of(__version__, machine_fingerprint(), own, options)
        self._of_document: dict[str, str] = {}  # by path

    def of_batch(self, batch: Batch) -> str:
        contexts = {id(one.context): one.context for one in batch.documents}
        known = {number: self._fingerprints.of(context) for number, context in contexts.items()}
        documents = [
            (one.template, one.format, one.path, one.record, known[id(one.context)]) for one in batch.documents
        ]
        key = self._fingerprints.of(self._basis, documents, batch.parts)
        self._of_document |= {one.path: key for one in batch.documents}
        return key

    def of_binding(self, binding: Binding) -> str:
        """Call it after the keys of the batches: a packet depends on what it is bound of."""
        parts = [self._of_document[path] for path in binding.parts]
        attached = [(name, self._inputs[f"{ATTACHMENTS_FOLDER}/{name}"]) for name in binding.attachments]
        return self._fingerprints.of(self._basis, binding.plans, binding.backs, parts, attached)


def _about(campaign: Campaign, counts: Counts, inputs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "campaign": title(campaign.settings),
        "version": __version__,
        "inputs": [{"path": path, "sha256": sha256} for path, sha256 in inputs.items()],
        "counts": counts.model_dump(),
    }
