"""What the service answers where it does not do what was asked: one shape, with a stable code."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from generator.campaign.errors import DataError, MachineError, TemplateError, UsageError, WuxiaoError
from generator.ground.disk import reason

# code → (HTTP status, what is wrong, what to do); the codes are a contract, docs/http.md lists them.
REFUSALS: dict[str, tuple[int, str, str]] = {
    "malformed": (400, "请求的格式不对。", "请刷新页面后再试。"),
    "upload-unusable": (400, "上传的内容不能使用。", "请按提示改正后重新上传。"),
    "signed-out": (401, "还没有登录，或登录已过期。", "请重新登录。"),
    "foreign-origin": (403, "请求来自别的网站，已拒绝。", "请从本服务自己的页面操作。"),
    "wrong-password": (403, "密码不对。", "请核对后再试；连续输错会稍等片刻。"),
    "not-allowed": (403, "这个账号不能这样做。", "请用有权限的账号登录，或与管理员联系。"),
    "not-found": (
        404,
        "没有这个活动、这次生成的结果或这个文件，可能已经删除或到期清除。",
        "请回到首页查看现有的活动。",
    ),
    "wrong-method": (405, "这个地址不支持这种操作。", "请从页面上的按钮操作。"),
    "not-ready": (409, "还没有生成完，暂时没有文件。", "请等生成结束后再试。"),
    "data-errors": (409, "数据有错误，不能生成。", "请先到“检查”页按提示改正。"),
    "full": (409, "保存的内容已达到上限。", "请先删除不再需要的活动或生成结果。"),
    "too-large": (413, "上传的内容太大。", "请删去无关的文件，或压缩图片后再上传。"),
    "wrong-host": (421, "访问的地址不是本服务的地址，已拒绝。", "请用启动本服务的窗口里的地址打开。"),
    "invalid": (422, "填写的内容不对。", "请核对后再试。"),
    "failed": (500, "程序内部错误，已有的文件没有改动。", "请重试；仍不行请联系维护人员。"),
    "busy": (429, "现在排队等待的已经满了。", "请等前面的做完后再试。"),
    "overloaded": (503, "现在请求太多，等候的已经满了。", "请过几秒再试。"),
    "ending": (503, "本服务正在停止，这次操作可能没有做完。", "请过一会儿再打开，看一看做到了哪里。"),
    "machine": (503, "本机缺少运行所需的东西，或磁盘、内存不够。", "请联系维护人员检查字体、磁盘空间和权限。"),
    "took-too-long": (503, "处理时间过长，已停止。", "请检查上传的文件是否异常庞大。"),
}
TITLES = {  # what happened, as the heading of a page
    "malformed": "这次操作没有看懂",
    "upload-unusable": "上传的内容不能使用",
    "signed-out": "请重新登录",
    "foreign-origin": "这次操作不是从本服务的页面来的",
    "wrong-password": "密码不对",
    "not-allowed": "这个账号不能这样做",
    "not-found": "没有找到",
    "wrong-method": "不能这样操作",
    "not-ready": "还没有生成完",
    "data-errors": "数据有错误",
    "full": "已经放满了",
    "too-large": "上传的内容太大",
    "wrong-host": "地址不对",
    "invalid": "填写的内容不对",
    "failed": "程序出错了",
    "busy": "现在太忙了",
    "overloaded": "请求太多，排满了",
    "ending": "本服务正在停止",
    "machine": "运行本服务的电脑出了问题",
    "took-too-long": "用时太长，已停止",
}
OPTION = re.compile(r"^--[a-z-]+ ")  # with which a message for the command line begins
CODES = {UsageError: "invalid", TemplateError: "upload-unusable", MachineError: "machine"}


class RefusedError(WuxiaoError):
    """Ends a request with one of REFUSALS; `message` and `fix` may be more exact than the table's.

    `back` is the page to go on at, the first one where none is given.
    """

    def __init__(self, code: str, message: str = "", fix: str = "", back: str = "") -> None:
        """Take the status and, where none is given, the words from the table."""
        self.code, self.back = code, back
        self.status, standard, remedy = REFUSALS[code]
        self.message = message or standard
        self.fix = fix or remedy
        super().__init__(f"{self.message}{self.fix}")


def refused_for(wrong: BaseException, root: Path | None = None) -> RefusedError:
    """The refusal that an exception comes to: what is gone below `root` is not found, a full disk is the machine's."""
    if isinstance(wrong, RefusedError):
        return wrong
    if isinstance(wrong, DataError):
        return _of_data(wrong)
    if isinstance(wrong, WuxiaoError):
        return RefusedError(CODES.get(type(wrong), "failed"), OPTION.sub("", f"{wrong}"))
    if root and isinstance(wrong, FileNotFoundError) and f"{wrong.filename or ''}".startswith(f"{root}{os.sep}"):
        return RefusedError("not-found")
    if isinstance(wrong, OSError) and wrong.errno:
        return RefusedError("machine", f"{reason(wrong)}。")
    if isinstance(wrong, MemoryError):
        return RefusedError("machine", "内存不够。", "请检查上传的文件是否异常庞大。")
    return RefusedError("failed", f"程序内部错误（{type(wrong).__name__}），已有的文件没有改动。")


