"""Codes of printed certificates, held against the campaign."""
