"""JSON schemas (2020-12) of what a kind of documents is made of, from the campaign's field table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.campaign.errors import PROJECT
from generator.campaign.fields import AWARD_SHEET, COMPLETER_SHEET, SUMMARY_FIELDS, Field, Kind
from generator.campaign.kinds import NOTICE, SUMMARY, DocumentKind
from generator.checks.records import Base
from generator.checks.tables import choices_of
from generator.interfaces.web.documents.making import kind_called

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_of(key: str, base: Base) -> Schema:
    """The schema of one record of such a document. Raises RefusedError("not-found") for a kind that is none."""
    kind = kind_called(key, base)
    return {"$schema": DIALECT, "title": kind.label, **_object(*_parts(kind, base))}


def _parts(kind: DocumentKind, base: Base) -> tuple[Schema, list[str]]:
    """The properties by label, and those that must be there."""
    if kind == NOTICE:
        return {}, []
    if kind == SUMMARY:
        return _properties(SUMMARY_FIELDS, base), _required(SUMMARY_FIELDS)
    fields = base.settings.schema.fields
    person = _object(_properties(fields.of_completer, base), _required(fields.of_completer))
    award = _object(_properties(fields.of_award, base), _required(fields.of_award))
    properties = _properties(fields.application, base) | {
        COMPLETER_SHEET: {"type": "array", "items": person, "maxItems": base.settings.completer_limit},
        AWARD_SHEET: award,
    }
    awarded = [AWARD_SHEET] if kind.of_awards and PROJECT in kind.per else []
    return properties, [*_required(fields.application), *awarded]


def _object(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _properties(fields: Iterable[Field], base: Base) -> Schema:
    return {field.label: _property(field, choices_of(field, base.settings)) for field in fields}


def _required(fields: Iterable[Field]) -> list[str]:
    return [field.label for field in fields if field.required]


def _property(field: Field, choices: Iterable[str]) -> Schema:
    """What a value of the field is; what may be left out may also be null, or an empty string."""
    value = {**_of_kind(field, list(choices)), **_told(field)}
    if field.required:
        return value
    return {"anyOf": [value, {"enum": ["", None]}], **_told(field)}


def _told(field: Field) -> Schema:
    """What is told of the field besides."""
    unit = f"单位：{field.unit}" if field.unit else ""
    described = "；".join(text for text in (field.hint, unit) if text)
    told: Schema = {"description": described} if described else {}
    return told | ({"examples": [field.example]} if field.example else {}) | {"x-key": field.key}


def _of_kind(field: Field, choices: list[str]) -> Schema:
    text: Schema = {"type": "string"} | ({"minLength": 1} if field.required else {})
    limited = text | ({"maxLength": field.limit} if field.limit else {})
    bounds = {name: at for name, at in (("minimum", field.least), ("maximum", field.most)) if at is not None}
    items = {name: at for name, at in (("minItems", field.least), ("maxItems", field.most)) if at is not None}
    made: Mapping[Kind, Schema] = {
        Kind.CHOICE: {"enum": choices},
        Kind.CHOICES: {"type": "array", "items": {"enum": choices}, "uniqueItems": True} | items,
        Kind.TEXTS: {"type": "array", "items": limited} | items,
        Kind.YES_NO: {"enum": [True, False, "是", "否"]},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.INTEGER: {"type": ["integer", "string"]} | bounds,
        Kind.MONEY: {"type": ["number", "string"]} | bounds,
    }
    return dict(made.get(field.kind, limited))
