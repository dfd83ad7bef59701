"""Messages in a clerk's words: the command line names files of a folder that nobody sees in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

Found = re.Match[str]

SETTINGS, NOTICE, BOOK = "活动设置", "通知的文字", "填报表"
_YAML = r"\.ya?ml"
_NAME = r"[^\s›（）“”，。；：、]+"
# Whole sentences that say what to do with files: in a browser something else is done.
_SENTENCES: Sequence[tuple[str, str]] = (
    ("文件不是 UTF-8 编码。", "文件里的文字读不出来，可能是用别的程序存的。"),
    ("请在编辑器中另存为 UTF-8 编码。", "请改用填报表（Excel）填写后上传；活动设置请在“设置”页重新填写。"),
    ("文件不存在或打不开。", "还没有，或打不开。"),
    ("请确认文件存在且有读取权限。", "请填写或重新上传。"),
    ("没有 applications.xlsx，applications 文件夹里也没有申报数据。", "还没有申报数据。"),
    ("请用 wuxiao workbook 生成填报表，填好后放进活动文件夹。", "请下载填报表，填好后上传。"),
    ("正式发证前，请移走这个文件，用 wuxiao keygen 生成自己的密钥。", "正式发证前，请换成本单位自己的密钥。"),
    ("请运行 wuxiao draft 活动文件夹。", "请维护人员按新的表格画好。"),
    (
        "请用 {% if %} 等写法分清没有、一个和多个，见 templates/README.md；确实如此的不必改。",
        "请把这一句改通顺；确实如此的不必改。",
    ),
    ("以“|”“>”开头的内容会被当成段落的标记，没有读入。", "以“|”“>”开头的内容会被当成段落的标记，没有采用。"),
    ("请移到 applications 文件夹；否则请移走。", "请作为填报表重新上传；否则请删去。"),
    ("只读取 .yaml 文件，这个文件没有读入。", "这种文件读不了，没有采用。"),
    ("请照示例写成 .yaml 文件；无关的文件请移走。", "请换成能读的文件；无关的请删去。"),
    ("文件夹里只读取 .xlsx 和 .yaml 文件，这个文件没有读入。", "里只能有填报表，这个文件没有采用。"),
    ("图片请存成 JPG 文件放进 attachments 文件夹。", "图片请存成 JPG 文件，作为附件上传。"),
    ("在 attachments 文件夹里没有。", "没有收到这个附件。"),
    ("请核对哪一个是对的，另一个移走；要用的应叫 campaign.yaml。", "请核对哪一个是对的，另一个请删去。"),
    ("请核对哪一个是对的，另一个移走；要用的应叫 applications.xlsx。", "请核对哪一个是对的，另一个请删去。"),
    ("请另存为 applications.xlsx。", "请另存为 .xlsx 文件后重新上传。"),
    ("没有当作数据读入", "没有当作申报内容"),
    ("YAML 格式有误，读不下去。", "文件的格式不对，读不下去。"),
    ("输出文件夹没有改动。", ""),
    ("原有输出没有改动。", ""),
    ("请删去“序号”。", "请在“通知文字”里把这一段的序号改为自动编排。"),
    ("请在答复里", "请在下面"),
    ("填在答复里", "填写在下面"),
    ("，或加上 --jobs 1 重试。", "，然后重试。"),
)
_SIZE_NAMES = {"9": "小五号", "10.5": "五号", "12": "小四号", "14": "四号"}


def plain(text: str) -> str:
    """The message in a clerk's words."""
    for old, new in _SENTENCES:
        text = text.replace(old, new)
    for pattern, words in _PATTERNS:
        text = pattern.sub(words, text)
    return text


def called(file: str) -> str:
    """What a clerk calls a file of the campaign's folder."""
    path = PurePosixPath(file)
    top, name = path.parts[0] if path.parts else "", path.name
    if file == "campaign.yaml":
        return SETTINGS
    if file == "notice.yaml":
        return NOTICE
    if file == "applications.xlsx":
        return BOOK
    if len(path.parts) > 1 and top in _FOLDERS:
        return _FOLDERS[top](path)
    return _FOLDER_NAMES.get(file, f"“{_bare(name)}”")


