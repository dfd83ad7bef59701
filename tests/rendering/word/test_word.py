"""Word files made of the drafted templates: sound, complete, and of the expected pages in LibreOffice."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from docxtpl import DocxTemplate
from lxml import etree
from openxml_audit import OpenXmlValidator
from rendering import word_contexts as contexts
from rendering.reference_word import ReferenceWord, canonical
from support.offices import converted_by_libreoffice
from support.pace import pace
from support.poppler import pdf_page_texts
from support.texts import bare, word_text

from generator.campaign.errors import TemplateError
from generator.composing.fitting.slots import Slot
from generator.drafting.__main__ import WORD_DRAFTS
from generator.office.package import read_package, write_package
from generator.rendering.word import word_file
from generator.rendering.word.controls import KINDS_OF_TEXT, finish

pytestmark = pytest.mark.xdist_group("word")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DAY = date(2023, 7, 20)


@dataclass(frozen=True)
class Sample:
    """A template's name, what it receives, and how many pages that makes."""

    template: str
    context: Mapping[str, Any] = field(repr=False)
    pages: int


# LibreOffice prints no page for the blank one that makes an imprint stand on an even page.
SAMPLES = {
    "form1-blank": Sample("form1/form1.docx", contexts.form1(None), 4),
    "form1-shortest": Sample("form1/form1.docx", contexts.form1(contexts.SHORTEST), 4),
    "form1-ordinary": Sample(
        "form1/form1.docx", contexts.form1(contexts.ORDINARY, completers=5, intro=contexts.LONG * 2), 4
    ),
    "form1-longest": Sample(
        "form1/form1.docx",
        contexts.form1(contexts.LONGEST, completers=5, intro=contexts.LONG * 4, paragraphs=4),
        9,
    ),
    "form2-blank": Sample("form2/form2.docx", contexts.form2(None), 1),
    "form2-shortest": Sample("form2/form2.docx", contexts.form2(contexts.SHORTEST), 1),
    "form2-longest": Sample("form2/form2.docx", contexts.form2(contexts.LONGEST, 25), 9),
    "notice": Sample("notice/notice.docx", contexts.notice(paragraphs=0), 7),
    "notice-printed": Sample(
        "notice/notice.docx", contexts.notice(letterhead="printed", sealed=False, imprint=contexts.IMPRINT), 9
    ),
    "notice-reserved": Sample(
        "notice/notice.docx",
        contexts.notice(letterhead="reserved", paragraphs=9, imprint=contexts.IMPRINT | {"copy_to": ""}),
        11,
    ),
    "bulletin": Sample("bulletin/bulletin.docx", contexts.bulletin(12, letterhead="printed"), 9),
    "bulletin-shortest": Sample("bulletin/bulletin.docx", contexts.bulletin(1, imprint=contexts.IMPRINT), 4),
    "certificates-longest": Sample("certificate/certificate.docx", contexts.certificates(3, long=True), 3),
    "certificate-shortest": Sample("certificate/certificate.docx", contexts.certificates(1, long=False), 1),
}


def made(name: str) -> bytes:
    sample = SAMPLES[name]
    return word_file.render(WORD_DRAFTS[sample.template](), sample.context, modified=DAY)


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a context that stands in the document; hidden are switches and a blank form's flags."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Slot):
        yield value.text
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key not in ("letterhead", "kind", "imprint_place", "issuer" if "letterhead" in value else ""):
                yield from texts_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_of(one)


@pytest.fixture(scope="module")
def made_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("word")
    files = {name: folder / f"{name}.docx" for name in SAMPLES}
    for name, path in files.items():
        path.write_bytes(made(name))
    return files


