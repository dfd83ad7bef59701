"""In the child: the file opened, and what is found in it as data. Nothing that makes documents is loaded here."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from generator.campaign.settings import Settings
from generator.inspecting.comparing import File, compared, kind_of, opened
from generator.inspecting.findings import Finding, Inspection
from generator.inspecting.word_file import BrokenFileError
from generator.inspecting.words import Words
from generator.reading.schema import schema_at

TASK = "generator.inspecting.opening:answered"
MOST_FINDINGS = 500
LONGEST_TEXT = 300  # of what a finding shows
_HELD: dict[str, tuple[File, bytes]] = {}  # the file between the two questions


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """What the file is, then what was found in it; or why it cannot be read."""
    words = Words(Settings.model_validate_json(asked["settings"], context=schema_at), asked["exact"])
    try:
        if asked["step"] == "open":
            _HELD["file"] = opened(content, asked["ending"]), content
            return {"kind": kind_of(_HELD["file"][0], words)}, b""
        forms, start = dict[str, bytes](), 0
        for name, size in asked["forms"].items():
            forms[name], start = content[start : start + size], start + size
        found = compared(*_HELD["file"], asked["name"], asked["kind"], forms, words)
        return _bounded(found), b""
    except BrokenFileError as wrong:
        return {"why": wrong.why.value}, b""


def _bounded(found: Inspection) -> Any:
    """The answer as data: the first findings, what they show shortened, and how many more there are."""
    more = len(found.findings) - MOST_FINDINGS
    findings = found.findings[:MOST_FINDINGS]
    if more > 0:
        findings = (*findings, Finding("全文", "其他改动", "没有", f"还有{more}处，没有列出"))
    told = asdict(
        replace(found, findings=findings, figures=found.figures[: 2 * MOST_FINDINGS], tight=found.tight[:MOST_FINDINGS])
    )
    for one in (*told["findings"], *told["figures"]):
        one |= {key: _shortened(text) for key, text in one.items() if isinstance(text, str)}
    return told


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
