"""Masked forms of personal values, the only ones that messages and logs may show."""

from __future__ import annotations

from generator.fields import Field, Kind


def masked(text: str, field: Field) -> str:
    """The text with its middle hidden where the field is personal: ID 3 + stars + 4, phone 3 + 4 stars + 4."""
    if not field.personal:
        return text
    if field.kind is Kind.ID_NUMBER:
        return f"{text[:3]}{'*' * 11}{text[-4:]}" if len(text) > 10 else "*" * len(text)
    if field.kind is Kind.PHONE:
        return f"{text[:3]}****{text[-4:]}" if len(text) > 8 else "*" * len(text)
    return f"{text[:3]}…" if len(text) > 3 else "*" * len(text)
