"""fields.yaml: what the program's own says, and every way to write a campaign's wrongly."""

from __future__ import annotations

import time

import pytest
from support.pace import pace

from generator.campaign import core
from generator.campaign.fields import Fields, Kind
from generator.campaign.layout import package_templates
from generator.reading.field_files.fields_file import FIELDS_FILE, read_fields
from generator.reading.schema import own_schema

FILE = "templates/fields.yaml"
OWN = (package_templates() / FIELDS_FILE).read_text(encoding="utf-8")
LAST = next(line for line in OWN.splitlines() if "key: intro_paper" in line)
LINE = OWN.splitlines().index(LAST) + 2  # of a field written below it


def read(text: str) -> tuple[Fields | None, list[tuple[int, str, str]]]:
    fields, problems = read_fields(text.encode(), FILE)
    assert (fields is None) == bool(problems)
    assert {one.place.file for one in problems} <= {FILE}
    return fields, [(one.place.line, one.message, one.fix) for one in problems]


def with_field(entry: str) -> str:
    return OWN.replace(LAST, f"{LAST}\n  - {{{entry}}}")


def test_the_programs_own_table_holds_every_field_that_it_calculates_with() -> None:
    tables = own_schema().fields.tables
    for sheet, kinds in core.KINDS.items():
        assert {field.key: field.kind for field in tables[sheet]} == kinds


def test_an_added_field_stands_where_it_was_written() -> None:
    fields, problems = read(
        with_field("key: education, label: 学历, kind: choice, choices: [大专, 本科], required: 否")
    )
    assert not problems
    assert fields is not None
    added = fields.application[-1]
    assert (added.key, added.label, added.kind, added.required) == ("education", "学历", Kind.CHOICE, False)
    assert added.choices == ("大专", "本科")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.PERCENT, Kind.MILLIMETRES)])
@pytest.mark.parametrize("in_english", [False, True])
def test_every_kind_may_be_named_in_chinese_and_in_english(kind: Kind, in_english: bool) -> None:
    word = kind.name.lower().replace("_", " ") if in_english else kind.value
    choices = ", choices: [甲, 乙]" if kind in (Kind.CHOICE, Kind.CHOICES) else ""
    fields, problems = read(with_field(f"key: added, label: 新增, kind: {word}{choices}"))
    assert not problems
    assert fields is not None
    assert fields.application[-1].kind is kind


@pytest.mark.parametrize(("word", "kind"), [("yes/no", Kind.YES_NO), ("ID number", Kind.ID_NUMBER)])
def test_kinds_may_be_written_as_the_documents_write_them(word: str, kind: Kind) -> None:
    fields, _ = read(with_field(f"key: added, label: 新增, kind: {word}"))
    assert fields is not None
    assert fields.application[-1].kind is kind


def test_phones_and_id_numbers_are_personal_without_being_called_so() -> None:
    fields, _ = read(with_field("key: other_phone, label: 另一电话, kind: 电话"))
    assert fields is not None
    assert fields.application[-1].personal


# What is written as a further field → what is said, on its line, and what to do.
WRONG = {
    "key: education, label: 学历, limti: 20": ("没有“limti”这一项", "limit"),
    "label: 学历": ("没有英文名", "key"),
    "key: , label: 学历": ("没有英文名", "key"),
    "key: Education, label: 学历": ("英文名“Education”不能用", "小写"),
    "key: 学历, label: 学历": ("英文名“学历”不能用", "小写"),
    "key: completers, label: 学历": ("程序另有用处", "换一个"),
    "key: cover_name, label: 学历": ("程序另有用处", "换一个"),
    "key: completer1_name, label: 学历": ("程序另有用处", "换一个"),
    "key: name, label: 学历": ("“name”第", "改一个"),
    "key: education": ("没有名称", "label"),
    "key: education, label: 项目名称": ("“项目名称”第", "改一个"),
    'key: education, label: "学历：最高"': ("不能有“：”", "删去"),
    'key: education, label: "学\\n历"': ("名称里有换行或看不见的字符", "删去"),
    f"key: education, label: {'学' * 31}": ("名称有31个字", "改短"),
    "key: education, label: 其他完成人": ("与一张表同名", "换一个"),
    "key: education, label: [学历]": ("label 应是一段文字", "一行文字"),
    "key: education, label: 学历, kind: 日起": ("没有“日起”这一类", "日期"),
    "key: share, label: 占比, kind: 百分数": ("没有“百分数”这一类", "可用的有"),
    "key: education, label: 学历, required: 也许": ("required 应是“是”或“否”", "“是”或“否”"),
    "key: education, label: 学历, limit: 二十": ("limit 应是整数", "20"),
    "key: education, label: 学历, limit: 0": ("字数上限是0", "1至"),
    "key: born_on, label: 出生日期, kind: 日期, limit: 20": ("日期没有字数上限", "删去 limit"),
    "key: education, label: 学历, least: 1": ("单行文字没有大小可限", "删去 least"),
    "key: staff, label: 人数, kind: 整数, least: 9, most: 2": ("最小9比最大2还大", "least"),
    "key: education, label: 学历, kind: 选一项": ("没有写可选的词", "choices"),
    "key: education, label: 学历, kind: 选一项, choices: []": ("一个也没有", "补写"),
    "key: education, label: 学历, kind: 选一项, choices: [本科, 本科]": ("“本科”写了两次", "只保留"),
    'key: education, label: 学历, kind: 选一项, choices: [大专, "本\\u202e科"]': ("里有换行或看不见的字符", "删去"),
    "key: education, label: 学历, kind: 选多项, choices: [本科、大专, 硕士]": ("分隔几项的标点", "改写"),
    "key: education, label: 学历, kind: 选一项, choices: 项目类型": ("没有“项目类型”这组词", "项目类别"),
    "key: education, label: 学历, choices: [本科]": ("单行文字没有可选的词", "删去 choices"),
    "key: education, label: 学历, unit: 万元": ("单行文字没有单位", "删去 unit"),
    "key: profit, label: 效益, kind: 金额, unit: 公斤": ("“公斤”不是金额的单位", "万元"),
    "key: other_phone, label: 另一电话, kind: 电话, personal: 否": ("总是个人信息", "删去"),
    "key: home, label: 住址, personal: 是, public: 是": ("个人信息不能公开", "删去"),
    "key: born_on, label: 出生日期, kind: 日期, example: 去年": ("示例“去年”不是日期", "示例"),
    "key: staff, label: 人数, kind: 整数, example: 很多": ("示例“很多”不是数", "示例"),
    "key: staff, label: 人数, kind: 整数, most: 9, example: 10": ("示例“10”不在", "示例"),
    "key: rural, label: 是否农村, kind: 是否, example: 对": ("示例“对”不是", "示例"),
    "key: education, label: 学历, kind: 选一项, choices: [本科], example: 大专": ("示例“大专”不在可选的词里", "示例"),
    "key: education, label: 学历, limit: 2, example: 研究生": ("示例“研究生”有3个字", "示例"),
}


