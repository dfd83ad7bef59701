"""Habits of clerks that were read wrongly once: each kind in its several shapes is read, or asked."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from support.pace import pace

from generator.campaign.fields import Field, Kind
from generator.collecting.found import State, Value
from generator.collecting.values.joined import apart
from generator.collecting.values.people import completers_in
from generator.collecting.values.understanding import understood
from generator.reading.returned.ticks import ticked
from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.options import is_labelled
from generator.reading.word_tables.repeated import drop_echoes, written_once
from generator.reading.word_tables.texts import Line, Span

TEXT = Field("implementation", "实施方式", Kind.TEXT)
PERSON = Field("contact_name", "联系人", Kind.PERSON)
KINDS = ("小发明", "小创造", "小革新")
PIECES = (("技师",), ("投入", "5.2", "万元"), ("自制", "3", "台，节约", "12", "万元"), ("张海波",))


@pytest.mark.parametrize("pieces", PIECES)
@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_copies_around_pieces_of_a_text_are_written_once(pieces: tuple[str, ...], between: str) -> None:
    whole = "".join(pieces)
    copies = between.join([whole, *(piece + whole for piece in pieces), whole])
    assert written_once(copies) == whole
    assert written_once(f"{copies}\n后面的一段。") == f"{whole}\n后面的一段。"


@pytest.mark.parametrize(
    "text", ["88888888", "一步一步一步", "张三\n李四\n张三", "甲乙丙甲乙丙", "技师\n技师", "试试试试试试"]
)
def test_what_only_looks_like_copies_stands_as_it_is(text: str) -> None:
    assert written_once(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "本人",
        "同第一完成人",
        "本单位",
        "我公司",
        "同单位地址",
        "见附件",
        "详见附件材料",
        "见项目简介",
        "另见附页2",
        "见介绍材料",
        "见专利证书",
        "另附",
        "已附",
        "附后",
        "如上所述",
        "略（见附件）",
        "公司",
        "等8人",
    ],
)
@pytest.mark.parametrize("field", [TEXT, replace(TEXT, kind=Kind.LONG_TEXT)])
def test_what_points_elsewhere_is_asked(text: str, field: Field) -> None:
    assert understood(text, field).state is State.ASK


@pytest.mark.parametrize(
    "text", ["见效快的改进做法", "本单位自行研制", "我厂三车间使用", "参照国标改制", "同一工位两人操作"]
)
def test_a_text_that_says_something_of_it_is_read(text: str) -> None:
    assert understood(text, TEXT).text == text


@pytest.mark.parametrize("text", ["例：机械制造　机械制造", "如：工程师 助理工程师", "例如：自主实施。自行制作"])
def test_an_example_that_was_left_before_a_value_is_asked(text: str) -> None:
    assert understood(text, TEXT).state is State.ASK


def test_a_star_beside_a_name_is_asked() -> None:
    assert understood("凌立衡*", PERSON).guess == ("凌立衡",)


@pytest.mark.parametrize(("text", "day"), [("2023__年__8__月__5__日", "2023-08-05"), ("2023-8-5 10:30", "2023-08-05")])
def test_lines_under_a_day_and_an_hour_behind_it_are_none_of_it(text: str, day: str) -> None:
    assert understood(text, Field("applied_on", "申报时间", Kind.DATE)).text == day


@pytest.mark.parametrize("text", ["0791-8888 1234 转 8012", "0791-88881234转8012", "0791-88881234 分机8012"])
def test_an_extension_is_written_behind_a_hyphen(text: str) -> None:
    assert understood(text, Field("contact_phone", "联系人电话", Kind.PHONE)).text == "0791-88881234-8012"


@pytest.mark.parametrize("text", ["合计2人", "共3人", "以上5名"])
def test_a_total_below_people_is_nobodys_name(text: str) -> None:
    assert understood(text, PERSON).state is State.ASK


@pytest.mark.parametrize("text", ["□工业 ☑交通", "☐工业☒交通"])
def test_boxes_where_none_are_asked_for_are_a_question(text: str) -> None:
    assert understood(text, TEXT).state is State.ASK


@pytest.mark.parametrize("said", ["本单位", "我公司", "同左", "同第一完成人"])
def test_a_completer_of_the_own_unit_is_of_the_leads(said: str) -> None:
    unit = Field("unit", "工作单位", Kind.TEXT)
    row = {"name": understood("李四", PERSON), "unit": replace(understood(said, unit), raw=said)}
    (found,) = completers_in([row], "某某厂")
    assert (found["unit"].text, found["unit"].state) == ("某某厂", State.NORMALISED)
    (unknown,) = completers_in([row], "")
    assert unknown["unit"].state is State.ASK


@pytest.mark.parametrize("text", ["《主轴夹具》", " 《主轴夹具》 "])
def test_the_marks_around_a_whole_name_are_none_of_it(text: str) -> None:
    name = Field("name", "项目名称", Kind.TEXT)
    assert understood(text, name).text == "主轴夹具"
    assert understood("《甲》与《乙》", name).text == "《甲》与《乙》"


@pytest.mark.parametrize("text", ["③小革新", "3.小革新", "3、小革新", "（3）小革新", "①小发明 ②小创造 √③小革新"])
def test_the_number_of_an_option_is_none_of_its_words(text: str) -> None:
    assert ticked(text, KINDS) == ("小革新",)


def test_labels_are_read_without_the_copies_of_the_cell_before_them() -> None:
    cells = [
        "项目名称：",
        "主轴夹具",
        "第一完成人：主轴夹具主轴夹具\n\n主轴夹具",
        "李四",
        "李四李四\n\n李四\n\n电话：",
        "0791-88001234",
    ]
    row = [Cell(0, at, at + 1, 1, False, (Line((Span(text, None),)),)) for at, text in enumerate(cells)]
    drop_echoes(Grid(1, [row]))
    assert [cell.text for cell in row] == ["项目名称：", "主轴夹具", "第一完成人：", "李四", "电话：", "0791-88001234"]


def test_a_row_with_an_unknown_label_is_no_more_of_the_text_above() -> None:
    assert is_labelled(["推广前景", "可在全行业推广应用。"])
    assert not is_labelled(["投入资金2万元，年节约3万元。", "又一段。"])
    assert not is_labelled(["推广前景"])


@pytest.mark.parametrize(
    "text",
    [
        "自主实施√    合作实施", "（如：南昌市北京西路62号）\n抚州市建设东路55号", "男",
        "例如：（示例：自行实施）自行实施",
    ],
)  # fmt: skip
def test_what_is_more_than_the_value_makes_a_question(text: str) -> None:
    assert understood(text, TEXT).state is State.ASK


@pytest.mark.parametrize("text", ["年产值：450万元", "自行实施（含如期验收）", "分三步：设计、制作、安装"])
def test_a_colon_or_a_bracket_alone_makes_none(text: str) -> None:
    assert understood(text, TEXT).text == text


def person(**texts: str) -> dict[str, Value]:
    """A row of completers as it is read."""
    kinds = {"name": Kind.PERSON, "sex": Kind.CHOICE}
    words = {"sex": ("男", "女")}
    return {
        key: replace(understood(text, Field(key, key, kinds.get(key, Kind.TEXT)), words.get(key, ())), raw=text)
        for key, text in texts.items()
    }


def test_two_people_on_two_lines_of_a_row_are_told_apart_and_the_rest_is_asked() -> None:
    row = person(name="童小军\n叶桂芳", sex="男\n女", post="热压工", title="中级工\n高级工", unit="均为本单位")
    found = list(completers_in([row], "某某公司", "王五"))
    assert [one["name"].text for one in found] == ["童小军", "叶桂芳"]
    assert {one[key].state for one in found for key in ("sex", "post", "title")} == {State.ASK}
    assert [one["unit"].text for one in found] == ["某某公司", "某某公司"]


def test_names_on_two_lines_of_which_nothing_else_tells_are_asked() -> None:
    (found,) = completers_in([person(name="张伟\n李强", sex="女")], "某某公司", "王五")
    assert found["name"].state is State.ASK
    (found,) = completers_in([person(name="欧阳\n娜娜", sex="女")], "某某公司", "王五")
    assert found["name"].text == "欧阳娜娜"


def test_nothing_of_a_row_that_is_shifted_by_a_cell_is_taken() -> None:
    (found,) = completers_in([person(name="", sex="苏叶", post="女", title="质管员", unit="执业药师")], "", "王五")
    assert {value.state for key, value in found.items() if value.raw} == {State.ASK}


@pytest.mark.parametrize("name", ["徐梦龙（第一完成人）", "徐梦龙", "徐 梦 龙(牵头人)"])
def test_the_lead_among_the_others_is_asked(name: str) -> None:
    (found,) = completers_in([person(name=name, sex="男", post="班长")], "", "徐梦龙")
    assert {value.state for value in found.values()} == {State.ASK}


@pytest.mark.parametrize("name", ["张 三\n李 四", "张 三\n李小四", "1、张三\n2、李四"])
def test_blanks_within_names_do_not_make_one_person_of_two(name: str) -> None:
    found = list(completers_in([person(name=name, sex="男\n女")], "", "王五"))
    assert len(found) == 2
    assert all(one["sex"].state is State.ASK for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "小发明（选√）小创造（ ）小革新（ ）",
        "□小发明 □小创造 □小革新（已选√）",
        "（请选填：√小发明 □小创造）□小革新",
        "（请打√小革新）□小发明 □小创造",
    ],
)
def test_a_tick_that_somebody_wrote_is_no_legend(text: str) -> None:
    kind = Field("category", "项目类别", Kind.CHOICE)
    found = understood(text, kind, KINDS)
    assert found.state is State.ASK or found.text in ("小发明", "小革新")


@pytest.mark.parametrize("text", ["（" + "打" * 50_000 + "√" * 50_000, "[如甲" * 30_000, "（如" * 50_000])
def test_texts_that_mean_ill_are_looked_through_in_no_time(text: str) -> None:
    started = time.process_time()
    ticked(text, KINDS)
    understood(text, TEXT)
    assert (time.process_time() - started) * pace() < 2


@pytest.mark.parametrize("legend", ["（请在□内打“√”，只选一项）", "（可多选，请在□内打√）"])
@pytest.mark.parametrize("chosen", KINDS)
def test_what_a_form_says_of_ticks_is_no_tick(legend: str, chosen: str) -> None:
    options = "  ".join(f"{'√' if one == chosen else '□'}{one}" for one in KINDS)
    assert ticked(f"{legend}\n{options}", KINDS) == (chosen,)
    assert ticked(f"{options}\n{legend}", KINDS) == (chosen,)


def test_a_sign_that_nobody_knows_beside_options_is_asked() -> None:
    kind = Field("status", "专利状况", Kind.CHOICE)
    assert understood("□小发明\n□小创造\n□小革新\n\ufffd", kind, KINDS).state is State.ASK


UNIT_AND_POST = (Field("unit", "所在单位", Kind.TEXT), Field("lead_post", "第一完成人职务", Kind.TEXT))


@pytest.mark.parametrize("post", ["质检员", "电气工程师", "铣工", "车间主任", "维修班班长"])
def test_a_post_alone_beside_a_unit_that_is_known_is_the_post(post: str) -> None:
    known = {"unit": Value("某某公司", State.READ)}
    made = apart(Value(post, State.READ, raw=post), UNIT_AND_POST, known)
    assert (made["lead_post"].text, "unit" in made) == (post, False)


@pytest.mark.parametrize("other", ["另一公司", "某某研究院", "某某厂"])
def test_another_unit_alone_is_no_post(other: str) -> None:
    made = apart(Value(other, State.READ, raw=other), UNIT_AND_POST, {"unit": Value("某某公司", State.READ)})
    assert {one.state for one in made.values()} == {State.ASK}


def test_a_doubt_about_the_unit_ends_where_another_place_says_what_it_may_mean() -> None:
    whole = Value("某某光缆公司 班长", State.READ, raw="某某光缆公司 班长")
    doubt = Value("", State.ASK, raw="某某光", guess=("某某光缆公司",))
    assert apart(whole, UNIT_AND_POST, {"unit": doubt})["unit"].text == "某某光缆公司"
    other = apart(whole, UNIT_AND_POST, {"unit": replace(doubt, guess=("某某光明学院",))})["unit"]
    assert (other.state, other.guess) == (State.ASK, ("某某光缆公司", "某某光明学院"))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("参与人员：邬学军，祁凯", ["邬学军", "祁凯"]),
        ("其他完成人有：邬学军、祁凯等2人", ["邬学军", "祁凯"]),
        ("邬学军、祁凯等", ["邬学军", "祁凯"]),
        ("邬学军（班长，工程师）；祁凯（技术员，技师）", ["", ""]),
        ("邬学军、祁凯（组长）", ["邬学军", ""]),
        ("1.邬学军\n2.祁凯\n3.柴立", ["邬学军", "祁凯", "柴立"]),
    ],
)
def test_of_names_in_a_sentence_nothing_but_names_is_taken(names: str, found: list[str]) -> None:
    people = [one["name"] for one in completers_in([person(name=names, sex="")], "", "王五")]
    assert [one.text for one in people] == found
    assert all(one.state is State.ASK for one in people if not one.text)


@pytest.mark.parametrize("name", ["柴立等", "柴立等3人", "参与人员：柴立", "主要参加人：柴立。"])
def test_what_a_sentence_says_around_one_name_is_no_part_of_it(name: str) -> None:
    (found,) = completers_in([person(name=name, sex="男", post="班长")], "", "王五")
    assert (found["name"].text, found["name"].state) == ("", State.ASK)
    assert (found["sex"].text, found["post"].text) == ("男", "班长")


@pytest.mark.parametrize("text", ["工程师（2019年取得）", "医疗卫生（注：按国标）", "自主研制(备注：已推广)"])
def test_a_remark_behind_a_value_is_asked_with_the_value_alone(text: str) -> None:
    found = understood(text, TEXT)
    assert (found.state, found.guess) == (State.ASK, (text.split("（")[0].split("(")[0],))


@pytest.mark.parametrize("text", ["5S看板（2019年版）", "节水阀（注水式）"])
def test_a_bracket_of_a_name_is_no_remark(text: str) -> None:
    assert understood(text, TEXT).text == text