def _bare(name: str) -> str:
    """A file's name without an ending that only programs know."""
    return re.sub(rf"{_YAML}(?:\.txt)?$", "", name)


def _application(path: PurePosixPath) -> str:
    is_book = path.suffix.lower() not in (".yaml", ".yml")
    return f"{BOOK}“{path.name}”" if is_book else f"{path.stem}的申报数据"


def _template(path: PurePosixPath) -> str:
    return f"本活动自己的模板“{path.parts[1] if len(path.parts) > 2 else path.stem}”"


_FOLDERS: dict[str, Callable[[PurePosixPath], str]] = {
    "applications": _application,
    "attachments": lambda path: f"附件“{'/'.join(path.parts[1:])}”",
    "summaries": lambda path: f"工作总结“{_bare(path.name)}”",
    "returned": lambda path: f"交回的“{'/'.join(path.parts[1:])}”",
    "templates": _template,
}
_FOLDER_NAMES = {
    "applications": "申报数据", "attachments": "附件", "summaries": "工作总结", "returned": "交回的表格",
    "templates": "本活动自己的模板",
}  # fmt: skip


def _misnamed(found: Found) -> str:
    return f"名称不对，“{_bare(found['name'])}”没有采用。"


def _file(found: Found) -> str:
    return called(found["file"])


def _folder(found: Found) -> str:
    return _FOLDER_NAMES[found["folder"]]


def _day(found: Found) -> str:
    return f"{found['year']}年{int(found['month'])}月{int(found['day'])}日"


def _size(found: Found) -> str:
    """A size as clerks know it from Word."""
    size = found["size"]
    if float(size) < 9:
        return "的字号要缩得比小五号还小才放得下"
    return (
        f"的字号要缩到{size}磅（{_SIZE_NAMES[size]}）才放得下"
        if size in _SIZE_NAMES
        else f"的字号要缩到{size}磅才放得下"
    )


_BEFORE, _AFTER = r"(?:(?<=[\u4e00-\u9fff，。；]) )?", r"(?: (?=[\u4e00-\u9fff]))?"  # spaces around what is no Chinese
_TOPS = "|".join(_FOLDER_NAMES)
_PATTERNS: Sequence[tuple[re.Pattern[str], str | Callable[[Found], str]]] = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"文件夹?名应为 [^，]+，现为 (?P<name>.+?)，没有读入。", _misnamed),
        (r"按 --[a-z]+(?:、--[a-z]+)* 没有", "选的这些里没有"),
        (r"--[a-z][a-z-]* ?(?=没有)", ""),
        (r"[，。]?确认不要的，加上 --[a-z][a-z-]*。?", "。"),
        (r"--[a-z][a-z-]*", "选项"),
        (rf"{_BEFORE}(?P<file>(?:{_TOPS})/{_NAME}){_AFTER}", _file),
        (rf"{_BEFORE}(?P<file>(?:campaign|notice){_YAML}(?:\.txt)?|applications\.xlsx){_AFTER}", _file),
        (rf"程序自带的 {_NAME}{_YAML}", "程序自带的样子"),
        (rf"{_BEFORE}(?P<name>{_NAME}{_YAML}(?:\.txt)?){_AFTER}", lambda found: f"“{_bare(found['name'])}”"),
        (rf"{_BEFORE}(?P<folder>{_TOPS})(?: ?文件夹)?", _folder),
        (r"(?:中|要|中要)缩到(?P<size>[\d.]+)磅才放得下", _size),
        (r" › ", "，"),
        (
            r"(?<=[\u4e00-\u9fff]) "  # a day in the middle of a sentence, not in a name or what somebody typed
            r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:(?=$|[，。；、）])| (?=[\u4e00-\u9fff]))",
            _day,
        ),
        (rf"(，(?:第\d+行|[A-Z]{{1,3}}\d+)){_AFTER}", r"\1"),
        (r"\.ya?ml 文件|YAML 文件|YAML", "数据文件"),
        (r"没有读入", "没有采用"),
        (r"照样读入", "照样采用"),
        (r"读入", "采用"),
        (r"用 wuxiao \w+ ?", ""),
        (r"wuxiao \w+", "程序"),
        (r"UTF-8", "通用"),
    )
)
