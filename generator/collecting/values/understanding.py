"""What a text on a form means for its field: one thing, nothing, or a question. Nothing is guessed.

What comes out is as the entry workbook has it, and would pass its checks; what they refuse is asked with their words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from generator.campaign.errors import Place, errors_of
from generator.campaign.fields import Field, Kind
from generator.checks.meaning import chosen_in, phones, said_plainly
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import are_several, tidied
from generator.checks.values.values import MIDNIGHT, convert, date_in
from generator.collecting.found import State, Value
from generator.composing.shown import NO, YES
from generator.composing.wording.chinese import plain_number
from generator.reading.raw import Raw
from generator.reading.returned.ticks import bare_of_signs, has_tick
from generator.reading.word_tables.signs import UNKNOWN
from generator.reading.word_tables.texts import MAYBE_BLANK

LEFT_EMPTY = "（留空）"  # the answer that nothing is to be entered
_PASSED_ON = frozenset({"too-long", "bounds", "line-break"})  # what stands there is known; the checks tell the rest
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HAN = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
_AT_LINE_END = re.compile(rf"(?<=[{_HAN}]){MAYBE_BLANK}|{MAYBE_BLANK}(?=[{_HAN}])")  # there no blank is missed
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MONTH = re.compile(r"\D*(\d{2,4})\D{0,2}年?\D{0,2}(\d{1,2})\D*")
_PATENT_WORDS = re.compile(r"^(?:专利号|登记号|授权号|专利|编号)[:：]?")
_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
_NUMBERS = frozenset({Kind.PHONE, Kind.ID_NUMBER, Kind.PATENT_NUMBER, Kind.PERSON})
_NUMBERED = re.compile(r"^[（(]?\d{1,2}[)）]?[.、．:：]?\s*(?=[^\d\s])")
_IN_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]?")
_AREA_CODE = re.compile(r"(0\d{2,3})\s+(?=\d{7,8}(?:\D|$))")
_WITHOUT = re.compile(r"(?:无|暂无|尚无|没有)(.{2,6})")
_REMARK = re.compile(r"[（(](?:[^（()）]{0,4}已[核审阅查][^（()）]{0,2}|待[补定核][^（()）]{0,2})[)）]")
# What is said of a number or a day behind it, and of the day that is asked for.
_OF_PHONE = re.compile(r"\s*[（(](?:同?微信(?:同号|号)?|手机(?:号码?)?|座机|办(?:公室?|公电话)?|本人)[)）]")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转|分机)(?:号|机)?\s*[:：]?\s*(?=\d{1,6}\s*$)")
_HOUR = re.compile(r"(?<=\d)\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$")
_OF_DAY = re.compile(r"\s*[（(](?:授权(?:公告)?|公告|批准|登记|发证)(?:日期?|时间)?[)）]\s*$")
_ENDS = " \t\n\u3000。.;；,，、"
# What points to somebody or something else in place of saying it.
OWN_UNIT = r"(?:(?:均|都|皆|全)?(?:为|是|系|属|在))?(?:本|我|同|该)(?:单位|公司|厂|院|校|集团|企业|中心|所|局|站)"
_ELSEWHERE = re.compile(
    rf"本人|自己|我|[同与和](?:第一完成人|牵头人|负责人|本人)|{OWN_UNIT}(?:地址|电话)?|同?(?:所在)?单位(?:地址|电话)|同左"
    r"|(?:[详另请]|可参)?(?:见|参见|参照)(?:附件|附表|附页|后附|另附|随附|项目简介|简介|成果简介|封面|上|下|前|后|左|右).{0,8}"
    r"|(?:[详另请]|可参)?(?:见|参见|参照).{0,6}(?:材料|证书|介绍|资料|报告|说明)|(?:另|已|后)附.{0,4}|附后|如[上前]所?述?"
    r"|略?[（(](?:[详另请]?见|另附|附后).{0,8}[)）]|等[\d一二三四五六七八九十]{1,3}人|(?:公司|单位|我厂|我院)(?:地址|电话)?"
)
_COUNTED = re.compile(r"\s*[（(]\s*(?:共|约|计|全文)?\s*\d{1,4}\s*个?字(?:符|数)?\s*[)）]\s*$")  # how long a brief is
# What is said of a value behind it, of its source or since when it is so.
_NOTED = re.compile(
    r"[（(]\s*(?:(?:注|备注|说明)\s*[:：][^（()）]{1,40}|(?:19|20)\d\d年[^（()）]{0,8}(?:取得|评定|评聘|获得|聘任|认定|晋升))\s*[)）]$"
)
_NAME, _TITLE = "name", re.compile(r"《([^《》\n]+)》")  # documents set the marks around a project's name
_SEX = re.compile(r"\s*[（(]\s*[男女]\s*[)）]$")
_POLITE = re.compile(r"(?<=[\u4e00-\u9fff]{2})\s*(?:同志|先生|女士)$")
_OPTION_BOXES = "□☐☑☒√✓✔"
# What is no single value: a label with what belongs to it, an example that a form gave, a cell of another column.
LABELLED = re.compile(r"\s[\u4e00-\u9fff]{2,8}\s*[:：]")
_AFTER_EXAMPLE = re.compile(r"^\s*(?:例如?|比如|如|示例|样例|举例)\s*[:：]")
_STARRED = re.compile(r"[*＊★☆※△▲#]+$|^[*＊★☆※△▲#]+")
_EXAMPLE = re.compile(r"[（(【\[]\s*(?:例?如|比如|示?例|样例|举例)[:：，,]?[^（()）】\]]{2,80}[)）】\]]")
SEXES = frozenset("男女")
_CALLED = re.compile(r"(?:同志|先生|女士|师傅|老师|主任|经理|书记|主席|部长|科长|班长|厂长)$")
_AROUND_WORD, _OF_KIND = "“”\"'‘’「」《》。.;；,，、：:", re.compile(r"(?:类(?:别|型|项目|成果)?|项目|成果)$")
_BEFORE_NAME = re.compile(r"^[^:：]{2,10}[:：]\s*")
NOT_FILLED = "没有填写。"

Words = Sequence[str]
Taken = tuple[str, str]  # the text, and what of it was changed


class _DoubtError(Exception):
    """It cannot be told: why, and what it may mean."""

    def __init__(self, why: str, *guess: str) -> None:
        super().__init__(why)
        self.why, self.guess = why, guess


def understood(text: str, field: Field, words: Words = ()) -> Value:
    """The value that the text says. `words` are those that the field may have."""
    bare = "".join(_UNSEEN.sub("", text).split())
    if not bare or is_nothing(bare, words) or _is_without(bare, field):
        return _nothing(bare, field, words)
    if field.kind not in _CHOSEN and _ELSEWHERE.fullmatch(bare):
        return asked(f"写的是“{bare}”，没有写出内容。", fix="请写出完整的内容。")
    if UNKNOWN in text and (field.kind not in _CHOSEN or not has_tick(text)):
        return asked("里面有认不出的符号、白色的字或浮在上面的勾（显示为�）。", words)
    try:
        taken, how = _BY_KIND.get(field.kind, _line)(text, field, words)
    except _DoubtError as doubt:
        return asked(doubt.why, doubt.guess)
    if not taken:
        return _nothing("", field, words)
    if (half := _doubled(taken)) and field.kind not in _CHOSEN:
        return asked("同样的内容写了两遍。", (half,))
    return _checked(taken, how or _changes(text, taken), field, words)


def _is_without(bare: str, field: Field) -> bool:
    """Whether 无职称 or 暂无专利 stands where a title or a patent need not be."""
    found = _WITHOUT.fullmatch(bare)
    return found is not None and not field.required and found[1] in field.label


def asked(why: str, guess: Sequence[str] = (), fix: str = "") -> Value:
    """A question in place of a value."""
    return Value(state=State.ASK, how=why, guess=tuple(guess), fix=fix)


def _doubled(text: str) -> str:
    """What the text says twice over, as when it was typed behind a value that was left; empty where it does not."""
    bare = text.strip()
    for middle in {len(bare) // 2, len(bare) // 2 + 1}:
        first, second = bare[:middle].strip(), bare[middle:].strip()
        if len(first) > 1 and first == second:
            return first
    return ""


def _nothing(bare: str, field: Field, words: Words) -> Value:
    if not field.required:
        return Value(how=f"写的是“{bare}”，当作没有填写" if bare else "")
    return asked(f"写的是“{bare}”，等于没有填写。" if bare else NOT_FILLED, words)


def _checked(text: str, how: str, field: Field, words: Words) -> Value:
    """The value, where the checks of the entry workbook take it; else their question."""
    found = convert(Raw(text, Place("")), field, words, Raw(None, Place("")))
    wrong = errors_of(found.problems)
    if wrong and wrong[0].code not in _PASSED_ON:
        return Value(state=State.ASK, how=wrong[0].message, fix=wrong[0].fix)  # as an answer it would be refused again
    if any(one.code == "placeholder" for one in found.problems):
        return asked(f"写的是“{text}”，看不出是不是没有内容。", (LEFT_EMPTY,) if not field.required else ())
    if any(one.code == "several-people" for one in found.problems):
        return asked("像是几个人的姓名。")
    if field.kind in _NUMBERS and isinstance(found.value, str) and found.value != text:
        text, how = found.value, how or "按填报表的写法改写"
    if field.kind is Kind.MONEY and isinstance(found.value, Decimal):
        text = plain_number(found.value)
        how = how or "换算成填报表的单位"
    return Value(text, State.NORMALISED if how else State.READ, how=how)


def _changes(text: str, taken: str) -> str:
    """How the text was changed, empty where it was not: blanks around it are none of it."""
    if text.strip() == taken:
        return ""
    return "去掉了空格、换行" if "".join(text.split()) == "".join(taken.split()) else "按填报表的写法改写"


def _line(text: str, field: Field, _words: Words) -> Taken:
    """One line: where a clerk broke it, parts of Chinese stand together."""
    plain = _UNSEEN.sub("", text).strip().replace("\t", " ")
    plain = _AT_LINE_END.sub("", plain)
    if MAYBE_BLANK in plain:
        raise _DoubtError("在行末断开，看不出中间有没有空格。", *(plain.replace(MAYBE_BLANK, one) for one in (" ", "")))
    if any(box in plain for box in _OPTION_BOXES):
        raise _DoubtError("里面有选项的方框或勾，看不出填的是哪一项。")
    if plain in SEXES:
        raise _DoubtError("写的是性别，像是填错了格。")
    if (rest := _EXAMPLE.sub("", plain).strip()) != plain:
        raise _DoubtError("里面像是还留着举的例子。", rest)
    if _AFTER_EXAMPLE.match(plain):
        raise _DoubtError("里面像是还留着举的例子。")
    if (rest := _REMARK.sub("", plain).strip()) != plain:
        raise _DoubtError("后面像是别人批注的字。", rest)
    if (rest := _NOTED.sub("", plain).strip()) != plain and rest:
        raise _DoubtError("后面像是另外作的说明。", rest)
    if field.key == _NAME and (titled := _TITLE.fullmatch(plain)):
        return titled[1].strip(), "去掉了前后的书名号"
    joined = re.sub(rf"(?<=[{_HAN}])[ ]*\n\s*|[ ]*\n\s*(?=[{_HAN}])", "", plain)
    return re.sub(r"\s*\n\s*", " ", joined), ""


def _paragraphs(text: str, _field: Field, _words: Words) -> Taken:
    whole = _AT_LINE_END.sub("", _UNSEEN.sub("", text)).replace(MAYBE_BLANK, " ")
    lines = (" ".join(line.split("\t")).strip() for line in _COUNTED.sub("", whole).split("\n"))
    return "\n".join(line for line in lines if line), ""


def _person(text: str, field: Field, words: Words) -> Taken:
    plain = without_number(_line(text, field, words)[0])
    if (bare := _BEFORE_NAME.sub("", plain).rstrip("。")) != plain and bare and not are_several(bare):
        raise _DoubtError("姓名前面另外写了字。", bare)
    if any(char.isdigit() for char in plain):
        raise _DoubtError("不像是姓名。")
    if are_several(plain) or are_several(on_one_line(text)):
        raise _DoubtError("像是几个人的姓名。")
    plain = _POLITE.sub("", _SEX.sub("", plain)).strip()
    if (bare := _IN_BRACKETS.sub("", plain).strip()) != plain:
        raise _DoubtError("姓名后面的括号里另外写了字。", bare)
    if (bare := _STARRED.sub("", plain).strip()) != plain and bare:
        raise _DoubtError("姓名旁边另外有符号。", bare)
    if (bare := _CALLED.sub("", plain)) != plain and bare:
        raise _DoubtError("姓名后面像是称呼。", bare)
    return tidied(plain), ""


def on_one_line(names: str) -> str:
    """The lines, each without blanks and numbers, side by side: so are_several tells whether each is somebody."""
    return " ".join("".join(without_number(line).split()) for line in names.split("\n") if line.strip())


def without_number(name: str) -> str:
    """The name without the number that a list gave it."""
    return _NUMBERED.sub("", name.strip())


def _chosen(text: str, field: Field, words: Words) -> Taken:
    narrow = {unicodedata.normalize("NFKC", word): word for word in words}
    if field.kind is Kind.CHOICE and (said := _called(text)) in narrow:
        return narrow[said], ""
    found = chosen_in(text, field, tuple(narrow))
    if found is None:
        raise _DoubtError("看不出选的是哪一项。", *words)
    chosen = [narrow[word] for word in found]
    if field.kind is Kind.CHOICE and len(chosen) > 1:
        raise _DoubtError("选了不止一项。", *chosen)
    if len(chosen) > 1 and len(chosen) == len(words):
        raise _DoubtError("全部打了勾，看不出选的是哪几项。", *words)
    left = [word for word in words if word in "".join(text.split())]
    if not chosen and field.kind is Kind.CHOICE and len(left) == 1 and bare_of_signs(text) == left[0]:
        return left[0], "别的选项已划去或删去，只留下这一项"
    if not chosen and len(left) < len(words) and text.strip():
        raise _DoubtError("有的选项划去或删去了，留下的没有打勾。", *words)
    if not chosen and field.required:
        raise _DoubtError("一项也没有选。", *words)
    return "、".join(chosen), ""


def _called(text: str) -> str:
    """The word that the text is, without marks around it and what it is a kind of: “小发明”, 小发明类, 小发明项目."""
    return _OF_KIND.sub("", "".join(unicodedata.normalize("NFKC", text).split()).strip(_AROUND_WORD))


def _yes_no(text: str, field: Field, words: Words) -> Taken:
    said = said_plainly(text, field, words)
    if said not in (YES, NO):
        raise _DoubtError("看不出是“是”还是“否”。", YES, NO)
    return said, ""


def _date(text: str, field: Field, _words: Words) -> Taken:
    plain = _HOUR.sub("", MIDNIGHT.sub("", _OF_DAY.sub("", text.replace("_", "").strip())))
    day = date_in(said_plainly(plain, field))
    if day is None:
        month = _MONTH.fullmatch(unicodedata.normalize("NFKC", plain))
        raise _DoubtError("没有写明是哪一天。" if month else "看不出是哪一天。")
    return day.isoformat(), ""


def _phone(text: str, field: Field, _words: Words) -> Taken:
    text = _EXTENSION.sub("-", _OF_PHONE.sub("", text.replace(MAYBE_BLANK, "")).strip(_ENDS))
    found = phones(text)
    if len(found) > 1:
        parts = [part.strip() for part in re.split(r"[\n;；,，、/或]+|\s{2,}", text) if part.strip()]
        raise _DoubtError(f"写了{len(found)}个号码。", *(parts if len(parts) == len(found) else found))
    plain = unicodedata.normalize("NFKC", _line(text, field, ())[0])
    plain = re.sub(r"\s+", "", _AREA_CODE.sub(r"\1-", re.sub(r"[‐‑‒–—―−－─]", "-", plain)))
    digits = found[0] if found else ""
    return (digits if _MOBILE.fullmatch(digits) else plain), ""


def _id_number(text: str, _field: Field, _words: Words) -> Taken:
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text).strip(_ENDS))
    return re.sub(r"[\s\-.]", "", plain).upper(), ""


def _patent_number(text: str, _field: Field, _words: Words) -> Taken:
    plain = "".join(unicodedata.normalize("NFKC", _UNSEEN.sub("", text).strip(_ENDS)).split()).upper()
    return _PATENT_WORDS.sub("", plain.replace("。", ".").replace("．", ".")), ""


def _number(text: str, _field: Field, _words: Words) -> Taken:
    return "".join(unicodedata.normalize("NFKC", text).split()), ""


_BY_KIND: Mapping[Kind, Callable[[str, Field, Words], Taken]] = {
    Kind.PERSON: _person,
    Kind.LONG_TEXT: _paragraphs,
    Kind.TEXTS: _paragraphs,
    Kind.CHOICE: _chosen,
    Kind.CHOICES: _chosen,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PHONE: _phone,
    Kind.ID_NUMBER: _id_number,
    Kind.PATENT_NUMBER: _patent_number,
    Kind.INTEGER: _number,
    Kind.MONEY: _number,
}
