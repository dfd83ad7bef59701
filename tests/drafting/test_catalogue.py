from support.own_fields import FIELDS

from generator.campaign.layout import package_templates
from generator.drafting.catalogue import catalogue


def test_the_catalogue_in_the_templates_folder_is_the_field_table() -> None:
    written = (package_templates() / "README.md").read_text(encoding="utf-8")
    assert written == catalogue()


def test_every_field_is_in_the_catalogue() -> None:
    text = catalogue()
    for fields in FIELDS.tables.values():
        for field in fields:
            assert f"| `{field.key}` | {field.label} |" in text


def test_a_header_stands_there_as_it_is_written_without_its_breaks() -> None:
    rows = [line.split(" | ") for line in catalogue().splitlines() if "brief_limit" in line or "categories" in line]
    assert [row[1] for row in rows] == [
        "项目简介（{{ brief_limit }}字以内）",
        r"项目类别（{{ categories\|join('、') }}）",
    ]
