# ruff: noqa: E501 - sentences and markup are kept whole
"""Fictional attachments in PDF: test report, user's statement, copy of a patent certificate, drawings, a list."""

from __future__ import annotations

import hashlib
import random
from datetime import timedelta
from html import escape
from io import BytesIO
from typing import Any

import pikepdf

from generator.composing.wording.chinese import full_date
from generator.typesetting.fonts import configure_fontconfig, font_css

configure_fontconfig()

import weasyprint  # noqa: E402 - it reads the font configuration when it is imported

Application = dict[str, Any]

# Two small fonts only: every paper carries what it shows of them.
STYLE = """
:root { --songti: FandolFang, "Noto Serif CJK SC"; --fangsong: var(--songti);
  --heiti: FandolHei, "Noto Sans CJK SC"; --xiaobiaosong: var(--heiti); --xiaobiaosong-weight: 400 }
@page { size: A4; margin: 25mm 22mm 22mm 25mm;
  @bottom-center { content: "虚构示例，仅供演示    第" counter(page) "页 共" counter(pages) "页"; font: 9pt var(--songti); } }
body { font-size: 12pt; line-height: 1.6; margin: 0; }
h1 { font-size: 22pt; text-align: center; margin: 0 0 6mm; font-weight: inherit; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 0.5pt solid black; padding: 1.6mm 1.5mm; text-align: center; font-weight: normal; vertical-align: middle; }
td.l { text-align: left; }
p { margin: 0 0 2mm; text-indent: 2em; }
.sign { margin-top: 16mm; text-align: right; line-height: 2; }
.new { break-before: page; }
"""

ITEMS = (
    ("外观质量", "表面无裂纹、锈蚀和毛刺", "符合要求"),
    ("关键尺寸偏差（mm）", "≤ 0.10", "0.0{}"),
    ("空载运行噪声（dB(A)）", "≤ 75", "6{}"),
    ("连续运行试验（h）", "≥ 72，无故障", "72，无故障"),
    ("绝缘电阻（MΩ）", "≥ 2", "{}5"),
    ("保护接地电阻（Ω）", "≤ 0.1", "0.0{}"),
    ("急停响应时间（s）", "≤ 0.5", "0.2{}"),
    ("动作可靠性（次）", "1000次无失效", "1000次无失效"),
    ("表面最高温升（K）", "≤ 40", "2{}"),
    ("安全标识", "齐全、清晰", "符合要求"),
)


def test_report(one: Application, luck: int) -> bytes:
    """A test report: cover page, and a page with the results."""
    rows = "".join(
        f"<tr><td>{number}</td><td class=l>{item}</td><td>{wanted}</td><td>{found.format((luck * 3 + number) % 9 + 1)}</td>"
        "<td>合格</td></tr>"
        for number, (item, wanted, found) in enumerate(ITEMS[luck % 3 :], start=1)
    )
    day = one["applied_on"] - timedelta(days=40 + luck)
    number = f"SJ2023-{luck * 37 % 900 + 100:03d}"
    return _pdf(
        f"""<div class="xiaobiaosong" style="font-size:34pt;text-align:center;margin-top:38mm">检 测 报 告</div>
<div style="text-align:center;margin:6mm 0 40mm">报告编号：{number}</div>
<table class="fangsong" style="width:130mm;margin:0 auto;font-size:14pt">
<tr><td style="width:34mm">样品名称</td><td class=l>{escape(one["name"])}</td></tr>
<tr><td>委托单位</td><td class=l>{escape(one["unit"])}</td></tr>
<tr><td>检测类别</td><td class=l>委托检测</td></tr><tr><td>检测日期</td><td class=l>{full_date(day)}</td></tr></table>
<div class="fangsong" style="text-align:center;font-size:16pt;margin-top:46mm">江西云岫检测技术有限公司（虚构）</div>
<div class="new"></div><h1 class="xiaobiaosong">检 测 结 果</h1>
<table class="songti"><tr class="heiti"><th>序号</th><th>检测项目</th><th>技术要求</th><th>实测结果</th><th>结论</th></tr>{rows}</table>
<p class="songti" style="margin-top:6mm">检测结论：所检{len(ITEMS) - luck % 3}个项目均符合委托方提供的技术要求。本报告只对来样负责，未经书面同意不得部分复制。</p>
<div class="sign songti">检测：程　　　　审核：汪　　　　批准：熊　　　　<br>{full_date(day + timedelta(days=5))}</div>"""
    )


OPENINGS = (
    "自使用以来，运行稳定，操作简便，班组职工反映良好。",
    "使用期间没有发生故障和安全事故，达到了预期效果。",
    "经过一个夏季和一个冬季的检验，性能没有变化。",
)


