"""What certificates, the bulletin and file names would print of people and projects that does not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Field, Kind
from generator.campaign.masking import without_persons
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.tables import Sourced, people_of
from generator.checks.values.people import sameness

# The wording adds 同志 itself.
_TITLE = re.compile(r".+(同志|先生|女士|师傅|老师)$")
_MARK = re.compile(r"[。．，,、；;：:！!]$|^[。，,、；;：:！!）)》〉]")
_NO_NAME = re.compile(r"[（(〔\[【].*|\d+|^·+|·+$")
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?!\d)", re.ASCII)
_WRITTEN = frozenset({Kind.TEXT, Kind.PERSON, Kind.LONG_TEXT})


def number_of_nobody(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """The number of a project is printed and names files: it must not be somebody's."""
    if _PERSONAL_NUMBER.search(one.record.number):
        message, fix = "项目编号不能用身份证号码或手机号码，它会印在文件名里。", "请改用 NC-001 这样的编号。"
        yield error("personal-number", one.at("number").place, settings.schema.fields.label("number"), message, fix)


def numbers_in_public(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Whatever certificates and the bulletin may print holds no ID number and no phone."""
    for field, text, place in _published(one, settings):
        if without_persons(text) != text:
            message = "写有身份证号码或电话号码，会印在证书和通报上，人人看得见。"
            yield error("personal-number", place, field.label, message, "请删去号码，需要的填在号码自己的栏目里。")


def _published(one: Sourced[Application], settings: Settings) -> Iterator[tuple[Field, str, Place]]:
    """The texts that may be published, with their fields and places; a wrong value has been told."""
    fields = settings.schema.fields
    for field in fields.application:
        if field.public and field.kind in _WRITTEN and one.has(field.key):
            yield field, str(one.record.value(field.key)), one.at(field.key).place
    for place, completer in enumerate(one.record.completers, start=1):
        for field in fields.of_completer:
            if field.public and field.kind in _WRITTEN:
                yield field, str(completer.value(field.key)), one.completer_at(place, field.key)


def titles_of_people(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of every name with a form of address: certificates would print 张三同志同志."""
    for name, place in people_of(one):
        if found := _TITLE.match(name):
            message = f"“{name}”里的“{found[1]}”不是姓名，会照样印在证书上。"
            yield warning("odd-name", place, "完成人", message, f"请删去“{found[1]}”，只写姓名。")


def marks_in_people(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of every name with a remark in brackets, a digit or a dot at its end: it would be printed so."""
    for name, place in people_of(one):
        if (found := _NO_NAME.search(name)) and without_persons(name) == name:
            message = f"“{name}”里的“{found[0]}”不像姓名，会照样印在证书上。"
            fix = f"请删去“{found[0]}”；为区分同名的人写的，可不改。"
            yield warning("odd-name", place, "完成人", message, fix)


def marks_around_names(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of a project's name that begins or ends with a mark of a sentence: it would stand inside 《》."""
    if found := _MARK.search(one.record.name):
        message = f"以“{found[0]}”{'开头' if found.start() == 0 else '结尾'}，证书和通报会印在书名号里。"
        label = settings.schema.fields.label("name")
        yield warning("odd-name", one.at("name").place, label, message, f"请删去“{found[0]}”。")


def completers_once(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """Nobody stands twice among the completers of one project."""
    known = set[str]()
    for name, place in people_of(one):
        if (same := sameness(name)) in known:
            message = f"“{name}”在同一项目中出现了两次。"
            fix = "请删去重复的人；确系同名的请在姓名后注明。"
            yield error("completers", place, "完成人", message, fix)
        known.add(same)
