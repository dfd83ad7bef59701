"""The command line: `wuxiao build | check | progress | blank | workbook | inspect | lint-templates | purge | serve`.

Renderers are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from generator import __version__
from generator.disk import reason
from generator.errors import DataError, MachineError, Problem, TemplateError, UsageError, WuxiaoError, errors_of
from generator.interfaces.answers import told_check, told_problem
from generator.interfaces.problem_tables import show_problems

if TYPE_CHECKING:
    from generator.pipeline import Report
    from generator.records import Counts

INTERNAL_ERROR = 5
INTERRUPTED = 130
# Nearly all that a command makes lives until it ends: the collector need not look for what has died so often.
COLLECTOR = (50_000, 20, 20)

app = typer.Typer(
    help="用一份数据生成“五小”活动的全部文书：通知、申报表、汇总表、证书、通报和双面打印的申报材料。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CampaignArgument = Annotated[Path, typer.Argument(help="活动文件夹，内有 campaign.yaml", metavar="活动文件夹")]
OptionalCampaign = Annotated[
    Path | None, typer.Argument(help="活动文件夹；不写则用自带的 2023 年活动", metavar="[活动文件夹]")
]

FinalOption = Annotated[bool, typer.Option("--final", help="申报已截止：数量和非公比例不足按错误处理")]

ProtectOption = Annotated[bool, typer.Option("--protect", help="申报表、汇总表的 Word 文件只能改填写处，表格锁定")]


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*COLLECTOR)
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    sys.exit(run(arguments, debug=debug))


def run(arguments: list[str], *, debug: bool = False) -> int:
    """The exit code of one call. Every exception ends here, in a message; a traceback only with `debug`."""
    try:
        return int(app(arguments, prog_name="wuxiao", standalone_mode=False) or 0)
    except TyperException as wrong:
        message = f"命令写得不对：{wrong.format_message()} 用法见 wuxiao --help 或 wuxiao 命令 --help。"
        return _said(message, UsageError.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        more = "再次运行并加上 --resume，可接着做完。" if arguments[:1] == ["build"] else ""
        return _said(f"已中断，原有输出没有改动。{more}", INTERRUPTED)
    except DataError as wrong:
        show_problems(wrong.problems, err=True)
        return _said(f"{wrong}，没有生成任何文件。请按上面的提示改正后重试。", wrong.exit_code)
    except WuxiaoError as wrong:
        return _said(str(wrong), wrong.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as wrong:
        if debug:
            traceback.print_exc()
        message = f"程序内部错误（{type(wrong).__name__}），原有输出没有改动。请加 --debug 重试并把结果发给维护人员。"
        return _said(message, INTERNAL_ERROR)


def _said(message: str, code: int) -> int:
    typer.echo(message, err=True)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wuxiao {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def build(
    campaign: CampaignArgument,
    out: Annotated[Path, typer.Option(help="输出文件夹；每次生成都整体换成本次的结果", metavar="文件夹")],
    only: Annotated[
        str,
        typer.Option(help="只生成这些：notice,blank,form1,form2,certificate,bulletin,packet", metavar="种类"),
    ] = "",
    format: Annotated[str, typer.Option(help="只生成这些格式：docx,pdf,xlsx", metavar="格式")] = "",
    number: Annotated[
        str, typer.Option(help="补打这些证书，如 17,42；须同时写 --only certificate", metavar="证书号")
    ] = "",
    key: Annotated[
        Path | None,
        typer.Option(help="给证书加验证码用的密钥文件；活动文件夹里有“证书密钥.pem”时不必写", metavar="文件"),
    ] = None,
    recommender: Annotated[
        list[str] | None, typer.Option(help="只生成这个申报单位的文件，可写多次", metavar="申报单位")
    ] = None,
    jobs: Annotated[int, typer.Option(help="同时使用的处理器数；0 表示自动", min=0, metavar="数")] = 0,
    cluster: Annotated[
        str, typer.Option(help="在 Dask 集群的多台机器上生成；输出文件夹须各机共用", metavar="地址")
    ] = "",
    protect: ProtectOption = False,
    reference: Annotated[
        bool, typer.Option("--reference", help="PDF 全部由 WeasyPrint 逐份重新排版（慢，用来核对）")
    ] = False,
    copies: Annotated[
        int | None,
        typer.Option(
            help="申报材料里申报表、介绍材料、附件的份数；不写则按 campaign.yaml", min=1, max=20, metavar="份数"
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次中断的生成，只做还没做完的")] = False,
) -> None:
    """生成活动的全部文书。"""
    from generator.interfaces.progress import shown_progress
    from generator.kinds import FORMATS, KINDS
    from generator.pipeline import Request
    from generator.pipeline import build as run_build

    request = Request(
        campaign=_folder(campaign),
        out=out.absolute(),
        kinds=_listed(only, KINDS, "--only"),
        formats=_listed(format, FORMATS, "--format"),
        recommenders=frozenset(recommender or ()),
        jobs=jobs,
        cluster=cluster or None,
        protect=protect,
        reference=reference,
        numbers=_words(number),
        key=_file(key),
        copies=copies,
        resume=resume,
    )
    if request.numbers and request.kinds != {"certificate"}:
        raise UsageError("--number 只用于补打证书，请同时写 --only certificate。")
    with shown_progress() as progress:
        report = run_build(request, progress)
    _summarise(report)


@app.command()
def check(
    campaign: CampaignArgument,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    final: FinalOption = False,
    report: Annotated[
        Path | None, typer.Option(help="另存为 Excel 问题清单，可发回申报单位修改", metavar="文件.xlsx")
    ] = None,
) -> None:
    """检查活动的数据，列出全部问题，不生成文件。"""
    from generator.checks.campaign import check_campaign

    _, counts, problems = check_campaign(_folder(campaign), final=final)
    if report is not None:
        _write_report(report, problems)
    if as_json:
        typer.echo(json.dumps(told_check(problems, counts), ensure_ascii=False, indent=1))
    else:
        show_problems(problems, err=False)
        typer.echo(_counts_line(counts))
        wrong = len(errors_of(problems))
        typer.echo(f"错误{wrong}处，提醒{len(problems) - wrong}处。")
    raise typer.Exit(DataError.exit_code if errors_of(problems) else 0)


def _write_report(path: Path, problems: Sequence[Problem]) -> None:
    from generator.publishing import write_file
    from generator.rendering.problem_sheet import problem_sheet

    _require_xlsx(path, "--report")
    write_file(path, problem_sheet(problems))
    typer.echo(f"问题清单已生成：{path}", err=True)


@app.command()
def blank(
    out: Annotated[Path, typer.Option(help="输出文件夹", metavar="文件夹")],
    campaign: OptionalCampaign = None,
    protect: ProtectOption = False,
) -> None:
    """生成空白的申报表和汇总表，供下发。"""
    from generator.interfaces.progress import shown_progress
    from generator.pipeline import blank as run_blank

    with shown_progress() as progress:
        report = run_blank(_folder(campaign) if campaign else None, out, progress, protect=protect)
    _summarise(report)


@app.command()
def workbook(
    out: Annotated[Path, typer.Option(help="要写的 .xlsx 文件", metavar="文件.xlsx")],
    campaign: OptionalCampaign = None,
) -> None:
    """生成填报用的 Excel 工作簿，带下拉选项和字数限制。"""
    from generator.pipeline import entry_workbook
    from generator.publishing import write_file

    _require_xlsx(out, "--out")
    write_file(out, entry_workbook(_folder(campaign) if campaign else None))
    typer.echo(f"填报工作簿已生成：{out}")


@app.command()
def progress(
    campaign: CampaignArgument,
    out: Annotated[
        Path | None, typer.Option(help="把申报进度.pdf 和申报进度.xlsx 写到这个文件夹", metavar="文件夹")
    ] = None,
    today: Annotated[str, typer.Option(help="统计日期，写成 2023-08-10；不写则为今天", metavar="日期")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """查看申报进度：各申报单位已申报的数量、非公占比和问题。"""
    from generator.interfaces.tables import show_receiving
    from generator.pipeline import receiving, receiving_files
    from generator.publishing import write_file

    folder, day = _folder(campaign), _day(today)
    state = receiving(folder, day)
    if as_json:
        typer.echo(json.dumps(state, ensure_ascii=False, indent=1))
    else:
        show_receiving(state)
    if out is not None:
        for name, content in receiving_files(folder, state, day).items():
            write_file(out / name, content)
        typer.echo(f"申报进度已生成：{out}", err=True)


def _day(text: str) -> date:
    """The day written as 2023-08-10; today where nothing was written."""
    try:
        return date.fromisoformat(text) if text else datetime.now().astimezone().date()
    except ValueError:
        raise UsageError(f"--today 应写成 2023-08-10，而不是“{text}”。") from None


@app.command()
def verify(
    campaign: CampaignArgument,
    asked: Annotated[
        list[str], typer.Argument(help="证书编号或序号，扫出的验证码，或证书的照片、PDF；可写多个", metavar="证书")
    ],
    public_key: Annotated[
        Path | None, typer.Option(help="公钥文件；活动文件夹里有“证书公钥.pem”时不必写", metavar="文件")
    ] = None,
) -> None:
    """核对证书：是否真实，是否已撤销，与登记是否一致。"""
    from generator.verifying import verify as verified

    verdicts = verified(_folder(campaign), asked, _file(public_key))
    for verdict in verdicts:
        typer.echo(verdict.text)
    raise typer.Exit(0 if all(verdict.valid for verdict in verdicts) else DataError.exit_code)


@app.command()
def keygen(campaign: CampaignArgument) -> None:
    """生成证书验证码的密钥，放在活动文件夹里。"""
    from generator.codes import new_keys

    folder = _folder(campaign)
    try:
        private, public = new_keys(folder)
    except FileExistsError as existing:
        name = Path(str(existing)).name
        raise UsageError(
            f"已有“{name}”，没有改动。换了密钥，已发证书的验证码就不能核对了；确要换，请先移走它。"
        ) from None
    except OSError as wrong:
        raise MachineError(f"不能在 {folder} 中写文件：{wrong.strerror}。请检查权限和磁盘。") from wrong
    typer.echo(f"密钥已生成：{private}。只有本人能读，请另存一份备份，不要外传。")
    typer.echo(f"公钥：{public}。可交给任何要核对证书的单位。")


@app.command("inspect")
def inspect_file(
    file: Annotated[Path, typer.Argument(help="要检查的 .docx、.pdf 或 .xlsx 文件", metavar="文件")],
    campaign: OptionalCampaign = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """检查一个文件的版式：通知、通报对照国家标准，申报表、汇总表对照空白表格。"""
    from generator.inspecting.inspecting import inspect

    found = inspect(file, campaign=_folder(campaign) if campaign else None)
    typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if as_json else "\n".join(found.lines()))
    raise typer.Exit(0 if found.intact else DataError.exit_code)


@app.command("lint-templates")
def lint_templates(
    folder: Annotated[Path, typer.Argument(help="活动文件夹，或放模板的文件夹", metavar="文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """检查自己改过的模板：写错的名称、拆开的标记、宏和外部链接，并试填一次。"""
    from generator.linting.lint import lint

    problems = lint(_folder(folder))
    wrong = len(errors_of(problems))
    if as_json:
        typer.echo(json.dumps({"problems": [told_problem(one) for one in problems]}, ensure_ascii=False, indent=1))
    else:
        show_problems(problems, err=False)
        typer.echo(f"错误{wrong}处，提醒{len(problems) - wrong}处。")
    raise typer.Exit(TemplateError.exit_code if wrong else 0)


@app.command()
def purge(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="输出文件夹，或放输出的文件夹；不写则为当前文件夹", metavar="[文件夹]..."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="网页服务保存内容的文件夹", metavar="文件夹")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除")] = False,
) -> None:
    """清理中断的生成、网页服务保存的活动和临时文件；正在使用的和别的文件都不动。"""
    from generator.interfaces.purging import purged
    from generator.interfaces.web.service import private_folder

    found = purged([_folder(one) for one in folders or [Path()]], data or private_folder(), dry_run=dry_run)
    for one in found:
        typer.echo(f"{one.kept}，没有删除" if one.kept else "将删除" if dry_run else "已删除", nl=False)
        typer.echo(f"：{one.what} {one.path}")
    gone = sum(not one.kept for one in found)
    typer.echo(f"{'将删除' if dry_run else '删除'}{gone}项，保留{len(found) - gone}项。")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="提供服务的地址；默认只有本机能访问", metavar="地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535, metavar="端口")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option(help="其他电脑访问时用的名称或地址，可写多次", metavar="名称")
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="密码文件，第一行是密码；向其他电脑提供服务时必须有", metavar="文件")
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option(help="TLS 证书（PEM）", metavar="文件")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="TLS 私钥（PEM）", metavar="文件")] = None,
    data: Annotated[Path | None, typer.Option(help="保存上传和生成内容的文件夹", metavar="文件夹")] = None,
    keep_days: Annotated[int, typer.Option(help="保存多少天", min=1, max=365, metavar="天数")] = 7,
) -> None:
    """在浏览器里使用：上传、检查、生成、预览和下载。"""
    from generator.interfaces.web.service import Service, private_folder, read_password
    from generator.interfaces.web.serving import serve as run_service

    service = Service(
        root=(data or private_folder()).absolute(),
        host=host,
        port=port,
        names=tuple(name or ()),
        password=read_password(password_file) if password_file else None,
        certificate=_file(tls_certificate),
        key=_file(tls_key),
        keep_days=keep_days,
        debug="--debug" in sys.argv,
    )
    run_service(service, typer.echo)


def _file(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise UsageError(f"没有文件“{path}”。请写文件的位置。")
    return path


def _require_xlsx(path: Path, option: str) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{option} 应以 .xlsx 结尾，而不是“{path.name}”。")


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise UsageError(f"没有文件夹“{path}”。请写活动文件夹的位置。")
    return path.resolve()


def _words(text: str) -> tuple[str, ...]:
    """The words of a comma list."""
    return tuple(word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip())


def _listed(text: str, known: tuple[str, ...], option: str) -> frozenset[str]:
    """The words of a comma list; all where nothing was written."""
    words = _words(text)
    for word in words:
        if word not in known:
            raise UsageError(f"{option} 不认识“{word}”。可用的有：{','.join(known)}。")
    return frozenset(words or known)


def _counts_line(counts: Counts) -> str:
    return f"读入{counts.read}行：接受{counts.accepted}，退回{counts.rejected}，空行{counts.blank}。"


def _summarise(report: Report) -> None:
    """Say what was made. Raises MachineError where it cannot be said, as on a full disk; the files are there."""
    try:
        _say_what_was_made(report)
    except BrokenPipeError:
        raise
    except OSError as wrong:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise MachineError(f"文件已全部生成，位置：{report.out}。但结果显示不出来：{reason(wrong)}。") from wrong


def _say_what_was_made(report: Report) -> None:
    show_problems(report.problems, err=True)
    if report.counts.read:
        typer.echo(_counts_line(report.counts))
    if report.taken_over:
        typer.echo(f"其中{report.taken_over}个文件是上次中断前已经做好的。")
    typer.echo(f"生成{report.files}个文件，PDF共{report.pages}页，提醒{len(report.problems)}处。")
    typer.echo(f"位置：{report.out}")