@pytest.mark.parametrize("entry", WRONG)
def test_what_is_wrong_with_a_field_is_told_with_its_line_and_remedy(entry: str) -> None:
    fields, told = read(with_field(entry))
    assert fields is None
    said, remedy = WRONG[entry]
    assert [line for line, message, fix in told if said in message and remedy in fix] == [LINE], told
    assert len(told) == 1


# What of the program's own file is written otherwise → the line where that is told, and what is said.
SPOILT = [
    ("{key: name, label: 项目名称, kind: 单行文字", "{key: name, label: 项目名称, kind: 多段文字", "要按单行文字取值"),
    ("key: recommender, ", "key: recommender, required: 否, ", "必须填写"),
    ("kind: 选一项, choices: 等次", "kind: 选一项, choices: [一等奖, 二等奖]", "要与 campaign.yaml 一致"),
    ("{key: lead_id_number, ", "{key: lead_id_number, public: 是, ", "个人信息不能公开"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), SPOILT)
def test_the_fields_that_the_program_calculates_with_stay_what_they_are(right: str, wrong: str, said: str) -> None:
    assert OWN.count(right) == 1
    _, told = read(OWN.replace(right, wrong))
    assert [(at, said in message) for at, message, _ in told] == [(line_of(right), True)]


def line_of(text: str) -> int:
    assert OWN.count(text) == 1
    return OWN[: OWN.index(text)].count("\n") + 1


FIRST, AWARDS = line_of("申报项目:\n"), line_of("评选结果:\n")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("评选结果:\n", "评选结果表:\n", AWARDS, "没有“评选结果表”这一项"),
        ("评选结果:\n", "评选结果表:\n", FIRST, "没有“评选结果”这张表"),
        ("评选结果:\n", "评选结果:\n  - 等次\n", AWARDS + 1, "名称: 内容"),
        ("{key: serial,", "{key: serials,", AWARDS, "没有 serial"),
        ("{key: serial,", "{key: serial", AWARDS + 3, "YAML"),
    ],
)
def test_a_table_that_is_missing_or_no_table_is_told(right: str, wrong: str, line: int, said: str) -> None:
    assert OWN.count(right) == 1
    _, told = read(OWN.replace(right, wrong))
    assert any(at == line and said in message for at, message, _ in told), told


def test_a_file_that_is_no_table_is_told() -> None:
    _, told = read("- 申报项目\n")
    assert "名称: 内容" in told[0][1]


def test_everything_wrong_is_told_in_one_pass() -> None:
    entries = [entry for entry in WRONG if "key: name" not in entry]
    text = OWN.replace(LAST, "\n".join([LAST, *(f"  - {{{entry}}}" for entry in entries)]))
    _, told = read(text)
    assert {line for line, _, _ in told} >= set(range(LINE, LINE + len(entries)))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"项{place}: 1\n" for place in range(2_000)),
        OWN.replace(LAST, "".join(f"  - 项{place}\n" for place in range(2_000))),
        with_field("key: a, label: 甲, kind: 选一项, choices: [" + "词, " * 2_000 + "]"),
        with_field(", ".join(f"k{place}: 1" for place in range(2_000))),
        with_field(f"key: a, label: {'甲' * 100_000}"),
        with_field(f"key: a, label: 甲, kind: {'乙' * 100_000}, hint: {'丙' * 100_000}"),
    ],
    ids=["tables", "texts", "words", "keys", "a label", "a kind"],
)
def test_a_file_made_to_keep_the_reader_busy_does_not(text: str) -> None:
    begun = time.process_time()
    fields, told = read(text)
    assert fields is None
    assert len(told) < 200
    assert (time.process_time() - begun) * pace() < 5


def test_more_fields_than_any_sheet_should_have_are_refused() -> None:
    more = "".join(f"\n  - {{key: more{place}, label: 项{place}}}" for place in range(150))
    _, told = read(OWN.replace(LAST, LAST + more))
    assert any("最多150个" in message for _, message, _ in told)
