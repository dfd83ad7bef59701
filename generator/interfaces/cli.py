"""The command line: `wuxiao new | build | check | blank | workbook | progress | inspect | draft | lint-templates | …`.

Renderers are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from typing import Annotated

import typer

from generator import __version__
from generator.campaign.errors import DataError, WuxiaoError
from generator.ground.libraries import hush
from generator.ground.temporary import own_temporary_folder
from generator.interfaces import campaign_commands as campaign
from generator.interfaces import completing
from generator.interfaces import other_commands as other
from generator.interfaces.accounts import account_commands as accounts
from generator.interfaces.collecting.command import collect
from generator.interfaces.failures import PassedOnError, explained
from generator.interfaces.problem_tables import show_problems
from generator.interfaces.saying import ReaderGoneError, Telling, open_streams, say
from generator.interfaces.service.commands import service
from generator.interfaces.service.serving_commands import serve
from generator.interfaces.usage import ChineseCommand, ChineseGroup

INTERRUPTED = 130
READER_GONE = 141  # what a shell reports of a program that ended so: 128 + SIGPIPE
ASCII, UTF8_MODE = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968"}), "PYTHONUTF8"
# Nearly all that a command makes lives until it ends: the collector need not look for what has died so often.
COLLECTOR = (50_000, 20, 20)
FOR_THE_OWNER = 0o077  # as umask: also what libraries write is for this user alone

app = typer.Typer(
    cls=ChineseGroup,
    help="用一份数据生成评选活动的全部文书：通知、申报表、汇总表、证书、通报和双面打印的申报材料。",
    no_args_is_help=True,
    add_completion=False,  # with texts of our own instead
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line and leave with its exit code."""
    _begin_anew_in_utf8()
    open_streams()
    gc.set_threshold(*COLLECTOR)
    if completing.ASKED in os.environ:
        completing.prepare()
    for ending in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: what was begun is put away, and can be resumed
        signal.signal(ending, signal.default_int_handler)
    os.umask(FOR_THE_OWNER)
    own_temporary_folder()
    os.environ["PYTHONSAFEPATH"] = "1"  # no process that is started looks for modules among the files lying here
    debug = "--debug" in sys.argv
    hush(Telling() if debug else None)
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    sys.exit(run(arguments, debug=debug))


def _begin_anew_in_utf8() -> None:
    """Start again where Python could name no file in Chinese: in a locale of ASCII with its UTF-8 mode forbidden."""
    if sys.getfilesystemencoding() in ASCII and os.environ.get(UTF8_MODE) != "1" and sys.executable:
        os.environ[UTF8_MODE] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def run(arguments: list[str], *, debug: bool = False) -> int:
    """The exit code of one call. Every exception ends here, in a message; a traceback only with `debug`."""
    began = time.time()
    try:
        code = int(app(arguments, prog_name="wuxiao", standalone_mode=False) or 0)
        return _interrupted(arguments) if code == INTERRUPTED else code  # Typer makes an exit of KeyboardInterrupt
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted(arguments)
    except DataError as wrong:
        show_problems(wrong.problems, err=True)
        return _said(f"{wrong}，没有生成任何文件。请按上面的提示改正后重试。{_instead(arguments)}", wrong.exit_code)
    except WuxiaoError as wrong:
        return _said(str(wrong), wrong.exit_code)
    except ReaderGoneError:
        return READER_GONE
    except Exception as wrong:
        if debug:
            say(*traceback.format_exc().splitlines(), err=True)
        cause = wrong.__cause__ if isinstance(wrong, PassedOnError) else wrong
        told = explained(cause or wrong, began, arguments)
        return _said(str(told), told.exit_code)


def _instead(arguments: list[str]) -> str:
    """What can be had of a build although there are errors."""
    can_be_had = arguments[:1] == ["build"] and "--sound-only" not in arguments
    return "加上 --sound-only，可先生成与错误无关的文件。" if can_be_had else ""


def _interrupted(arguments: list[str]) -> int:
    more = "再次运行并加上 --resume，可接着做完。" if arguments[:1] == ["build"] else ""
    return _said(f"已中断，原有输出没有改动。{more}", INTERRUPTED)


def _said(message: str, code: int) -> int:
    say(message, err=True)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        say(f"wuxiao {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出")
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option("--install-completion", callback=completing.install, is_eager=True, help="装好按 Tab 键补全"),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option("--show-completion", callback=completing.show, is_eager=True, help="显示补全用的脚本，不安装"),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="程序出错时显示详细经过，供维护人员查找原因；写在哪里都可以")
    ] = False,
) -> None:
    """Options of the command itself."""


# In the order in which `--help` lists them.
for _name, _command in (
    ("new", other.new),
    ("build", campaign.build),
    ("check", campaign.check),
    ("blank", campaign.blank),
    ("workbook", campaign.workbook),
    ("collect", collect),
    ("draft", other.draft),
    ("progress", campaign.progress),
    ("verify", other.verify),
    ("keygen", other.keygen),
    ("inspect", other.inspect_file),
    ("lint-templates", other.lint_templates),
    ("purge", other.purge),
    ("serve", serve),
):
    app.command(_name, cls=ChineseCommand)(_command)

_people = typer.Typer(cls=ChineseGroup, no_args_is_help=True, rich_markup_mode=None)
for _name, _work in accounts.COMMANDS:
    _people.command(_name, cls=ChineseCommand)(_work)
app.add_typer(_people, name="account", help="网页服务的账号：添加、关闭、重设密码，程序用的密钥。")
app.add_typer(service, name="service")
