"""What a piece of work is about, as data: written by the planner, read by workers.

JSON of a closed list of records, of functions that compose, and of what they consist of; of a schema it is where that
is read. Reading it makes those and
calls nothing. A record that stands in many places is written once, and is one again when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from generator.campaign import records, settings
from generator.campaign.errors import Touch
from generator.campaign.schema import Schema
from generator.composing import certificates, forms, official, papers
from generator.composing.documents import Document
from generator.composing.packing import PacketGroup, PacketPiece, PacketPlan
from generator.ground.apart.isolation import Limits
from generator.reading.schema import schema_at
from generator.running.making import Batch, Workplace
from generator.running.options import Options

_PLAIN = (Batch, Workplace, Options, Limits, Document, PacketPlan, PacketGroup, PacketPiece, Touch)
_CHECKED = tuple(
    one
    for module in (records, settings)
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, settings.Record)
)  # the frozen records that the checks make
_TYPES: Mapping[str, type[Any]] = {one.__name__: one for one in (*_PLAIN, *_CHECKED)}
_FIELDS: Mapping[type[Any], tuple[str, ...]] = {one: tuple(field.name for field in fields(one)) for one in _PLAIN} | {
    one: tuple(one.model_fields) for one in _CHECKED
}
_COMPOSING: tuple[Callable[..., Any], ...] = (
    certificates.awards_file,
    certificates.calibration,
    certificates.proof,
    certificates.register,
    certificates.winners_file,
    forms.blank,
    forms.filled,
    forms.filled_of_recommender,
    official.bulletin,
    official.notice,
    official.winner_list,
    papers.intro,
    papers.summary,
)
_NAMES = {one: f"{one.__module__}.{one.__qualname__}" for one in _COMPOSING}
_FUNCTIONS = {name: one for one, name in _NAMES.items()}
# An array begins with what it is; in the list of records and functions with its type's name.
_RECORD, _TUPLE, _LIST, _SET, _MAPPING, _DATE, _PATH, _DECIMAL, _SCHEMA = range(9)


def written(batch: Batch, *, anywhere: bool = False) -> bytes:
    """The batch as bytes; for its key without what says where things lie, since that decides nothing.

    Raises TypeError for what is not on the lists.
    """
    writer = _Writer(anywhere=anywhere)
    writer.plain(batch)
    return json.dumps(writer.records, separators=(",", ":")).encode("ascii")


def read(content: bytes) -> Batch:
    """The batch that was written so. Raises ValueError, KeyError, TypeError or IndexError for anything else."""
    made: list[Any] = []
    for name, *values in json.loads(content):
        things = [_read(value, made) for value in values]
        made.append(_called(name, things) if name in _FUNCTIONS else _record(_TYPES[name], things))
    batch = made[-1]
    if not isinstance(batch, Batch):
        raise TypeError(type(batch))
    return batch


class _Writer:
    """Turns things into what JSON has; records come into a list, each after those that it consists of."""

    def __init__(self, *, anywhere: bool) -> None:
        self._anywhere = anywhere
        self.records: list[list[Any]] = []
        self._places: dict[int, int] = {}  # by identity; the batch keeps its records alive

    def plain(self, thing: Any) -> Any:
        if thing is None or isinstance(thing, (str, bool, int, float)):
            return thing
        if self._anywhere and isinstance(thing, Workplace):
            return None
        if type(thing) is tuple:
            return [_TUPLE, *map(self.plain, thing)]
        if type(thing) in _FIELDS or isinstance(thing, partial):
            return [_RECORD, self._place(thing)]
        if isinstance(thing, date):
            return [_DATE, thing.isoformat()]
        if isinstance(thing, Path):
            return [_PATH, thing.name if self._anywhere else str(thing)]
        if isinstance(thing, Decimal):
            return [_DECIMAL, str(thing)]
        if isinstance(thing, Schema):
            return [_SCHEMA, thing.content, *(() if self._anywhere else thing.folders)]
        if isinstance(thing, Mapping):
            return [_MAPPING, *(self.plain(one) for pair in thing.items() for one in pair)]
        if isinstance(thing, frozenset):
            return [_SET, *map(self.plain, sorted(thing))]
        if type(thing) is list:
            return [_LIST, *map(self.plain, thing)]
        raise TypeError(type(thing))

    def _place(self, thing: Any) -> int:
        place = self._places.get(id(thing))
        if place is None:
            if isinstance(thing, partial):
                entry = [_NAMES[thing.func], self.plain(thing.args), self.plain(thing.keywords)]
            else:
                names = _FIELDS[type(thing)]
                entry = [type(thing).__name__, *(self.plain(getattr(thing, name)) for name in names)]
            place = self._places[id(thing)] = len(self.records)
            self.records.append(entry)
        return place


def _read(value: Any, made: list[Any]) -> Any:
    if type(value) is not list:
        return value
    kind, *things = value
    if kind == _RECORD:
        return made[things[0]]
    if kind == _DATE:
        return date.fromisoformat(things[0])
    if kind == _PATH:
        return Path(things[0])
    if kind == _DECIMAL:
        return Decimal(things[0])
    if kind == _SCHEMA:
        return schema_at(things[1:], things[0])
    things = [one if type(one) is not list else _read(one, made) for one in things]
    if kind == _MAPPING:
        return dict(zip(things[::2], things[1::2], strict=True))
    return {_TUPLE: tuple, _LIST: list, _SET: frozenset}[kind](things)


def _called(name: str, things: list[Any]) -> partial[Any]:
    """The function with its arguments, not called yet."""
    args, keywords = things
    return partial(_FUNCTIONS[name], *args, **keywords)


def _record(kind: type[Any], things: list[Any]) -> Any:
    values = dict(zip(_FIELDS[kind], things, strict=True))
    if issubclass(kind, settings.Record):
        return kind.model_construct(**values)  # it was checked before it was written
    return kind(**values)
