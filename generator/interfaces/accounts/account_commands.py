"""The commands for the people of the service: account add, list, close, link, key. They work while it runs.

What they work with is imported inside them, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.campaign.errors import UsageError
from generator.interfaces.saying import say

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from generator.interfaces.web.people.who import Role, Who


class Given(StrEnum):
    """The roles that can be given."""

    admin = "admin"
    office = "office"
    recommender = "recommender"


DataOption = Annotated[Path | None, typer.Option("--data", help="网页服务保存内容的文件夹", metavar="文件夹")]
NameArgument = Annotated[str, typer.Argument(help="登录名", metavar="登录名")]
RoleOption = Annotated[
    Given, typer.Option("--role", help="admin 管理员，office 省评选办公室，recommender 申报单位", metavar="角色")
]
UnitOption = Annotated[
    str, typer.Option("--recommender", help="角色为 recommender 时：申报单位的名称，与活动设置里一样", metavar="名称")
]


def account_add(name: NameArgument, role: RoleOption, recommender: UnitOption = "", data: DataOption = None) -> None:
    """添加账号，显示给本人设置密码的链接。"""
    from generator.interfaces.web.people import accounts, log
    from generator.interfaces.web.people.log import Done

    with _changing(data, make=True) as connection:
        account, secret = accounts.add(connection, name, _role(role), recommender)
        log.note(connection, _here(), Done(f"添加了账号{account.id}"))
    whose = f"，{account.recommender}" if account.recommender else ""
    say(f"已添加账号“{account.name}”（{account.role.label}{whose}）。")
    _say_link(secret)


def account_link(name: NameArgument, data: DataOption = None) -> None:
    """给账号做一个新的链接，用来重设密码；原来的链接作废。"""
    from generator.interfaces.web.people import accounts, log
    from generator.interfaces.web.people.log import Done

    with _changing(data) as connection:
        account = accounts.by_name(connection, name)
        secret = accounts.link(connection, account.id)
        log.note(connection, _here(), Done(f"给账号{account.id}做了新的链接"))
    _say_link(secret)


def account_close(name: NameArgument, data: DataOption = None) -> None:
    """关闭账号，立即生效，不能恢复。"""
    from generator.interfaces.web.people import accounts, log
    from generator.interfaces.web.people.log import Done

    with _changing(data) as connection:
        account = accounts.close(connection, accounts.by_name(connection, name).id)
        log.note(connection, _here(), Done(f"关闭了账号{account.id}"))
    say(f"已关闭账号“{account.name}”。")


def account_list(data: DataOption = None) -> None:
    """列出账号和密钥。"""
    from generator.interfaces.web.people import accounts, keys

    if not _has_people(_root(data)):
        say("还没有账号。")
        return
    with _changing(data) as connection:
        people, programs = accounts.everybody(connection), keys.all_keys(connection)
    for one in people:
        whose = f"，{one.recommender}" if one.recommender else ""
        say(f"账号{one.id}：{one.name}，{one.role.label}{whose}，{one.state}")
    for key in programs:
        whose = f"，{key.recommender}" if key.recommender else ""
        say(f"密钥{key.id}：{key.name}，{key.role.label}{whose}，{'已停用' if key.revoked else '使用中'}")
    if not people and not programs:
        say("还没有账号。")


def account_key(
    name: Annotated[str, typer.Argument(help="哪个程序用", metavar="名称")],
    role: Annotated[Given | None, typer.Option("--role", help="同 account add", metavar="角色")] = None,
    recommender: UnitOption = "",
    revoke: Annotated[bool, typer.Option("--revoke", help="停用这个名称的密钥")] = False,
    data: DataOption = None,
) -> None:
    """给别的程序一个密钥，只显示一次；用 --revoke 停用。"""
    from generator.interfaces.web.people import accounts, keys, log
    from generator.interfaces.web.people.log import Done

    if not revoke and role is None:
        raise UsageError("请用 --role 写明密钥的角色，或用 --revoke 停用。")
    with _changing(data) as connection:
        if role is None or revoke:
            keys.revoke(connection, name=name)
            log.note(connection, _here(), Done("停用了一个密钥"))
            said = [f"已停用密钥“{name}”。"]
        else:
            if not accounts.are_there(connection):
                raise UsageError("还没有账号，密钥不起作用。请先用 wuxiao account add 添加账号。")
            number, secret = keys.add(connection, name, _role(role), recommender)
            log.note(connection, _here(), Done(f"添加了密钥{number}"))
            said = [f"“{name}”的密钥（只显示这一次）：", "", f"    {secret}"]
    say(*said)


# In the order in which `--help` lists them.
COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("add", account_add),
    ("list", account_list),
    ("link", account_link),
    ("close", account_close),
    ("key", account_key),
)


def _role(given: Given) -> Role:
    from generator.interfaces.web.people.who import Role

    return Role(given.value)


def _here() -> Who:
    """Who works on the command line, as the log names it."""
    from generator.interfaces.web.people.who import Who

    return Who(name="命令行")


def _say_link(secret: str) -> None:
    from generator.interfaces.web.limits import LINK_DAYS

    say(
        f"请本人打开下面的地址，设置登录名和密码。只能用一次，{LINK_DAYS}天内有效。",
        "前面要加上服务的网址，如 http://127.0.0.1:8000",
        "",
        f"    /invite/{secret}",
    )


def _root(data: Path | None) -> Path:
    from generator.interfaces.web.service import private_folder

    return (data or private_folder()).absolute()


def _has_people(root: Path) -> bool:
    """Whether there is a file of people. Raises UsageError where the folder is no service's, and leaves it alone."""
    from generator.interfaces.web.people.database import FILE
    from generator.interfaces.web.store.form import is_store

    if (root / FILE).exists():
        return True
    if not is_store(root):
        raise UsageError(f"文件夹 {root} 里没有网页服务保存的内容，也没有账号。位置不同时请写 --data。")
    return False


@contextmanager
def _changing(data: Path | None, *, make: bool = False) -> Iterator[Connection]:
    """A transaction in the people of a service, which may be running; `make` begins them where there are none."""
    from generator.interfaces.web.people.people import People
    from generator.interfaces.web.refusals import RefusedError
    from generator.interfaces.web.store.form import require_place

    root = _root(data)
    if make:
        require_place(root)
    elif not _has_people(root):
        raise UsageError("还没有账号。请先用 wuxiao account add 添加账号。")
    people = People(root)
    try:
        with people.changing() as connection:
            yield connection
    except RefusedError as wrong:
        raise UsageError(f"{wrong}") from None
    finally:
        people.close()
