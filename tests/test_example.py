"""The whole example campaign, built as `./run demo` builds it, and every file of it compared with the data."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import EXAMPLE
from layout.forms import form1_changes
from layout.measuring import measured as chars_measured
from layout.sheets import clipped_cells, printed_sheets, table_of
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from support import own_forms
from support.agreeing import disagreements, hairlines, word_pages
from support.full_lines import room_left_mm
from support.measured import Measured
from support.offices import converted_by_libreoffice
from support.own_fields import INTRO_KEYS
from support.pages import measured as read_pages
from support.poppler import READERS, font_rows, page_texts, pdf_lines, pdf_page_texts
from support.qpdf import complaints
from support.texts import bare, missing_values
from support.type_areas import kind_of, misplaced_in
from support.word_readers import misread

from generator.campaign.records import Application, Campaign
from generator.checks.campaign import check_campaign
from generator.composing.filling.grids import grid_texts
from generator.composing.filling.lists import list_row
from generator.composing.issuing import award_of, called, issued
from generator.composing.wording.chinese import full_date
from generator.interfaces.cli import run
from generator.running.publishing import MANIFEST

pytestmark = pytest.mark.xdist_group("example")

LEAST_APPLICATIONS = 300
FILES_OF_A_KIND = 8  # whose places are measured, where there are more
OPENED_OF_A_KIND = 20  # that other programs judge, where there are more
LAID_OUT_OF_A_KIND = 8  # Word files that LibreOffice lays out, where there are more
READ_OF_A_KIND = 6  # Word files that other programs read, where there are more
BORDER_MM = (22.65, 22.65, 274.35, 187.35)  # the inside of the certificate's innermost rule
MARGIN_MM = 10
MOST_TOLD = 6
FULL_MM = (
    0.15  # a line that lacks so little to be full, or is too wide by it, may end elsewhere: a thirtieth of a character
)
WORD_KINDS = {"notice", "blank", "form1", "form2", "certificate", "bulletin", "intro", "summary"}


@dataclass(frozen=True)
class Example:
    """The campaign's data, and what was built of it."""

    campaign: Campaign
    out: Path
    manifest: dict[str, Any]

    def files(self, document: str, ending: str, record: str | None = None) -> list[Path]:
        found = [
            self.out / file["path"]
            for file in self.manifest["files"]
            if file["document"] == document and file["format"] == ending and record in (None, file["record"])
        ]
        assert found, f"no {document} in {ending} for {record}"
        return found

    def by_record(self, document: str, ending: str) -> dict[str, Path]:
        return {
            file["record"]: self.out / file["path"]
            for file in self.manifest["files"]
            if (file["document"], file["format"]) == (document, ending) and file["record"]
        }

    def every(self, *endings: str) -> list[Path]:
        found = [path for path in sorted(self.out.rglob("*")) if path.suffix[1:] in endings]
        assert found
        return found


def _some(example: Example, files: Iterable[Path], of_a_kind: int) -> list[Path]:
    """A seeded sample of the files, so many of each kind and format."""
    luck, kinds = random.Random(9704), defaultdict[tuple[str, str], list[Path]](list)
    for file in files:
        kinds[kind_of(file.relative_to(example.out)), file.suffix].append(file)
    return [file for same in kinds.values() for file in sorted(luck.sample(same, min(len(same), of_a_kind)))]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    campaign, _, problems = check_campaign(EXAMPLE)
    assert campaign is not None, [str(problem) for problem in problems]
    out = tmp_path_factory.mktemp("example") / "out"
    assert run(["build", str(EXAMPLE), "--out", str(out)]) == 0
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    return Example(campaign, out, manifest)


