"""What collecting yields: values with their state and source, questions, projects, and what each file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from generator.campaign.fields import Field, Kind


class State(StrEnum):
    """How a value came to be; the label is what a clerk reads."""

    READ = "read"  # it stands there so
    NORMALISED = "normalised"  # it stands there otherwise, and means this alone
    ASK = "ask"  # left empty until somebody answers
    BLANK = "blank"  # nothing stands there, or nothing has to

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return {"read": "照录", "normalised": "整理", "ask": "待确认", "blank": "空白"}[self.value]


@dataclass(frozen=True)
class Spot:
    """Where a value stands: the file; table by number or sheet, row and column from 1; None outside."""

    file: str
    table: int | str | None = None
    row: int | None = None
    column: int | None = None


NOWHERE = Spot("")
BY_ANSWER = "按答复"
BY_CLERK = "在 applications.xlsx 里人工填写"  # how a value came that a clerk has entered or changed there


@dataclass(frozen=True)
class Value:
    """A value of a record as the entry workbook has it. `raw` is what stands in its place, `how` what became of it.

    One to be asked has no text; `guess` is what it may mean, `fix` what to do, `around` what stands beside it.
    A `note` asks about what was left out beside a value that is whole.
    """

    text: str = ""
    state: State = State.BLANK
    spot: Spot = NOWHERE
    raw: str = ""
    how: str = ""
    guess: tuple[str, ...] = ()
    fix: str = ""
    around: str = ""
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it says something that was understood."""
        return bool(self.text)


Values = Mapping[str, Value]


@dataclass(frozen=True)
class Question:
    """Something that a clerk has to decide. `key` is the same in every run that asks the same.

    `choices` are answers to pick from; others may be typed unless it `picks` one of them.
    """

    key: str
    project: str
    field: str
    spot: Spot
    raw: str
    understood: str
    fix: str
    choices: tuple[str, ...] = ()
    around: str = ""
    answer: str = ""
    personal: bool = False


@dataclass(frozen=True)
class FileNote:
    """What a file of the folder is: a form by its key, or one of the kinds below; whose; and what is to be said.

    `label` is how a form is called, `sum` that of its content.
    """

    file: str
    kind: str
    project: str = ""
    values: int = 0
    message: str = ""
    dated: datetime | None = None
    sum: str = ""
    label: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether it could not be read."""
        return self.kind == UNREAD


UNREAD, SCAN, ATTACHMENT, OTHER, REPLACED, BLANK_FORM = "unread", "scan", "attachment", "other", "replaced", "blank"
KIND_LABELS = {
    UNREAD: "没有读出来",
    SCAN: "像表格，没有读出来",
    ATTACHMENT: "附件",
    OTHER: "无关的文件",
    REPLACED: "旧的一份，已由新的代替",
    BLANK_FORM: "空白表格",
}


@dataclass(frozen=True)
class Project:
    """A project: its values by field key, those of its other completers, and the files it was read from.

    With `own_people` the completers are as a whole what a clerk has entered, who added some or took some out.
    """

    number: str
    values: Values
    completers: tuple[Values, ...] = ()
    files: tuple[str, ...] = ()
    own_people: bool = False


@dataclass(frozen=True)
class Attached:
    """A file that goes with a project: its name among the attachments, and where its bytes are."""

    name: str
    content: bytes = b""
    path: str = ""


@dataclass(frozen=True)
class Collected:
    """All that a pile of files gives.

    Later runs need to know of the projects that a clerk has taken out, `removed`, and of `kept`: answers by their keys
    to questions that were not asked this time. `not_kept` says what of the earlier workbook is in the new one no more.
    """

    projects: tuple[Project, ...] = ()
    questions: tuple[Question, ...] = ()
    files: tuple[FileNote, ...] = ()
    attached: tuple[Attached, ...] = ()
    answered: tuple[Question, ...] = ()
    removed: tuple[Project, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    not_kept: tuple[str, ...] = ()


def told_value(value: Value, of: Field) -> Any:
    """The value as JSON has it: choices as a list, also of none; None for nothing."""
    if of.kind is Kind.CHOICES:
        return value.text.split("、") if value.text else []
    return value.text or None
