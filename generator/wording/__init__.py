"""Wording files (notice.yaml, bulletin.yaml, certificate.yaml) → texts with the campaign's values filled in."""

from generator.wording.certificate import certificate_number, certificate_text, unfilled_number
from generator.wording.figures import values
from generator.wording.language import phrase
from generator.wording.official import official_text

__all__ = [
    "certificate_number",
    "certificate_text",
    "official_text",
    "phrase",
    "unfilled_number",
    "values",
]