def user_statement(one: Application, luck: int) -> bytes:
    """A user's statement of one page, with the figures of half a year."""
    place = random.Random(luck)
    months = "".join(
        f"<tr><td>2023年{month}月</td><td>{place.randrange(180, 260)}</td><td>{place.randrange(0, 3)}</td>"
        f"<td>{place.randrange(20, 60) / 10:.1f}</td></tr>"
        for month in range(1, 7)
    )
    return _pdf(
        f"""<h1 class="xiaobiaosong">用户使用证明</h1><div class="fangsong" style="font-size:14pt;line-height:1.9">
<p>兹证明，{escape(one["unit"])}研制的“{escape(one["name"])}”，自2022年12月起在我单位生产现场使用。{OPENINGS[luck % 3]}</p>
<p>2023年1月至6月的使用情况如下：</p></div>
<table class="songti"><tr class="heiti"><th>月份</th><th>使用时间（h）</th><th>故障次数</th><th>节约费用（万元）</th></tr>{months}</table>
<div class="fangsong" style="font-size:14pt;line-height:1.9;margin-top:5mm"><p>我单位认为，该成果切合现场实际，值得在同类岗位推广。特此证明。</p></div>
<div class="sign fangsong" style="font-size:14pt">使用单位：（盖章）　　　　　　　<br>2023年7月{luck % 20 + 1}日　　　　</div>"""
    )


def patent_copy(one: Application) -> bytes:
    """A page that reads like the copy of a patent certificate, with the application's own number and date."""
    form = one["patent_forms"].split("、")[0].removesuffix("专利") + "专利"
    rows = (
        (f"{form.removesuffix('专利')}名称", one["name"]),
        (
            "发明人" if form.startswith("发明") else "设计人",
            "；".join([one["lead_name"], *(c["name"] for c in one["completers"])]),
        ),
        ("专利号", one["patent_number"].replace("ZL", "ZL ")),
        ("专利权人", one["unit"]),
        ("授权公告日", full_date(one["patent_date"])),
    )
    lines = "".join(
        f"<tr><td style='width:42mm'>{label}</td><td class=l>{escape(text)}</td></tr>" for label, text in rows
    )
    return _pdf(
        f"""<div style="border:2pt solid #7a1f1f;padding:1.5mm"><div style="border:0.5pt solid #7a1f1f;height:228mm;padding:22mm 12mm 0">
<h1 class="xiaobiaosong" style="font-size:30pt;letter-spacing:0.1em">{form}证书</h1>
<div class="songti" style="text-align:center;margin-bottom:16mm">（复印件，与原件一致）</div>
<table class="fangsong" style="font-size:14pt">{lines}</table>
<p class="fangsong" style="font-size:14pt;margin-top:14mm;line-height:1.9">本专利经审查，授予专利权，颁发本证书并予以登记。专利权自授权公告之日起生效。</p></div></div>"""
    )


def part_drawing(one: Application) -> bytes:
    """A part drawing on A3 across."""
    return _pdf(
        f"""<style>@page {{ size: A3 landscape; margin: 10mm; @bottom-center {{ content: none }} }}</style>
<svg xmlns="http://www.w3.org/2000/svg" width="400mm" height="276mm" viewBox="0 0 400 276" font-family="FandolHei" fill="none" stroke="black">
<rect x="0.5" y="0.5" width="399" height="275" stroke-width="0.35"/><rect x="15" y="6" width="379" height="264" stroke-width="0.9"/>
<g stroke-width="0.7"><rect x="60" y="70" width="130" height="80"/><rect x="85" y="50" width="80" height="20"/>
<rect x="100" y="150" width="50" height="26"/><circle cx="290" cy="110" r="52"/><circle cx="290" cy="110" r="18"/>
<circle cx="290" cy="72" r="5"/><circle cx="290" cy="148" r="5"/><circle cx="252" cy="110" r="5"/><circle cx="328" cy="110" r="5"/></g>
<g stroke-width="0.25" stroke-dasharray="8 2 1 2"><path d="M50 110H205M125 40V186M228 110H352M290 48V172"/>
<circle cx="290" cy="110" r="38"/></g><g stroke-width="0.25" stroke-dasharray="3 2"><path d="M60 92H190M60 128H190"/></g>
<g stroke-width="0.25"><path d="M60 150V200M190 150V200M60 196H190M60 70H38M60 150H38M42 70V150M85 50V34M165 50V34M85 38H165
M290 128L338 190H356M326 73L352 52H372"/></g>
<g fill="black" stroke="none" font-size="6"><path d="M60 196l5-1.3v2.6zM190 196l-5-1.3v2.6zM42 70l-1.3 5h2.6zM42 150l-1.3-5h2.6zM85 38l5-1.3v2.6zM165 38l-5-1.3v2.6z"/>
<text x="118" y="193">130</text><text x="26" y="113">80</text><text x="118" y="35">80</text><text x="340" y="188">Φ36H7</text>
<text x="353" y="50">4×Φ10 EQS</text></g>
<g fill="black" stroke="none" font-size="7"><text x="60" y="222">技术要求</text><text x="60" y="233" font-size="6">1. 锐边倒钝，未注圆角R2。</text>
<text x="60" y="242" font-size="6">2. 调质处理，硬度220～250 HBW。</text><text x="60" y="251" font-size="6">3. 表面发蓝。</text></g>
<g stroke-width="0.5"><path d="M264 230H394M264 230V270M264 243H394M264 256H394M300 230V270M350 243V270"/></g>
<g fill="black" stroke="none" font-size="5.5"><text x="268" y="239">图样名称</text><text x="304" y="239">定位座（示例）</text>
<text x="268" y="252">材料</text><text x="304" y="252">45钢</text><text x="354" y="252">比例 1:1</text><text x="268" y="265">图号</text>
<text x="304" y="265">{one["number"]}-01</text><text x="354" y="265">共1张 第1张</text></g></svg>"""
    )


