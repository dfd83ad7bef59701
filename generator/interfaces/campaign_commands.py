"""The commands that a campaign goes through: build, check, blank, workbook, progress.

Renderers are imported inside them, so that `--help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.disk import reason
from generator.errors import DataError, MachineError, Problem, UsageError, errors_of
from generator.interfaces.answers import told_check
from generator.interfaces.arguments import (
    CampaignArgument,
    FinalOption,
    OptionalCampaign,
    ProtectOption,
    ReplaceOption,
    existing_file,
    existing_folder,
    listed,
    require_xlsx,
    words,
)
from generator.interfaces.problem_tables import show_problems

if TYPE_CHECKING:
    from generator.pipeline import Report
    from generator.records import Counts


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
    record: Annotated[
        list[str] | None, typer.Option(help="只生成这个项目的文件，写项目编号，可写多次", metavar="项目编号")
    ] = None,
    sound_only: Annotated[
        bool, typer.Option("--sound-only", help="数据有错误时，先生成与错误无关的全部文件，其余列入“未生成清单.xlsx”")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次中断的生成，只做还没做完的")] = False,
    replace_changed: ReplaceOption = False,
) -> None:
    """生成活动的全部文书。"""
    from generator.interfaces.progress import shown_progress
    from generator.kinds import FORMATS, KINDS
    from generator.pipeline import Request
    from generator.pipeline import build as run_build

    request = Request(
        campaign=existing_folder(campaign),
        out=out.absolute(),
        kinds=listed(only, KINDS, "--only"),
        formats=listed(format, FORMATS, "--format"),
        recommenders=frozenset(recommender or ()),
        jobs=jobs,
        cluster=cluster or None,
        protect=protect,
        reference=reference,
        numbers=words(number),
        key=existing_file(key),
        copies=copies,
        records=frozenset(record or ()),
        sound_only=sound_only,
        resume=resume,
        replace_changed=replace_changed,
    )
    if request.numbers and request.kinds != {"certificate"}:
        raise UsageError("--number 只用于补打证书，请同时写 --only certificate。")
    with shown_progress() as progress:
        report = run_build(request, progress)
    _summarise(report)
    raise typer.Exit(DataError.exit_code if report.left_out else 0)


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

    _, counts, problems = check_campaign(existing_folder(campaign), final=final)
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

    require_xlsx(path, "--report")
    write_file(path, problem_sheet(problems))
    typer.echo(f"问题清单已生成：{path}", err=True)


def blank(
    out: Annotated[Path, typer.Option(help="输出文件夹", metavar="文件夹")],
    campaign: OptionalCampaign = None,
    protect: ProtectOption = False,
    replace_changed: ReplaceOption = False,
) -> None:
    """生成空白的申报表和汇总表，供下发。"""
    from generator.interfaces.progress import shown_progress
    from generator.pipeline import blank as run_blank

    with shown_progress() as progress:
        report = run_blank(
            existing_folder(campaign) if campaign else None,
            out,
            progress,
            protect=protect,
            replace_changed=replace_changed,
        )
    _summarise(report)


def workbook(
    out: Annotated[Path, typer.Option(help="要写的 .xlsx 文件", metavar="文件.xlsx")],
    campaign: OptionalCampaign = None,
) -> None:
    """生成填报用的 Excel 工作簿，带下拉选项和字数限制。"""
    from generator.pipeline import entry_workbook
    from generator.publishing import write_file

    require_xlsx(out, "--out")
    write_file(out, entry_workbook(existing_folder(campaign) if campaign else None))
    typer.echo(f"填报工作簿已生成：{out}")


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

    folder, day = existing_folder(campaign), _day(today)
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
    _say_what_was_left_out(report)
    reminders = len(report.problems) - len(errors_of(report.problems))
    typer.echo(f"生成{report.files}个文件，PDF共{report.pages}页，提醒{reminders}处。")
    typer.echo(f"位置：{report.out}")


def _say_what_was_left_out(report: Report) -> None:
    for one in report.left_out:
        owner = f"（{one.recommender}）" if one.recommender not in ("", one.name) else ""
        typer.echo(f"未生成：{one.name}{owner}的{one.papers}，原因见上面的错误。")
    if report.elsewhere:
        typer.echo(f"另有{report.elsewhere}处错误与这次要生成的文件无关，用 wuxiao check 查看。")
