"""A campaign in which every key of campaign.yaml has a value, another in which every one of them has another value.

`PLAIN` are the values of keys by label, (this, that); lists have a record of such pairs for each of their entries.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from conftest import MINIMAL

from generator.campaign.fields import Kind
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, fields_of

THIS, THAT = 0, 1
MARKS = "&<b>%"  # what XML and HTML would take for their own; braces are refused

PLAIN: Mapping[str, tuple[Any, Any]] = {
    "年度": (2023, 2031),
    "省份": ("江西省", "龙江省"),
    "活动名称": ("“五小”活动", "技术革新活动"),
    "主办单位": ("江西省总工会", "龙江省总工会"),
    "发文字号": ("赣工办〔2023〕7号", "龙工办〔2031〕8号"),
    "成文日期": ("2023年7月20日", "2031年3月4日"),
    "版头": ("不印", "红色印刷"),
    "加盖印章": ("是", "否"),
    "申报开始": ("2023年7月24日", "2031年4月5日"),
    "申报截止": ("2023年8月15日", "2031年5月6日"),
    "评选截止": ("2023年8月31日", "2031年6月27日"),
    "发布月份": ("2023年11月底前", "2031年9月初"),
    "邮寄地址": ("北京西路1号", "滨江大道9号"),
    "联系人": ("陶老师", "柳老师"),
    "联系电话": ("0791-80000001", "0451-80000009"),
    "邮箱": ("this@example.com", "that@example.com"),
    "非公比例": ("20%", "35%"),
    "成果年限": (3, 7),
    "项目简介字数": (100, 120),
    "工作总结字数": (2000, 1500),
    "其他完成人人数": (5, 3),
    "项目类别": (["小发明", "小创造"], ["微发明", "微创造", "微革新"]),
    "专利形式": (["发明专利", "实用新型专利"], ["发明类专利", "新型类专利", "著作权登记"]),
    "专利状况": (["未申请", "已授权"], ["尚未申请", "审查当中", "已经授权"]),
    "证书编号": ("赣工五小证字〔{年度}〕第{序号}号", "龙工证字〔{年度}〕第{序号}号"),
    "发证日期": ("2023年11月30日", "2031年8月13日"),
    "发证日期写法": ("汉字", "阿拉伯数字"),
    "证书发放": ("每个项目一份", "每名完成人一份"),
    "组织奖证书编号": ("赣工五小组字〔{年度}〕第{序号}号", "龙工组字〔{年度}〕第{序号}号"),
    "证书套打": ("否", "是"),
    "套打右移毫米": (0, 2.5),
    "套打下移毫米": (0, -3.5),
    "通报发文字号": ("赣工发〔2023〕5号", "龙工发〔2031〕6号"),
    "通报成文日期": ("2023年12月1日", "2031年7月9日"),
    "通报印发日期": ("2023年12月4日", "2031年7月12日"),
    "组织奖": (["南昌市总工会"], ["榆林市总工会", "龙江新区工会联合会"]),
    "抄送": ("江西省委办公厅", "龙江省委办公厅"),
    "印发机关": ("江西省总工会办公室", "龙江省总工会办公室"),
    "印发日期": ("2023年7月22日", "2031年3月6日"),
    "单面打印": ("不生成", "背面顺序"),
}
LISTS: Mapping[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "单位类型": (
        [{"名称": "设区市总工会", "非公比例": "是", "统称": "设区市"}],
        [
            {"名称": "地级市总工会", "非公比例": "是", "统称": "地级市"},
            {"名称": "开发区工会", "非公比例": "是"},
        ],
    ),
    "申报单位": (
        [{"名称": "南昌市总工会", "简称": "南昌", "类型": "设区市总工会", "最低数量": 1}],
        [
            {"名称": "榆林市总工会", "简称": "榆林", "类型": "地级市总工会", "最低数量": 4},
            {"名称": "龙江新区工会联合会", "简称": "龙江新区", "类型": "开发区工会", "最低数量": 6},
        ],
    ),
    "等次": (
        [{"名称": "一等成果", "数量": 2}],
        [{"名称": "特等成果", "数量": 1}, {"名称": "优胜成果", "数量": 1}],
    ),
    "撤销证书": (
        [{"证书": "1", "撤销日期": "2023年12月20日", "撤销原因": "材料不实"}],
        [{"证书": "组2", "撤销日期": "2031年9月14日", "撤销原因": "申报重复"}],
    ),
    "申报材料": (
        [
            *({"材料": "清单", "份数": 1}, {"材料": "汇总表", "份数": 1}),
            *({"材料": "申报表", "份数": 2}, {"材料": "附件", "份数": 2}),
        ],
        [
            *({"材料": "申报表", "份数": 3}, {"材料": "附件", "份数": 4}, {"材料": "介绍材料", "份数": 5}),
            *({"材料": "工作总结", "份数": 6}, {"材料": "汇总表", "份数": 7}, {"材料": "清单", "份数": 8}),
        ],
    ),
}  # fmt: skip
# What of the first values no document of the second campaign may hold; of the records nothing holds it.
LEFT_OVER = ("2023", "江西", "赣工", "南昌", "100字", "2000", "20%", "两份", "汉字")
_NOTICE_WORDS = {Kind.DATE: "|年月日", Kind.TEXTS: "|顿号"}
_RECORD = {
    "江西": "龙江",
    "南昌市总工会": "榆林市总工会",
    "南昌": "榆林",
    "小发明": "微发明",
    "实用新型专利": "新型类专利",
    "已授权": "已经授权",
    "申报时间: 2023年8月1日": "申报时间: 2031年5月1日",
    "完成时间: 2022-06-20": "完成时间: 2030-06-20",
    "0791": "0451",
    "100字": "120字",
}


def named_in_notice(kind: Kind) -> bool:
    """Whether the notice of these campaigns names keys of that kind; switches have no words."""
    return kind not in (Kind.YES_NO, Kind.MILLIMETRES)


def write_campaign(folder: Path, which: int, changed: Callable[[str], str] = str) -> Path:
    """The campaign of THIS or THAT values, with two winners; `changed` rewrites each text of the settings."""
    shutil.copytree(MINIMAL, folder)
    plain = {label: _written(values[which], changed) for label, values in PLAIN.items()}
    lists = {
        label: [{key: _written(value, changed) for key, value in one.items()} for one in records[which]]
        for label, records in LISTS.items()
    }
    (folder / "campaign.yaml").write_text(_yaml(plain | lists), encoding="utf-8")
    (folder / "notice.yaml").write_text(_yaml(_notice()), encoding="utf-8")
    (folder / "summaries").mkdir()
    recommender = changed(LISTS["申报单位"][which][0]["名称"])
    summary = _yaml({"申报单位": recommender, "工作总结": "全市职工积极参加。"})
    (folder / "summaries" / "总结.yaml").write_text(summary, encoding="utf-8")
    application = folder / "applications" / "NC-001.yaml"
    for number in (1, 2):
        tier = LISTS["等次"][which][-1 if number == 2 else 0]["名称"]
        text = _application(application.read_text(encoding="utf-8"), which, number, changed(tier), changed)
        (folder / "applications" / f"0{number}.yaml").write_text(text, encoding="utf-8")
    application.unlink()
    return folder


def _application(text: str, which: int, number: int, tier: str, changed: Callable[[str], str]) -> str:
    changes = dict(_RECORD) if which == THAT else {}
    if number == 2:
        changes |= {"NC-001": "NC-002", "立式铣床": "卧式铣床", "360102198705120018": "360102198705120034"}
    for old, new in changes.items():
        text = text.replace(old, new)
    content = yaml.safe_load(text)
    for label in ("申报单位", "项目类别", "专利状况"):
        content[label] = changed(content[label])
    content["专利形式"] = [changed(word) for word in content["专利形式"]]
    return _yaml(content | {"评选结果": {"等次": tier, "证书序号": str(number)}})


def _notice() -> dict[str, Any]:
    """A notice that names every key of campaign.yaml."""
    told = [
        {"段落": f"{field.label}是{{{{ {field.label}{_NOTICE_WORDS.get(field.kind, '')} }}}}。"}
        for field in CAMPAIGN_FIELDS
        if named_in_notice(field.kind)
    ]
    quotas = "{% for 组 in 申报数量 %}{{ 组.单位|顿号 }}不少于{{ 组.数量 }}项；{% endfor %}"
    tiers = "{% for 等 in 等次 %}{{ 等.名称 }}{{ 等.数量 }}项；{% endfor %}"
    return {
        "标题": ["关于“五小”活动的通知"],
        "主送": "各单位：",
        "正文": [*told, {"段落": quotas}, {"段落": tiers}],
        "附件": ["项目申报表", "申报汇总表"],
    }


def _written(value: Any, changed: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [changed(one) for one in value]
    return changed(value) if isinstance(value, str) else value


def _yaml(content: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=10**6))


def all_labels() -> set[str]:
    """Every key of the field table: 年度, and 等次/数量 for those of a list."""
    inner = {f"{label}/{field.label}" for label, (_, kind) in CAMPAIGN_LISTS.items() for field in fields_of(kind)}
    return {field.label for field in CAMPAIGN_FIELDS} | inner


def all_values() -> set[str]:
    """Every key that both campaigns give a value, named in the same way."""
    inner = {f"{label}/{key}" for label, records in LISTS.items() for one in records[THAT] for key in one}
    return set(PLAIN) | inner
