"""Awards (评选结果) as they are typed: which there are, what is wrong with them, and the files with others instead.

They are written into a workbook of their own; whatever other files gave is taken out there, so each award stands once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.campaign.errors import errors_of
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field
from generator.campaign.settings import Settings
from generator.editing.award_rows import without_rows
from generator.editing.yaml_lines import lines_of, with_entries
from generator.ground.inputs import read_file
from generator.reading.file_names import YAML_ENDINGS
from generator.reading.raw import RawRecord
from generator.reading.raw_campaign import APPLICATIONS_FOLDER, RawCampaign

LARGEST_SERIAL = 999_999
MOST_DIGITS = 15  # that Excel keeps of a number


@dataclass(frozen=True)
class Given:
    """An award as it stands in a file, whatever was typed: the project's number, the tier, the certificate's serial."""

    number: str
    tier: str = ""
    serial: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given."""
        return not self.tier and not self.serial

    @property
    def plain_serial(self) -> int | None:
        """The serial where it is a number that a certificate can have."""
        is_number = self.serial.isascii() and self.serial.isdecimal() and len(self.serial) <= MOST_DIGITS
        return int(self.serial) if is_number and 1 <= int(self.serial) <= LARGEST_SERIAL else None


def given(raw: RawCampaign) -> list[Given]:
    """The awards of the campaign's files, in the order read."""
    return [Given(*(one.text(key) for key in ("number", "tier", "serial"))) for one in _records(raw)]


def projects(raw: RawCampaign) -> list[RawRecord]:
    """The applications as they were typed, in the campaign's order: by recommender, each as they were read."""
    order = {one.text("name"): place for place, one in enumerate(raw.lists.get("recommenders", ()))}
    records = raw.tables[APPLICATION_SHEET].records
    return sorted(records, key=lambda one: order.get(one.text("recommender"), len(order)))


def changed(awards: Iterable[Given], changes: Iterable[Given]) -> list[Given]:
    """The awards with these in place of all that their projects had; an empty one takes its project's away."""
    wanted = {one.number: one for one in changes}
    kept = [one for one in awards if one.number not in wanted]
    return kept + [one for one in wanted.values() if not one.is_empty]


def numbered(
    awards: Sequence[Given], tiers: Sequence[str], order: Mapping[str, int], taken: Collection[int]
) -> list[Given]:
    """The awards with a serial for each that has a tier and none: tier by tier in the campaign's order.

    `order` is the place of each project; `taken` are serials that are not given beside those that stand.
    """
    used = {*taken, *(one.plain_serial for one in awards)}
    free = (serial for serial in range(1, LARGEST_SERIAL) if serial not in used)
    waiting = [one for one in awards if one.tier in tiers and not one.serial and one.number in order]
    waiting.sort(key=lambda one: (tiers.index(one.tier), order[one.number]))
    serials = {one.number: f"{next(free)}" for one in waiting}
    return [replace(one, serial=serials.get(one.number, one.serial)) for one in awards]


def wrong_awards(awards: Sequence[Given], tiers: Collection[str]) -> dict[str, list[str]]:
    """What is wrong with the awards of each project, by its number, in words for who gave them."""
    told: dict[str, list[str]] = defaultdict(list)
    of_project, of_serial = Counter(one.number for one in awards), defaultdict[int, list[str]](list)
    for one in awards:
        if one.plain_serial is not None:
            of_serial[one.plain_serial].append(one.number)
    for one in awards:
        told[one.number] += _wrong_with(one, tiers)
        others = [number for number in of_serial.get(one.plain_serial or 0, ()) if number != one.number]
        if others:
            told[one.number].append(f"证书序号{one.serial}与项目 {'、'.join(others[:3])} 重复。")
    for number, count in of_project.items():
        if count > 1:
            stand = "、".join(f"{one.tier}{one.serial}" for one in awards if one.number == number)
            told[number].append(f"这个项目有{count}条评选结果（{stand}），请选定一个后保存。")
    return {number: list(dict.fromkeys(words)) for number, words in told.items() if words}


def _wrong_with(one: Given, tiers: Collection[str]) -> Iterator[str]:
    if not one.tier:
        yield "有证书序号，还没有等次。"
    elif one.tier not in tiers:
        yield f"没有“{one.tier[:20]}”这个等次，请另选。"
    if not one.serial:
        yield "还没有证书序号。"
    elif one.plain_serial is None:
        yield "证书序号应是1至999999的整数。"


def files_with(raw: RawCampaign, settings: Settings, awards: Sequence[Given]) -> dict[str, bytes]:
    """The files to write, by their paths in the folder, so that these are the campaign's awards and stand once.

    Raises DataError where a YAML file that gives an award cannot be written anew.
    """
    from generator.rendering.excel.entry_workbook import entry_workbook  # which takes longer to load than reading all

    fields = {field.key: field for field in settings.schema.fields.award}
    place = {number: at for at, number in enumerate(one.text("number") for one in projects(raw))}
    tiers = {name: at for at, name in enumerate(settings.tier_names)}
    ordered = sorted(
        awards,
        key=lambda one: (tiers.get(one.tier, len(tiers)), one.plain_serial or 0, place.get(one.number, len(place))),
    )
    rows = [{key: _cell(getattr(one, key), fields[key]) for key in fields if hasattr(one, key)} for one in ordered]
    home = _home(raw)
    files = {home: entry_workbook(settings, {AWARD_SHEET: rows}, modified=settings.issued_on)}
    elsewhere: dict[str, list[RawRecord]] = defaultdict(list)
    for record in _records(raw):
        if record.place.file != home:
            elsewhere[record.place.file].append(record)
    return files | {name: _without(raw, name, records) for name, records in elsewhere.items()}


def _records(raw: RawCampaign) -> Sequence[RawRecord]:
    return raw.tables[AWARD_SHEET].records


def _home(raw: RawCampaign) -> str:
    """The workbook of the results: the first of its names under which nothing else stands that would be lost."""
    other = {one.place.file for sheet in (APPLICATION_SHEET, COMPLETER_SHEET) for one in raw.tables[sheet].records}
    unread = {one.place.file for one in errors_of(raw.problems) if one.place.sheet != AWARD_SHEET}
    names = (f"{APPLICATIONS_FOLDER}/{AWARD_SHEET}{f'-{n}' if n > 1 else ''}.xlsx" for n in range(1, 1000))
    return next(name for name in names if name not in other | unread)


def _cell(text: str, field: Field) -> Any:
    """The value as a cell holds it: a serial as a number where it is one, so that Excel sorts it."""
    is_number = field.key == "serial" and text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else text or None


def _without(raw: RawCampaign, name: str, records: Sequence[RawRecord]) -> bytes:
    """That file without the awards that it gives."""
    content = read_file(raw.folder / name)
    if name.lower().endswith(YAML_ENDINGS):
        return with_entries(lines_of(content, name), {AWARD_SHEET: ()})
    return without_rows(content, AWARD_SHEET, {_row(one) for one in records})


def _row(record: RawRecord) -> int:
    return int(record.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
