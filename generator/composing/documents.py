"""A document to make, and a row of the table of documents: kind, template, formats, for whom, composed how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.campaign.errors import CAMPAIGN, Touch
from generator.campaign.kinds import TEMPLATE_ENDINGS, DocumentKind
from generator.campaign.records import Application, Campaign
from generator.composing import certificates
from generator.composing.issuing import Issued, of_awards, of_winner
from generator.composing.names import distinct_names, recommender_names
from generator.composing.wording.titles import name_of_file

Context = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Document:
    """One file to make. `path` is relative to the output folder, `record` says whose it is.

    `context` composes what the template receives. It holds only the records that it needs, since a document is
    sent to the worker that makes it; the formats of one document share it. `made_of` are the parts of the campaign
    that are in it: an error that touches one of them stops it. `locks` says that its Word
    file can be protected, `files` are the names of those handed in that it shows.
    """

    kind: str
    format: str
    template: str
    path: str
    record: str
    context: Context
    made_of: tuple[Touch, ...] = ()
    locks: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Of what documents are wanted: a campaign, of all its recommenders where none is named.

    `reprint` names the certificates to make where not all are wanted; `state` is what 申报进度 shows.
    """

    campaign: Campaign
    recommenders: Collection[str] = ()
    reprint: certificates.Keys = None
    state: Mapping[str, Any] | None = None

    def holds(self, recommender: str) -> bool:
        """Whether documents of this recommender are wanted."""
        return not self.recommenders or recommender in self.recommenders

    def name(self, of: str) -> str:
        """The name of that document's file, as words.yaml has it."""
        return name_of_file(self.campaign.settings, of)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Where the files of each application lie in their folder, without ending, by its number."""
        owners = {one.recommender for one in self.campaign.applications}
        names = (name for name in self.campaign.settings.recommender_names if name in owners)
        return {number: file for name in names for number, file in application_files(self.campaign, name)}

    @cached_property
    def printed(self) -> tuple[tuple[Application, tuple[Issued, ...]], ...]:
        """The winners with those of their certificates that are to be printed."""
        return tuple(
            (winner, some)
            for winner in self.campaign.winners
            if self.holds(winner.recommender)
            if (some := tuple(self._printed(of_winner(self.campaign.settings, winner))))
        )

    @cached_property
    def awarded(self) -> tuple[Issued, ...]:
        """The organisation awards whose certificates are to be printed."""
        return () if self.recommenders else tuple(self._printed(of_awards(self.campaign)))

    def _printed(self, some: Iterable[Issued]) -> Iterator[Issued]:
        return (one for one in some if certificates.is_printed(one, self.reprint))

    @property
    def which(self) -> str:
        """What the files of many certificates say they hold."""
        return "全部" if self.reprint is None else "补打"


@dataclass(frozen=True)
class Composed:
    """One document before its formats: its name without ending, context, whose it is, parts and files of its own."""

    name: str
    context: Context
    record: str = ""
    parts: tuple[Touch, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentRow:
    """A row of the table: `each` yields what there is one document of, `paper` makes it of one of these.

    `page` is the template of its PDF where that is not named as the others. `locks` says whether its Word file can be
    protected.
    """

    kind: DocumentKind
    template: str
    formats: tuple[str, ...]
    each: Callable[[Asked], Iterable[Any]]
    paper: Callable[[Asked, Any], Composed]
    page: str = ""
    locks: bool = False

    def documents(self, asked: Asked) -> Iterator[Document]:
        """The row's documents, all formats of one after the other."""
        return (document for one in self.each(asked) for document in self.of(asked, one))

    def of(self, asked: Asked, one: Any) -> Iterator[Document]:
        """The document of one of those that `each` yields, in its formats.

        It is made of the campaign's settings, the wording of its kind, its record's part and parts of its own.
        """
        paper, kind = self.paper(asked, one), self.kind
        own = (Touch(kind.made_of[0], paper.record),) if paper.record else ()
        made_of = (Touch(CAMPAIGN, kind.key), *own, *paper.parts)
        for output in self.formats:
            template = self.page if output == "pdf" and self.page else f"{self.template}.{TEMPLATE_ENDINGS[output]}"
            path = f"{kind.folder}/{paper.name}.{output}".lstrip("/")
            yield Document(
                kind.key, output, template, path, paper.record, paper.context, made_of, self.locks, paper.files
            )


def application_files(campaign: Campaign, recommender: str) -> Iterator[tuple[str, str]]:
    """The number of each of the recommender's applications, and where its files lie in their folder, without ending."""
    own, folder = campaign.of(recommender), recommender_names(campaign.settings)[recommender]
    names = distinct_names(f"{one.number}-{one.name}" for one in own)
    return ((one.number, f"{folder}/{name}") for one, name in zip(own, names, strict=True))
