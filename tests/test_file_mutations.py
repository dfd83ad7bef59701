"""Templates, attachments and returned forms spoilt at random, always the same ones: a result or a refusal in words."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT
from PIL import Image
from support.file_mutations import KINDS, OUTCOMES, sound, tried

ACCIDENTS, CHUNK = 600, 100
SPOILT = sorted((ROOT / "tests/spoilt").iterdir())


@pytest.mark.parametrize("first", range(0, ACCIDENTS, CHUNK))
def test_no_accident_to_a_file_breaks_a_promise(first: int, tmp_path: Path) -> None:
    outcomes = {seed: tried(seed, tmp_path) for seed in range(first, first + CHUNK)}
    assert {seed: told for seed, told in outcomes.items() if told} == {}


@pytest.mark.parametrize("path", SPOILT, ids=lambda path: path.name)
def test_what_once_broke_a_promise_no_longer_does(path: Path) -> None:
    kind = path.name.split("-", 1)[1].split(".")[0]
    assert OUTCOMES[kind](path) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_sound_file_is_taken(kind: str, tmp_path: Path) -> None:
    path = tmp_path / kind
    path.write_bytes(sound(kind))
    assert OUTCOMES[kind.split(".")[0]](path) == ""


def test_a_broken_promise_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    armed = pikepdf.new()
    armed.add_blank_page(page_size=(100, 100))
    armed.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
    out = io.BytesIO()
    armed.save(out)
    monkeypatch.setattr("support.file_mutations.attachment_pages", lambda *_: out.getvalue())
    picture = tmp_path / "a.png"
    Image.new("L", (9, 9)).save(picture)
    assert "/OpenAction" in OUTCOMES["attachment"](picture)
