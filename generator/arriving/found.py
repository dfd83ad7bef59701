"""What sorting yields: for each file that arrived what it is taken for, and what the campaign becomes by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a file is taken for; the label is what a clerk reads."""

    WORKBOOK = "workbook"
    FORM = "form"
    ATTACHMENT = "attachment"
    SUMMARY = "summary"
    SETTING = "setting"
    APART = "apart"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return _LABELS[self]


_LABELS = {
    Kind.WORKBOOK: "填报表",
    Kind.FORM: "申报表、汇总表",
    Kind.ATTACHMENT: "附件",
    Kind.SUMMARY: "工作总结",
    Kind.SETTING: "活动设置",
    Kind.APART: "未分类，先放着",
    Kind.NOTHING: "不放入",
}
SEVERAL = "*"  # the recommender of a workbook that holds several


@dataclass(frozen=True)
class Taken:
    """What a file is taken for: its kind, whose it is (empty where that is not known), of an attachment the project.

    `adds` says that a workbook stands beside the recommender's other ones and takes the place of none.
    """

    kind: Kind
    recommender: str = ""
    project: str = ""
    adds: bool = False

    def __str__(self) -> str:
        """As a choice in a form says it."""
        return "|".join((self.kind, self.recommender, self.project, "+" if self.adds else ""))

    @classmethod
    def of(cls, text: str) -> Taken:
        """What the text of a choice says. Raises ValueError."""
        kind, recommender, project, adds = text.split("|")
        return cls(Kind(kind), recommender, project, adds == "+")


@dataclass(frozen=True)
class Sorted:
    """A file that arrived: its name as it was sent, what it is taken for and why, and where it goes.

    `is_sure` where nobody has to be asked; `among` are the kinds that it may be of.
    """

    id: str
    name: str
    bytes: int
    taken: Taken
    place: str = ""
    why: str = ""
    is_sure: bool = True
    among: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Told:
    """A project as a clerk knows it; `fields` are those that differ."""

    number: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effect:
    """How the projects of a recommender change: how many there were and will be, which go, come and differ."""

    recommender: str
    before: int
    after: int
    gone: tuple[Told, ...] = ()
    new: tuple[Told, ...] = ()
    changed: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What taking in the files does. `writes` are paths in the campaign folder, True where one is removed.

    `names` are the names as sent, by path; `replaced` the paths of files that are replaced or removed. `projects` is
    how many there are then, `questions` how many forms leave open, `numbers` the projects' names by their numbers, to
    choose from. It is `settled` where nothing has to be asked and nothing goes. `refused` are the ids of files that
    are another's.
    """

    files: tuple[Sorted, ...]
    writes: dict[str, bool] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    replaced: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    notes: tuple[str, ...] = ()
    questions: int = 0
    projects: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    settled: bool = True
    told: str = ""
    refused: tuple[str, ...] = ()

    @property
    def recommenders(self) -> tuple[str, ...]:
        """Those whose material it is."""
        named = [one.taken.recommender for one in self.files if one.place] + [one.recommender for one in self.effects]
        return tuple(dict.fromkeys(one for one in named if one and one != SEVERAL))
