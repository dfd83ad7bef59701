"""The compiled run of a Word template against docxtpl's own rendering, on records and on templates of any form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import EXAMPLE
from rendering import word_contexts as contexts
from rendering.reference_word import DAY, ReferenceWord
from support import own_forms

from generator.campaign.errors import TemplateError
from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.composing.filling.lists import Listed, listed
from generator.composing.fitting.slots import Slot
from generator.office.package import packed, read_package, write_package, zip_file
from generator.rendering.word import word_file

HOSTILE = (
    "",
    "\n",
    "\t甲",
    "乙\n",
    "丙\n\n丁\t",
    "<w:t> & \"x\" 'y' ]]> {{ 7*7 }} {% if %} &amp;",
    " ",
    "行一\r\n行二",
)


def spoilt(value: Any, by: str, every: int, count: list[int]) -> Any:
    """The context with hostile text in every so many of its texts."""
    if isinstance(value, dict):
        return {key: one if key in ("blank", "label") else spoilt(one, by, every, count) for key, one in value.items()}
    if isinstance(value, list):
        return [spoilt(one, by, every, count) for one in value]
    count[0] += 1
    if count[0] % every:
        return value
    if isinstance(value, Slot):
        return replace(value, text=by if by in ("", "\n") else value.text + by)
    if isinstance(value, Listed):
        return listed(by, value.column, own_forms.FORM2)
    return by if isinstance(value, str) else value


def records(kind: str) -> list[Mapping[str, Any]]:
    campaign, _, _ = check_campaign(EXAMPLE)
    assert campaign is not None
    made = [one.context() for one in documents(Asked(campaign), {kind}) if one.format == "docx"]
    return [
        spoilt(context, HOSTILE[place % len(HOSTILE)], 1 + place % 7, [place]) if place % 3 else context
        for place, context in enumerate(made)
    ]


@pytest.mark.parametrize(("kind", "least"), [("form1", 300), ("form2", 18), ("certificate", 100)])
def test_every_record_of_the_example_is_what_docxtpl_makes_of_it(kind: str, least: int) -> None:
    reference = ReferenceWord((package_templates() / f"{kind}/{kind}.docx").read_bytes())
    given = records(kind)
    assert len(given) >= least
    assert [place for place, context in enumerate(given) if reference.differences(context)] == []
    program = word_file._program(reference.template)
    assert all(part.usual for part in program.filled.values())


def form1_with(changes: Mapping[str, str]) -> bytes:
    parts = read_package((package_templates() / "form1/form1.docx").read_bytes())
    document = parts["word/document.xml"].decode()
    for old, new in changes.items():
        assert old in document
        document = document.replace(old, new, 1)
    return write_package(parts | {"word/document.xml": document.encode()})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ foot_note }}", "{% for one in [1, 2] %}{{ issuer }}{% if one == 1 %}；{% endif %}{% endfor %}"),
        (
            "{{ foot_note }}",
            "{% macro m(x) %}{{ x }}！{% endmacro %}{{ m(issuer) }}{% set y %}{{ issuer }}{% endset %}{{ y }}",
        ),
        ("{{ foot_note }}", "{{ issuer }}<w:br/>{{ '' }}"),
        ("{{ foot_note }}", '{{ "" }}</w:t></w:r><w:r><w:t/></w:r><w:r w:rsidR="00A1"><w:t>{{ title }}'),
        ("{{ foot_note }}", '{{ issuer }}</w:t></w:r><w:r><w:t xml:space="preserve">{{ sized("甲\n", 9) }}'),
        ('<w:tag w:val="name"/>', '<w:id w:val="7"/><w:tag w:val="name"/>'),
        ('<w:tag w:val="name"/><w:lock w:val="sdtLocked"/>', '<w:lock w:val="sdtLocked"/><w:tag w:val="name"/>'),
        ('<w:tag w:val="name"/>', ""),
        ("<w:body>", "<w:body><!-- ours --><w:p/>"),
        ("<w:body>", "<w:body><w:p><w:r/><w:r><w:rPr/><w:t></w:t></w:r></w:p>"),
    ],
)
def test_a_clerks_own_template_is_filled_as_by_docxtpl(old: str, new: str) -> None:
    reference = ReferenceWord(form1_with({old: new}))
    for context in (contexts.form1(None), contexts.form1(contexts.ORDINARY, completers=2)):
        assert reference.differences(context) == []


def test_marks_that_tear_an_element_apart_are_a_wrong_template() -> None:
    in_a_cell = "申  报  项  目  情  况"
    template = form1_with(
        {"{{ title|title_lines|join('\\n') }}": "{% if blank %}", in_a_cell: f"{{% endif %}}{in_a_cell}"}
    )
    assert word_file.render(template, contexts.form1(None), modified=DAY)
    with pytest.raises(TemplateError, match="拆开"):
        word_file.render(template, contexts.form1(contexts.SHORTEST), modified=DAY)


def test_the_comparison_sees_a_single_changed_size() -> None:
    reference = ReferenceWord((package_templates() / "form1/form1.docx").read_bytes())
    context = contexts.form1(contexts.ORDINARY)
    theirs = reference.parts(context)["word/document.xml"]
    slots = context["slots"]
    changed = context | {"slots": slots | {"name": replace(slots["name"], size_pt=slots["name"].size_pt - 0.5)}}
    assert reference.parts(changed)["word/document.xml"] != theirs


def test_a_zip_file_of_packed_parts_is_read_by_others() -> None:
    content = {"[Content_Types].xml": b"<a/>" * 999, "空/名.xml": b"", "b": bytes(range(256))}
    with ZipFile(BytesIO(zip_file({name: packed(data) for name, data in content.items()}))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == content
