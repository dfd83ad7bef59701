"""The commands that a campaign goes through: build, check, blank, workbook, progress.

Renderers are imported inside them, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.campaign.errors import DataError, MachineError, Problem, UsageError, errors_of
from generator.campaign.kinds import FORMATS, KINDS
from generator.interfaces import completing
from generator.interfaces.answers import told_build, told_check, told_refusal
from generator.interfaces.arguments import (
    CampaignArgument,
    FinalOption,
    JsonOption,
    OptionalCampaign,
    ProtectOption,
    QuietOption,
    ReplaceOption,
    campaign_folder,
    existing_file,
    listed,
    output_folder,
    require_xlsx,
    words,
)
from generator.interfaces.problem_tables import show_problems
from generator.interfaces.saying import say, say_json

if TYPE_CHECKING:
    from generator.campaign.records import Counts
    from generator.pipeline import Report, Request


def build(
    campaign: CampaignArgument,
    out: Annotated[Path, typer.Option(help="输出文件夹；每次生成都整体换成本次的结果", metavar="文件夹")],
    only: Annotated[
        str,
        typer.Option(
            help=f"只生成这些种类，用逗号分隔：{','.join(KINDS)}", metavar="种类", autocompletion=completing.kinds
        ),
    ] = "",
    format: Annotated[
        str,
        typer.Option(
            help=f"只生成这些格式，用逗号分隔：{','.join(FORMATS)}", metavar="格式", autocompletion=completing.formats
        ),
    ] = "",
    number: Annotated[
        str, typer.Option(help="补打这些证书，如 17,42；须同时写 --only certificate", metavar="证书号")
    ] = "",
    key: Annotated[
        Path | None,
        typer.Option(help="给证书加验证码用的密钥文件；活动文件夹里有“证书密钥.pem”时不必写", metavar="文件"),
    ] = None,
    recommender: Annotated[
        list[str] | None,
        typer.Option(
            help="只生成这个申报单位的文件，写名称或简称，可写多次",
            metavar="申报单位",
            autocompletion=completing.recommenders,
        ),
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
    record: Annotated[
        list[str] | None,
        typer.Option(
            help="只生成这些项目的文件，如 NC-001,NC-002，也可写多次；汇总表等须写进 --only",
            metavar="项目编号",
            autocompletion=completing.records,
        ),
    ] = None,
    sound_only: Annotated[
        bool, typer.Option("--sound-only", help="数据有错误时，先生成与错误无关的全部文件，其余列入“未生成清单.xlsx”")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次中断的生成，只做还没做完的")] = False,
    replace_changed: ReplaceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """生成活动的全部文书。"""
    from generator.pipeline import Request

    request = Request(
        campaign=campaign_folder(campaign),
        out=output_folder(out),
        kinds=listed(only, KINDS, "--only"),
        formats=listed(format, FORMATS, "--format"),
        recommenders=frozenset(recommender or ()),
        jobs=jobs,
        cluster=cluster or None,
        protect=protect,
        reference=reference,
        numbers=words(number),
        key=existing_file(key, "--key"),
        copies=copies,
        records=frozenset(number for text in record or () for number in words(text) or (text,)),
        sound_only=sound_only,
        resume=resume,
        replace_changed=replace_changed,
    )
    if request.numbers and request.kinds != {"certificate"}:
        raise UsageError("--number 只用于补打证书，请同时写 --only certificate。")
    _build(request, as_json=as_json, quiet=quiet)


def _build(request: Request, *, as_json: bool, quiet: bool) -> None:
    """Make what was asked for and say what came of it. Raises DataError where that is not said as JSON."""
    from generator.interfaces.progress import shown_progress
    from generator.pipeline import build as run_build

    try:
        with shown_progress(quiet=quiet) as progress:
            report = run_build(request, progress)
    except DataError as refused:
        if not as_json:
            raise
        say_json(told_refusal(refused, request.out))
        raise typer.Exit(refused.exit_code) from None
    _summarise(report, as_json=as_json, quiet=quiet)
    raise typer.Exit(DataError.exit_code if report.left_out else 0)


def check(
    campaign: CampaignArgument,
    as_json: JsonOption = False,
    final: FinalOption = False,
    report: Annotated[
        Path | None, typer.Option(help="另存为 Excel 问题清单，可发回申报单位修改", metavar="文件.xlsx")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """检查活动的数据，列出全部问题，不生成文件。"""
    from generator.checks.campaign import check_campaign

    _, counts, problems = check_campaign(campaign_folder(campaign), final=final)
    if report is not None:
        _write_report(report, problems, quiet=quiet)
    if as_json:
        say_json(told_check(problems, counts))
    else:
        show_problems(problems, err=False)
        wrong = len(errors_of(problems))
        if not quiet:
            say(_counts_line(counts), f"错误{wrong}处，提醒{len(problems) - wrong}处。")
    raise typer.Exit(DataError.exit_code if errors_of(problems) else 0)


def _write_report(path: Path, problems: Sequence[Problem], *, quiet: bool) -> None:
    from generator.rendering.excel.problem_sheet import problem_sheet
    from generator.running.publishing import write_file

    require_xlsx(path, "--report")
    write_file(path, problem_sheet(problems))
    if not quiet:
        say(f"问题清单已生成：{path}", err=True)


def blank(
    out: Annotated[Path, typer.Option(help="输出文件夹", metavar="文件夹")],
    campaign: OptionalCampaign = None,
    protect: ProtectOption = False,
    replace_changed: ReplaceOption = False,
    quiet: QuietOption = False,
) -> None:
    """生成空白的申报表和汇总表，供下发。"""
    from generator.handing_out import blank as run_blank
    from generator.interfaces.progress import shown_progress

    with shown_progress(quiet=quiet) as progress:
        report = run_blank(
            campaign_folder(campaign) if campaign else None,
            output_folder(out),
            progress,
            protect=protect,
            replace_changed=replace_changed,
        )
    _summarise(report, as_json=False, quiet=quiet)


def workbook(
    out: Annotated[Path, typer.Option(help="要写的 .xlsx 文件", metavar="文件.xlsx")],
    campaign: OptionalCampaign = None,
    quiet: QuietOption = False,
) -> None:
    """生成填报用的 Excel 工作簿，带下拉选项和字数限制。"""
    from generator.handing_out import entry_workbook
    from generator.running.publishing import write_file

    require_xlsx(out, "--out")
    write_file(out, entry_workbook(campaign_folder(campaign) if campaign else None))
    if not quiet:
        say(f"填报工作簿已生成：{out}")


def progress(
    campaign: CampaignArgument,
    out: Annotated[
        Path | None, typer.Option(help="把申报进度.pdf 和申报进度.xlsx 写到这个文件夹", metavar="文件夹")
    ] = None,
    today: Annotated[str, typer.Option(help="统计日期，写成 2023-08-10；不写则为今天", metavar="日期")] = "",
    as_json: JsonOption = False,
) -> None:
    """查看申报进度：各申报单位已申报的数量、非公占比和问题。"""
    from generator.handing_out import receiving, receiving_files
    from generator.interfaces.tables import show_receiving
    from generator.running.publishing import write_file

    folder, day = campaign_folder(campaign), _day(today)
    state = receiving(folder, day)
    if as_json:
        say_json(state)
    else:
        show_receiving(state)
    if out is not None:
        for name, content in receiving_files(folder, state, day).items():
            write_file(out / name, content)
        say(f"申报进度已生成：{out}", err=True)


def _day(text: str) -> date:
    """The day written as 2023-08-10; today where nothing was written."""
    try:
        return date.fromisoformat(text) if text else datetime.now().astimezone().date()
    except ValueError:
        raise UsageError(f"--today 应写成 2023-08-10，而不是“{text}”。") from None


def _counts_line(counts: Counts) -> str:
    return f"读入{counts.read}行：接受{counts.accepted}，退回{counts.rejected}，空行{counts.blank}。"


def _summarise(report: Report, *, as_json: bool, quiet: bool) -> None:
    """Say what was made. Raises MachineError where it cannot be said, as on a full disk; the files are there."""
    try:
        if as_json:
            say_json(told_build(report))
            return
        show_problems(report.problems, err=True)
        if not quiet:
            say(*_what_was_made(report))
    except MachineError as unsaid:
        raise MachineError(f"文件已全部生成，位置：{report.out}。但{unsaid}") from unsaid


def _what_was_made(report: Report) -> Iterator[str]:
    if report.counts.read:
        yield _counts_line(report.counts)
    if report.taken_over:
        yield f"其中{report.taken_over}个文件是上次中断前已经做好的。"
    yield from _what_was_left_out(report)
    reminders = len(report.problems) - len(errors_of(report.problems))
    yield f"生成{report.files}个文件，PDF共{report.pages}页，提醒{reminders}处。"
    yield f"位置：{report.out}"


def _what_was_left_out(report: Report) -> Iterator[str]:
    for one in report.left_out:
        owner = f"（{one.recommender}）" if one.recommender not in ("", one.name) else ""
        yield f"未生成：{one.name}{owner}的{one.papers}，原因见上面的错误。"
    if report.elsewhere:
        yield f"另有{report.elsewhere}处错误与这次要生成的文件无关，用 wuxiao check 查看。"
