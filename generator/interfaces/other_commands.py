"""The commands around a campaign: new, verify, keygen, inspect, draft, lint-templates, purge.

What they work with is imported inside them, so that `--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.campaign.errors import DataError, MachineError, TemplateError, UsageError, errors_of
from generator.ground.disk import reason
from generator.interfaces.answers import told_problem, told_verdicts
from generator.interfaces.arguments import (
    CampaignArgument,
    JsonOption,
    OptionalCampaign,
    QuietOption,
    campaign_folder,
    campaign_or_starter,
    existing_file,
    existing_folder,
    output_folder,
)
from generator.interfaces.problem_tables import show_problems
from generator.interfaces.saying import say, say_json


def new(
    folder: Annotated[Path, typer.Argument(help="新活动的文件夹，还没有或是空的", metavar="新文件夹")],
    source: Annotated[
        Path | None, typer.Option("--from", help="照这个活动（如去年的）新建；不写则照自带的", metavar="活动文件夹")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="新活动的年度；不写则是今年", min=2000, max=2099, metavar="年度")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """新建活动：设置和文字照另一个活动，年份和日期顺延；申报数据、评选结果不带过来。"""
    from generator.editing.beginning import this_year
    from generator.handing_out import begin

    of = year or this_year()
    made = begin(output_folder(folder), campaign_or_starter(source), of)
    if not quiet:
        say(
            f"已新建{of}年的活动：{folder}（{'、'.join(made[:5])}{'等' if len(made) > 5 else ''}）。",
            f"请在 {folder / 'campaign.yaml'} 里核对日期、数量、名单，再运行：wuxiao check {folder}",
        )


def verify(
    campaign: CampaignArgument,
    asked: Annotated[
        list[str], typer.Argument(help="证书编号或序号，扫出的验证码，或证书的照片、PDF；可写多个", metavar="证书")
    ],
    public_key: Annotated[
        Path | None, typer.Option(help="公钥文件；活动文件夹里有“证书公钥.pem”时不必写", metavar="文件")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """核对证书：是否真实，是否已撤销，与登记是否一致。"""
    from generator.verifying.verdicts import verify as verified

    verdicts = verified(campaign_folder(campaign), asked, existing_file(public_key, "--public-key"))
    if as_json:
        say_json(told_verdicts(verdicts))
    else:
        several = len(asked) > 1
        say(*(f"{one.file}：{one.text}" if one.file and several else one.text for one in verdicts))
    raise typer.Exit(0 if all(verdict.valid for verdict in verdicts) else DataError.exit_code)


def keygen(campaign: CampaignArgument) -> None:
    """生成证书验证码的密钥，放在活动文件夹里。"""
    from generator.composing.codes import new_keys

    folder = campaign_folder(campaign)
    try:
        private, public = new_keys(folder)
    except FileExistsError as existing:
        name = Path(str(existing)).name
        raise UsageError(
            f"已有“{name}”，没有改动。换了密钥，已发证书的验证码就不能核对了；确要换，请先移走它。"
        ) from None
    except OSError as wrong:
        raise MachineError(f"不能在 {folder} 中写文件：{reason(wrong)}。") from wrong
    say(
        f"密钥已生成：{private}。只有本人能读，请另存一份备份，不要外传。",
        f"公钥：{public}。可交给任何要核对证书的单位。",
    )


def inspect_file(
    file: Annotated[Path, typer.Argument(help="要检查的 .docx、.pdf 或 .xlsx 文件", metavar="文件")],
    campaign: OptionalCampaign = None,
    as_json: JsonOption = False,
) -> None:
    """检查一个文件的版式：通知、通报对照国家标准，申报表、汇总表对照空白表格。"""
    from generator.inspecting.apart import inspect_apart

    existing_file(file, "文件")
    found = inspect_apart(file, campaign=campaign_folder(campaign) if campaign else None)
    if as_json:
        say_json(found.as_json())
    else:
        say(*found.lines())
        if not (found.intact or found.figures or campaign):
            say("没有写活动文件夹，对照的是自带的 2023 年活动的表格。今年的表格请写成：wuxiao inspect 文件 活动文件夹")
    raise typer.Exit(0 if found.intact else DataError.exit_code)


def lint_templates(
    folder: Annotated[Path, typer.Argument(help="活动文件夹，或放模板的文件夹", metavar="文件夹")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """检查自己改过的模板：写错的名称、拆开的标记、宏和外部链接，并试填一次。"""
    from generator.linting.lint import lint

    problems = lint(existing_folder(folder))
    wrong = len(errors_of(problems))
    if as_json:
        say_json({"problems": [told_problem(one) for one in problems]})
    else:
        show_problems(problems, err=False)
        if not quiet:
            say(f"错误{wrong}处，提醒{len(problems) - wrong}处。")
    raise typer.Exit(TemplateError.exit_code if wrong else 0)


def draft(
    campaign: CampaignArgument,
    replace_changed: Annotated[
        bool, typer.Option("--replace-changed", help="自己在 Word、Excel 里改过的也重画，改动会丢失")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """按活动自己的 fields.yaml、form.yaml 画出 Word 和 Excel 模板，放进活动文件夹的 templates。"""
    from generator.drafting.own import State
    from generator.handing_out import draw_templates

    made = draw_templates(campaign_folder(campaign), replace_changed=replace_changed)
    told = {
        State.DRAWN: "已画好：{}",
        State.SAME: "没有变化：{}",
        State.KEPT: "自己改过，仍与表格一致，没有动：{}",
        State.CHANGED: "自己改过，没有重画：{}。表格后来又改了，要重画请加上 --replace-changed，自己的改动会丢失。",
    }
    changed = [one for one in made if one.state is State.CHANGED]
    if not quiet:
        say(*(told[one.state].format(f"templates/{one.name}") for one in made if one not in changed))
        if not made:
            say("这个活动没有自己的字段和表格，用的是程序自带的模板，不用画。")
    say(*(told[one.state].format(f"templates/{one.name}") for one in changed), err=True)
    raise typer.Exit(DataError.exit_code if changed else 0)


def purge(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="输出文件夹，或放输出的文件夹；不写则为当前文件夹", metavar="[文件夹]..."),
    ] = None,
    data: Annotated[Path | None, typer.Option(help="网页服务保存内容的文件夹", metavar="文件夹")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除")] = False,
    quiet: QuietOption = False,
) -> None:
    """清理中断的生成、网页服务保存的活动和临时文件；正在使用的和别的文件都不动。"""
    from generator.interfaces.purging import purged
    from generator.interfaces.web.service import private_folder

    found = purged([existing_folder(one) for one in folders or [Path()]], data or private_folder(), dry_run=dry_run)
    gone = sum(not one.kept for one in found)
    for one in found:
        done = f"{one.kept}，没有删除" if one.kept else "将删除" if dry_run else "已删除"
        if one.kept or not quiet:
            say(f"{done}：{one.what} {one.path}")
    if not quiet:
        say(f"{'将删除' if dry_run else '删除'}{gone}项，保留{len(found) - gone}项。")
