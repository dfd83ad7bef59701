"""What a run was asked for: one record, from the command line or the web page down to the workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.campaign.kinds import FORMATS, KINDS
from generator.ground.apart.isolation import Limits
from generator.ground.bounds import LIMITS

EVERY = "*"  # beside the program's kinds: those of the campaign's own forms, whatever they are
ALL_KINDS, ALL_FORMATS = frozenset({*KINDS, EVERY}), frozenset(FORMATS)


@dataclass(frozen=True)
class Options:
    """What to make of which campaign, and how. No `recommenders`, `records` or `numbers` are all.

    Args:
        campaign: its folder.
        out: the folder that is published.
        kinds: of documents; all kinds of single recommenders or projects are all that is theirs.
        formats: of documents.
        recommenders: by name or short name.
        records: the numbers of the projects whose papers are wanted.
        numbers: the certificates of a reprint, as a clerk calls them.
        key: the file of the key that signs their codes, where it is not in the campaign's folder.
        copies: of every project's papers in packets, where others are wanted than campaign.yaml gives.
        protect: whether only the fields of Word forms can be edited.
        reference: whether every PDF is laid out anew by WeasyPrint.
        sound_only: whether what no error touches is made where the data has errors.
        jobs: how many processes; 0 are as many as it pays to have.
        cluster: the address of a Dask cluster that does the work.
        resume: whether what a killed or interrupted run had made is taken over.
        replace_changed: whether files of somebody else in an earlier output go with it.
        limits: what filling in a template of the campaign's own may take, a record.
    """

    campaign: Path
    out: Path
    kinds: frozenset[str] = ALL_KINDS
    formats: frozenset[str] = ALL_FORMATS
    recommenders: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    key: Path | None = None
    copies: int | None = None
    protect: bool = False
    reference: bool = False
    sound_only: bool = False
    jobs: int = 1
    cluster: str | None = None
    resume: bool = False
    replace_changed: bool = False
    limits: Limits = LIMITS

    @property
    def packets(self) -> bool:
        """Whether packets are to be made."""
        return "packet" in self.kinds and "pdf" in self.formats

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The options, as the command line calls them, that leave something out."""
        given = {
            "--only": self.kinds != ALL_KINDS,
            "--format": self.formats != ALL_FORMATS,
            "--recommender": bool(self.recommenders),
            "--record": bool(self.records),
        }
        return tuple(option for option, is_given in given.items() if is_given)
