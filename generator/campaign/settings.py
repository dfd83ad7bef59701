"""What campaign.yaml and words.yaml fix for one year's campaign, as every stage after the checks has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationInfo

from generator.campaign.kinds import packet_items
from generator.campaign.schema import Schema


class Record(BaseModel):
    """A record that cannot be changed and accepts no value of another type."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


SOME = "若干"  # in place of a number: it is not fixed how many, but there are some


class Recommender(Record):
    """The body that hands applications in; `quota` is its least number, 0 for none, or SOME."""

    name: str
    short_name: str
    kind: str
    quota: int | str

    @property
    def least(self) -> int:
        """How many applications it has to hand in."""
        return self.quota if isinstance(self.quota, int) else 1


class Tier(Record):
    """One class of winners, such as 一等优秀成果, and how many there are: a number, or SOME."""

    name: str
    count: int | str

    @property
    def is_open(self) -> bool:
        """Whether it is not fixed how many there are."""
        return not isinstance(self.count, int)


class PacketItem(Record):
    """What a packet holds so many copies of."""

    item: str
    copies: int


class Revocation(Record):
    """A certificate that is no longer valid, as campaign.yaml names it: by serial number or whole number."""

    certificate: str
    revoked_on: date
    reason: str


def _schema(value: Any, info: ValidationInfo) -> Schema:
    """The schema as it is; of JSON what the reader makes of its folders and sum that is given as the context."""
    if isinstance(value, Schema):
        return value
    reader: Callable[..., Schema] = info.context  # type: ignore[assignment]
    return reader(*value)


class RecommenderKind(Record):
    """A kind of recommenders, and whether their applications owe the share of non-public units.

    `together` is what all of them are called at once; without it each is called by its short name.
    """

    name: str
    owes_share: bool = False
    together: str = ""


class Words(Record):
    """How an award calls things: by words.yaml. `titles` and `file_names` have marks in them, for campaign values."""

    activity: str
    recommender_kinds: tuple[RecommenderKind, ...]
    excluded_units: tuple[str, ...]
    excluded_posts: tuple[str, ...]
    titles: Mapping[str, str]
    file_names: Mapping[str, str]


class Settings(Record):
    """What campaign.yaml fixes for one year's campaign, with its fields and forms."""

    fields_and_forms: Annotated[
        Schema, PlainValidator(_schema), PlainSerializer(lambda schema: (schema.folders, schema.content))
    ]
    words: Words
    year: int
    province: str
    activity: str
    issuer: str
    document_number: str
    issued_on: date
    letterhead: str
    sealed: bool
    applications_from: date
    applications_until: date
    review_until: date
    release_month: str
    contact_address: str
    contact_name: str
    contact_phone: str
    contact_email: str
    non_public_share: int
    recent_years: int
    brief_limit: int
    summary_limit: int
    completer_limit: int
    categories: tuple[str, ...]
    patent_forms: tuple[str, ...]
    patent_states: tuple[str, ...]
    certificate_number: str
    certificate_date: date
    certificate_date_style: str
    certificate_per: str
    award_number: str
    certificate_overprint: bool
    overprint_right_mm: float
    overprint_down_mm: float
    bulletin_number: str
    bulletin_date: date
    bulletin_printed_on: date | None
    organisation_awards: tuple[str, ...]
    copy_to: str
    printed_by: str
    printed_on: date | None
    single_sided: str
    recommenders: tuple[Recommender, ...]
    tiers: tuple[Tier, ...]
    revocations: tuple[Revocation, ...]
    packet: tuple[PacketItem, ...]
    recommender_kinds: tuple[RecommenderKind, ...]  # of campaign.yaml; without any those of the words count

    @property
    def schema(self) -> Schema:  # type: ignore[override]  # pydantic's own of that name is deprecated
        """The fields and forms of the campaign."""
        return self.fields_and_forms

    @property
    def recommender_names(self) -> tuple[str, ...]:
        """The names that 申报单位 may have, in the campaign's order."""
        return tuple(recommender.name for recommender in self.recommenders)

    @property
    def tier_names(self) -> tuple[str, ...]:
        """The tiers, highest first."""
        return tuple(tier.name for tier in self.tiers)

    @property
    def owing_share(self) -> tuple[RecommenderKind, ...]:
        """The kinds of recommenders of whose applications a share has to be of non-public units."""
        return tuple(kind for kind in self.recommender_kinds or self.words.recommender_kinds if kind.owes_share)

    def owes_share(self, recommender: Recommender) -> bool:
        """Whether this one's applications owe it."""
        return any(kind.name == recommender.kind for kind in self.owing_share)

    @property
    def packet_items(self) -> tuple[PacketItem, ...]:
        """What a packet holds, in its order: the notice's list where campaign.yaml has none of its own."""
        items = packet_items(self.schema.forms.values())
        usual = (*((item, 1) for item in items.of_recommender), *((item, 2) for item in items.of_project))
        return self.packet or tuple(PacketItem(item=item, copies=copies) for item, copies in usual)

    def copies_of(self, item: str) -> int:
        """How many copies of that item are handed in, 0 where none are."""
        return next((one.copies for one in self.packet_items if one.item == item), 0)
