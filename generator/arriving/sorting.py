"""What each file is taken for, and where it goes: by what was seen in it, where it lay, and what a clerk has chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from generator.arriving.found import SEVERAL, Kind, Sorted, Taken
from generator.arriving.looking import Seen
from generator.campaign.settings import Settings
from generator.collecting.files.incoming import Incoming
from generator.composing.names import file_name, recommender_names
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    RETURNED_FOLDER,
    SUMMARIES_FOLDER,
    TEMPLATES_FOLDER,
)

UNSORTED_FOLDER, ORIGINALS_FOLDER = "unsorted", "originals"  # nothing is made of what lies there
SEVERAL_NAME = "多个申报单位"
ALWAYS = (Kind.APART, Kind.NOTHING)


@dataclass(frozen=True)
class Arrivals:
    """Files that arrived together, with what was seen in each; `recommender` is whose page they were dropped on.

    `choices` are what a clerk has chosen, by the file's id; the ids are the files' places, counted from 0.
    """

    files: Sequence[Incoming]
    seen: Sequence[Seen]
    settings: Settings
    recommender: str = ""
    choices: Mapping[str, Taken] = field(default_factory=dict)


def sorted_files(arrived: Arrivals) -> list[Sorted]:
    """What the files are taken for; attachments have no place yet."""
    inner = inner_names([one.name for one in arrived.files])
    whose = _by_container(arrived)
    made = [
        _sorted(str(at), arrived, one, seen, inner[at], whose)
        for at, (one, seen) in enumerate(zip(arrived.files, arrived.seen, strict=True))
    ]
    return _each_its_place(made, arrived)


def inner_names(names: Sequence[str]) -> list[PurePosixPath]:
    """The paths without the zips and the one folder in which everything lay, each part as a file may be called."""
    parts = [list(PurePosixPath(name).parts) for name in names]
    for one in parts:
        zips = [at for at, part in enumerate(one[:-1]) if part.lower().endswith(".zip")]
        if zips:
            del one[: zips[-1] + 1]
    while len({one[0] for one in parts}) == 1 and all(len(one) > 1 for one in parts):
        for one in parts:
            del one[0]
    return [PurePosixPath(*(_legal(part) for part in one)) for one in parts]


def _legal(part: str) -> str:
    suffix = PurePosixPath(part).suffix
    return f"{file_name(part.removesuffix(suffix))}{suffix}"


def container_of(name: str) -> str:
    """The zip or folder in which a file lay; empty for one that came alone."""
    first, _, rest = name.partition("/")
    return first if rest else ""


def _by_container(arrived: Arrivals) -> dict[str, str]:
    """The recommender whose a zip or folder is: the only one that its files name themselves."""
    named: dict[str, set[str]] = defaultdict(set)
    for one, seen in zip(arrived.files, arrived.seen, strict=True):
        if container := container_of(one.name):
            named[container].update(seen.recommenders)
    return {container: next(iter(found)) for container, found in named.items() if len(found) == 1}


def hinted(name: str, settings: Settings) -> str:
    """The one recommender that the names of folders, zip and file speak of."""
    parts = PurePosixPath(name).parts
    found = [one.name for one in settings.recommenders if any(one.short_name in part for part in parts)]
    return found[0] if len(found) == 1 else ""


def _sorted(
    identity: str, arrived: Arrivals, one: Incoming, seen: Seen, inner: PurePosixPath, whose: Mapping[str, str]
) -> Sorted:
    among = tuple(dict.fromkeys((*((seen.kind,) if seen.kind not in ALWAYS else ()), *seen.among, *ALWAYS)))
    size = one.path.stat().st_size if one.path.is_file() else 0
    chosen = arrived.choices.get(identity)
    if chosen is not None and chosen.kind in among:
        why = seen.why if chosen.kind is seen.kind else "按您的选择。"
        made = Sorted(identity, one.name, size, chosen, "", why, _is_answered(chosen, seen), among)
    else:
        taken, is_sure, doubt = _taken(arrived, one, seen, whose)
        is_sure = is_sure and seen.is_sure and taken.kind is not Kind.APART  # what is of no use here is asked about
        made = Sorted(identity, one.name, size, taken, "", f"{seen.why}{doubt}", is_sure, among)
    return replace(made, place=_place(made.taken, seen, inner, arrived.settings))


def _is_answered(chosen: Taken, seen: Seen) -> bool:
    """Whether what was chosen says enough."""
    if chosen.kind is Kind.WORKBOOK:
        return bool(chosen.recommender)
    return chosen.kind is not Kind.SUMMARY or (bool(chosen.recommender) and seen.summary is not None)


def _taken(arrived: Arrivals, one: Incoming, seen: Seen, whose: Mapping[str, str]) -> tuple[Taken, bool, str]:
    """What the file is taken for, whether that is sure, and the doubt."""
    named, page = seen.recommenders, arrived.recommender
    if seen.kind is Kind.WORKBOOK and len(named) > 1:
        return Taken(seen.kind, SEVERAL), False, f"里面有{len(named)}家申报单位的项目：{'、'.join(named[:5])}。"
    if len(named) == 1:
        other = page not in ("", named[0])
        return Taken(seen.kind, named[0], adds=not seen.whole), not other, _not_of(page, named[0]) if other else ""
    if page and not named:
        return Taken(seen.kind, page, adds=not seen.whole), True, ""
    if known := whose.get(container_of(one.name), ""):
        return Taken(seen.kind, known, adds=not seen.whole), True, ""
    hint = hinted(one.name, arrived.settings)
    needs = seen.kind in (Kind.WORKBOOK, Kind.FORM, Kind.SUMMARY)
    stranger = _stranger(seen, arrived.settings)
    doubt = stranger or (f"名称里写着“{hint}”，请核对。" if hint else "看不出是哪个申报单位的。")
    return Taken(seen.kind, hint, adds=not seen.whole), not needs, doubt if needs else ""


def _stranger(seen: Seen, settings: Settings) -> str:
    """What is to be said of a workbook whose rows name somebody that the campaign does not."""
    label = settings.schema.fields.label("recommender")
    rows = seen.rows.rows if seen.rows and label else ()
    named = [text for text in dict.fromkeys(one.values.get(label, "") for one in rows) if text]
    return f"里面写的是“{'”“'.join(named[:3])}”，不在申报单位名单里；请核对设置，或选择是谁的。" if named else ""


def _not_of(page: str, named: str) -> str:
    return f"里面写的是{named}，不是{page}。"


def _place(taken: Taken, seen: Seen, inner: PurePosixPath, settings: Settings) -> str:
    own = recommender_names(settings).get(taken.recommender, "")
    if taken.kind is Kind.WORKBOOK:
        if not seen.whole:
            return f"{APPLICATIONS_FOLDER}/{inner.name}"
        name = SEVERAL_NAME if taken.recommender == SEVERAL else own
        return f"{APPLICATIONS_FOLDER}/{name}.xlsx" if name else ""
    if taken.kind is Kind.SUMMARY:
        return f"{SUMMARIES_FOLDER}/{own}.yaml" if own else ""
    if taken.kind is Kind.SETTING:
        parts = inner.parts
        return str(PurePosixPath(*parts[parts.index(TEMPLATES_FOLDER) :])) if TEMPLATES_FOLDER in parts else inner.name
    if taken.kind is Kind.FORM:
        return _below(RETURNED_FOLDER, taken.recommender if own else "", inner)
    return _below(UNSORTED_FOLDER, own, inner) if taken.kind is Kind.APART else ""


def _below(folder: str, recommender: str, inner: PurePosixPath) -> str:
    parts = inner.parts[1:] if recommender and inner.parts[0] == recommender else inner.parts
    return str(PurePosixPath(folder, *((recommender,) if recommender else ()), *parts))


def _each_its_place(made: Sequence[Sorted], arrived: Arrivals) -> list[Sorted]:
    """The files, no two of one place: the same again is left out, of different ones is asked or gets a number."""
    places = Counter(one.place.casefold() for one in made if one.place)
    used: dict[str, list[Sorted]] = defaultdict(list)
    found = []
    for one in made:
        if one.place and places[one.place.casefold()] > 1:
            one = _beside(one, used[one.place.casefold()], arrived)
            used[one.place.casefold()].append(one)
        found.append(one)
    return found


def _beside(one: Sorted, before: Sequence[Sorted], arrived: Arrivals) -> Sorted:
    file = arrived.files[int(one.id)]
    same = next((old for old in before if arrived.files[int(old.id)].sum() == file.sum()), None)
    if same is not None:
        return replace(one, taken=Taken(Kind.NOTHING), place="", why=f"和“{same.name}”完全相同。", is_sure=True)
    if one.taken.kind in (Kind.APART, Kind.FORM) or one.taken.adds:
        return replace(one, place=numbered(one.place, len(before) + 1)) if before else one
    if not before:
        return replace(one, is_sure=one.is_sure and one.id in arrived.choices)
    why = f"{one.why}和“{before[0].name}”是同一家单位的，内容不同，请选用哪一个。"
    apart = Taken(Kind.APART, one.taken.recommender)
    place = _below(UNSORTED_FOLDER, one.taken.recommender, PurePosixPath(_legal(PurePosixPath(one.name).name)))
    return replace(one, taken=apart, place=place, why=why, is_sure=False)


def numbered(place: str, number: int) -> str:
    """The place with a number behind its name, from 2."""
    path = PurePosixPath(place)
    return str(path.with_name(f"{path.stem}（{number}）{path.suffix}")) if number > 1 else place
