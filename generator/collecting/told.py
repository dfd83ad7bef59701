"""The answer of `collect --json`: a contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.campaign.fields import Field
from generator.campaign.settings import Settings
from generator.collecting.found import Collected, Question, Value, told_value


def told(found: Collected, settings: Settings) -> dict[str, Any]:
    """Files, projects and questions as JSON has them."""
    fields = settings.schema.fields
    return {
        "files": [{"file": one.file, "kind": one.kind, "project": one.project or None} for one in found.files],
        "projects": [
            {
                "number": one.number,
                "values": _values(one.values, fields.application),
                "completers": [_values(person, fields.of_completer) for person in one.completers],
            }
            for one in found.projects
        ],
        "questions": [_question(one) for one in found.questions],
    }


def _values(values: Mapping[str, Value], fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.label: _value(values.get(field.key, Value()), field) for field in fields}


def _value(value: Value, of: Field) -> dict[str, Any]:
    is_somewhere = bool(value.spot.file) and value.state.value != "blank"
    return {
        "value": told_value(value, of),
        "state": value.state.value,
        "file": value.spot.file if is_somewhere else None,
        "table": value.spot.table,
        "row": value.spot.row,
        "column": value.spot.column,
        "raw": value.raw or None,
        "how": value.how or None,
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "file": one.spot.file or None,
        "table": one.spot.table,
        "row": one.spot.row,
        "column": one.spot.column,
        "project": one.project or None,
        "field": one.field,
        "raw": one.raw,
        "understood": one.understood,
        "fix": one.fix,
    }
