"""A project's name without what people write around it: a row's number, marks; what else stands there is asked.

Lists are full of it: 3.节水阀, “节水阀”, 节水阀*, 节水阀（小发明）, 节水阀——张三.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.campaign.fields import Field, Kind
from generator.campaign.settings import Settings
from generator.checks.meaning import said_plainly
from generator.checks.values.people import sameness
from generator.collecting.found import State, Value
from generator.composing.filling.words import words_of
from generator.composing.shown import NO, YES

NAME = "name"
_HAN = "\u3400-\u9fff“《"
_NUMBERED = re.compile(rf"^(?:\d{{1,2}}\s*[.、．)）]\s*(?=[{_HAN}])|[（(]\s*\d{{1,2}}\s*[)）]\s*|[①-⑳]\s*)")
_QUOTED = re.compile(r"“([^“”]+)”|《([^《》]+)》|【([^【】]+)】")
_STARS = "*＊★☆※△▲●"
_CODED = re.compile(r"^[A-Za-z\u4e00-\u9fff]{1,6}[-－—]?\d{2,3}\s+(?=[\u4e00-\u9fff])")
_BEHIND = re.compile(r"\s*[（(【\[]([^（()）【】\[\]]{1,20})[)）】\]]$")
_REMARK = re.compile(
    r"(?:拟|重点|优先|建议|择优)?(?:推荐|上报|申报)(?:项目|成果)?|重点(?:项目|成果)?|补报|新增|新报|备选|候选|存疑|待定"
    r"|(?:已)?(?:更名|改名|修改)|(?:排名|排序)?第?[\d一二三四五六七八九十]{1,2}名?|附件?[\d一二三四五六七八九十]*|另附|见附件"
)
_GIVEN_TO = re.compile(r"\s*(?:—+|-+|－+|–+|[:：/／、，,]|\s)\s*")
_BESIDE = "项目名称旁边另外有符号或编号。"
_SAID = "项目名称后面另外写了{}。"


def name_alone(value: Value, field: Field, settings: Settings, lead: str) -> Value:
    """The value, of a project's name without a row's number and marks around the whole of it.

    What else is written beside it is asked. `lead` is what stands there of the lead completer.
    """
    if field.key != NAME or field.kind is not Kind.TEXT or not value.text:
        return value
    bare = _unmarked(value.text)
    if why := _doubt(bare, settings, lead):
        return replace(value, text="", state=State.ASK, how=why[0], guess=(_unmarked(why[1]),))
    if bare == value.text:
        return value
    return replace(value, text=bare, state=State.NORMALISED, how="去掉了前面的序号或前后的引号、书名号")


def _unmarked(name: str) -> str:
    """The name without a row's number before it and the marks around the whole of it."""
    name = _NUMBERED.sub("", name).strip()
    quoted = _QUOTED.fullmatch(name)
    return next(filter(None, quoted.groups())).strip() if quoted else name


def _doubt(name: str, settings: Settings, lead: str) -> tuple[str, str] | None:
    """Why it cannot be told whether all of it is the name, and what the name may be; None where it can."""
    if (rest := _CODED.sub("", name).strip(f"{_STARS} ")) != name and rest:
        return _BESIDE, rest
    if (found := _BEHIND.search(name)) and (of := _what(found[1], settings, lead)) and found.start():
        return _SAID.format(of), name[: found.start()]
    bare = "".join(lead.split())
    if len(bare) > 1 and name.endswith(bare):
        rest = name.removesuffix(bare)
        if parted := re.search(rf"(?:{_GIVEN_TO.pattern})$", rest):
            return _SAID.format("完成人"), rest[: parted.start()]
    return None


def _what(said: str, settings: Settings, lead: str) -> str:
    """What the words in brackets say beside the name, empty where they may be of it."""
    plain = sameness(said)
    if lead and plain == sameness(lead):
        return "完成人"
    if _REMARK.fullmatch(said.strip()):
        return "备注"
    for field in settings.schema.fields.application:
        if field.kind is Kind.YES_NO and said_plainly(said, field) in (YES, NO) and len(plain) > 1:
            return field.label
        if field.kind is Kind.CHOICE and plain.removesuffix("类") in map(sameness, _words(field, settings)):
            return field.label
    return ""


def _words(field: Field, settings: Settings) -> Sequence[str]:
    return [word for word in words_of(field, settings) if len(word) > 1]
