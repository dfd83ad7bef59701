"""Wording of every make: the starter's, and notices, bulletins and certificates that another province might write."""

from __future__ import annotations

import random
from typing import Any

from support.generated_words import line

GROUPS = "{% for 组 in 申报数量 %}{{ 组.单位|顿号 }}不少于{{ 组.数量 }}项{{ '，' if not loop.last }}{% endfor %}"
TIERS = "{% for 等 in 等次 %}{{ 等.名称 }}{{ 等.数量 }}项{{ '，' if not loop.last }}{% endfor %}"
TITLES = (
    ["{{ 主办单位 }}关于开展{{ 年度 }}年{{ 省份 }}职工“五小”活动的通知"],
    ["{{ 主办单位 }}关于开展{{ 年度 }}年{{ 省份 }}", "职工“五小”活动优秀成果评选的通知"],
    ["关于举办“五小”竞赛的通知"],
    ["{{ 主办单位 }}", "关于组织开展{{ 年度 }}年度", "职工“五小”创新成果推荐、评选和发布工作的", "通知"],
)
ADDRESSEES = (
    "各设区市总工会：",
    "各有关单位：",
    "各盟市总工会，各产业工会，自治区直属机关工会，各大企业（集团）工会，各有关单位：",
)
NOTICE_PARTS: tuple[tuple[str, str], ...] = (
    ("一级", "时间安排"),
    (
        "段落",
        "{{ 申报开始|年月日 }}至{{ 申报截止|年月日 }}申报，{{ 评选截止|年月日 }}前评选，{{ 发布月份 }}发布。",
    ),
    ("一级", "申报范围"),
    (
        "段落",
        "近{{ 成果年限|汉字 }}年的{{ 项目类别|顿号 }}成果，其他完成人不超过{{ 其他完成人人数 }}人。",
    ),
    ("二级", "推荐数量。"),
    ("三级", "材料要求。"),
    ("段落", "非公企业成果不少于{{ 非公比例 }}%。"),
    ("一级", "表彰奖励"),
    ("段落", "共评出{{ 获奖总数 }}项：" + TIERS + "。"),
    ("二级", "其他事项。"),
)
BULLETIN_PARTS: tuple[tuple[str, str], ...] = (
    ("段落", "截至{{ 申报截止|年月日 }}，共收到{{ 申报单位数 }}个单位申报的成果{{ 申报总数 }}项。现将结果予以通报。"),
    ("一级", "评选结果"),
    ("段落", "共评出优秀成果{{ 获奖总数 }}项，名单见附件。"),
)
CERTIFICATES = (
    {
        "标题": "获奖证书",
        "称呼": "{{ 完成人|顿号 }}{{ '等' if 从略 }}：",
        "正文": "《{{ 项目名称 }}》荣获{{ 年度 }}年{{ 省份 }}“五小”竞赛{{ 等次 }}。",
        "结语": "特发此证。",
    },
    {
        "标题": "荣誉证书",
        "称呼": "{{ 完成人|join('　') }}{{ '等' if 从略 }}同志：",
        "正文": "{{ '你们' if 人数 > 1 else '你' }}完成的《{{ 项目名称 }}》{{ 年度 }}年被评为“{{ 等次 }}”。",
        "结语": "特颁此证，以资鼓励！",
    },
)
AWARD = {
    "称呼": "{{ 单位 }}：",
    "正文": "在{{ 年度 }}年{{ 省份 }}职工“五小”活动中，你单位荣获组织奖。",
    "结语": "特发此证。",
}


def notice(luck: random.Random) -> dict[str, Any]:
    """A notice of one paragraph, of many, or with every level of headings."""
    body = _body(luck, NOTICE_PARTS)
    body.append({"段落": GROUPS + "各单位要积极申报。" if luck.random() < 0.6 else "请各单位积极申报。"})
    attachments = [
        "{{ 年度 }}年{{ 省份 }}职工“五小”活动优秀成果项目申报表",
        "{{ 年度 }}年{{ 省份 }}职工“五小”活动优秀成果申报汇总表",
    ]
    return {"标题": luck.choice(TITLES), "主送": luck.choice(ADDRESSEES), "正文": body, "附件": attachments}


def bulletin(luck: random.Random) -> dict[str, Any]:
    """A bulletin without the usual sections."""
    title = ["{{ 主办单位 }}关于{{ 年度 }}年职工“五小”活动评选结果的通报"]
    annex = ["{{ 年度 }}年获奖成果名单"]
    return {"标题": title, "主送": luck.choice(ADDRESSEES), "正文": _body(luck, BULLETIN_PARTS), "附件": annex}


def certificate(luck: random.Random) -> dict[str, Any]:
    """Certificates in other words."""
    return {**luck.choice(CERTIFICATES), "组织奖": AWARD}


def _body(luck: random.Random, parts: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """Some of the parts in their order, with paragraphs of any length between them."""
    body: list[dict[str, str]] = [{"段落": "为深入实施创新驱动发展战略，现就有关事项通知如下。"}]
    level = luck.choice((0, 1, 3))  # no headings, the first level alone, all
    for kind, text in parts:
        if kind == "段落" or (kind == "一级" and level):
            body.append({kind: text})
        elif level == 3 and body[-1].get("一级") is None:
            body.append({kind: text, "文字": plain(luck, luck.choice((20, 150)))})
        body += [{"段落": plain(luck, luck.choice((5, 80, 400)))} for _ in range(luck.choice((0, 0, 1, 3)))]
    return body


def plain(luck: random.Random, length: int) -> str:
    """A text without braces: in wording they stand for values."""
    return line(luck, length).translate(str.maketrans("{}", "（）"))
