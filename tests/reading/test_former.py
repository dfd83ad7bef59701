"""A folder of an earlier year: files that said a form before form.yaml did are told, since nothing reads them."""

from pathlib import Path

import pytest

from generator.checks.campaign import check_settings_of
from generator.linting.lint import lint

FORMER = [f"{form}/{name}" for form in ("form1", "form2") for name in ("grid.yaml", "body.html", f"{form}.css")]


def written(campaign: Path, *names: str) -> Path:
    for name in names:
        file = campaign / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<p>x</p>", encoding="utf-8")
    return campaign


@pytest.mark.parametrize("name", FORMER)
def test_a_file_that_said_a_form_is_told_once(name: str, minimal: Path) -> None:
    _, problems = check_settings_of(written(minimal, name))
    assert [(one.code, one.place.file) for one in problems] == [("template-file", f"templates/{name}")]
    assert [one.place.file for one in lint(minimal) if one.code == "template-file"] == [f"templates/{name}"]


def test_what_a_page_of_the_campaign_s_own_may_take_in_is_not_told(minimal: Path) -> None:
    _, problems = check_settings_of(written(minimal, "form1/form1.html", "form1/body.html", "form1/form1.css"))
    assert problems == []
