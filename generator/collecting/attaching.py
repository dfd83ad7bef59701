"""Other papers of a project, and the pictures of its forms: whose they are, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.campaign.fields import Field
from generator.campaign.forms import Shows
from generator.campaign.kinds import label_of
from generator.campaign.settings import Settings
from generator.checks.attached.kind import PICTURE_ENDINGS
from generator.checks.values.people import sameness
from generator.collecting.files.incoming import Incoming
from generator.collecting.files.opened import Picture
from generator.collecting.found import ATTACHMENT, OTHER, SCAN, Attached, FileNote, Question, Spot, State, Value
from generator.collecting.questions.asking import Asking
from generator.collecting.values.papers import Paper
from generator.composing.filling.named import slots_named
from generator.composing.filling.words import form_of, forms_of
from generator.composing.names import file_name

ENDINGS = frozenset({".pdf", *PICTURE_ENDINGS})
_OF_PAPERS = re.compile(
    r"(?:相关|其他|证明|佐证|支撑|附件)?(?:附件|材料|资料|图片|照片|证明|证书)"
)  # a folder of one project's
NOT_ATTACHED = "不是附件"
_LEAST_NAME, _MOST_CHOICES, _LONG = 4, 60, 100  # characters, answers, characters of a text with pictures
_AS_PDF = "不是这次活动的表格。要作附件的，请转成 PDF 再放进来。"
_REMEDY = "请放入 Word、Excel 电子版，或由它们导出的 PDF，或照它人工填写。"
_SCANNED = f"像是表格的扫描件，程序不读图。{_REMEDY}"
_NOT_READ = f"名称像表格，里面认不出表上的栏目。{_REMEDY}"
_MAY_BE_A_FORM = f"它是扫描的图；如果是申报表，程序读不了，{_REMEDY}"


@dataclass(frozen=True)
class Owner:
    """A project that a file may belong to: its number, name, lead completer and the files of its forms."""

    number: str
    name: str
    lead: str
    files: tuple[str, ...]

    @property
    def called(self) -> str:
        """How a question calls it."""
        return f"{self.number} {self.name}"


class Attaching:
    """Gives files to projects, each by a name of its own."""

    def __init__(
        self, owners: Sequence[Owner], settings: Settings, asking: Asking, scans: Collection[str] = ()
    ) -> None:
        """Give to these owners. `scans` are the names of files whose pages are pictures."""
        self._owners, self._asking, self._scans = owners, asking, scans
        forms = forms_of(settings).values()
        self._form_words = [word for form in forms for word in (label_of(form), form.annex) if word]
        self.attached: list[Attached] = []
        self.names: dict[str, list[str]] = {}
        self._used = set[str]()

    def file(self, one: Incoming) -> FileNote:
        """What the file is; it is kept where its project is known."""
        if one.ending not in ENDINGS:
            return FileNote(one.name, OTHER, message=_AS_PDF)
        stem = PurePosixPath(one.name).stem
        owner = self._owner(one)
        if any(word in stem for word in self._form_words):
            is_picture = one.name in self._scans or one.ending in PICTURE_ENDINGS
            message = _SCANNED if is_picture else _NOT_READ
            return FileNote(one.name, SCAN, owner.number if owner else "", message=message)
        if owner is None:
            owner, note = self._asked(one)
            if owner is None:
                return note
        name = self._keep(owner.number, PurePosixPath(one.name).name, str(one.path))
        return FileNote(one.name, ATTACHMENT, owner.number, message=f"存为 attachments/{name}")

    def pictures(self, number: str, form: Paper, pictures: Sequence[tuple[Picture, Path]]) -> dict[str, Value]:
        """Keep the pictures of a form; what of them is a field, where it has one and one stands in no long text."""
        named = slots_named(form_of(self._asking.settings, form.form)).values()
        fields = [one.fields[0] for one in named if one.shows is Shows.PICTURE]
        long = {(one.spot.table, one.spot.row, one.spot.column) for one in form.values.values() if len(one.raw) > _LONG}
        apart = [one for one, _ in pictures if (one.table, one.row, one.column) not in long]
        made = {}
        for picture, path in pictures:
            if [picture] == apart and len(fields) == 1 and (name := self._of_field(number, fields[0], path, picture)):
                spot = Spot(form.file, picture.table, picture.row, picture.column)
                made[fields[0].key] = Value(name, State.NORMALISED, spot, how="表里的图片，存进 attachments")
            elif f".{picture.ending}" in PICTURE_ENDINGS:
                count = 1 + sum("插图" in name for name in self.names.get(number, ()))
                self._keep(number, f"插图{count}.{picture.ending}", str(path))
        return made

    def _of_field(self, number: str, field: Field, path: Path, picture: Picture) -> str:
        """The name of the picture that a field of the project is; empty for one of another kind than may be."""
        if f".{picture.ending}" not in PICTURE_ENDINGS:
            return ""
        name = self._keep(number, f"{field.label}.{picture.ending}", str(path))
        self.names[number].remove(name)  # it is no attachment of the project
        return name

    def _keep(self, number: str, name: str, path: str) -> str:
        stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
        stem = file_name(stem if stem.startswith(number) else f"{number}-{stem}").replace("；", "，").replace(";", "，")
        made, count = f"{stem}{ending}", 2
        while made.casefold() in self._used:
            made, count = f"{stem}（{count}）{ending}", count + 1
        self._used.add(made.casefold())
        self.attached.append(Attached(made, path=path))
        self.names.setdefault(number, []).append(made)
        return made

    def _owner(self, one: Incoming) -> Owner | None:
        """The project that the file surely belongs to: its name says so, or its folder holds the forms of no other."""
        stem = sameness(PurePosixPath(one.name).stem)
        for told in (_named, _led):
            found = [owner for owner in self._owners if told(owner, stem)]
            if len(found) == 1:
                return found[0]
            if found:
                return None
        folder = PurePosixPath(one.name).parent
        while _OF_PAPERS.fullmatch(folder.name):
            folder = folder.parent
        found = [owner for owner in self._owners if any(_lies_in(file, folder) for file in owner.files)]
        return found[0] if len(found) == 1 else None

    def _asked(self, one: Incoming) -> tuple[Owner | None, FileNote]:
        key = f"attach|{one.name}"
        answer = self._asking.answers.get(key, "").strip()
        owner = next((owner for owner in self._owners if answer and self._is(owner, answer.split()[0])), None)
        likely = sorted(self._owners, key=lambda owner: -_nearness(owner, one.name))[:_MOST_CHOICES]
        choices = (*(owner.called for owner in likely), NOT_ATTACHED)
        fix = f"请在答复里选项目；不是附件的选“{NOT_ATTACHED}”。"
        understood = f"看不出是哪个项目的附件。{_MAY_BE_A_FORM if one.name in self._scans else ''}"
        question = Question(key, "", "附件", Spot(one.name), "", understood, fix, choices)
        meant = owner.called if owner else answer if answer == NOT_ATTACHED else ""
        self._asking.ask(replace(question, answer=meant))
        kind = OTHER if answer == NOT_ATTACHED else ATTACHMENT
        return owner, FileNote(one.name, kind, message="" if kind == OTHER else "看不出是哪个项目的附件，见“待确认”。")

    def _is(self, owner: Owner, number: str) -> bool:
        return number == owner.number or number in self._asking.formerly.get(owner.number, ())


def _named(owner: Owner, stem: str) -> bool:
    name = sameness(owner.name)
    return len(name) >= _LEAST_NAME and name in stem


def _led(owner: Owner, stem: str) -> bool:
    return len(owner.lead) > 1 and sameness(owner.lead) in stem


def _lies_in(file: str, folder: PurePosixPath) -> bool:
    return PurePosixPath(file).parent == folder


def _nearness(owner: Owner, name: str) -> int:
    """How long the beginning is that the file's name has in common with a form of the owner."""
    return max((_common(name, file) for file in owner.files), default=0)


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def is_of(at: int, table: int, tables: Sequence[int]) -> bool:
    """Whether what stands in the table `at` is of the form that begins in `table`, of those that begin in `tables`."""
    before = [one for one in tables if one <= at]
    return (max(before) if before else min(tables, default=table)) == table
