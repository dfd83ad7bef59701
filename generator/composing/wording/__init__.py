"""Wording files (notice.yaml, bulletin.yaml, certificate.yaml) → texts with the campaign's values filled in."""

from generator.composing.wording.certificate import certificate_number, certificate_text, unfilled_number
from generator.composing.wording.figures import values
from generator.composing.wording.language import phrase
from generator.composing.wording.official import official_text

__all__ = [
    "certificate_number",
    "certificate_text",
    "official_text",
    "phrase",
    "unfilled_number",
    "values",
]
