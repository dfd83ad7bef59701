"""The frozen records that every stage after the checks works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar

from generator.campaign.fields import Kind
from generator.campaign.settings import Record, Settings

Text = TypeVar("Text", "OfficialText", "CertificateText")
# The attributes that fields give, with the kinds that these must be of: whatever else a table may hold.
OneLine = Annotated[str, Kind.TEXT]
Person = Annotated[str, Kind.PERSON]
Paragraphs = Annotated[str, Kind.LONG_TEXT]
Texts = Annotated[tuple[str, ...], Kind.TEXTS]
Choice = Annotated[str, Kind.CHOICE]
Choices = Annotated[tuple[str, ...], Kind.CHOICES]
YesNo = Annotated[bool, Kind.YES_NO]
Day = Annotated[date | None, Kind.DATE]
Phone = Annotated[str, Kind.PHONE]
IdNumber = Annotated[str, Kind.ID_NUMBER]
PatentNumber = Annotated[str, Kind.PATENT_NUMBER]
Whole = Annotated[int, Kind.INTEGER]
Value = str | bool | int | Decimal | date | tuple[str, ...] | None


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


class Completer(Filled):
    """One of the other completers, in form order."""

    name: Person
    sex: Choice = ""
    post: OneLine = ""
    title: OneLine = ""
    unit: OneLine = ""


class Award(Filled):
    """A winner's tier and the serial number of its certificate."""

    tier: Choice
    serial: Whole


class Application(Filled):
    """One project applying. `attachments` are files that exist, in the order given.

    `intro_paper` is the file that stands for the intro material; empty where it is made of the five parts.
    """

    number: OneLine
    recommender: Choice
    name: OneLine
    category: Choice = ""
    industry: OneLine = ""
    non_public: YesNo = False
    unit: OneLine = ""
    patent_forms: Choices = ()
    patent_status: Choice = ""
    patent_number: PatentNumber = ""
    patent_date: Day = None
    implementation: OneLine = ""
    benefit: Paragraphs = ""
    completed_on: Day = None
    lead_name: Person = ""
    lead_sex: Choice = ""
    lead_title: OneLine = ""
    lead_phone: Phone = ""
    lead_id_number: IdNumber = ""
    lead_post: OneLine = ""
    lead_address: OneLine = ""
    contact_name: Person = ""
    contact_phone: Phone = ""
    applied_on: Day = None
    brief: Paragraphs = ""
    background: Paragraphs = ""
    principle: Paragraphs = ""
    novelty: Paragraphs = ""
    maturity: Paragraphs = ""
    usage: Paragraphs = ""
    attachments: Texts = ()
    intro_paper: OneLine = ""
    completers: tuple[Completer, ...] = ()
    award: Award | None = None

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