def _converted(files: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """The PDF that LibreOffice makes of each Excel file, with the fonts that our own PDFs use."""
    some = list(files)
    made = {(path.parent.name, path.stem): path for path in converted_by_libreoffice(some, folder)}
    found = {path: made[path.suffix[1:], path.stem] for path in some if (path.suffix[1:], path.stem) in made}
    assert set(found) == set(some), "LibreOffice does not open them"
    return found


@pytest.fixture(scope="module")
def converted(example: Example, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    return _converted(example.every("xlsx"), tmp_path_factory.mktemp("converted"))


@pytest.mark.long
def test_no_text_leaves_the_type_area_of_its_page_or_crosses_a_rule(example: Example) -> None:
    files = list(example.every("pdf"))
    assert len(files) > 1_000
    assert misplaced_in(example.out, files) == []


def test_no_text_of_some_files_leaves_the_type_area_of_its_page_or_crosses_a_rule(example: Example) -> None:
    some = _some(example, example.every("pdf"), FILES_OF_A_KIND)
    assert len(some) > 40
    assert misplaced_in(example.out, some) == []


def test_the_example_is_as_large_as_the_notice_demands(example: Example) -> None:
    campaign = example.campaign
    assert len(campaign.applications) >= LEAST_APPLICATIONS
    for recommender in campaign.settings.recommenders:
        own = campaign.of(recommender.name)
        assert len(own) >= recommender.quota, recommender.name
        if recommender.quota:
            assert sum(one.non_public for one in own) * 100 >= 20 * len(own), recommender.name
    unions = [r for r in campaign.settings.recommenders if r.kind == "省产业工会" and campaign.of(r.name)]
    assert len(unions) >= 4
    assert [tier.count for tier in campaign.settings.tiers] == [10, 30, 60]


def test_the_example_spans_what_applications_are_like(example: Example) -> None:
    applications = example.campaign.applications
    names = [one.name for one in applications]
    intros = [sum(len(getattr(one, key)) for key in INTRO_KEYS) for one in applications]
    people = {name for one in applications for name in one.people}
    assert len(set(names)) == len(names)
    assert (min(map(len, names)), max(map(len, names))) == (8, 60)
    assert min(intros) >= 300
    assert max(intros) > 2800
    assert {len(one.completers) for one in applications} == set(range(6))
    assert {one.patent_status for one in applications} == set(example.campaign.settings.patent_states)
    assert {form for one in applications for form in one.patent_forms} == set(example.campaign.settings.patent_forms)
    assert {one.category for one in applications} == set(example.campaign.settings.categories)
    assert any("·" in name for name in people)
    assert set("䶮堃玥喆镕") <= set("".join(people))
    assert {one.lead_phone.startswith("0") for one in applications} == {True, False}
    everything = "".join(one.background + one.principle + one.usage for one in applications)
    assert set("&<“”℃±") <= set(everything)


def test_every_count_equals_the_workbook(example: Example) -> None:
    book = load_workbook(EXAMPLE / "applications.xlsx", read_only=True)
    rows = {
        sheet: sum(
            1
            for row in book[sheet].iter_rows(min_row=2, values_only=True)
            if row[0] and not str(row[0]).startswith("示例")
        )
        for sheet in ("申报项目", "评选结果")
    }
    counts = Counter((file["document"], file["format"]) for file in example.manifest["files"])
    recommenders = len({one.recommender for one in example.campaign.applications})
    assert example.manifest["counts"]["accepted"] == rows["申报项目"]
    assert counts["form1", "docx"] == counts["form1", "pdf"] == rows["申报项目"]
    assert counts["form2", "docx"] == counts["form2", "pdf"] == counts["form2", "xlsx"] == recommenders
    assert counts["packet", "pdf"] == recommenders + rows["申报项目"]
    assert counts["intro", "docx"] == counts["intro", "pdf"] == rows["申报项目"]
    assert counts["summary", "docx"] == counts["summary", "pdf"] == len(example.campaign.summaries)
    assert rows["评选结果"] == 100
    assert len(example.by_record("certificate", "pdf")) == len(example.by_record("certificate", "docx")) == 100


def test_the_manifest_lists_every_file_with_its_hash_and_pages(example: Example) -> None:
    listed = {file["path"]: file for file in example.manifest["files"]}
    present = {path.relative_to(example.out).as_posix() for path in example.out.rglob("*") if path.is_file()}
    assert present - {MANIFEST} == set(listed)
    for name, file in listed.items():
        content = (example.out / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == file["bytes"]
        if file["format"] == "pdf":
            with pikepdf.open(example.out / name) as pdf:
                assert len(pdf.pages) == file["pages"]
        elif file["format"] == "docx":
            assert file["pages"], name
    inputs = {one["path"] for one in example.manifest["inputs"]}
    assert {"campaign.yaml", "notice.yaml", "applications.xlsx"} <= inputs


def form1_values(application: Application) -> Iterator[tuple[str, str]]:
    """Every value that Form 1 of the application must show."""
    yield from grid_texts(own_forms.FORM1, application).items()
    yield "applied_on", full_date(application.applied_on)
    for key in INTRO_KEYS:
        for place, paragraph in enumerate(getattr(application, key).split("\n")):
            yield f"{key}{place}", paragraph


def form1_ticks(application: Application) -> dict[str, str]:
    """Every box that Form 1 of the application must show ticked, with the label beside it."""
    return {label: f"☑{label}" for label in (*application.patent_forms, application.patent_status)}


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_every_form1_shows_every_value_of_its_application(ending: str, example: Example) -> None:
    files = example.by_record("form1", ending)
    assert len(files) >= LEAST_APPLICATIONS
    wrong = {}
    for application in example.campaign.applications:
        path, ticked = files[application.number], form1_ticks(application)
        text = READERS[ending](path)
        missing = missing_values(text, dict(form1_values(application)))
        missing += missing_values("\n".join(pdf_lines(path, 2)) if ending == "pdf" else text, ticked)
        ticks = text.count("☑") - len(ticked)
        if missing or ticks:
            wrong[application.number] = missing or f"{ticks} ticks too many"
    assert wrong == {}


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_every_intro_material_and_summary_says_what_the_data_says(ending: str, example: Example) -> None:
    wrong = {}
    files = example.by_record("intro", ending)
    for application in example.campaign.applications:
        values = {"name": application.name, "unit": application.unit, "people": "、".join(application.people)}
        for key in INTRO_KEYS:
            values |= {f"{key}{place}": text for place, text in enumerate(getattr(application, key).split("\n"))}
        if missing := missing_values(without_page_numbers(READERS[ending](files[application.number])), values):
            wrong[application.number] = missing
    files = example.by_record("summary", ending)
    for summary in example.campaign.summaries:
        values = {str(place): text for place, text in enumerate(summary.paragraphs)}
        text = without_page_numbers(READERS[ending](files[summary.recommender]))
        if missing := missing_values(text, values):
            wrong[summary.recommender] = missing
    assert wrong == {}


def without_page_numbers(text: str) -> str:
    """The text as it goes on from page to page."""
    return re.sub(r"—\d+—\f?", "", text)


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_every_form2_shows_every_row_of_its_recommender(ending: str, example: Example) -> None:
    wrong = {}
    for recommender, path in example.by_record("form2", ending).items():
        text = READERS[ending](path)
        for place, application in enumerate(example.campaign.of(recommender), start=1):
            missing = missing_values(text, list_row(own_forms.FORM2, place, application))
            if missing:
                wrong[application.number] = missing
    assert wrong == {}


def test_form1_and_form2_of_an_application_agree(example: Example) -> None:
    for application in example.campaign.applications:
        of_form1, of_form2 = grid_texts(own_forms.FORM1, application), list_row(own_forms.FORM2, 1, application)
        shared = set(of_form1) & set(of_form2)
        assert shared == {"name", "lead_name", "lead_phone", "unit_and_post", "industry"}
        assert all(of_form1[key] == of_form2[key] for key in shared)


def certificate_values(campaign: Campaign, winner: Application) -> dict[str, str]:
    award = award_of(winner)
    (one,) = called(str(award.serial), issued(campaign))
    return {
        "number": one.number,
        "name": f"《{winner.name}》",
        "tier": f"被评为{award.tier}",
        "people": "、".join(winner.people),
        "issuer": campaign.settings.issuer,
        "date": "二〇二三年十一月三十日",
    }


def test_the_print_file_has_a_page_for_each_of_the_100_winners_in_order(example: Example) -> None:
    whole = [path for path in example.files("certificate", "pdf", "") if "荣誉证书" in path.name]
    assert len(whole) == 1
    pages = pdf_page_texts(whole[0])
    winners = example.campaign.winners
    assert len(pages) == len(winners) == 100
    for page, winner in zip(pages, winners, strict=True):
        assert missing_values(page, certificate_values(example.campaign, winner)) == []


def test_every_certificate_of_the_print_file_lies_inside_its_border(example: Example) -> None:
    (whole,) = [path for path in example.files("certificate", "pdf", "") if "荣誉证书" in path.name]
    left, top, right, bottom = BORDER_MM
    for page in chars_measured(whole):
        ink = [line.ink for line in page.lines]
        assert len(ink) >= 6, page.number
        assert min(box[0] for box in ink) > left + MARGIN_MM, page.number
        assert min(box[1] for box in ink) > top + MARGIN_MM, page.number
        assert max(box[2] for box in ink) < right - MARGIN_MM, page.number
        assert max(box[3] for box in ink) < bottom - MARGIN_MM, page.number


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_every_single_certificate_says_what_its_row_says(ending: str, example: Example) -> None:
    files = example.by_record("certificate", ending)
    for winner in example.campaign.winners:
        text = READERS[ending](files[winner.number])
        assert missing_values(text, certificate_values(example.campaign, winner)) == []
    singles = [file for file in example.manifest["files"] if file["document"] == "certificate" and file["record"]]
    assert {file["pages"] for file in singles} == {1}


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_every_organisation_award_has_its_certificate(ending: str, example: Example) -> None:
    (path,) = [path for path in example.files("certificate", ending, "") if "组织奖" in path.name]
    text = READERS[ending](path)
    for name in example.campaign.settings.organisation_awards:
        assert bare(f"{name}：") in text


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_the_bulletin_lists_every_winner(ending: str, example: Example) -> None:
    (path,) = example.files("bulletin", ending)
    text = READERS[ending](path)
    for winner in example.campaign.winners:
        values = {"name": winner.name, "people": "、".join(winner.people), "unit": winner.unit}
        assert missing_values(text, values) == []


def test_the_register_and_the_winner_list_have_a_row_for_every_winner(example: Example) -> None:
    register = READERS["xlsx"](example.files("certificate", "xlsx")[0])
    winners = READERS["xlsx"](example.files("bulletin", "xlsx")[0])
    for winner in example.campaign.winners:
        assert missing_values(winners, {"name": winner.name, "unit": winner.unit}) == []
        (one,) = called(str(award_of(winner).serial), issued(example.campaign))
        assert missing_values(register, {"number": one.number, "name": winner.name}) == []


def test_public_papers_and_certificates_hold_no_personal_number(example: Example) -> None:
    numbers = {
        value
        for one in example.campaign.applications
        for value in (one.lead_id_number, one.lead_phone, one.contact_phone, one.lead_address)
    }
    assert len(numbers) > 3 * LEAST_APPLICATIONS
    public = [
        example.out / file["path"]
        for file in example.manifest["files"]
        if file["document"] in ("bulletin", "certificate", "notice", "blank")
    ]
    assert len(public) > 200
    for path in public:
        text = READERS[path.suffix[1:]](path)
        assert not [number for number in numbers if bare(number) in text], path.name


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_no_file_of_some_of_every_kind_shows_a_placeholder_or_a_box(ending: str, example: Example) -> None:
    _nothing_is_left_open(_some(example, example.every(ending), OPENED_OF_A_KIND), ending)


@pytest.mark.long
@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_no_file_shows_a_placeholder_or_a_box(ending: str, example: Example) -> None:
    _nothing_is_left_open(example.every(ending), ending)


def _nothing_is_left_open(files: Sequence[Path], ending: str) -> None:
    assert len(files) > 10
    for path in files:
        text = READERS[ending](path)
        assert text
        for left in ("{{", "{%", "None", "Undefined", "\ufffd", "\x00"):
            assert left not in text, (path.name, left)


def _invalid(files: Iterable[Path]) -> dict[str, list[str]]:
    validator = OpenXmlValidator()
    found = {path.name: validator.validate(path).errors for path in files}
    return {name: [str(error) for error in errors[:3]] for name, errors in found.items() if errors}


def test_some_word_and_excel_files_of_every_kind_are_valid(example: Example) -> None:
    some = _some(example, example.every("docx", "xlsx"), OPENED_OF_A_KIND)
    assert len(some) > 80
    assert _invalid(some) == {}


@pytest.mark.long
def test_every_word_and_excel_file_is_valid(example: Example) -> None:
    files = example.every("docx", "xlsx")
    assert len(files) > 2 * LEAST_APPLICATIONS
    assert _invalid(files) == {}


def _unsound(files: Iterable[Path]) -> list[str]:
    """The PDFs that qpdf complains of, or that do not embed every font."""
    unsound = []
    for path in files:
        wrong, fonts = complaints(path), font_rows(path)
        if wrong or not fonts or any(row[4] != "yes" for row in fonts):
            unsound.append(f"{path.name} {wrong} {fonts}")
    return unsound


def test_some_pdfs_of_every_kind_are_sound_and_embed_their_fonts(example: Example) -> None:
    some = _some(example, example.every("pdf"), OPENED_OF_A_KIND)
    assert len(some) > 80
    assert _unsound(some) == []


@pytest.mark.long
def test_every_pdf_is_sound_and_embeds_its_fonts(example: Example) -> None:
    files = example.every("pdf")
    assert len(files) > 1_000
    assert _unsound(files) == []


def test_every_excel_file_opens_in_libreoffice(converted: dict[Path, Path]) -> None:
    assert len(converted) > 20
    assert all(pdf.stat().st_size for pdf in converted.values())


def _disagreeing(example: Example, files: Sequence[Path], folder: Path) -> tuple[dict[str, list[str]], int, int]:
    """What Word files and their PDFs do not agree on, and how many pages and lines were compared."""
    wrong, pages, lines, known = {}, 0, 0, hairlines()
    for file, theirs in word_pages(files, folder).items():
        ours = read_pages(file.with_suffix(".pdf"))
        pages, lines = pages + len(ours), lines + sum(len(page.lines) for page in ours)
        # A certificate's border is a drawing; a blank's growing row leaves its room to those who type in Word.
        ruled = kind_of(file.relative_to(example.out)) not in ("certificate", "blank")
        name = file.relative_to(example.out).with_suffix("").as_posix()
        if found := disagreements(ours, theirs, ruled=ruled, known=known.get(name)):
            wrong[file.name] = found[:MOST_TOLD]
    return wrong, pages, lines


def test_some_word_files_of_every_kind_show_what_their_pdfs_show(example: Example, tmp_path: Path) -> None:
    some = _some(example, example.every("docx"), LAID_OUT_OF_A_KIND)
    assert {kind_of(file.relative_to(example.out)) for file in some} >= WORD_KINDS
    wrong, pages, lines = _disagreeing(example, some, tmp_path)
    assert wrong == {}
    assert lines > 20 * pages > 20 * 3 * LAID_OUT_OF_A_KIND


@pytest.mark.long
def test_every_word_file_shows_what_its_pdf_shows(example: Example, tmp_path: Path, measured: Measured) -> None:
    files = example.every("docx")
    assert len(files) > 2 * LEAST_APPLICATIONS
    wrong, pages, lines = _disagreeing(example, files, tmp_path)
    measured("Word files of the example laid over their PDFs", len(files), "files")
    measured("pages of them compared", pages, "pages")
    measured(
        "lines and rules of them that stand elsewhere, outside the list of hairlines", sum(map(len, wrong.values())), ""
    )
    measured("documents in the list of hairlines", len(hairlines()), "files")
    measured("lines of them compared", lines, "lines")
    farthest = max(abs(room_left_mm(line, example.out / f"{name}.docx")) for name, line in hairlines().items())
    measured("farthest that a listed line is from being exactly full", round(farthest, 3), "mm")
    assert wrong == {}


def test_every_line_that_is_known_to_end_elsewhere_is_exactly_full(example: Example) -> None:
    left = {name: room_left_mm(line, example.out / f"{name}.docx") for name, line in hairlines().items()}
    assert left
    assert {name: mm for name, mm in left.items() if abs(mm) > FULL_MM} == {}
    assert sum(abs(mm) > FULL_MM / 3 for mm in left.values()) <= len(left) // 5


def test_a_line_with_room_for_a_character_is_not_taken_for_full(example: Example) -> None:
    lines = [line for line in hairlines().values() if len(line.word) > len(line.pdf)]
    for line in lines:
        shortened = replace(line, word=line.pdf)
        assert room_left_mm(shortened, example.out / f"{line.document}.docx") > 10 * FULL_MM


def _misread(example: Example, files: Iterable[Path]) -> dict[str, list[str]]:
    """The Word files that a reader of such files does not read as Poppler reads their PDFs, word for word."""
    found = {}
    for file in files:
        ruled = kind_of(file.relative_to(example.out)) != "certificate"  # its border is a drawing
        if wrong := misread(file, file.with_suffix(".pdf"), ruled=ruled):
            found[file.name] = wrong
    return found


def test_other_programs_read_in_some_word_files_what_their_pdfs_say(example: Example) -> None:
    some = _some(example, example.every("docx"), READ_OF_A_KIND)
    assert {kind_of(file.relative_to(example.out)) for file in some} == WORD_KINDS
    assert _misread(example, some) == {}


@pytest.mark.long
def test_other_programs_read_in_every_word_file_what_its_pdf_says(example: Example, measured: Measured) -> None:
    files = example.every("docx")
    assert len(files) > 2 * LEAST_APPLICATIONS
    assert _misread(example, files) == {}
    measured("Word files read by python-docx, docx2python and pandoc as their PDFs by Poppler", len(files), "files")


def test_every_form2_in_excel_prints_whole_on_landscape_pages_with_its_header(
    example: Example, converted: dict[Path, Path]
) -> None:
    for recommender, path in example.by_record("form2", "xlsx").items():
        sheets = printed_sheets(converted[path])
        table = table_of(path, "序号")
        assert len(table) == 1 + len(example.campaign.of(recommender))
        assert all((round(sheet.width), round(sheet.height)) == (297, 210) for sheet in sheets)
        assert all({len(row) for row in sheet.rows} == {9} and sheet.right < 297 for sheet in sheets), recommender
        assert clipped_cells(sheets, table) == [], recommender


def test_every_filled_form1_keeps_the_rules_and_labels_of_the_blank_one(example: Example) -> None:
    """Cover, data and opinions on one page each; only 项目简介 goes on over further pages."""
    (path,) = [path for path in example.files("blank", "pdf") if "附件1" in path.name]
    blank = chars_measured(path)
    assert len(blank) == 4
    files = example.by_record("form1", "pdf")
    assert len(files) >= LEAST_APPLICATIONS
    changes, lengths = {}, set()
    for number, file in files.items():
        filled = chars_measured(file)
        lengths.add(len(filled))
        if changed := form1_changes(blank, filled):
            changes[number] = changed
    assert changes == {}
    assert min(lengths) == 4
    assert max(lengths) > 4


def test_every_packet_counts_its_own_sheets_and_starts_every_document_on_a_front_side(example: Example) -> None:
    """From the finished files alone: outline, number of pages, and the sum on the contents sheet."""
    packets = example.by_record("packet", "pdf")
    numbers = {one.number for one in example.campaign.applications}
    assert set(packets) == numbers | {one.recommender for one in example.campaign.applications}
    for record, path in packets.items():
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            count = len(pdf.pages)
            places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
            starts = {entry.title: places[entry.destination[0].objgen] for entry in outline.root}
            assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipLongEdge
        assert count % 2 == 0
        assert all(start % 2 for start in starts.values()), record
        own = [one for one in example.campaign.applications if record in (one.number, one.recommender)]
        forms = [title for title in starts if "项目申报表（第" in title]
        assert len(forms) == 2 * len(own), record
        (first,) = page_texts(path, "-l", "1")
        assert f"共{len(own)}个项目，{count // 2}张（{count}页）" in bare(first), record
