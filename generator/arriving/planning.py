"""What taking in the arrived files does to the campaign folder, made whole beside it before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from generator.arriving import confining
from generator.arriving.attachments import Among, lacking_names, numbers_of, placed
from generator.arriving.found import SEVERAL, Effect, Kind, Plan, Sorted, Taken
from generator.arriving.homes import QUESTIONS, displaced, gathered, held_recommenders, rehomed
from generator.arriving.looking import By, Seen, looked_into
from generator.arriving.preview import Preview
from generator.arriving.rows import Rows, effects, rows_of
from generator.arriving.sorting import ORIGINALS_FOLDER, UNSORTED_FOLDER, Arrivals, inner_names, numbered, sorted_files
from generator.arriving.summaries import written
from generator.arriving.workbooks import with_attachments
from generator.campaign.errors import DataError
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.collecting.files.incoming import Incoming
from generator.collecting.folder import marks
from generator.collecting.workbooks.asked import asked_in
from generator.ground.inputs import file_hash
from generator.reading.raw_campaign import APPLICATIONS_FOLDER, RETURNED_FOLDER, WORKBOOK_FILE, is_of_applications

Progress = Callable[[str, int, int], None]
_WAITS = "（{}个不知道是哪个项目的，在“未分类”里）"
_UNREAD = "其中“{}”{}程序读不出内容，请补交填写好的 Word 或 Excel 文件。"
_AGAIN = "和已经收到的“{}”完全相同，没有再放。"
MADE = (WORKBOOK_FILE, QUESTIONS)  # by collecting: what of them goes is told by the projects


@dataclass(frozen=True)
class Order:
    """What is to be taken in: the files, the page that they were dropped on, what was chosen.

    `leaving` are paths of the campaign folder that go, since their files are the ones to be taken in, somewhere else.
    With `only` nothing may change but the material of that recommender (confining.py).
    """

    files: Sequence[Incoming]
    recommender: str = ""
    choices: Mapping[str, Taken] = field(default_factory=dict)
    leaving: Sequence[str] = ()
    only: bool = False


def planned(campaign: Path, order: Order, scratch: Path, target: Path, told: Progress) -> Plan:
    """What becomes of the campaign folder. The new files lie in `target` by their paths; `scratch` is temporary.

    Raises DataError where the campaign's settings are wrong, by which files are read.
    """
    settings, problems = check_settings_of(campaign)
    if settings is None:
        raise DataError(problems)
    by = By(settings, marks(campaign, settings), scratch)
    seen = looked_into(order.files, by, told)
    return _Planning(campaign, order, seen, settings, scratch, told).plan(target)


class _Planning:
    def __init__(
        self, campaign: Path, order: Order, seen: Sequence[Seen], settings: Settings, scratch: Path, told: Progress
    ) -> None:
        self.order, self.seen, self.settings, self.scratch, self.told = order, seen, settings, scratch, told
        self.preview = Preview(campaign, scratch / "campaign")
        self._known: dict[tuple[tuple[str, int, int], ...], Rows] = {}
        self.before = self.rows()
        self.notes: list[str] = []
        self.names: dict[str, str] = {}
        self.questions = 0

    def plan(self, target: Path) -> Plan:
        arrived = Arrivals(self.order.files, self.seen, self.settings, self.order.recommender, self.order.choices)
        for path in self.order.leaving:
            self.preview.remove(path)
        there = self.preview.files()
        sent = sorted_files(arrived)
        if self.order.only:
            sent = [self._confined(one, there) for one in sent]
        files = [self._beside_others(self._not_again(one, there)) for one in sent]
        self._put([one for one in files if one.taken.kind is not Kind.ATTACHMENT])
        self._take_out(files)
        files = self._attachments(files)
        moved = rehomed(self.preview, *self._own(self.rows()))
        if moved:
            self.notes.append(f"未分类的{len(moved)}个文件归到了附件：{'、'.join(list(moved.values())[:5])}。")
        if self._forms_matter():
            self._gather()
        rows = self.rows()
        why = self._foreign(rows, there) if self.order.only else ""
        if why:
            kept = tuple(confining.nothing(one, why) for one in files)
            return Plan(kept, settled=False, told=why, refused=confining.told_refused(kept))
        changes = self.preview.hand_over(target)
        found = effects(self.before, rows, self.settings)
        replaced = tuple(
            path
            for path in changes
            if (self.preview.original / path).exists() and path not in (*MADE, *self.order.leaving, *moved)
        )
        lost = self.before.awarded - rows.awarded - {""}
        if lost:
            self.notes.append(f"评选结果里有{len(lost)}项随被换下的填报表移去：{'、'.join(sorted(lost)[:5])}。")
        goes = bool(replaced or lost) or any(one.gone or one.changed for one in found)
        refused = confining.told_refused(files)
        settled = all(one.is_sure for one in files) and not goes and not refused
        numbers = {} if settled else dict(numbers_of(self._own(rows)[0]))
        if self.order.only:
            replaced = tuple(path for path in replaced if confining.is_own(path, self.order.recommender))
        return Plan(
            tuple(files), changes, {path: name for path, name in self.names.items() if path in changes}, replaced,
            tuple(found), tuple(self.notes), self.questions, len(rows.rows),
            numbers, settled, f"{_told(files, found, changes)}{self._unread(files)}", refused,
        )  # fmt: skip

    def rows(self) -> Rows:
        """The projects as they are now."""
        files = [self.preview.folder / path for path in self.preview.files() if is_of_applications(path)]
        state = tuple((str(file), file.stat().st_ino, file.stat().st_mtime_ns) for file in files)
        if state not in self._known:
            self._known[state] = rows_of(self.preview.folder, self.settings)
        return self._known[state]

    def _own(self, rows: Rows) -> tuple[Rows, str]:
        """The projects that may be named and chosen, and whose they are where only one's may."""
        own = self.order.recommender if self.order.only else ""
        return (confining.own_rows(rows, own) if own else rows), own

    def _confined(self, one: Sorted, there: Sequence[str]) -> Sorted:
        """The file, taken for nothing where it is another's."""
        own, file = self.order.recommender, self.order.files[int(one.id)]
        if one.taken.kind is Kind.FORM and confining.is_anothers_copy(file, self.preview.folder, there, own):
            return confining.nothing(one, confining.COPY)
        return confining.refused(one, self.seen[int(one.id)], own)

    def _foreign(self, rows: Rows, there: Sequence[str]) -> str:
        """Why this upload cannot be taken: it touches what is another's."""
        own, changes = self.order.recommender, self.preview.changes()
        if why := confining.foreign(self.before, rows, changes, there, own):
            return why
        old, new = (folder / QUESTIONS for folder in (self.preview.original, self.preview.folder))
        if QUESTIONS not in changes or not old.exists() or not new.exists():
            return ""
        numbers = {row.number for each in (self.before, rows) for row in each.of(own)}
        return confining.WHOLE if confining.takes_questions(asked_in(old), asked_in(new), numbers, own) else ""

    def _not_again(self, one: Sorted, there: Sequence[str]) -> Sorted:
        """The file, taken for nothing where the very same form of its recommender is here under another name."""
        if one.taken.kind is not Kind.FORM or one.id in self.order.choices or one.place in there:
            return one
        file, known = self.order.files[int(one.id)], 2 if one.taken.recommender else 1
        beside = f"{'/'.join(PurePosixPath(one.place).parts[:known])}/"
        for path in there:
            lying = self.preview.folder / path
            if path.startswith(beside) and lying.stat().st_size == one.bytes and file_hash(lying) == file.sum():
                return confining.nothing(one, _AGAIN.format(PurePosixPath(path).name))
        return one

    def _unread(self, files: Sequence[Sorted]) -> str:
        """What is to be said of files that were taken in as forms although nothing in them can be read."""
        names = [
            PurePosixPath(one.name).name
            for one in files
            if one.place and one.taken.kind is Kind.FORM and not self.seen[int(one.id)].is_read
        ]
        more = f"等{len(names)}个" if len(names) > 1 else ""
        return _UNREAD.format(names[0], more) if names else ""

    def _beside_others(self, one: Sorted) -> Sorted:
        """The file with a place where it takes away nothing that it does not replace."""
        own, number = one.place, 1
        while own and (self.preview.folder / own).exists() and self._would_lose(one, own):
            number += 1
            own = numbered(one.place, number)
        return replace(one, place=own)

    def _would_lose(self, one: Sorted, place: str) -> bool:
        """Whether what lies there is something else than an earlier one of the file."""
        if one.taken.kind is Kind.WORKBOOK and (self.seen[int(one.id)].whole or self.order.only):
            there = {row.recommender for row in self.rows().in_file(place)}
            if self.order.only and there - {self.order.recommender}:
                return True
            if not one.taken.adds:
                return bool(there - self._named(one) - {""})
        elif not place.startswith(f"{UNSORTED_FOLDER}/"):
            return False
        return file_hash(self.preview.folder / place) != self.order.files[int(one.id)].sum()

    def _put(self, files: Sequence[Sorted]) -> None:
        for one in files:
            if not one.place:
                continue
            self.names[one.place] = PurePosixPath(one.name).name
            file, seen = self.order.files[int(one.id)], self.seen[int(one.id)]
            if one.taken.kind is Kind.SUMMARY and seen.summary is not None:
                self.preview.put(one.place, written(seen.summary, one.taken.recommender))
                original = f"{ORIGINALS_FOLDER}/{one.taken.recommender}/{PurePosixPath(one.place).stem}{file.ending}"
                self.preview.put(original, file.path)
                self.names[original] = self.names[one.place]
                self.names[one.place] = f"{PurePosixPath(self.names[one.place]).stem}.yaml"
            else:
                self.preview.put(one.place, file.path)

    def _take_out(self, files: Sequence[Sorted]) -> None:
        """Take the rows of those who sent a workbook out of every other one; one of several gives way to their own."""
        books = [one for one in files if one.taken.kind is Kind.WORKBOOK and one.place and not one.taken.adds]
        own = {one.place: self._named(one) for one in books if one.taken.recommender != SEVERAL}
        several = {one.place: self._named(one) for one in books if one.taken.recommender == SEVERAL}
        beside = {one.place for one in files if one.taken.kind is Kind.WORKBOOK and one.taken.adds}
        for some in (own, several):
            whose = {name for names in some.values() for name in names}
            kept = {*own, *beside} | (several.keys() if some is several else set())
            for path, content in displaced(self.preview, self.rows(), whose, kept, self.settings) if whose else ():
                if content is None:
                    self.preview.remove(path)
                else:
                    self.preview.put(path, content)

    def _named(self, one: Sorted) -> set[str]:
        """The recommenders whose projects a workbook holds."""
        rows = self.seen[int(one.id)].rows
        named = {row.recommender for row in rows.rows if row.recommender} if rows else set()
        return named | ({one.taken.recommender} - {"", SEVERAL})

    def _attachments(self, files: Sequence[Sorted]) -> list[Sorted]:
        rows = self.rows()
        inner = inner_names([one.name for one in self.order.files])
        from_forms = {one.taken.recommender for one in files if one.taken.kind is Kind.FORM}
        folders = {PurePosixPath(path).parts[1] for path in self.preview.files(RETURNED_FOLDER)}
        named = frozenset((from_forms | folders) - held_recommenders(self.preview.folder, rows))
        among = Among(rows, named, self._own(rows)[1])
        made = [
            placed(one, inner[int(one.id)], among, is_chosen=one.id in self.order.choices)
            if one.taken.kind is Kind.ATTACHMENT
            else one
            for one in files
        ]
        made = [self._beside_others(one) for one in _apart(made)]
        self._put([one for one in made if one.taken.kind is Kind.ATTACHMENT])
        for path, wanted in lacking_names(made, rows).items():
            if path.startswith(f"{APPLICATIONS_FOLDER}/") and path.endswith(".xlsx"):
                content = with_attachments(self.preview.folder / path, wanted, self.settings)
                numbers = "、".join(list(wanted)[:5])
                if content is not None:
                    self.preview.put(path, content)
                    self.notes.append(f"填报表的“附件”栏里添上了{numbers}的附件名称。")
                else:
                    self.notes.append(f"填报表里没有“附件”栏，请补填{numbers}的附件名称。")
        return made

    def _forms_matter(self) -> bool:
        """Whether returned forms, or whose data are in workbooks, change by this."""
        forms = [path for path in self.preview.files(RETURNED_FOLDER)]
        changed = self.preview.changes()
        return bool(forms or (self.preview.original / QUESTIONS).exists()) and any(
            path.startswith((f"{RETURNED_FOLDER}/", f"{APPLICATIONS_FOLDER}/")) for path in changed
        )

    def _gather(self) -> None:
        self.questions = gathered(self.preview, self.rows(), self.scratch / "gathered", self.told)


