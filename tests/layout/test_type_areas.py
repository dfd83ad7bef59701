"""No text of campaigns of the longest names leaves the type area of its page or crosses a rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.type_areas import kind_of, misplaced_in

from generator.interfaces.cli import run

pytestmark = pytest.mark.xdist_group("type-areas")

LONGEST = "新疆维吾尔自治区总工会职工技术协会与劳动和经济工作部办公室处"  # 30 characters, as many as there may be
NAME = "黔西南布依族苗族自治州装备制造与航空航天产业工会联合会办公室"
# Settings of the minimal campaign with the longest values that its fields take.
EXTREMES = {
    "sealed": {
        "省份: 江西省": "省份: 新疆维吾尔自治区伊犁州",
        "主办单位: 江西省总工会": f"主办单位: {LONGEST[:18]}",
        "发文字号: 赣工办〔2023〕 号": f"发文字号: {'国' * 28}",
        "版头: 不印": "版头: 红色印刷",
        "印发机关:": f"印发机关: {LONGEST}综合处与秘书处",
        "印发日期:": "印发日期: 2023年12月31日",
        "抄送:": f"抄送: {'中华全国总工会办公厅，' * 9}省委。",
        "发证日期写法: 汉字": "发证日期写法: 阿拉伯数字",
    },
    "unsealed": {
        "省份: 江西省": "省份: 内蒙古自治区",
        "主办单位: 江西省总工会": f"主办单位: {LONGEST}",
        "加盖印章: 是": "加盖印章: 否",
        "证书编号: 赣工五小证字": f"证书编号: {'赣' * 13}字",
        "证书发放: 每个项目一份": "证书发放: 每名完成人一份",
    },
}


def extreme(name: str, folder: Path) -> Path:
    """The minimal campaign with these settings, a long recommender, a title on one line, and a winner."""
    shutil.copytree(MINIMAL, folder)
    settings = (folder / "campaign.yaml").read_text(encoding="utf-8")
    changes = {
        "{名称: 南昌市总工会, 简称: 南昌,": f"{{名称: {NAME}, 简称: 南昌,",
        "  - {名称: 一等优秀成果, 数量: 10}": "  - {名称: 具有重大推广价值的优秀, 数量: 1}",
        "  - {名称: 二等优秀成果, 数量: 30}\n  - {名称: 三等优秀成果, 数量: 60}\n": "",
        "组织奖:\n": f"组织奖: [{NAME}]\n",
    } | {f"\n{old}": f"\n{new}" for old, new in EXTREMES[name].items()}
    for old, new in changes.items():
        assert old in settings, old
        settings = settings.replace(old, new, 1)
    (folder / "campaign.yaml").write_text(settings, encoding="utf-8")
    application = folder / "applications" / "NC-001.yaml"
    text = application.read_text(encoding="utf-8").replace("申报单位: 南昌市总工会", f"申报单位: {NAME}")
    text += "评选结果: {等次: 具有重大推广价值的优秀, 证书序号: 1}\n"
    application.write_text(text.replace("立式铣床主轴快速对中夹具", "立式铣床主轴" * 10), encoding="utf-8")
    notice = (folder / "notice.yaml").read_text(encoding="utf-8")
    title = "“五小”活动\n  - 优秀成果评选的通知"
    assert title in notice
    notice = notice.replace(title, "职工“五小”活动优秀成果评选及发布活动的通知")
    (folder / "notice.yaml").write_text(notice, encoding="utf-8")
    (folder / "summaries").mkdir()
    return folder


@pytest.mark.parametrize("name", EXTREMES)
def test_no_text_of_a_campaign_of_the_longest_names_leaves_its_type_area(name: str, tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert run(["build", str(extreme(name, tmp_path / "campaign")), "--out", str(output)]) == 0
    files = sorted(output.rglob("*.pdf"))
    assert {kind_of(file.relative_to(output)).split()[0] for file in files} >= {
        *("notice", "blank", "form1", "form2", "certificate", "bulletin", "packet", "intro")
    }
    assert misplaced_in(output, files) == []
