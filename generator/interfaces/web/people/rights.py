"""Who may do what, in one table: every route, the roles that may use it, how it is told whose it is, and its verb.

What does not stand here is refused. The verb is what the log says; what changes nothing has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from starlette.routing import compile_path

from generator.interfaces.web.people.who import Role, Who
from generator.interfaces.web.refusals import RefusedError


class Owner(Enum):
    """How it is told whether a recommender's account may see what the address names."""

    NONE = "the address names nothing of anybody"
    CAMPAIGN = "the campaign lists the recommender"
    RECOMMENDER = "the address names the recommender, whom the campaign lists"
    FILE = "the file is the recommender's"
    ARRIVAL = "the upload is the recommender's"


@dataclass(frozen=True)
class Right:
    """A route: who may use it and what the log says of it. An `is_open` one asks nobody to sign in."""

    method: str
    template: str
    roles: frozenset[Role]
    owner: Owner = Owner.NONE
    verb: str = ""
    is_open: bool = False

    @property
    def names_something(self) -> bool:
        """Whether the address names what may be somebody's: then it is a secret whether there is such a thing."""
        return "{" in self.template


HERE, API = "/campaigns/{campaign}", "/api/v1/campaigns/{campaign}"
NOBODY_ELSE = frozenset[Role]()
OFFICE = frozenset({Role.ALONE, Role.OFFICE, Role.ADMIN})
ALL = OFFICE | {Role.RECOMMENDER}
PEOPLE = ALL - {Role.ALONE}
ADMIN = frozenset({Role.ADMIN})


def _open(method: str, template: str, verb: str = "") -> Right:
    return Right(method, template, ALL, verb=verb, is_open=True)