def _apart(files: Sequence[Sorted]) -> list[Sorted]:
    """The attachments, no two under one name: a further one gets a number."""
    used: dict[str, int] = {}
    made = []
    for one in files:
        if one.taken.kind is Kind.ATTACHMENT and one.place:
            key = one.place.casefold()
            used[key] = used.get(key, 0) + 1
            if used[key] > 1:
                path = PurePosixPath(one.place)
                one = replace(one, place=str(path.with_name(f"{path.stem}（{used[key]}）{path.suffix}")))
        made.append(one)
    return made


def _told(files: Sequence[Sorted], found: Sequence[Effect], changes: Mapping[str, bool]) -> str:
    """What was done, in a line."""
    if not changes:
        return "内容和原来的完全相同，没有变化。"
    parts = []
    for kind in Kind:
        same = [one for one in files if one.taken.kind is kind and one.place]
        if same and kind is not Kind.NOTHING:
            loose = sum(one.place.startswith(f"{UNSORTED_FOLDER}/") for one in same) * (kind is Kind.ATTACHMENT)
            label = "未分类的" if kind is Kind.APART else kind.label
            parts.append(f"{label}{len(same)}个{_WAITS.format(loose) if loose else ''}")
    projects = [
        f"{one.recommender or '申报单位不明'}{one.before}项改为{one.after}项"
        if one.before
        else f"{one.recommender or '申报单位不明'}{one.after}项"
        for one in found
        if one.before != one.after
    ]
    more = f"等{len(projects)}家" if len(projects) > 3 else ""
    return f"已放入{'，'.join(parts) or '改动'}。{'；'.join(projects[:3])}{more}{'。' if projects else ''}"
