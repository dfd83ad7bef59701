"""docs/pages.md shows every picture that `./run pictures` makes, and README's pictures are among them."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

DOCS = ROOT / "docs"


def made() -> set[str]:
    """The names in the table of docs/pictures.py."""
    return set(re.findall(r'^    "([a-z0-9-]+)": Picture\(', (DOCS / "pictures.py").read_text("utf-8"), re.MULTILINE))


def laid_over() -> set[str]:
    """The names in the table of docs/agreement_pictures.py."""
    return set(
        re.findall(r'^    "([a-z0-9-]+)": \("', (DOCS / "agreement_pictures.py").read_text("utf-8"), re.MULTILINE)
    )


def shown(page: str) -> set[str]:
    return set(re.findall(r"\]\((?:docs/)?pictures/([a-z0-9-]+)\.png\)", (ROOT / page).read_text("utf-8")))


def test_every_picture_is_shown_and_every_shown_one_is_there() -> None:
    assert len(made()) >= 20
    assert shown("docs/pages.md") == made()
    service = shown("docs/http.md")
    assert len(service) >= 10
    assert shown("docs/agreement.md") == laid_over()
    assert len(laid_over()) >= 7
    asked = shown("docs/collect.md")
    assert len(asked) >= 2
    assert {file.stem for file in (DOCS / "pictures").glob("*.png")} == made() | laid_over() | service | asked


def test_the_manual_shows_pages_of_the_service() -> None:
    assert len(shown("docs/使用手册.md")) >= 12
    assert shown("docs/使用手册.md") <= shown("docs/http.md")


def test_the_readme_shows_pictures_that_are_made() -> None:
    assert len(shown("README.md")) >= 8
    assert shown("README.md") <= made()


@pytest.mark.parametrize("name", sorted(made() | laid_over()))
def test_a_picture_is_a_small_png_with_something_on_it(name: str) -> None:
    content = (DOCS / "pictures" / f"{name}.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert 5_000 < len(content) < 250_000