@pytest.fixture(scope="module")
def converted(made_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDFs of LibreOffice, which takes the stand-ins for the official fonts."""
    folder = tmp_path_factory.mktemp("pdf")
    pdfs = converted_by_libreoffice(list(made_files.values()), folder)
    return {path.stem: path for path in pdfs}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_made_file_has_no_finding_of_the_validator(name: str, made_files: dict[str, Path]) -> None:
    assert OpenXmlValidator().validate(made_files[name]).errors == []


@pytest.mark.parametrize("name", SAMPLES)
def test_libreoffice_opens_it_with_the_expected_pages(name: str, converted: dict[str, Path]) -> None:
    with pikepdf.open(converted[name]) as opened:
        assert len(opened.pages) == SAMPLES[name].pages


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_stands_in_the_file(name: str, made_files: dict[str, Path]) -> None:
    text = word_text(made_files[name])
    values = [bare(value.replace("|", "")) for value in texts_of(SAMPLES[name].context)]
    assert len(values) > 5
    assert [value for value in values if value not in text] == []
    assert "{{" not in text
    assert "{%" not in text
    assert "None" not in text


@pytest.mark.parametrize("name", ["form1-longest", "form1-ordinary", "form2-longest", "certificates-longest"])
def test_nothing_is_cut_off_on_paper(name: str, converted: dict[str, Path]) -> None:
    printed = "".join(pdf_page_texts(converted[name]))
    wanted = {sign for value in texts_of(SAMPLES[name].context) for sign in bare(value)} - {"|"}
    assert wanted <= set(printed)


@pytest.mark.parametrize("name", ["form1-blank", "form1-shortest", "form1-ordinary"])
def test_form_1_has_its_four_pages_in_their_places(name: str, converted: dict[str, Path]) -> None:
    cover, data, intro, opinions = pdf_page_texts(converted[name])
    assert cover.startswith("附件1")
    assert cover.endswith("江西省总工会制")
    assert data.startswith("申报项目情况")
    assert "工作单位" in data
    assert intro.startswith("项目简介")
    assert opinions.endswith("本表及附件均一式两份。")


def test_hints_stand_in_the_blank_only(converted: dict[str, Path]) -> None:
    blank, filled = ("".join(pdf_page_texts(converted[name])) for name in ("form1-blank", "form1-shortest"))
    for hint in ("（单位标准全称，与公章保持一致）", "简述（经济效益应注明项目投入资金情况", "（随表附项目具体资料）"):
        assert hint in blank
        assert hint not in filled


def test_page_numbers_go_on_through_the_forms_and_stop_before_the_imprint(converted: dict[str, Path]) -> None:
    pages = pdf_page_texts(converted["notice-printed"])
    numbers = [re.search(r"—(\d+)—", page) for page in pages if page]
    assert [int(found[1]) for found in numbers[:-1] if found] == list(range(1, len(numbers)))
    assert numbers[-1] is None
    assert "江西省总工会办公室2023年7月20日印发" in pages[-1]


def test_the_landscape_table_carries_its_number_at_the_left_edge(converted: dict[str, Path]) -> None:
    with pikepdf.open(converted["notice"]) as opened:
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in opened.pages]
    assert [width > height for width, height in sizes] == [False] * 6 + [True]


def test_a_form_has_each_control_once_and_locked(made_files: dict[str, Path]) -> None:
    with ZipFile(made_files["form1-longest"]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    properties = list(document.iter(f"{W}sdtPr"))
    tags = [one.find(f"{W}tag").get(f"{W}val") for one in properties]
    boxes = ("patent_forms", "patent_status")
    single = [tag for tag in tags if tag not in boxes]
    opinions = {f"opinion_{number}{part}" for number in range(1, 5) for part in ("", "_day")}
    assert set(contexts.form1(None)["slots"]) | {"intro", "applied_on"} | opinions == set(single)
    assert len(single) == len(set(single))
    assert (tags.count(boxes[0]), tags.count(boxes[1])) == (4, 3)
    assert {one.find(f"{W}lock").get(f"{W}val") for one in properties} == {"sdtLocked"}
    ids = [one.find(f"{W}id").get(f"{W}val") for one in properties]
    assert len(ids) == len(set(ids))


def test_ticks_are_where_the_data_says(made_files: dict[str, Path]) -> None:
    assert "□发明专利☑实用新型专利□外观设计专利□软件著作权" in word_text(made_files["form1-longest"])
    assert "☑未申请□正在申请□已授权" in word_text(made_files["form1-longest"])
    assert "☑" not in word_text(made_files["form1-blank"])


def test_a_value_has_the_size_that_was_found_for_it(made_files: dict[str, Path]) -> None:
    slots = SAMPLES["form1-longest"].context["slots"]
    with ZipFile(made_files["form1-longest"]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    sizes = {
        control.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): control.find(f"{W}sdtContent/{W}r/{W}rPr/{W}sz")
        for control in document.iter(f"{W}sdt")
    }
    checked = {key: int(sizes[key].get(f"{W}val")) / 2 for key, slot in slots.items() if slot.text}
    assert checked == {key: slot.size_pt for key, slot in slots.items() if slot.text}
    assert len(set(checked.values())) > 2


def test_data_prints_as_typed() -> None:
    hostile = "<w:t> & \"x\" 'y' ]]> {{ 7*7 }} {% if %} {#n#} {_{ z }_} &amp; \\n"
    context = contexts.form1(contexts.SHORTEST | {"name": hostile, "lead_title": "高级\t技师\n工程师"}, intro=hostile)
    content = word_file.render(WORD_DRAFTS["form1/form1.docx"](), context, modified=DAY)
    with ZipFile(BytesIO(content)) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    texts = ["".join(node.itertext()) for node in document.iter(f"{W}p")]
    assert texts.count(hostile) == 2 + len(contexts.PARTS)
    title = next(c for c in document.iter(f"{W}sdt") if c.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "lead_title")
    kinds = [etree.QName(one).localname for one in title.find(f"{W}sdtContent/{W}r") if one.tag != f"{W}rPr"]
    assert kinds == ["t", "tab", "t", "br", "t"]


def test_a_character_that_xml_cannot_hold_is_refused_rather_than_lost() -> None:
    context = contexts.form1(contexts.SHORTEST) | {"issuer": "江西省\x0b总工会"}
    with pytest.raises(ValueError, match="控制字符"):
        word_file.render(WORD_DRAFTS["form1/form1.docx"](), context, modified=DAY)


def test_the_same_record_gives_the_same_bytes_and_the_given_date() -> None:
    first, second = made("notice"), made("notice")
    assert first == second
    with ZipFile(BytesIO(first)) as package:
        core = package.read("docProps/core.xml").decode()
    assert core.count("2023-07-20T00:00:00Z") == 2
    assert "<dc:title>通知</dc:title>" in core


@pytest.mark.parametrize("name", ["form2-longest", "bulletin", "certificates-longest"])
def test_the_prepared_template_gives_what_docxtpl_saves(name: str, tmp_path: Path) -> None:
    # Not Form 1: docxtpl counts the cells of a table inside a table to the outer one, and narrows its columns.
    sample = SAMPLES[name]
    template = DocxTemplate(BytesIO(WORD_DRAFTS[sample.template]()))
    template.render(dict(sample.context), word_file._environment())
    template.save(tmp_path / "docxtpl.docx")
    saved = read_package((tmp_path / "docxtpl.docx").read_bytes())["word/document.xml"].decode()
    theirs = finish(saved, first_id=1, fonts=word_file._fonts(WORD_DRAFTS[sample.template]()))
    assert canonical(read_package(made(name))["word/document.xml"]) == canonical(theirs)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_part_is_what_docxtpl_makes_of_it(name: str) -> None:
    sample = SAMPLES[name]
    assert ReferenceWord(WORD_DRAFTS[sample.template]()).differences(sample.context) == []


ISSUER = "{{r sized(issuer, issuer|line_pt('fangsong', 156, 16)) }}"


def changed(old: str, new: str) -> bytes:
    """The template of Form 1 with a text of it changed, as a clerk may do."""
    with ZipFile(BytesIO(WORD_DRAFTS["form1/form1.docx"]())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = parts["word/document.xml"].decode()
    assert old in document
    return write_package(parts | {"word/document.xml": document.replace(old, new, 1).encode()})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (ISSUER, "{{ isuer }}", "“申报表”.*附近有误：用了没有的名称"),
        (ISSUER, "{{ issuer ", "“申报表”有误：标记把段落或表格拆开了"),  # it goes on to the next mark, in a table
        (ISSUER, "{{ issuer | }}", "“申报表”.*附近有误：标记写得不完整"),
        (ISSUER, "{{ 9 ** 9 ** 9 }}", "“申报表”.*附近有误：用了不允许的写法"),
        (ISSUER, "{{ 'x' * 99999999 }}", "“申报表”.*附近有误：用了不允许的写法"),
        (ISSUER, "{{ ''.__class__.__mro__ }}", "“申报表”.*附近有误：用了"),
        (ISSUER, "{{ issuer + 1 }}", "“申报表”.*附近有误：标记不能执行"),
        ("{%p endif %}", "{%p endfor %}", "“申报表”.*附近有误：标记写得不完整"),
    ],
)
def test_a_wrong_mark_is_named_with_its_template(old: str, new: str, message: str) -> None:
    with pytest.raises(TemplateError, match=message):
        word_file.render(changed(old, new), contexts.form1(None), modified=DAY)


@pytest.mark.parametrize("template", [b"", b"not a package", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(template: bytes) -> None:
    with pytest.raises(TemplateError, match="不是完好的Word文件"):
        word_file.render(template, {}, modified=DAY)


def test_three_hundred_forms_take_seconds() -> None:
    template, context = WORD_DRAFTS["form1/form1.docx"](), SAMPLES["form1-ordinary"].context
    started = time.process_time()
    sizes = [len(word_file.render(template, context, modified=DAY)) for _ in range(300)]
    assert (time.process_time() - started) * pace() < 5
    assert min(sizes) > 5_000


@pytest.mark.parametrize("name", ["form1-blank", "form1-ordinary"])
def test_in_a_protected_form_only_the_controls_can_be_edited(name: str, tmp_path: Path) -> None:
    plain = made(name)
    sample = SAMPLES[name]
    locked = word_file.render(WORD_DRAFTS[sample.template](), sample.context, modified=DAY, protect=True)
    path = tmp_path / "locked.docx"
    path.write_bytes(locked)
    assert OpenXmlValidator().validate(path).errors == []
    with ZipFile(BytesIO(plain)) as before, ZipFile(BytesIO(locked)) as after:
        changed_parts = [part for part in before.namelist() if before.read(part) != after.read(part)]
        settings = etree.fromstring(after.read("word/settings.xml"))
        document = etree.fromstring(after.read("word/document.xml"))
    assert changed_parts == ["word/settings.xml"]
    marks = [dict(mark.attrib) for mark in settings.iter(f"{W}documentProtection")]
    assert marks == [{f"{W}edit": "forms", f"{W}enforcement": "1"}]
    # No section opens itself, no range is permitted, and a control's content is not locked.
    assert not list(document.iter(f"{W}formProt", f"{W}permStart"))
    locks = [control.find(f"{W}sdtPr/{W}lock").get(f"{W}val") for control in document.iter(f"{W}sdt")]
    assert set(locks) == {"sdtLocked"}


@pytest.mark.parametrize("name", ["form1-blank", "form1-ordinary"])
def test_a_sex_is_chosen_and_a_box_is_clicked(name: str, made_files: dict[str, Path]) -> None:
    with ZipFile(made_files[name]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    properties = {one.find(f"{W}tag").get(f"{W}val"): one for one in document.iter(f"{W}sdtPr")}
    sexes = [key for key in properties if key.endswith("_sex")]
    assert len(sexes) == 6
    for key in sexes:
        items = properties[key].iterfind(f"{W}dropDownList/{W}listItem")
        assert [item.get(f"{W}value") for item in items] == ["男", "女"]
    boxes = [box for box in document.iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")]
    assert len(boxes) == 7


def tags(document: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in document.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == name]


def test_in_a_blank_a_click_anywhere_in_a_cell_lands_in_its_control(made_files: dict[str, Path]) -> None:
    with ZipFile(made_files["form1-blank"]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    controls = [one for one in document.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W14}checkbox") is None]
    inside = [one for one in controls if one.find(f"{W}sdtContent/{W}tc") is None]
    assert {one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for one in inside} == {
        f"opinion_{at}_day" for at in range(1, 5)
    }
    assert len(controls) - len(inside) > 45
    assert all(one.find(f"{W}sdtPr/{W}showingPlcHdr") is not None for one in controls)
    rows = [next(one.iterancestors(f"{W}tr")).find(f"{W}trPr/{W}trHeight") for one in controls if one not in inside]
    assert {row.get(f"{W}hRule") for row in rows} == {"atLeast"}
    of_lines = [one for one in controls if not {f"{W}{kind}" for kind in KINDS_OF_TEXT} & {kind.tag for kind in one[0]}]
    assert len(of_lines) == 6
    assert {one.get(f"{W}lineRule") for control in of_lines for one in control.iter(f"{W}spacing")} == {"atLeast"}


def test_in_a_blank_typed_text_is_plain_where_it_is_one_line_and_has_the_size_of_its_slot(
    made_files: dict[str, Path],
) -> None:
    with ZipFile(made_files["form1-blank"]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        shown = etree.fromstring(package.read("word/glossary/document.xml"))
    known = {name.get(f"{W}val") for name in shown.iter(f"{W}name")}
    for control in document.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        if properties.find(f"{W14}checkbox") is not None:
            continue
        slot = properties.find(f"{W}tag").get(f"{W}val")
        size = int(properties.find(f"{W}rPr/{W}sz").get(f"{W}val")) / 2
        assert size == (16 if slot.startswith("cover_") or slot == "applied_on" else 12)
        assert properties.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == ("仿宋_GB2312" if size == 16 else "宋体")
        assert properties.find(f"{W}placeholder/{W}docPart").get(f"{W}val") in known
        kinds = [name for name in ("text", "date", "dropDownList") if properties.find(f"{W}{name}") is not None]
        of_lines = slot in ("benefit", "intro") or (slot.startswith("opinion") and not slot.endswith("_day"))
        assert len(kinds) == (0 if of_lines else 1), slot
        assert not (kinds == ["text"] and list(control.find(f"{W}sdtContent").iter(f"{W}sdt")))


def test_what_a_cleared_control_shows_again_is_its_hint(made_files: dict[str, Path]) -> None:
    with ZipFile(made_files["form1-blank"]) as package:
        shown = etree.fromstring(package.read("word/glossary/document.xml"))
        document = etree.fromstring(package.read("word/document.xml"))
    for part in shown.iter(f"{W}docPart"):
        name = part.find(f"{W}docPartPr/{W}name").get(f"{W}val")
        hint = "".join(part.find(f"{W}docPartBody").itertext())
        if name != "Blank":
            (control,) = tags(document, name.removeprefix("Hint_"))
            assert hint == "".join(control.find(f"{W}sdtContent").itertext()) != ""


def test_an_opinion_pushes_its_seal_down_and_never_off(made_files: dict[str, Path]) -> None:
    with ZipFile(made_files["form1-blank"]) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    opinions = list(document.iter(f"{W}tbl"))[-1]
    rows = list(opinions.iter(f"{W}tr"))
    assert len(rows) == 8
    for words, foot in zip(rows[::2], rows[1::2], strict=True):
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (words, foot))
        assert all(one.find(f"{W}pPr/{W}keepNext") is not None for one in words.iter(f"{W}p"))
        assert [row.find(f"{W}trPr/{W}trHeight").get(f"{W}hRule") for row in (words, foot)] == ["atLeast", "exact"]
        assert words.find(f".//{W}sdt//{W}tcBorders/{W}bottom").get(f"{W}val") == "nil"
        assert foot.find(f".//{W}tcBorders/{W}top").get(f"{W}val") == "nil"


def test_signature_and_date_are_indented_and_hold_no_blanks(made_files: dict[str, Path]) -> None:
    for name in ("notice", "bulletin-shortest"):
        with ZipFile(made_files[name]) as package:
            document = etree.fromstring(package.read("word/document.xml"))
        at_right = [one for one in document.iter(f"{W}p") if one.find(f"{W}pPr/{W}jc[@{W}val='right']") is not None]
        signed = [one for one in at_right if "".join(one.itertext()) in ("江西省总工会", "2023年7月20日")]
        assert len(signed) == 2
        assert [int(one.find(f"{W}pPr/{W}ind").get(f"{W}right")) > 500 for one in signed] == [True, True]
        assert not list(document.iter(etree.ProcessingInstruction))
