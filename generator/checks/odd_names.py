"""Names that certificates and the bulletin would print with a word or a mark too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Problem, warning
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.tables import Sourced, people_of

# The wording adds 同志 itself.
_TITLE = re.compile(r".+(同志|先生|女士|师傅|老师)$")
_MARK = re.compile(r"[。．，,、；;：:！!]$|^[。，,、；;：:！!）)》〉]")


def titles_of_people(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of every name with a form of address: certificates would print 张三同志同志."""
    for name, place in people_of(one):
        if found := _TITLE.match(name):
            message = f"“{name}”里的“{found[1]}”不是姓名，会照样印在证书上。"
            yield warning("odd-name", place, "完成人", message, f"请删去“{found[1]}”，只写姓名。")


def marks_around_names(one: Sourced[Application], settings: Settings) -> Iterator[Problem]:
    """A reminder of a project's name that begins or ends with a mark of a sentence: it would stand inside 《》."""
    if found := _MARK.search(one.record.name):
        message = f"以“{found[0]}”{'开头' if found.start() == 0 else '结尾'}，证书和通报会印在书名号里。"
        label = settings.schema.fields.label("name")
        yield warning("odd-name", one.at("name").place, label, message, f"请删去“{found[0]}”。")
