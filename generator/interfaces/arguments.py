"""What commands take: their common arguments and options, and what is asked of a file, a folder, a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import MISSING, dataclass, fields
from difflib import get_close_matches
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from generator.campaign.errors import UsageError
from generator.campaign.kinds import FORMATS, KINDS
from generator.campaign.layout import further_forms
from generator.campaign.masking import shortened
from generator.ground.disk import reason
from generator.interfaces import completing

if TYPE_CHECKING:
    from generator.running.options import Options

Given = TypeVar("Given")

CAMPAIGN = "campaign.yaml"
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"})

CampaignArgument = Annotated[Path, typer.Argument(help="活动文件夹，内有 campaign.yaml", metavar="活动文件夹")]
OptionalCampaign = Annotated[
    Path | None, typer.Argument(help="活动文件夹；不写则用自带的 2023 年活动", metavar="[活动文件夹]")
]

FinalOption = Annotated[bool, typer.Option("--final", help="申报已截止：数量和非公比例不足按错误处理")]

ProtectOption = Annotated[
    bool, typer.Option("--protect", help="申报表的 Word 文件只能改填写处，表格锁定；汇总表要加行，不锁")
]

ReplaceOption = Annotated[
    bool,
    typer.Option("--replace-changed", help="输出文件夹里自己放的和改过的文件也不保留；不写则有这样的文件时不生成"),
]


FormatOption = Annotated[
    str,
    typer.Option(
        help=f"只生成这些格式，用逗号分隔：{','.join(FORMATS)}", metavar="格式", autocompletion=completing.formats
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只显示问题和错误，不显示进度和结果")]
JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


@dataclass(frozen=True)
class BuildArguments:
    """What stands behind `wuxiao build`, in the order of its help."""

    campaign: CampaignArgument
    out: Annotated[Path, typer.Option(help="输出文件夹；每次生成都整体换成本次的结果", metavar="文件夹")]
    only: Annotated[
        str,
        typer.Option(
            help=f"只生成这些种类，用逗号分隔：{','.join(KINDS)}；另加的表格写它的文件夹名",
            metavar="种类",
            autocompletion=completing.kinds,
        ),
    ] = ""
    format: FormatOption = ""
    number: Annotated[
        str, typer.Option(help="补打这些证书，如 17,42；须同时写 --only certificate", metavar="证书号")
    ] = ""
    key: Annotated[
        Path | None,
        typer.Option(help="给证书加验证码用的密钥文件；活动文件夹里有“证书密钥.pem”时不必写", metavar="文件"),
    ] = None
    recommender: Annotated[
        list[str] | None,
        typer.Option(
            help="只生成这个申报单位的文件，写名称或简称，可写多次",
            metavar="申报单位",
            autocompletion=completing.recommenders,
        ),
    ] = None
    jobs: Annotated[int, typer.Option(help="同时使用的处理器数；0 表示自动", min=0, metavar="数")] = 0
    cluster: Annotated[str, typer.Option(help="在 Dask 集群的多台机器上生成；输出文件夹须各机共用", metavar="地址")] = (
        ""
    )
    protect: ProtectOption = False
    reference: Annotated[
        bool, typer.Option("--reference", help="PDF 全部由 WeasyPrint 逐份重新排版（慢，用来核对）")
    ] = False
    copies: Annotated[
        int | None,
        typer.Option(
            help="申报材料里申报表、介绍材料、附件的份数；不写则按 campaign.yaml", min=1, max=20, metavar="份数"
        ),
    ] = None
    record: Annotated[
        list[str] | None,
        typer.Option(
            help="只生成这些项目的文件，写项目编号，用逗号分开，也可写多次；汇总表等须写进 --only",
            metavar="项目编号",
            autocompletion=completing.records,
        ),
    ] = None
    sound_only: Annotated[
        bool, typer.Option("--sound-only", help="数据有错误时，先生成与错误无关的全部文件，其余列入“未生成清单.xlsx”")
    ] = False
    resume: Annotated[bool, typer.Option("--resume", help="接着上次中断的生成，只做还没做完的")] = False
    replace_changed: ReplaceOption = False
    as_json: JsonOption = False
    quiet: QuietOption = False

    def options(self) -> Options:
        """What they ask for. Raises UsageError."""
        from generator.running.options import ALL_KINDS, Options

        campaign = campaign_folder(self.campaign)
        known = (*KINDS, *further_forms(campaign))
        kinds = listed(self.only, known, "--only")
        return Options(
            campaign=campaign,
            out=output_folder(self.out),
            kinds=ALL_KINDS if kinds == frozenset(known) else kinds,
            formats=listed(self.format, FORMATS, "--format"),
            recommenders=frozenset(self.recommender or ()),
            records=frozenset(number for text in self.record or () for number in words(text) or (text,)),
            numbers=words(self.number),
            key=existing_file(self.key, "--key"),
            copies=self.copies,
            protect=self.protect,
            reference=self.reference,
            sound_only=self.sound_only,
            jobs=self.jobs,
            cluster=self.cluster or None,
            resume=self.resume,
            replace_changed=self.replace_changed,
        )


def taking(record: Callable[..., Given]) -> Callable[[Callable[[Given], None]], Callable[..., None]]:
    """Makes a command of a function of one record: its arguments and options are the record's fields."""

    def made(command: Callable[[Given], None]) -> Callable[..., None]:
        def called(**written: Any) -> None:
            command(record(**written))

        hints = get_type_hints(record, include_extras=True)
        parameters = [
            Parameter(
                one.name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if one.default is MISSING else one.default,
                annotation=hints[one.name],
            )
            for one in fields(record)  # type: ignore[arg-type]
        ]
        called.__doc__, called.__annotations__ = command.__doc__, hints
        called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        return called

    return made


@contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """The path as messages name it. Raises UsageError where the system cannot even look at it."""
    name = shortened(str(path))
    try:
        yield name
    except OSError as wrong:
        raise UsageError(f"打不开“{name}”：{reason(wrong)}。") from wrong
    except (RuntimeError, ValueError) as wrong:  # links that go in a circle; no name at all
        raise UsageError(f"打不开“{name}”：不是能用的位置，请检查。") from wrong


def existing_file(path: Path | None, option: str) -> Path | None:
    """The path as it is. Raises UsageError where no file is there; `option` is what it was written for."""
    if path is None:
        return None
    with _reachable(path) as name:
        if not path.is_file():
            raise UsageError(f"{option} “{name}”：{_instead_of_a_file(path)}。")
    return path


def _instead_of_a_file(path: Path) -> str:
    if path.is_dir():
        return "是文件夹，这里要写文件"
    if path.exists():
        return "是管道、套接字或设备，这里要写普通文件"
    return f"没有这个文件。{_near(path) or '请写文件的位置'}"


def output_folder(path: Path) -> Path:
    """The whole path of a folder to be made. Raises UsageError for what can be none."""
    with _reachable(path) as name:
        whole = path.resolve() if path.name in ("", "..") else path.absolute()
        if not whole.name:
            raise UsageError(f"“{name}”不能作输出文件夹，请写一个新文件夹的名称。")
    return whole


def require_xlsx(path: Path, option: str) -> None:
    """Raise UsageError unless the name ends in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{option} 应以 .xlsx 结尾，而不是“{path.name}”。")


def existing_folder(path: Path) -> Path:
    """The folder's whole path. Raises UsageError where no folder is there."""
    with _reachable(path) as name:
        if path.is_dir():
            return path.resolve()
        if path.suffix.lower() in ARCHIVES and path.exists():
            raise UsageError(f"“{name}”是压缩包。请先解压，再写解压出来的文件夹。")
        if path.exists():
            raise UsageError(f"“{name}”是文件，这里要写文件夹，例如它所在的“{path.absolute().parent}”。")
        raise UsageError(f"没有文件夹“{name}”。{_near(path) or '请写文件夹的位置'}。")


def campaign_folder(path: Path) -> Path:
    """The whole path of a folder that may be a campaign. Raises UsageError where it is none for certain."""
    folder = existing_folder(path)
    with _reachable(path):
        names = [one.name for one in folder.iterdir()]
        below = [name for name in names if _holds_campaign(folder / name)] if CAMPAIGN not in names else []
    if not names:
        raise UsageError(f"文件夹“{path}”是空的。活动文件夹里要有 {CAMPAIGN}，可从样例复制。")
    if CAMPAIGN not in names and len(below) == 1:
        raise UsageError(f"文件夹“{path}”里没有 {CAMPAIGN}，它在下一级。请写“{path / below[0]}”。")
    return folder


def campaign_or_starter(path: Path | None) -> Path:
    """The campaign's folder as above; where none was written, that of the campaign that comes with the program."""
    if path is not None:
        return campaign_folder(path)
    from generator.campaign.layout import starter_folder

    return starter_folder()


def _holds_campaign(folder: Path) -> bool:
    """Whether it is a campaign's folder; of one that cannot be entered it is not known."""
    with suppress(OSError):
        return (folder / CAMPAIGN).is_file()
    return False


def _near(path: Path) -> str:
    """The question whether a neighbour of nearly the same name is meant; or from where on nothing is there."""
    parent = path.parent
    if not parent.is_dir():
        return f"连“{parent}”也没有，请检查位置" if parent != path else ""
    with suppress(OSError):
        for name in get_close_matches(path.name, [one.name for one in parent.iterdir()], 1):
            return f"是不是“{parent / name}”？请检查名称"
    return ""


def words(text: str) -> tuple[str, ...]:
    """The words of a comma list."""
    return tuple(word.strip() for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip())


def listed(text: str, known: tuple[str, ...], option: str) -> frozenset[str]:
    """The words of a comma list; all where nothing was written."""
    chosen = words(text)
    for word in chosen:
        if word not in known:
            close = get_close_matches(word.lower(), known, 1)
            meant = f"是不是“{close[0]}”？" if close else ""
            raise UsageError(f"{option} 不认识“{word}”。{meant}可用的有：{','.join(known)}。")
    return frozenset(chosen or known)
