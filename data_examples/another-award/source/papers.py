# ruff: noqa: E501 - sentences and markup are kept whole
"""Fictional attachments in PDF: a test report, a user's statement, and an account of the economic effect."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from html import escape
from typing import Any

from generator.typesetting.fonts import configure_fontconfig, font_css

configure_fontconfig()

import weasyprint  # noqa: E402 - it reads the font configuration when it is imported

Application = dict[str, Any]

# Two small fonts only: every paper carries what it shows of them.
STYLE = """
:root { --songti: FandolFang, "Noto Serif CJK SC"; --fangsong: var(--songti);
  --heiti: FandolHei, "Noto Sans CJK SC"; --xiaobiaosong: var(--heiti); --xiaobiaosong-weight: 400 }
@page { size: A4; margin: 28mm 24mm 24mm 26mm; @bottom-center { content: "虚构示例，仅供演示"; font: 9pt var(--songti); } }
body { font-size: 14pt; line-height: 1.8; margin: 0; }
h1 { font-size: 22pt; text-align: center; margin: 0 0 9mm; font-weight: inherit; }
table { border-collapse: collapse; width: 100%; font-size: 12pt; margin: 4mm 0; }
td, th { border: 0.5pt solid black; padding: 1.8mm 1.5mm; text-align: center; font-weight: normal; }
p { margin: 0 0 2mm; text-indent: 2em; }
.sign { margin-top: 20mm; text-align: right; }
"""
FIRST_YEAR = 2021  # of three in the account of the effect
ITEMS = (
    ("外观和标识", "完整、清晰", "符合"),
    ("主要尺寸偏差（mm）", "≤ 0.20", "0.1{}"),
    ("连续运行（h）", "≥ 168，无故障", "168，无故障"),
    ("绝缘电阻（MΩ）", "≥ 2", "{}6"),
    ("噪声（dB(A)）", "≤ 78", "6{}"),
    ("表面温升（K）", "≤ 45", "2{}"),
    ("动作可靠性（次）", "2000次无失效", "2000次无失效"),
)


def test_report(one: Application, seed: int) -> bytes:
    """A test report of one page."""
    rows = "".join(
        f"<tr><td>{place}</td><td>{item}</td><td>{wanted}</td><td>{found.format((seed + place) % 9 + 1)}</td><td>合格</td></tr>"
        for place, (item, wanted, found) in enumerate(ITEMS, start=1)
    )
    day = one["applied_on"] - timedelta(days=60 + seed)
    return _pdf(
        f"""<h1 class="xiaobiaosong">检 测 报 告</h1><p>样品名称：{escape(one["name"])}</p><p>委托单位：{escape(one["unit"])}</p>
<table class="songti"><tr class="heiti"><th>序号</th><th>检测项目</th><th>技术要求</th><th>实测结果</th><th>结论</th></tr>{rows}</table>
<p>检测结论：所检{len(ITEMS)}个项目均符合委托方提供的技术要求。本报告只对来样负责。</p>
<div class="sign">贵州筑衡检测技术有限公司（虚构）<br>{_day(day)}　　　　</div>"""
    )


def user_statement(one: Application, seed: int) -> bytes:
    """A user's statement of one page."""
    return _pdf(
        f"""<h1 class="xiaobiaosong">应 用 证 明</h1><p>{escape(one["unit"])}完成的“{escape(one["name"])}”，自{_day(one["completed_on"])}起在我单位使用，
运行正常，达到了设计要求。</p><p>{("操作简便，维护量小，班组职工反映良好。", "使用期间未发生安全事故，效果稳定。", "适合山区条件，建议在同行业推广。")[seed % 3]}</p><p>特此证明。</p>
<div class="sign">使用单位：（盖章）　　　　　　<br>{_day(one["applied_on"] - timedelta(days=15))}　　　　</div>"""
    )


def account_of_effect(one: Application, seed: int) -> bytes:
    """The account of the economic effect, three years and their sum."""
    luck = random.Random(seed)
    shares = [luck.randrange(60, 100) for _ in range(3)]
    figures = [float(one["yearly_gain"]) * share / 100 for share in shares]
    rows = "".join(f"<tr><td>{FIRST_YEAR + place}年</td><td>{gain:.2f}</td></tr>" for place, gain in enumerate(figures))
    return _pdf(
        f"""<h1 class="xiaobiaosong">经济效益核实说明</h1><p>“{escape(one["name"])}”投入资金{one["invested"]}万元，各年新增效益核实如下：</p>
<table class="songti"><tr class="heiti"><th>年度</th><th>新增效益（万元）</th></tr>{rows}<tr><td>合计</td><td>{sum(figures):.2f}</td></tr></table>
<p>以上数据取自完成单位财务账簿，与申报书一致。</p><div class="sign">财务部门负责人：　　　　　　<br>{_day(one["applied_on"])}　　　　</div>"""
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _pdf(body: str) -> bytes:
    """The PDF of the body; of the same body the same bytes."""
    html = (
        f"<!DOCTYPE html><html lang='zh-CN'><meta charset='utf-8'><title>附件</title><style>{font_css()}{STYLE}</style>"
    )
    text = f"{html}<body class='fangsong'>{body}</body></html>"
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    return bytes(weasyprint.HTML(string=text).write_pdf(pdf_identifier=identifier))
