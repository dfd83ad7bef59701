"""A Form 1 says the same however people and programs leave it; what it says otherwise, or hides, is told."""

from __future__ import annotations

import io
import random
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from conftest import ROOT
from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment
from support.measured import Measured
from support.own_fields import FORMS
from support.returned_habits import HABITS, LIST_HABITS, Paper, W, by_hand, controls_deleted, run, xml

from generator.campaign.errors import Problem, Severity
from generator.campaign.forms import GridForm
from generator.campaign.records import Application, Campaign
from generator.checks.campaign import checked
from generator.checks.joining import join_applications
from generator.checks.returned import returned_problems
from generator.checks.said import texts_of
from generator.checks.tables import Sourced
from generator.composing.filling.words import printed
from generator.composing.forms import filled, filled_of_recommender
from generator.reading.campaign_folder import read_campaign
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.form import form_in
from generator.reading.returned.labels import ANY
from generator.reading.returned.marks import marks_of
from generator.rendering.excel import workbook
from generator.rendering.word import word_file

HOLD_TEXT = frozenset(f"{W}{name}" for name in ("r", "t", "p", "tc", "tr", "sdt", "sdtContent"))
MARKS = marks_of(FORMS.values(), synonyms_of([ROOT / "templates"])[0])


@dataclass(frozen=True)
class Data:
    """A campaign of one application, and its Form 1 as we fill it in."""

    campaign: Campaign
    sourced: list[Sourced[Application]]
    form: bytes
    lists: dict[str, bytes]

    def told(self, content: bytes, name: str = "a.docx") -> list[Problem]:
        """What is said of a returned form."""
        forms, problems = form_in(content, f".{name.rsplit('.')[-1]}", name, MARKS)
        known = [one.record.name for one in self.sourced]
        return [*problems, *returned_problems(forms, self.sourced, known, self.campaign.settings)]


@pytest.fixture(scope="module")
def data() -> Data:
    raw = read_campaign(ROOT / "data_examples/minimal")
    campaign, _, _ = checked(raw, Severity.WARNING)
    assert campaign is not None
    (one,) = campaign.applications
    form = made("form1", "docx", filled(campaign.settings, "form1", one))
    context = filled_of_recommender(campaign.settings, "form2", [one], one.recommender)
    lists = {ending: made("form2", ending, context) for ending in ("docx", "xlsx")}
    return Data(campaign, join_applications(raw, campaign.settings)[0], form, lists)


def made(kind: str, ending: str, context: Any) -> bytes:
    template = (ROOT / f"templates/{kind}/{kind}.{ending}").read_bytes()
    return (word_file if ending == "docx" else workbook).render(template, context, modified=date(2023, 8, 1))


@pytest.mark.parametrize("name", HABITS)
def test_a_habit_changes_what_a_form_says_only_where_it_is_told(name: str, data: Data) -> None:
    habit, codes = HABITS[name]
    paper = Paper(data.form)
    habit(paper)
    told = data.told(paper.content())
    assert {problem.code for problem in told} == codes, [str(problem) for problem in told]
    assert all(problem.severity is Severity.WARNING and problem.fix for problem in told)


def test_a_form_made_by_hand_after_the_notice_is_read_by_its_labels(data: Data) -> None:
    form, settings, (one,) = FORMS["form1"], data.campaign.settings, data.campaign.applications
    assert isinstance(form, GridForm)
    texts = dict(texts_of(form, one, settings))
    content = by_hand(form, texts, printed(settings, form)["words"])
    assert [str(problem) for problem in data.told(content)] == []
    for slot, label in (
        ("lead_name", "第一完成人"),
        ("completer2_post", "第2名其他完成人岗位职务"),
        ("intro", "项目简介"),
    ):
        other = by_hand(form, texts | {slot: texts[slot] + "某"}, printed(settings, form)["words"])
        assert [(problem.code, problem.field) for problem in data.told(other)] == [("returned/different", label)]


def test_more_people_in_one_cell_than_the_form_has_rows_are_told(data: Data) -> None:
    form, settings, (one,) = FORMS["form1"], data.campaign.settings, data.campaign.applications
    assert isinstance(form, GridForm)
    texts = {key: text for key, text in texts_of(form, one, settings).items() if not key.startswith("completer")}
    rows = settings.completer_limit
    names = [*(person.name for person in one.completers), *("甲乙丙丁戊己庚辛"[place] * 2 for place in range(rows))]
    content = by_hand(form, texts | {"completer1_name": "、".join(names)}, printed(settings, form)["words"])
    told = [str(problem) for problem in data.told(content)]
    assert any(f"{len(names)}个人写在一格里，只核对了前{rows}个姓名" in text for text in told), told


