"""A campaign between the minimal one and the example: a few applications of three recommenders, all of them winners."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import MINIMAL
from stdnum.cn import ric

RECOMMENDERS = ("南昌市总工会", "赣州市总工会", "九江市总工会")


def write_small_campaign(folder: Path, applications: int = 4) -> Path:
    """The folder, with that many applications, which the recommenders hand in by turns."""
    shutil.copytree(MINIMAL, folder)
    settings, first = folder / "campaign.yaml", folder / "applications" / "NC-001.yaml"
    kinds = "".join(
        f"  - {{名称: {name}, 简称: {name[:2]}, 类型: 设区市总工会, 最低数量: 1}}\n" for name in RECOMMENDERS
    )
    text = settings.read_text(encoding="utf-8")
    text = text.replace("  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n", kinds)
    for old, new in (("数量: 10", f"数量: {applications}"), ("数量: 30", "数量: 0"), ("数量: 60", "数量: 0")):
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    text = first.read_text(encoding="utf-8")
    for number in range(applications):
        (folder / "applications" / f"NC-{number + 1:03d}.yaml").write_text(_application(text, number), encoding="utf-8")
    return folder


def _application(text: str, number: int) -> str:
    """The minimal campaign's application as the one of this number, with another name, person and number."""
    identity = f"3601021987051{20 + number // 10}{(number % 10) * 2 + 1:02d}"
    changes = {
        "项目编号: NC-001": f"项目编号: NC-{number + 1:03d}",
        "申报单位: 南昌市总工会": f"申报单位: {RECOMMENDERS[number % 3]}",
        "项目名称: 立式铣床主轴": f"项目名称: {number + 1}号铣床主轴",
        "专利形式: [实用新型专利]\n": "",
        "专利状况: 已授权": "专利状况: 未申请",
        "专利号: ZL202220123456.7\n": "",
        "批准时间: 2022年11月15日\n": "",
        "360102198705120018": identity + ric.calc_check_digit(f"{identity}0"),
        "其他完成人:": f"评选结果: {{等次: 一等优秀成果, 证书序号: {number + 1}}}\n其他完成人:",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text
