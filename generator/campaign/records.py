"""The frozen records that every stage after the checks works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationInfo

from generator.campaign.kinds import packet_items
from generator.campaign.schema import Schema

Text = TypeVar("Text", "OfficialText", "CertificateText")
Value = str | bool | int | Decimal | date | tuple[str, ...] | None


class Record(BaseModel):
    """A record that cannot be changed and accepts no value of another type."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Filled(Record):
    """A record of a table that clerks fill in. What rules and certificates name are its attributes.

    `more` are the values of the other fields by key. A field that the campaign's table lacks has its empty value.
    """

    more: Mapping[str, Value] = {}

    def value(self, key: str) -> Value:
        """The value of any field. Raises AttributeError where it is wrong, or there is no such field."""
        if key in self.more:
            return self.more[key]
        value: Value = getattr(self, key)
        return value


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


class Completer(Filled):
    """One of the other completers, in form order."""

    name: str
    sex: str = ""
    post: str = ""
    title: str = ""
    unit: str = ""


class Award(Filled):
    """A winner's tier and the serial number of its certificate."""

    tier: str
    serial: int


class Application(Filled):
    """One project applying. `attachments` are files that exist, in the order given.

    `intro_paper` is the file that stands for the intro material; empty where it is made of the five parts.
    """

    number: str
    recommender: str
    name: str
    category: str = ""
    industry: str = ""
    non_public: bool = False
    unit: str = ""
    patent_forms: tuple[str, ...] = ()
    patent_status: str = ""
    patent_number: str = ""
    patent_date: date | None = None
    implementation: str = ""
    benefit: str = ""
    completed_on: date | None = None
    lead_name: str = ""
    lead_sex: str = ""
    lead_title: str = ""
    lead_phone: str = ""
    lead_id_number: str = ""
    lead_post: str = ""
    lead_address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    applied_on: date | None = None
    brief: str = ""
    background: str = ""
    principle: str = ""
    novelty: str = ""
    maturity: str = ""
    usage: str = ""
    attachments: tuple[str, ...] = ()
    intro_paper: str = ""
    completers: tuple[Completer, ...] = ()
    award: Award | None = None

    @property
    def unit_and_post(self) -> str:
        """工作单位及职务 of Form 1 and 所在单位及职务 of Form 2: one value, so that both agree."""
        return f"{self.unit} {self.lead_post}"

    @property
    def people(self) -> tuple[str, ...]:
        """The names of all completers, the lead first."""
        others = tuple(completer.name for completer in self.completers)
        return (self.lead_name, *others) if self.lead_name else others


class Block(Record):
    """One paragraph of an official text: `kind` is h1, h2, h3 or p; `number` is set already."""

    kind: str
    number: str
    lead: str
    text: str


class OfficialText(Record):
    """The wording of a notice or bulletin, with the campaign's values filled in."""

    title: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    attachments: tuple[str, ...]


class CertificateText(Record):
    """The wording of a certificate, with Jinja expressions still in it: each winner has its own values."""

    title: str
    recipients: str
    body: str
    closing: str
    award_recipients: str
    award_body: str
    award_closing: str


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


class Summary(Record):
    """A recommender's work summary (工作总结), its paragraphs in order."""

    recommender: str
    paragraphs: tuple[str, ...]


class Counts(Record):
    """The accounting of a run: every row read is accepted, rejected or blank."""

    read: int
    accepted: int
    rejected: int
    blank: int


NOTHING_READ = Counts(read=0, accepted=0, rejected=0, blank=0)


class Received(Record):
    """What one recommender has handed in so far, and how many problems that has.

    An empty `name` stands for rows and files of which no recommender could be told.
    """

    name: str
    applications: int
    non_public: int
    errors: int
    reminders: int


class Campaign(Record):
    """One year's run, checked: settings, wording, the applications that are whole, and where the attachments lie."""

    folder: Path
    settings: Settings
    notice: OfficialText | None = None  # None where its wording is wrong, as of the next two
    bulletin: OfficialText | None = None
    certificate: CertificateText | None = None
    applications: tuple[Application, ...] = ()
    summaries: tuple[Summary, ...] = ()
    attachments: Mapping[str, Path] = {}
    counts: Counts = NOTHING_READ
    rejected: Mapping[str, str] = {}  # numbers of applications that are not whole, with their recommenders
    codes: Mapping[str, str] = {}  # of certificates, by their numbers; none where they are not signed

    def of(self, recommender: str) -> tuple[Application, ...]:
        """The applications of one recommender, in the order read."""
        return tuple(a for a in self.applications if a.recommender == recommender)

    def only(self, applications: Sequence[Application]) -> Campaign:
        """The campaign with these applications alone, without attachments and codes: what one document is made of."""
        names = {application.recommender for application in applications}
        summaries = tuple(summary for summary in self.summaries if summary.recommender in names)
        without: dict[str, Any] = {"attachments": {}, "codes": {}}
        return self.model_copy(update={"applications": tuple(applications), "summaries": summaries, **without})

    @property
    def winners(self) -> tuple[Application, ...]:
        """The winners in certificate order: tier by tier, each by serial number."""
        order = {name: place for place, name in enumerate(self.settings.tier_names)}
        won = [(order[a.award.tier], a.award.serial, a) for a in self.applications if a.award]
        return tuple(application for _, _, application in sorted(won, key=lambda row: row[:2]))


def worded(text: Text | None) -> Text:
    """The wording of a document that is to be made. Raises ValueError where it is wrong: no document is made of it."""
    if text is None:
        raise ValueError("no wording")
    return text
