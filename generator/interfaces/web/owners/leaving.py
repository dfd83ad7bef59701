"""Recommenders that the settings as typed no longer list, and what of them is there: projects, accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.interfaces.web.office import Office
from generator.interfaces.web.people import accounts
from generator.interfaces.web.store.store import file_id

LIST, NAME, SHORT_NAME = "申报单位", "名称", "简称"
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Leaving:
    """A recommender that goes by what was typed; `row` is the one that has another name now, -1 where there is none."""

    name: str
    row: int
    new_name: str
    projects: int
    accounts: tuple[str, ...]

    @property
    def problem(self) -> dict[str, Any]:
        """As a trial tells of a problem of the settings (`work/drafts.py`)."""
        return {
            "file": "settings", "part": LIST, "row": self.row, "field": NAME if self.row >= 0 else "",
            "severity": "warning", "code": "", "message": self._message, "fix": self._fix,
        }  # fmt: skip

    @property
    def _message(self) -> str:
        there = [f"{self.projects}个项目"] if self.projects else []
        there += [f"{len(self.accounts)}个账号（{'、'.join(self.accounts[:3])}）"] if self.accounts else []
        what = f"改名为“{self.new_name}”" if self.new_name else "删去"
        return f"“{self.name}”有{'和'.join(there)}，{what}以后"

    @property
    def _fix(self) -> str:
        told = []
        if self.projects:
            how = (
                f"请把填报表、申报表里的申报单位也改成“{self.new_name}”" if self.new_name else "请先核对这些项目该归谁"
            )
            told.append(f"项目会成为“申报单位不明”，{how}")
        if self.accounts:
            how = "按新名称" if self.new_name else "按别的申报单位"
            told.append(f"账号会看不到这个活动，请管理员在“账号”里{how}另开")
        return f"{'；'.join(told)}。不想改的，请把名称写回“{self.name}”。"


async def leaving(office: Office, campaign: str, before: Rows, after: Rows) -> tuple[Leaving, ...]:
    """Those with projects or accounts that stood in the list before and no longer do."""
    names = {row.get(NAME, "") for row in after}
    gone = [row for row in before if row.get(NAME, "") not in names | {""}]
    if not gone:
        return ()
    rows = (await office.work.rows(campaign))["rows"]
    people = await asyncio.to_thread(_accounts, office)
    known = {row.get(NAME, "") for row in before}
    found = []
    for row in gone:
        name = row[NAME]
        place = _renamed(row, before, after, known)
        new_name = after[place].get(NAME, "") if place >= 0 else ""
        projects = sum(one["recommender"] == name for one in rows)
        found.append(Leaving(name, place, new_name, projects, people.get(name, ())))
    return tuple(one for one in found if one.projects or one.accounts)


def agreement(gone: Sequence[Leaving]) -> str:
    """What a form brings back from somebody who was told of exactly these."""
    return file_id("\n".join(f"{one.name}\t{one.new_name}" for one in gone)) if gone else ""


def _renamed(row: Mapping[str, str], before: Rows, after: Rows, known: set[str]) -> int:
    """The row that took this one's place: new in its name, of the same short name or, in a list as long, its place."""
    new = [at for at, one in enumerate(after) if one.get(NAME, "") not in known]
    short = row.get(SHORT_NAME, "")
    same = [at for at in new if short and after[at].get(SHORT_NAME, "") == short]
    at = list(before).index(row)
    return same[0] if same else at if at in new and len(before) == len(after) else -1


def _accounts(office: Office) -> dict[str, tuple[str, ...]]:
    """The names of the accounts that are open, by recommender."""
    people = office.sessions.people
    found: dict[str, tuple[str, ...]] = {}
    for one in people.read(accounts.everybody) if people.exist else ():
        if one.recommender and not one.closed:
            found[one.recommender] = (*found.get(one.recommender, ()), one.name)
    return found
