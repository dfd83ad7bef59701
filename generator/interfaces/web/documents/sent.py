"""Records as a program sends them, by label or key → raw values, as a campaign's own file would give them.

JSON's own types are taken for what a clerk would write: true is 是, a number its digits, null an empty value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, SUMMARY_FIELDS, Field, Fields
from generator.checks.records import Sent
from generator.interfaces.web.documents.orders import REQUEST, RenderOrder
from generator.interfaces.web.limits import ROWS_OF_A_RECORD
from generator.reading.raw import Raw, RawRecord, RawTable
from generator.reading.raw_campaign import SENT_RECORD, SENT_RECORDS, SETTINGS_FILE, SHEETS, SUMMARIES_FOLDER
from generator.reading.yaml_files.file import Items, Map, Node, Text
from generator.reading.yaml_files.records import record_from

LONGEST_NAME = 100  # characters of a name that is looked up among the fields
SHAPE = "yaml-shape"
SUMMARY = f"{SUMMARIES_FOLDER}/{SENT_RECORD}"  # as the checks know it
Rows = list[tuple[str, RawRecord]]  # by table


def sent(order: RenderOrder, fields: Fields, *, is_summary: bool = False) -> Sent:
    """The records of the order. Of a work summary `record` is the summary, and `records` are the projects."""
    rows: Rows = []
    problems: list[Problem] = []
    summaries: tuple[RawRecord, ...] = ()
    if is_summary and order.record is not None:
        summary, found = _record(order.record, SUMMARY_FIELDS, SUMMARY)
        problems += found
        summaries = (summary,)
    elif order.record is not None:
        problems += _application(order.record, SENT_RECORD, fields, rows)
    for number, values in enumerate(order.records or (), start=1):
        problems += _application(values, f"{SENT_RECORDS}/{number}", fields, rows)
    tables = {sheet: RawTable() for sheet in SHEETS}
    for sheet, record in rows:
        tables[sheet].records.append(record)
        tables[sheet].read += 1
    return Sent(tables, summaries, tuple(problems))


def settings_node(values: Mapping[str, Any]) -> Map:
    """Settings as campaign.yaml would have them."""
    return _map(values, 0)


def as_sent(problem: Problem, settings: Mapping[str, Any]) -> Problem:
    """The problem where who sent `settings` finds it: those have no line in campaign.yaml, and are no YAML."""
    place = problem.place
    if place.file == SUMMARY:
        return replace(problem, place=replace(place, file=SENT_RECORD))
    if place.file != SETTINGS_FILE or (place.line and problem.field not in settings):
        return problem
    fix = "请给一组对象，每条一个。" if problem.code == SHAPE else problem.fix
    return replace(problem, place=REQUEST, fix=fix)


def _application(values: Mapping[str, Any], name: str, fields: Fields, rows: Rows) -> Iterator[Problem]:
    """Note the record's rows; what is wrong with its names and shapes."""
    inner = {sheet: values.get(sheet) for sheet in (COMPLETER_SHEET, AWARD_SHEET)}
    record, problems = _record({key: one for key, one in values.items() if key not in inner}, fields.application, name)
    yield from problems
    rows.append((APPLICATION_SHEET, record))
    number = record.values.get("number", Raw(None, record.place))
    people, award = inner[COMPLETER_SHEET] or [], inner[AWARD_SHEET]
    if not isinstance(people, list) or not all(isinstance(one, dict) for one in people):
        yield error(SHAPE, Place(name), COMPLETER_SHEET, "这里应是一组记录。", "请给一组对象，每人一个。")
        people = []
    if len(people) > ROWS_OF_A_RECORD:
        message = f"有{len(people)}名，太多了，后面的没有核对。"
        yield error("completers", Place(name), COMPLETER_SHEET, message, "请删去多余的人。")
    for place, one in enumerate(people[:ROWS_OF_A_RECORD], start=1):
        yield from _row(one, fields.completer, Place(name, COMPLETER_SHEET, line=place), number, rows)
    if isinstance(award, dict):
        yield from _row(award, fields.award, Place(name, AWARD_SHEET), number, rows)
    elif award is not None:
        yield error(SHAPE, Place(name), AWARD_SHEET, "应写明等次和证书序号。", "请给一个对象：等次、证书序号。")


def _row(
    values: Mapping[str, Any], fields: tuple[Field, ...], place: Place, number: Raw, rows: Rows
) -> Iterator[Problem]:
    """Note a completer or the award, under the application's number and in its place."""
    record, problems = _record(values, fields, place.file)
    own = {key: replace(one, place=place) for key, one in record.values.items()}
    rows.append((place.sheet, RawRecord({**own, "number": number}, place)))
    return (replace(one, place=place) for one in problems)


def _record(values: Mapping[str, Any], fields: tuple[Field, ...], name: str) -> tuple[RawRecord, Sequence[Problem]]:
    record, problems = record_from(_map(values, 0), fields, name)
    return record, [_of_json(one) for one in problems]


def _of_json(problem: Problem) -> Problem:
    """The problem with a remedy for who writes JSON."""
    return replace(problem, fix="请给一个字符串。") if problem.code == SHAPE else problem


def _map(values: Mapping[str, Any], line: int) -> Map:
    nodes = {name[:LONGEST_NAME]: _node(one, line) for name, one in values.items()}
    return Map(nodes, dict.fromkeys(nodes, line), line)


def _node(value: Any, line: int) -> Node:
    if isinstance(value, dict):
        return _map(value, line)
    if isinstance(value, list):
        return Items(tuple(_node(one, line) for one in value), line)
    return Text(text_of(value), line)


def text_of(value: object) -> str:
    """What a clerk would have written for the value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return f"{value:.0f}"
    return str(value)
