"""`wuxiao service install | backup | restore`."""

from __future__ import annotations

import pwd
import re
import shutil
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

import typer

from generator.campaign.errors import MachineError, UsageError
from generator.ground.disk import reason
from generator.interfaces.arguments import existing_file, taking
from generator.interfaces.saying import say
from generator.interfaces.service.serving_commands import ServingOptions
from generator.interfaces.usage import ChineseCommand, ChineseGroup

FILES = ("password_file", "tls_certificate", "tls_key")  # handed over by systemd
APART = {"host", "port", *FILES}
UNIT_FILE = Path("/etc/systemd/system/wuxiao.service")
STATE = Path("/var/lib/wuxiao")  # where the unit has the service keep everything
MEMORY = re.compile(r"[1-9]\d*(\.\d+)?[KMGT]|(100|[1-9]\d?)%")
USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\$?|\d+")
DataOption = Annotated[Path | None, typer.Option("--data", help="网页服务保存内容的文件夹", metavar="文件夹")]


def _folder(data: Path | None) -> Path:
    from generator.interfaces.web.service import private_folder

    return (data or private_folder()).absolute()


def backup(
    file: Annotated[Path, typer.Argument(help="备份文件的位置，不能已经存在", metavar="文件")],
    data: DataOption = None,
) -> None:
    """把网页服务保存的全部内容做成一个备份文件：活动、修改记录、生成结果、证书密钥；服务不用停。"""
    from generator.interfaces.service.backup import back_up

    made = back_up(_folder(data), file.absolute())
    say(f"备份好了：{file}，共{made.files}个文件，{_megabytes(made.bytes)}。里面有个人信息和证书密钥，请妥善保管。")


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件", metavar="文件")],
    data: DataOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="文件夹里已有内容时，换成备份里的；原有的内容会删除")
    ] = False,
) -> None:
    """把备份文件里的内容恢复到网页服务的文件夹；先要停止服务。"""
    from generator.interfaces.service.backup import bring_back

    found = existing_file(file, "备份文件")
    made = bring_back(found or file, _folder(data), replace=replace)
    say(f"恢复好了：{_folder(data)}，共{made.files}个文件，{_megabytes(made.bytes)}。")


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"


@dataclass(frozen=True)
class InstallArguments(ServingOptions):
    """What stands behind `wuxiao service install`, in the order of its help."""

    user: Annotated[
        str, typer.Option(help="用哪个系统用户运行；不写则由系统临时分配一个专用的用户", metavar="用户")
    ] = ""
    memory: Annotated[str, typer.Option(help="最多用多少内存，如 4G 或 75%", metavar="内存")] = "75%"
    shown: Annotated[bool, typer.Option("--print", help="只显示，不写入系统")] = False

    def options(self) -> list[str]:
        """Those of `wuxiao serve` that were written, but for where it listens and files. Raises UsageError."""
        from generator.interfaces.web.front.public import public_address

        own = replace(self, public_url=str(public_address(self.public_url)) if self.public_url else "")
        written = [(one.name, getattr(own, one.name)) for one in fields(ServingOptions) if one.name not in APART]
        defaults = {one.name: one.default for one in fields(ServingOptions)}
        return [word for name, value in written if value != defaults[name] for word in _words(name, value)]

    def lacking(self) -> str:
        """What is still to be done before somebody can use the service. Raises UsageError where it could not start."""
        from generator.interfaces.web.service import require_guard

        if not MEMORY.fullmatch(self.memory):
            raise UsageError("--memory 应写成 4G 或 75% 这样。")
        if self.user and not (USER.fullmatch(self.user) and (self.shown or _is_user(self.user))):
            raise UsageError(f"这台电脑没有用户“{self.user[:100]}”。请先添加这个用户，或不写 --user。")
        service = self.service_in(STATE)
        require_guard(service, has_accounts=True)
        try:
            require_guard(service, has_accounts=_has_accounts())
        except UsageError:  # accounts may still be added before it is started
            return f"还没有密码，也没有账号，启动以前请先添加：wuxiao account add 登录名 --role admin --data {STATE}"
        return ""

    def handed(self) -> tuple[tuple[str, Path], ...]:
        """The files that the service reads, each with its option. Raises UsageError."""
        self.require_one_certificate()
        named = ((f"--{name.replace('_', '-')}", getattr(self, name)) for name in FILES)
        found = ((option, existing_file(path, option)) for option, path in named)
        return tuple((option, path.absolute()) for option, path in found if path)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwuid(int(name)) if name.isdigit() else pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _has_accounts() -> bool:
    """Whether the service has accounts; also where that cannot be seen."""
    from generator.interfaces.web.people.people import People

    people = People(STATE)
    try:
        return people.exist
    except (MachineError, OSError):
        return True
    finally:
        people.close()


def _words(name: str, value: object) -> list[str]:
    """An option as it is written."""
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, list):
        return [word for one in value for word in (option, f"{one}")]
    return [option] if value is True else [option, f"{value}"]


@taking(InstallArguments)
def install(written: InstallArguments) -> None:
    """把网页服务交给系统：开机自动启动，用专用的用户，限制它能做的事。"""
    from generator.interfaces.service.unit import Unit

    lacking = written.lacking()
    text = Unit(
        program=_program(),
        options=tuple(written.options()),
        user=written.user,
        host=written.host,
        port=written.port,
        handed=written.handed(),
        memory=written.memory,
    ).text()
    if written.shown:
        say(*text.splitlines())
        return
    _put(text)
    if lacking:
        say(lacking, "")
    say(f"已写入 {UNIT_FILE}。启动并设为开机自动启动：", "", "    systemctl daemon-reload")
    say("    systemctl enable --now wuxiao", "", "看它是否在运行：systemctl status wuxiao")


def _program() -> Path:
    """The program as it was started, which systemd starts again."""
    beside = Path(sys.executable).with_name("wuxiao")
    found = beside if beside.is_file() else shutil.which("wuxiao")
    return Path(found or sys.argv[0]).absolute()


def _put(text: str) -> None:
    if not UNIT_FILE.parent.is_dir():
        raise MachineError("这台电脑不用 systemd，不能这样安装。可用 --print 看看应该怎样运行。")
    aside = UNIT_FILE.with_suffix(".part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.chmod(0o644)
        aside.replace(UNIT_FILE)
    except OSError as wrong:
        raise MachineError(f"不能写入 {UNIT_FILE}：{reason(wrong)}。请用管理员（root）运行。") from wrong


service = typer.Typer(
    cls=ChineseGroup, help="网页服务的安装、备份和恢复。", no_args_is_help=True, rich_markup_mode=None
)
for _name, _command in (("install", install), ("backup", backup), ("restore", restore)):
    service.command(_name, cls=ChineseCommand)(_command)
