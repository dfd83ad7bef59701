from generator.campaign.fields import SHEETS
from generator.campaign.layout import package_templates
from generator.drafting.catalogue import catalogue


def test_the_catalogue_in_the_templates_folder_is_the_field_table() -> None:
    written = (package_templates() / "README.md").read_text(encoding="utf-8")
    assert written == catalogue()


def test_every_field_is_in_the_catalogue() -> None:
    text = catalogue()
    for fields in SHEETS.values():
        for field in fields:
            assert f"| `{field.key}` | {field.label} |" in text