@pytest.mark.parametrize("name", LIST_HABITS)
def test_a_habit_changes_what_a_list_says_only_where_it_is_told(name: str, data: Data) -> None:
    habit, codes = LIST_HABITS[name]
    paper = Paper(data.lists["docx"])
    habit(paper)
    told = data.told(paper.content())
    assert {problem.code for problem in told} == codes, [str(problem) for problem in told]


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("D5", 13900001234, set()),
        ("D5", 13900001234.0, set()),
        ("I5", "非公", set()),
        ("I5", None, {"returned/different"}),
        ("F4", "行业", set()),
        ("A3", "申报单位：（盖章）南昌市总工会", set()),
        ("A3", "申报单位（盖章）：南昌市总工会", set()),
        ("A3", "申报单位：九江市总工会（盖章）", {"returned/different"}),
        ("A6", "合计", set()),
        ("H5", "小建议", {"returned/different"}),
    ],
)
def test_a_list_in_excel_says_what_its_cells_say(cell: str, value: object, codes: set[str], data: Data) -> None:
    book = load_workbook(io.BytesIO(data.lists["xlsx"]))
    book.active[cell].value = value
    out = io.BytesIO()
    book.save(out)
    told = data.told(out.getvalue(), "a.xlsx")
    assert {problem.code for problem in told} == codes, [str(problem) for problem in told]


@pytest.fixture(scope="module")
def pair(data: Data) -> Data:
    """Two projects of one recommender, and their lists."""
    (one,) = data.sourced
    more = {"name": "铣刀分选量规", "number": "NC-002", "lead_name": "黎明", "lead_phone": "13900005678"}
    other = replace(one, record=one.record.model_copy(update=more))
    both, settings = [one, other], data.campaign.settings
    context = filled_of_recommender(settings, "form2", [each.record for each in both], one.record.recommender)
    lists = {ending: made("form2", ending, context) for ending in ("docx", "xlsx")}
    return Data(data.campaign, both, data.form, lists)


def _merged(sheet: Any) -> None:
    sheet["F6"] = None
    sheet.merge_cells("F5:F6")


def _merged_wrongly(sheet: Any) -> None:
    sheet["D6"] = None
    sheet.merge_cells("D5:D6")


def _struck(sheet: Any) -> None:
    sheet["F5"] = CellRichText(TextBlock(InlineFont(strike=True), "化工"), "机械制造")


def _old_sheet_hidden(sheet: Any) -> None:
    other = sheet.parent.copy_worksheet(sheet)
    other["D5"], other.sheet_state = "13911112222", "hidden"


def _sheet_each(sheet: Any) -> None:
    other = sheet.parent.copy_worksheet(sheet)
    other["A3"] = None
    other.delete_rows(5)
    sheet.delete_rows(6)


def _two_columns_lost(sheet: Any) -> None:
    sheet["F4"], sheet["H4"] = "门类", "分组"


def _signed(sheet: Any) -> None:
    sheet["B8"], sheet["D8"], sheet["G8"] = "单位负责人：", "填表人：陶玥", "填表日期：2023年8月1日"
    sheet["B9"] = "共2项"


def _remark(sheet: Any) -> None:
    sheet["K5"] = "暂缓"


def _unit_and_post_apart(sheet: Any) -> None:
    sheet["E4"], sheet["J4"] = "所在单位", "职务"
    for row in (5, 6):
        sheet[f"E{row}"], sheet[f"J{row}"] = str(sheet[f"E{row}"].value).split(" ", 1)


def _header_of_two_rows(sheet: Any) -> None:
    sheet.insert_rows(5)
    for row in (7, 6):
        sheet.row_dimensions[row].height = sheet.row_dimensions[row - 1].height
    sheet["C4"], sheet["D4"], sheet["C5"], sheet["D5"] = "第一完成人（牵头人）", None, "姓名", "联系电话"
    sheet.merge_cells("C4:D4")
    for column in "ABEFGHI":
        sheet.merge_cells(f"{column}4:{column}5")