def floor_plan(one: Application) -> bytes:
    """A plan across, stored upright and turned by its /Rotate entry, as scanners do."""
    stations = "".join(
        f'<rect x="{20 + 44 * n}" y="{40 + 46 * (n % 2)}" width="32" height="26"/>'
        f'<text x="{26 + 44 * n}" y="{56 + 46 * (n % 2)}" fill="black" stroke="none" font-size="5.5">{name}</text>'
        for n, name in enumerate(("上料", "定位", "加工", "检测", "下料"))
    )
    upright = _pdf(
        f"""<style>@page {{ size: A4; margin: 0; @bottom-center {{ content: none }} }}</style>
<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="296mm" viewBox="0 0 210 296" font-family="FandolHei"><g transform="translate(0 296) rotate(-90)"
fill="none" stroke="black" stroke-width="0.5"><rect x="14" y="26" width="268" height="150" stroke-width="1"/>
<text x="104" y="18" fill="black" stroke="none" font-size="9">工位布置图（{one["number"]}）</text>{stations}
<path d="M20 158H276" stroke-width="3" stroke="#888"/><text x="126" y="152" fill="black" stroke="none" font-size="5.5">物流通道（宽2.5 m）</text>
<path d="M52 53L64 99M96 99L108 53M140 53L152 99M184 99L196 53" stroke-dasharray="3 2"/>
<text x="20" y="190" fill="black" stroke="none" font-size="5.5">图中虚线为工件流向；单位：m。虚构示例，仅供演示。</text></g></svg>"""
    )
    with pikepdf.open(BytesIO(upright)) as pdf:
        pdf.pages[0].Rotate = 90
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def bought_parts(one: Application) -> bytes:
    """A list on paper of US Letter size, as imported programs print."""
    parts = ("直线导轨", "光电开关", "小型可编程控制器", "电磁阀", "调压阀", "轴承座", "拖链", "指示灯")
    rows = "".join(
        f"<tr><td>{n}</td><td class=l>{name}</td><td>{n % 3 + 1}</td><td>{85 * n + 40}.00</td><td>{(n % 3 + 1) * (85 * n + 40)}.00</td></tr>"
        for n, name in enumerate(parts, start=1)
    )
    return _pdf(
        f"""<style>@page {{ size: letter; }}</style><h1 class="xiaobiaosong">外购件清单</h1>
<div class="songti" style="margin-bottom:3mm">项目：{escape(one["name"])}（{one["number"]}）</div>
<table class="songti"><tr class="heiti"><th>序号</th><th>名称</th><th>数量</th><th>单价（元）</th><th>金额（元）</th></tr>{rows}</table>
<p class="songti" style="margin-top:4mm">以上外购件均有合格证，价格为含税价。</p>"""
    )


def _pdf(body: str) -> bytes:
    """The PDF of the body; of the same body the same bytes."""
    html = (
        f"<!DOCTYPE html><html lang='zh-CN'><meta charset='utf-8'><title>附件</title><style>{font_css()}{STYLE}</style>"
    )
    text = f"{html}<body class='songti'>{body}</body></html>"
    identifier = hashlib.sha256(text.encode()).hexdigest()[:32].encode()
    return bytes(weasyprint.HTML(string=text).write_pdf(pdf_identifier=identifier))
