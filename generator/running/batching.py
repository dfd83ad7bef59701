"""The work of a plan in batches: what shares pages or records stands together, never too much at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.campaign.errors import CAMPAIGN, PROJECT, RECOMMENDER, Touch
from generator.campaign.kinds import ROWS
from generator.campaign.records import Campaign
from generator.campaign.scope import Sound
from generator.composing.documents import Asked, Document
from generator.composing.packing import PacketPlan, packet_plans
from generator.running.making import Batch, Workplace
from generator.running.options import Options

# Records whose documents are made together: enough to share what is the same in them, few enough that every
# worker has some.
RECORDS_AT_ONCE = 32
FLOWING = frozenset(row.key for row in ROWS if row.is_flowing)


def batches(campaign: Campaign, wanted: Sequence[Document], place: Workplace, is_sound: Sound) -> Iterator[Batch]:
    """The work in batches, those that take long first; all formats of a document are in one batch."""
    official = tuple(one for one in wanted if one.kind in FLOWING)
    if official:
        yield Batch(place, official)
    own, of_applications = (_by_record(wanted, part) for part in (RECOMMENDER, PROJECT))
    names = [name for name in campaign.settings.recommender_names if campaign.of(name)]
    asked = Asked(campaign)
    for name in sorted(names, key=lambda name: len(campaign.of(name)), reverse=True):
        plans = _packets(asked, name, place.options, is_sound)
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


def _by_record(wanted: Sequence[Document], part: str) -> dict[str, list[Document]]:
    """The documents of each recommender or of each project."""
    found: dict[str, list[Document]] = {}
    for document in wanted:
        if _is_of(document, part):
            found.setdefault(document.record, []).append(document)
    return found


def _is_of(document: Document, part: str) -> bool:
    return Touch(part, document.record) in document.made_of


def _packets(of: Asked, name: str, options: Options, is_sound: Sound) -> list[PacketPlan]:
    """The packets asked for of a recommender and its applications that no error touches and that hold something."""
    if not options.packets or (options.recommenders and name not in options.recommenders):
        return []
    whole, *singles = packet_plans(of, name, options.copies)
    parts = [(whole, Touch(RECOMMENDER, name)), *((one, Touch(PROJECT, one.record)) for one in singles)]
    return [
        plan
        for plan, part in parts
        if not plan.is_empty
        and is_sound((Touch(CAMPAIGN, "packet"), part))
        and (not options.records or plan.record in options.records)
    ]


def _of_campaign(wanted: Sequence[Document], place: Workplace) -> Iterator[Batch]:
    """Certificates and blank forms, each kind by itself."""
    left = [
        one for one in wanted if one.kind not in FLOWING and not _is_of(one, RECOMMENDER) and not _is_of(one, PROJECT)
    ]
    for _, some in groupby(left, key=lambda document: document.kind):
        records = [list(formats) for _, formats in groupby(some, key=lambda document: id(document.context))]
        for start in range(0, len(records), RECORDS_AT_ONCE):
            together = records[start : start + RECORDS_AT_ONCE]
            yield Batch(place, tuple(document for formats in together for document in formats))


def _with_packets(campaign: Campaign, place: Workplace, own: Sequence[Document], plans: Sequence[PacketPlan]) -> Batch:
    names = dict.fromkeys(piece.attachment for plan in plans for piece in plan.pieces if piece.attachment)
    attachments = {name: campaign.attachments[name] for name in names}
    return Batch(place, tuple(own), tuple(plans), attachments, campaign.settings.single_sided if plans else "")