TABLE: tuple[Right, ...] = (
    # in and out; signing in and out, and what somebody does to the own account, say for themselves what the log says
    _open("GET", "/static/{rest:path}"),
    _open("GET", "/healthz"),
    _open("HEAD", "/healthz"),
    _open("GET", "/readyz"),
    _open("HEAD", "/readyz"),
    _open("GET", "/start"),
    _open("GET", "/login"),
    _open("POST", "/login"),
    _open("GET", "/invite/{secret}"),
    _open("POST", "/invite/{secret}"),
    _open("POST", "/api/v1/session"),
    Right("POST", "/logout", ALL),
    Right("GET", "/me", PEOPLE),
    Right("POST", "/me/password", PEOPLE),
    # accounts, keys, the log
    Right("GET", "/accounts", ADMIN),
    Right("POST", "/accounts", ADMIN),
    Right("POST", "/accounts/keys", ADMIN),
    Right("POST", "/accounts/keys/{key}/revoke", ADMIN),
    Right("POST", "/accounts/{account}/link", ADMIN),
    Right("POST", "/accounts/{account}/close", ADMIN),
    Right("GET", "/actions", ADMIN),
    # what belongs to no campaign
    Right("GET", "/", ALL),
    Right("GET", "/interface", OFFICE),
    Right("GET", "/openapi.json", ALL),
    Right("GET", "/api/v1/info", ALL),
    Right("GET", "/api/v1/papers/{paper}", ALL),
    Right("POST", "/api/v1/render/{kind}", ALL),  # stateless; a campaign that is named must be theirs
    Right("GET", "/api/v1/schemas/{kind}.json", ALL),
    # campaigns begun, brought in, taken away
    Right("GET", "/new", OFFICE),
    Right("POST", "/new", OFFICE, verb="新建了活动"),
    Right("POST", "/import", OFFICE, verb="导入了活动"),
    Right("POST", "/campaigns", OFFICE, verb="导入了活动"),
    Right("GET", f"{HERE}/export.zip", OFFICE, verb="导出了活动"),
    Right("POST", f"{HERE}/rename", OFFICE, verb="给活动改了名"),
    Right("GET", f"{HERE}/remove", OFFICE),
    Right("POST", f"{HERE}/remove", OFFICE, verb="删除了活动"),
    Right("POST", "/removed/{campaign}/restore", OFFICE, verb="恢复了活动"),
    # settings, wording, the notice
    Right("GET", f"{HERE}/settings", OFFICE),
    Right("POST", f"{HERE}/settings", OFFICE, verb="修改了设置"),
    Right("POST", f"{HERE}/settings/preview", OFFICE),
    Right("GET", f"{HERE}/wording", OFFICE),
    Right("POST", f"{HERE}/wording", OFFICE, verb="修改了通知的文字"),
    Right("POST", f"{HERE}/wording/preview", OFFICE),
    Right("GET", f"{HERE}/trials/{{key}}/{{number}}.png", OFFICE),
    Right("GET", f"{HERE}/notice", OFFICE),
    Right("GET", f"{HERE}/papers.zip", ALL, Owner.CAMPAIGN),
    # material
    Right("POST", f"{HERE}/files", OFFICE, verb="放入了文件"),
    Right("POST", f"{HERE}/starter", OFFICE, verb="放入了自带的设置"),
    Right("GET", HERE, ALL, Owner.CAMPAIGN),
    Right("POST", f"{HERE}/arrivals", ALL, Owner.CAMPAIGN, "上传了材料"),
    Right("POST", f"{HERE}/arrivals/pieces", ALL, Owner.CAMPAIGN),
    Right("GET", f"{HERE}/arrivals/{{arrival}}/pieces", ALL, Owner.ARRIVAL),
    Right("POST", f"{HERE}/arrivals/{{arrival}}/pieces/{{number}}", ALL, Owner.ARRIVAL),
    Right("POST", f"{HERE}/arrivals/{{arrival}}/whole", ALL, Owner.ARRIVAL, "上传了材料"),
    Right("GET", f"{HERE}/arrivals/{{arrival}}", ALL, Owner.ARRIVAL),
    Right("POST", f"{HERE}/arrivals/{{arrival}}", ALL, Owner.ARRIVAL, "处理了上传的材料"),
    Right("GET", f"{HERE}/files", OFFICE),
    Right("GET", f"{HERE}/files/{{file}}", ALL, Owner.FILE),
    Right("POST", f"{HERE}/files/{{file}}/remove", ALL, Owner.FILE, "移去了一个文件"),
    Right("POST", f"{HERE}/files/{{file}}/move", OFFICE, verb="改放了一个文件"),
    Right("GET", f"{HERE}/recommenders/{{recommender}}", ALL, Owner.RECOMMENDER),
    Right("GET", f"{HERE}/recommenders/{{recommender}}/problems.xlsx", ALL, Owner.RECOMMENDER),
    Right("GET", f"{HERE}/recommenders/{{recommender}}/made/{{build}}/{{file}}", ALL, Owner.RECOMMENDER),
    Right("GET", f"{HERE}/questions", ALL, Owner.CAMPAIGN),
    Right("POST", f"{HERE}/questions", ALL, Owner.CAMPAIGN, "答复了待确认的问题"),
    Right("GET", f"{HERE}/history", OFFICE),
    Right("GET", f"{HERE}/history/{{number}}/files/{{file}}/{{which}}", OFFICE),
    Right("POST", f"{HERE}/history/{{number}}/undo", OFFICE, verb="撤销了一次改动"),
    Right("GET", f"{HERE}/check", OFFICE),
    # what is made
    Right("GET", f"{HERE}/builds", OFFICE),
    Right("POST", f"{HERE}/builds", OFFICE, verb="开始生成"),
    Right("GET", f"{HERE}/builds/{{build}}", OFFICE),
    Right("POST", f"{HERE}/builds/{{build}}/again", OFFICE, verb="重新生成"),
    Right("POST", f"{HERE}/builds/{{build}}/cancel", OFFICE, verb="取消了生成"),
    Right("POST", f"{HERE}/builds/{{build}}/remove", OFFICE, verb="删除了生成结果"),
    # review, publicity, bulletin, certificates, archive
    Right("GET", f"{HERE}/review", OFFICE),
    Right("POST", f"{HERE}/review", OFFICE, verb="修改了评选结果"),
    Right("POST", f"{HERE}/review/number", OFFICE, verb="编了证书序号"),
    Right("POST", f"{HERE}/review/drop", OFFICE, verb="清除了评选结果"),
    Right("POST", f"{HERE}/review/list", OFFICE, verb="放入了获奖名单"),
    Right("GET", f"{HERE}/publicity", OFFICE),
    Right("POST", f"{HERE}/publicity", OFFICE, verb="修改了公示日期"),
    Right("GET", f"{HERE}/bulletin", OFFICE),
    Right("POST", f"{HERE}/bulletin", OFFICE, verb="生成了通报"),
    Right("GET", f"{HERE}/certificates/verify", OFFICE),
    Right("POST", f"{HERE}/certificates/verify", OFFICE),
    Right("GET", f"{HERE}/certificates/public-key", OFFICE),
    Right("POST", f"{HERE}/certificates/key", OFFICE, verb="生成了证书密钥"),
    Right("POST", f"{HERE}/certificates/new-key", OFFICE, verb="更换了证书密钥"),
    Right("POST", f"{HERE}/certificates/reprint", OFFICE, verb="补打了证书"),
    Right("POST", f"{HERE}/certificates/revoke", OFFICE, verb="撤销了证书"),
    Right("POST", f"{HERE}/certificates/restore", OFFICE, verb="恢复了证书"),
    Right("GET", f"{HERE}/certificates/printing", OFFICE),
    Right("POST", f"{HERE}/certificates/printing", OFFICE, verb="修改了套打设置"),
    Right("POST", f"{HERE}/certificates/packets", OFFICE, verb="修改了申报材料的份数"),
    Right("GET", f"{HERE}/certificates", OFFICE),
    Right("POST", f"{HERE}/certificates", OFFICE, verb="生成了证书"),
    Right("GET", f"{HERE}/certificates/calibration", OFFICE),
    Right("GET", f"{HERE}/archive", OFFICE),
    Right("GET", f"{HERE}/archive/download", OFFICE, verb="下载了归档材料"),
    # programs
    Right("GET", "/api/v1/campaigns", OFFICE),
    Right("POST", "/api/v1/campaigns", OFFICE, verb="导入了活动"),
    Right("GET", API, OFFICE),
    Right("DELETE", API, OFFICE, verb="删除了活动"),
    Right("POST", f"{API}/files", OFFICE, verb="放入了文件"),
    Right("DELETE", f"{API}/files/{{file}}", OFFICE, verb="移去了一个文件"),
    Right("GET", f"{API}/check", OFFICE),
    Right("GET", f"{API}/check.xlsx", OFFICE),
    Right("GET", f"{API}/progress", OFFICE),
    Right("GET", f"{API}/progress.{{ending}}", OFFICE),
    Right("GET", f"{API}/papers/{{paper}}", ALL, Owner.CAMPAIGN),
    Right("GET", f"{API}/builds", OFFICE),
    Right("POST", f"{API}/builds", OFFICE, verb="开始生成"),
    Right("GET", f"{API}/builds/{{build}}", OFFICE),
    Right("GET", f"{API}/builds/{{build}}/events", OFFICE),
    Right("POST", f"{API}/builds/{{build}}/cancel", OFFICE, verb="取消了生成"),
    Right("DELETE", f"{API}/builds/{{build}}", OFFICE, verb="删除了生成结果"),
    Right("GET", f"{API}/builds/{{build}}/files", OFFICE),
    Right("GET", f"{API}/builds/{{build}}/files/{{file}}", OFFICE),
    Right("GET", f"{API}/builds/{{build}}/files/{{file}}/pages/{{page}}", OFFICE),
    Right("GET", f"{API}/builds/{{build}}/zip", OFFICE, verb="下载了全部生成的文件"),
)


@dataclass(frozen=True)
class Judged:
    """A request's row of the table, and what its address names."""

    right: Right
    named: dict[str, str]


def judged(method: str, path: str) -> Judged | None:
    """The row that the request falls under; None where the address is one, but not for this method.

    Raises RefusedError("not-found") for an address that is none.
    """
    method, is_known = "GET" if method == "HEAD" else method, False
    for right, pattern in _patterns():
        found = pattern.match(path)
        if found and right.method == method:
            return Judged(right, found.groupdict())
        is_known = is_known or found is not None
    if not is_known:
        raise RefusedError("not-found")
    return None


def methods_at(path: str) -> list[str]:
    """The methods that there are at this address."""
    return sorted({right.method for right, pattern in _patterns() if pattern.match(path)})


@cache
def _patterns() -> list[tuple[Right, re.Pattern[str]]]:
    return [(right, compile_path(right.template)[0]) for right in TABLE]


def require_role(right: Right, who: Who) -> None:
    """Raises RefusedError where the role may not: not-found where it is a secret whether there is such a thing."""
    if who.role is None:
        raise RefusedError("signed-out")
    if who.role not in right.roles:
        raise RefusedError("not-found" if right.names_something else "not-allowed")