def _header_of_two_rows_unmerged(sheet: Any) -> None:
    _header_of_two_rows(sheet)
    for area in [str(one) for one in sheet.merged_cells.ranges if one.min_row == 4]:
        sheet.unmerge_cells(area)


def _low(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 12


def _unwrapped(sheet: Any) -> None:
    sheet["E6"].alignment = Alignment(wrap_text=False)


def _day_in_a_narrow_column(sheet: Any) -> None:
    sheet["K5"], sheet["I5"], sheet["I5"].number_format = None, date(2023, 11, 11), "yyyy年mm月dd日"


def _filtered(sheet: Any) -> None:
    sheet.row_dimensions[6].hidden = True


def _beyond_the_printed_area(sheet: Any) -> None:
    sheet.print_area = "A1:I5"


@pytest.mark.parametrize(
    ("habit", "told"),
    [
        (lambda sheet: None, []),
        (_merged, []),
        (_merged_wrongly, ["different D6"]),
        (_struck, ["unread F5"]),
        (_old_sheet_hidden, []),
        (_sheet_each, []),
        (_two_columns_lost, ["unread F5", "unread H5", "unread A5"]),
        (_signed, []),
        (_remark, ["beside K5"]),
        (_unit_and_post_apart, []),
        (_header_of_two_rows, []),
        (_header_of_two_rows_unmerged, []),
        (_low, ["cut B5", "cut E5", "cut F5", "cut G5"]),
        (_unwrapped, ["cut E6"]),
        (_day_in_a_narrow_column, ["cut I5", "different I5"]),
        (_filtered, ["cut A6"]),
        (_beyond_the_printed_area, ["cut A6"]),
        (lambda sheet: sheet.__setitem__("B5", "《立式铣床主轴快速对中夹具》"), []),
        (lambda sheet: sheet.__setitem__("B5", "1、立式铣床主轴快速对中夹具"), []),
    ],
)
def test_a_list_of_two_projects_is_read_as_it_is_seen(habit: Any, told: list[str], pair: Data) -> None:
    book = load_workbook(io.BytesIO(pair.lists["xlsx"]))
    habit(book.active)
    out = io.BytesIO()
    book.save(out)
    found = pair.told(out.getvalue(), "a.xlsx")
    assert [f"{one.code.removeprefix('returned/')} {one.place.cell}" for one in found] == told, list(map(str, found))
    assert not any(ANY in f"{one}{one.field}" for one in found), "a mark of the reader's own is shown"


def test_a_list_in_word_may_be_in_two_tables_with_the_header_again_and_with_merged_cells(pair: Data) -> None:
    paper = Paper(pair.lists["docx"])
    controls_deleted(paper)
    table = next(paper.root.iter(f"{W}tbl"))
    header, first, second = table.findall(f"{W}tr")
    cells = [row.findall(f"{W}tc")[5] for row in (first, second)]
    for cell, begins in zip(cells, (' w:val="restart"', ""), strict=True):
        cell.find(f"{W}tcPr").append(xml(f"<w:vMerge{begins}/>")[0])
    paper.write(cells[1], "")
    assert pair.told(paper.content()) == []
    for cell, merge in [(cell, cell.find(f"{W}tcPr/{W}vMerge")) for cell in cells]:
        cell.find(f"{W}tcPr").remove(merge)
    paper.write(cells[1], run("机械制造"))
    other = etree.Element(f"{W}tbl")
    other.extend([deepcopy(header), second])
    table.addnext(other)
    table.addnext(xml("<w:p/>")[0])
    assert pair.told(paper.content()) == []


def test_the_header_of_a_list_in_word_may_be_two_rows(pair: Data) -> None:
    paper = Paper(pair.lists["docx"])
    controls_deleted(paper)
    header = next(paper.root.iter(f"{W}tr"))
    lower = deepcopy(header)
    for place, (one, under) in enumerate(zip(header.findall(f"{W}tc"), lower.findall(f"{W}tc"), strict=True)):
        if place not in (2, 3):
            one.find(f"{W}tcPr").append(xml('<w:vMerge w:val="restart"/>')[0])
            under.find(f"{W}tcPr").append(xml("<w:vMerge/>")[0])
    paper.write(header.findall(f"{W}tc")[3], "")
    paper.write(lower.findall(f"{W}tc")[2], run("姓名"))
    header.addnext(lower)
    assert [str(one) for one in pair.told(paper.content())] == []


def test_many_cells_of_a_column_that_are_cut_alike_are_told_once(data: Data) -> None:
    (one,) = data.sourced
    context = filled_of_recommender(data.campaign.settings, "form2", [one.record] * 6, one.record.recommender)
    book = load_workbook(io.BytesIO(made("form2", "xlsx", context)))
    for row in range(5, 11):
        book.active.row_dimensions[row].height = 12
    out = io.BytesIO()
    book.save(out)
    _, problems = form_in(out.getvalue(), ".xlsx", "a.xlsx", MARKS)
    assert [(each.code, each.place.cell) for each in problems if each.field == "项目简介"] == [("returned/cut", "G5")]
    assert all("这样的共6格" in each.message for each in problems)


def _values(data: Data) -> list[str]:
    """What the form must show, as it is printed, but for boxes and dates; each once."""
    one = data.campaign.applications[0]
    people = [text for person in one.completers for text in (person.name, person.sex, person.post, person.title)]
    texts = [one.name, one.unit, one.lead_post, one.lead_name, one.lead_phone, one.lead_id_number, one.lead_address]
    texts += [one.industry, one.implementation, one.contact_name, one.contact_phone, one.patent_number, *people]
    texts += [one.benefit, one.background, one.principle, one.novelty, one.maturity, one.usage]
    return list(dict.fromkeys("".join(str(text).split()) for text in texts if text and len(str(text)) > 1))


def _shown(content: bytes) -> str:
    """All that stands in the document, in order, without blanks."""
    return "".join("".join(Paper(content).root.itertext(f"{W}t")).split())


def _mutated(seed: int, form: bytes) -> bytes:
    """The form after one to three mutations of its document: elements gone, doubled, moved; other texts and values."""
    luck, paper = random.Random(seed), Paper(form)
    for _ in range(luck.randint(1, 3)):
        every = [one for one in paper.body.iter() if isinstance(one.tag, str) and one is not paper.body]
        holding = [one for one in every if one.tag in HOLD_TEXT]
        one, other = (luck.choice(every if luck.random() < 0.2 else holding) for _ in range(2))
        match luck.randrange(7):
            case 0:
                one.getparent().remove(one)
            case 1:
                one.addnext(etree.fromstring(etree.tostring(one)))
            case 2 if one not in list(other.iterancestors()) and one is not other:
                other.addnext(one)
            case 3 if one.attrib:
                one.set(
                    luck.choice(list(one.attrib)), luck.choice(("", "0", "-1", "99999999999", "name", "continue", "甲"))
                )
            case 4:
                texts = list(paper.body.iter(f"{W}t"))
                chosen = luck.choice(texts)
                chosen.text = luck.choice(("", "甲", f"甲{chosen.text}", f"{chosen.text}乙", (chosen.text or "")[1:]))
            case 5:
                inner = list(one)
                if inner:
                    one.getparent()[one.getparent().index(one) : one.getparent().index(one) + 1] = inner
            case _:
                frame = etree.Element(f"{W}{luck.choice(('sdt', 'ins', 'del', 'sdtContent', 'tc', 'tbl', 'p', 'r'))}")
                one.addprevious(frame)
                frame.append(one)
    return paper.content()


def _promise_broken(seed: int, data: Data, values: list[str], whole: str) -> str:
    """What a mutated form does that it may not: it ends the program, or lacks a value and nothing is told."""
    content = _mutated(seed, data.form)
    try:
        told = data.told(content)
    except Exception as wrong:
        return f"{seed}: {type(wrong).__name__}: {wrong}"
    if told:
        return ""
    shown = _shown(content)
    lost = [value for value in values if shown.count(value) < whole.count(value)]
    return f"{seed}: {lost[0][:20]} is lost and nothing told" if lost else ""


def _sweep(seeds: range, data: Data) -> None:
    values, whole = _values(data), _shown(data.form)
    assert len(values) > 20
    assert all(value in whole for value in values)
    assert [broken for seed in seeds if (broken := _promise_broken(seed, data, values, whole))] == []


def test_no_mutated_form_ends_the_program_or_loses_a_value_in_silence(data: Data) -> None:
    _sweep(range(300), data)


@pytest.mark.long
def test_nor_does_any_of_a_thousand_more(data: Data, measured: Measured) -> None:
    _sweep(range(300, 4300), data)
    measured("mutated returned forms", 4000, "forms")