# What is wrong with a part of a request, by the kind of error that pydantic tells; what it allows stands for its mark.
HINTS = {
    "missing": "没有写",
    "extra_forbidden": "没有这一项",
    "literal_error": "可选的有{expected}",
    "enum": "可选的有{expected}",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "too_short": "至少要有{min_length}个",
    "too_long": "最多{max_length}个",
    "string_too_short": "至少要有{min_length}个字",
    "string_too_long": "最多{max_length}个字",
    "list_type": "应是一组，写在方括号里",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_parsing_size": "数太大",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false",
    "string_type": "应是文字",
    "dict_type": "应是 JSON 对象",
    "model_attributes_type": "应是 JSON 对象，并注明 Content-Type: application/json",
    "json_invalid": "不是 JSON",
    "value_error": "{error}",
}


def refused_parts(errors: Iterable[Mapping[str, Any]]) -> RefusedError:
    """The refusal that names the parts of a request that are wrong and what each may be, never what was sent."""
    parts = dict.fromkeys(map(_part, errors))
    told = "、".join(part for part in parts if part)
    return RefusedError("invalid", f"填写的内容不对：{told[:500]}。" if told else "")


def _part(wrong: Mapping[str, Any]) -> str:
    names = [one for one in wrong["loc"] if isinstance(one, str)]
    name = names[-1] if names[-1:] and names[-1].isprintable() else ""
    allowed = {key: f"{value}".replace("'", "").replace(" or ", "、") for key, value in wrong.get("ctx", {}).items()}
    hint = HINTS.get(wrong["type"], "").format_map(allowed)
    return f"{name[:100]}（{hint}）" if name and hint else name[:100]


def _of_data(wrong: DataError) -> RefusedError:
    from generator.checks.settings.certificates import REPRINT

    if all(problem.place == REPRINT for problem in wrong.problems):  # with what was asked, not with the files
        message = "".join(problem.message for problem in wrong.problems)
        return RefusedError("data-errors", message, wrong.problems[-1].fix)
    return RefusedError("data-errors", f"{wrong}。", "请先到“检查”页按提示改正。")


class Refusal(BaseModel):
    """The body of every answer that is not a success."""

    code: str = Field(description="稳定的代码，供程序判断", examples=["not-found"])
    message: str = Field(description="错在哪里")
    fix: str = Field(description="怎么办")


def answers_of(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of these refusals, those of one status together."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in ("signed-out", "foreign-origin", "not-allowed", "wrong-host", *codes):
        status = REFUSALS[code][0]
        entry = found.setdefault(status, {"model": Refusal, "description": ""})
        entry["description"] += f"{'；' if entry['description'] else ''}`{code}` {REFUSALS[code][1]}"
    return found
