"""What stands on the pages that `generator.rendering.html.pages` makes: places in mm, texts, fonts, refusals."""

from __future__ import annotations

import io
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from support import own_forms
from support.fixed_words import FORM1, FORM2_NOTE, patent_boxes

from generator.campaign.errors import TemplateError
from generator.campaign.form_rows import rows_of
from generator.composing.fitting.slots import fitted_words
from generator.rendering.html import pages

MM = 25.4 / 72
CLAUSE = "围绕提升产品服务工程质量和效益改造落后的技术设备不合理的工艺和过时的操作方法推动节能降耗"
INTRO_HEADINGS = (
    "成果背景",
    "技术原理及性能指标",
    "创造性与先进性",
    "成熟程度，适用范围和安全性",
    "应用情况及存在的问题",
)
TITLE = "2023年江西省职工“五小”活动优秀成果项目申报表"


# ---- contexts


def values() -> dict[str, str]:
    """One distinct text for every slot of Form 1, of the kind that stands there."""
    texts = dict.fromkeys(own_forms.SLOTS, "")
    texts |= {
        "name": "叶片在线清洗装置",
        "industry": "冶金",
        "patent_number": "ZL202210123456.7",
        "patent_date": "2022年11月8日",
        "implementation": "自主研发，在本单位全面实施",
        "benefit": "投入资金38万元，年增产值约75.6万元，年利润52万元。",
        "lead_name": "张喆",
        "lead_sex": "男",
        "lead_title": "高级技师",
        "lead_phone": "13870912345",
        "lead_id_number": "360102198001011234",
        "unit_and_post": "赣水钢铁有限公司 炼铁厂科长",
        "lead_address": "江西省新余市冶金路1号",
        "cover_name": "叶片在线清洗装置",
        "cover_lead_name": "张喆",
        "cover_unit": "赣水钢铁有限公司",
        "cover_contact_name": "王芳",
        "cover_contact_phone": "0790-6290000",
    }
    for place, name in enumerate(("李明", "欧阳建国", "赵强", "钱多", "孙莉"), start=1):
        texts |= {
            f"completer{place}_name": name,
            f"completer{place}_sex": "女",
            f"completer{place}_post": "钳工",
            f"completer{place}_title": "技师",
            f"completer{place}_unit": f"第{place}炼铁厂",
        }
    return texts


def form1(paragraph: str = CLAUSE, **changed: str) -> dict[str, Any]:
    texts = values() | changed
    return FORM1 | {
        "title": TITLE,
        "issuer": "江西省总工会  制",
        "blank": False,
        "slots": own_forms.fitted_slots(texts),
        "checks": patent_boxes(("实用新型专利", "已授权")),
        "applied": {"year": "2023", "month": "8", "day": "10"},
        "days": own_forms.days({"year": "2023", "month": "8", "day": "10"}),
        "intro": own_forms.parts(
            {"number": f"{place}.", "heading": heading, "paragraphs": [paragraph]}
            for place, heading in enumerate(INTRO_HEADINGS, start=1)
        ),
    }


def blank_form1() -> dict[str, Any]:
    filled = form1()
    for choices in filled["checks"].values():
        for choice in choices:
            choice["ticked"] = False
    return filled | {
        "blank": True,
        "slots": own_forms.empty_slots(),
        "applied": {"year": "", "month": "", "day": ""},
        "days": {"applied_on": ""},
        "intro": [],
    }


def form2(count: int = 12, *, blank: bool = False) -> dict[str, Any]:
    columns = own_forms.COLUMNS
    texts = {
        "name": "叶片在线清洗装置",
        "lead_name": "张喆",
        "lead_phone": "13870912345",
        "brief": CLAUSE * 2,
    }
    rows = [
        dict.fromkeys(columns, "") | ({} if blank else texts) | {"row_number": str(number)}
        for number in range(1, count + 1)
    ]
    return {
        "title": "2023年江西省职工“五小”活动优秀成果申报汇总表",
        "blank": blank,
        "recommender": "" if blank else "新余市总工会",
        "applied": {"year": "", "month": "", "day": ""} if blank else {"year": "2023", "month": "8", "day": "12"},
        "headers": [
            "序号",
            "名称",
            "完成人",
            "电话",
            "单位",
            "行业",
            "简介",
            "类别|（小发明、小创造）",
            "备注",
        ],
        "form": own_forms.FORM2,
        "words": {},
        "rows": own_forms.list_rows(rows),
        "foot_note": FORM2_NOTE,
    }


def paper(**changed: Any) -> dict[str, Any]:
    text = {
        "letterhead": "none",
        "issuer": "江西省总工会",
        "document_number": "赣工办〔2023〕 号",
        "title": ["关于开展2023年江西省“五小”活动", "优秀成果评选及发布活动的通知"],
        "addressee": "各设区市总工会：",
        "blocks": [
            {"kind": "h1", "number": "一、", "lead": "活动时间", "text": ""},
            {"kind": "h2", "number": "（一）", "lead": "推荐。", "text": "各单位择优推荐。"},
            {"kind": "h3", "number": "1．", "lead": "", "text": "严格要求。"},
            {"kind": "p", "number": "", "lead": "", "text": CLAUSE * 40},
        ],
        "attachments": ["《项目申报表》", "《申报汇总表》"],
        "signatory": "江西省总工会",
        "date": "2023年7月20日",
        "sealed": True,
        "imprint": None,
    }
    return text | changed


def notice(**changed: Any) -> dict[str, Any]:
    return paper(annexes=[blank_form1(), form2(8, blank=True)], **changed)


def certificate(**changed: Any) -> dict[str, Any]:
    return {
        "title": "荣誉证书",
        "number": "赣工五小证字〔2023〕第001号",
        "recipients": "张喆同志：",
        "body": "你完成的《叶片在线清洗装置》项目，在2023年江西省职工“五小”活动中被评为一等优秀成果。",
        "closing": "特发此证，以资鼓励。",
        "issuer": "江西省总工会",
        "date": "二〇二三年十一月三十日",
        "body_size_pt": 28,
        "recipients_size_pt": 28,
    } | changed


def bulletin(rows: int = 30) -> dict[str, Any]:
    winners = [
        {
            "number": str(n),
            "name": f"第{n}号装置",
            "people": "张喆、李明",
            "unit": "赣水钢铁",
            "recommender": "新余市总工会",
        }
        for n in range(1, rows + 1)
    ]
    title = "2023年江西省职工“五小”活动优秀成果名单"
    headers = {"name": "项目名称", "unit": "所在单位"}
    tables = [{"tier": "一等优秀成果", "rows": winners}]
    return paper(annex_title=title, attachments=[title], headers=headers, tables=tables)


# ---- reading pages


def opened(pdf: bytes) -> Any:
    return pdfplumber.open(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    with opened(pdf) as document:
        return "".join("".join(char["text"] for char in page.chars) for page in document.pages).replace(" ", "")


def lines_mm(page: Any) -> list[tuple[float, float, float, str]]:
    """Baseline, left edge, right edge (mm) and text of every line, from the top."""
    rows: dict[float, list[Any]] = {}
    for char in page.chars:
        if char["text"].strip():
            rows.setdefault(round((float(page.height) - char["matrix"][5]) * MM, 2), []).append(char)
    return [
        (y, min(c["x0"] for c in row) * MM, max(c["x1"] for c in row) * MM, "".join(c["text"] for c in row))
        for y, row in sorted(rows.items())
    ]


def rules_mm(page: Any) -> list[float]:
    """The heights at which a horizontal rule lies, each once."""
    found: list[float] = []
    for rect in sorted(page.rects + page.lines, key=lambda r: r["top"]):
        middle = (rect["top"] + rect["bottom"]) / 2 * MM
        if rect["width"] > rect["height"] and (not found or middle - found[-1] > 1):
            found.append(middle)
    return found


@pytest.fixture(scope="module")
def filled_form1() -> bytes:
    return pages.render("form1/form1.html", form1())


@pytest.fixture(scope="module")
def notice_pdf() -> bytes:
    return pages.render("notice/notice.html", notice())


# ---- official text


def test_a_full_page_has_22_lines_of_28_characters(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        body = lines_mm(document.pages[1])[:-1]
    assert len(body) == 22
    assert {len(line[3]) for line in body} == {28}


@pytest.mark.parametrize(("page", "left"), [(1, 26), (2, 28)])
def test_margins_are_mirrored_and_both_edges_flush(notice_pdf: bytes, page: int, left: float) -> None:
    with opened(notice_pdf) as document:
        body = lines_mm(document.pages[page])[:22]
    assert all(line[1] == pytest.approx(left, abs=0.1) for line in body)
    assert all(line[2] == pytest.approx(left + 156, abs=0.1) for line in body)


def test_lines_stand_at_the_exact_pitch_from_the_first_baseline(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        baselines = [line[0] for line in lines_mm(document.pages[1])[:22]]
    assert baselines[0] == pytest.approx(44.3, abs=0.3)
    for number, baseline in enumerate(baselines):
        assert baseline == pytest.approx(baselines[0] + number * 28.95 * MM, abs=0.05)


def test_the_page_number_stands_outside_one_character_in(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        odd, even = (lines_mm(document.pages[page])[-1] for page in (0, 1))
    assert (odd[3], even[3]) == ("—1—", "—2—")
    assert odd[2] == pytest.approx(28 + 156 - 14 * MM, abs=0.3)
    assert even[1] == pytest.approx(26 + 14 * MM, abs=0.3)
    # The dash of 仿宋 rises 0.33 em above the baseline; its top is 7 mm below the type area.
    assert odd[0] - 0.33 * 14 * MM == pytest.approx(37 + 225 + 7, abs=0.3)


def test_headings_have_the_fonts_of_their_levels(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        chars = [char for page in document.pages[:2] for char in page.chars]
    fonts = {}
    for wanted, phrase in (
        ("title", "关于开展"),
        ("h1", "一、活动"),
        ("h2", "（一）推荐"),
        ("h3", "1．严格"),
        ("p", CLAUSE),
    ):
        text = "".join(char["text"] for char in chars)
        fonts[wanted] = chars[text.index(phrase)]["fontname"].partition("+")[2]
    assert fonts["h3"] == fonts["p"]
    assert len(set(fonts.values())) == 4


def test_a_sealed_date_ends_four_characters_in_below_the_centred_name(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        found = [line for page in document.pages[:4] for line in lines_mm(page)]
        page = next(p for p in document.pages if any(line[3] == "2023年7月20日" for line in lines_mm(p)))
        right_edge = 184 if page.page_number % 2 else 182
    date = next(line for line in found if line[3] == "2023年7月20日")
    name = found[found.index(date) - 1]
    assert name[3] == "江西省总工会"
    assert date[2] == pytest.approx(right_edge - 4 * 156 / 28, abs=0.3)
    assert (name[1] + name[2]) / 2 == pytest.approx((date[1] + date[2]) / 2, abs=0.3)


def test_an_unsealed_date_starts_two_characters_after_the_name() -> None:
    pdf = pages.render(
        "bulletin/bulletin.html", bulletin(3) | {"sealed": False, "signatory": "江西省总工会办公室委员会"}
    )
    with opened(pdf) as document:
        found = [line for page in document.pages for line in lines_mm(page)]
    date = next(place for place, line in enumerate(found) if line[3] == "2023年7月20日")
    assert found[date][1] - found[date - 1][1] == pytest.approx(2 * 16 * MM, abs=0.3)


@pytest.mark.parametrize(("letterhead", "red"), [("none", False), ("printed", True), ("reserved", False)])
def test_the_letterhead_is_printed_reserved_or_absent(letterhead: str, red: bool) -> None:
    with opened(pages.render("bulletin/bulletin.html", bulletin(1) | {"letterhead": letterhead})) as document:
        first = document.pages[0]
        number = next(line[0] for line in lines_mm(first) if "赣工办" in line[3])
        colours = {char["non_stroking_color"] for char in first.chars if char["size"] > 40}
    assert bool(colours) is red
    assert (number > 90) is (letterhead != "none")


def test_the_imprint_lies_at_the_foot_of_an_even_page() -> None:
    imprint = {
        "copy_to": "中华全国总工会。",
        "printed_by": "江西省总工会办公室",
        "printed_on": "2023年7月20日",
    }
    with opened(pages.render("bulletin/bulletin.html", bulletin(3) | {"imprint": imprint})) as document:
        last = document.pages[-1]
        assert last.page_number % 2 == 0
        assert [line[3] for line in lines_mm(last)][:2] == [
            "抄送：中华全国总工会。",
            "江西省总工会办公室2023年7月20日印发",
        ]
        assert rules_mm(last)[-1] == pytest.approx(37 + 225, abs=0.3)


# ---- Form 1


@pytest.mark.parametrize("context", [form1(), blank_form1()], ids=["filled", "blank"])
def test_form1_has_four_pages_and_its_rows_their_heights(context: dict[str, Any]) -> None:
    with opened(pages.render("form1/form1.html", context)) as document:
        assert [(float(p.width), float(p.height)) for p in document.pages] == [
            pytest.approx((595.28, 841.89), abs=0.1)
        ] * 4
        for page, rows in zip(document.pages[1:], [rows_of(page, 5) for page in own_forms.FORM1.pages], strict=True):
            tops = rules_mm(page)
            expected = [37.0]
            for row in rows:
                expected.append(expected[-1] + row.height_mm)
            assert tops == pytest.approx(expected, abs=0.4)


def test_the_notice_carries_form1_on_four_pages_and_form2_on_one(notice_pdf: bytes) -> None:
    with opened(notice_pdf) as document:
        texts = ["".join(char["text"] for char in page.chars) for page in document.pages]
    cover = next(number for number, text in enumerate(texts) if "江西省总工会  制" in text)
    assert ["申  报  项  目  情  况" in texts[cover + 1], "项目简介" in texts[cover + 2]] == [True, True]
    assert "省评选办公室" in texts[cover + 3]
    assert len(texts) == cover + 5


def test_every_value_of_form1_is_printed(filled_form1: bytes) -> None:
    printed = text_of(filled_form1)
    wanted = [text.replace(" ", "") for text in values().values() if text]
    assert len(wanted) > 40
    assert [text for text in wanted if text not in printed] == []
    assert all(f"{place}.{heading}" in printed for place, heading in enumerate(INTRO_HEADINGS, start=1))


def test_ticks_and_boxes_are_text_of_one_size(filled_form1: bytes) -> None:
    with opened(filled_form1) as document:
        boxes = [char for char in document.pages[1].chars if char["text"] in "☑□"]
    assert "".join(box["text"] for box in boxes) == "□☑□□□□☑"
    assert len({(round(box["width"], 2), round(box["size"], 2)) for box in boxes}) == 1


def test_the_blank_form1_shows_the_hints_and_no_tick() -> None:
    printed = text_of(pages.render("form1/form1.html", blank_form1()))
    assert "（单位标准全称，与公章保持一致）" in printed
    assert "简述（经济效益应注明项目投入资金情况、年产值、利润；" in printed
    assert "5.应用情况及存在的问题。（随表附项目具体资料）" in printed
    assert printed.count("□") == 7
    assert "☑" not in printed


def test_a_long_intro_goes_on_in_a_closed_frame_on_further_pages() -> None:
    with opened(pages.render("form1/form1.html", form1(CLAUSE * 9))) as document:
        assert len(document.pages) > 4
        for page in document.pages[2:-1]:
            rules = rules_mm(page)
            assert rules[0] == pytest.approx(37, abs=0.4)
            text = [char for char in page.chars if char["text"].strip()]
            assert 0 < rules[-1] - max(char["bottom"] for char in text) * MM < 3
            assert rules[-1] < 263
        inside = "".join(char["text"] for page in document.pages[2:-1] for char in page.chars)
    assert inside.count(CLAUSE) == 45


def test_a_benefit_that_grows_moves_whole_groups_of_rows_to_the_next_page() -> None:
    with opened(pages.render("form1/form1.html", form1(benefit=CLAUSE * 20))) as document:
        first, second = document.pages[1:3]
        assert rules_mm(first)[-1] <= 266
        assert "其他完成人" not in "".join(char["text"] for char in first.chars)
        assert "其他完成人" in "".join(char["text"] for char in second.chars)
        assert len(rules_mm(first)) - 1 + len(rules_mm(second)) - 1 == len(rows_of(own_forms.DATA, 5))
    assert len(document.pages) == 5


# ---- Form 2


def test_form2_is_landscape_with_a_repeated_header_and_page_numbers() -> None:
    with opened(pages.render("form2/form2.html", form2())) as document:
        texts = ["".join(char["text"] for char in page.chars) for page in document.pages]
        sizes = {(round(float(p.width) * MM), round(float(p.height) * MM)) for p in document.pages}
    assert len(texts) > 1
    assert sizes == {(297, 210)}
    assert all("简介" in text and f"第{n}页 共{len(texts)}页" in text for n, text in enumerate(texts, start=1))
    assert sum(text.count(CLAUSE * 2) for text in texts) == 12  # no row is split
    assert [("一式一份" in text) for text in texts] == [False] * (len(texts) - 1) + [True]


def test_form2_in_the_notice_lies_across_a_portrait_page_that_is_only_turned(notice_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(notice_pdf)) as document:
        turned = [number for number, page in enumerate(document.pages) if page.get("/Rotate", 0)]
        last = document.pages[-1]
        assert turned == [len(document.pages) - 1]
        assert last.Rotate == 90
        assert [round(float(edge) * MM) for edge in last.mediabox[2:]] == [210, 297]
        del last["/Rotate"]
        stream = io.BytesIO()
        document.save(stream)
    with opened(stream.getvalue()) as portrait:
        page = portrait.pages[-1]
        across = [char for char in page.chars if not char["upright"]]
        number = "".join(char["text"] for char in page.chars if char["upright"]).strip()
        assert number.replace(" ", "") == f"—{len(portrait.pages)}—"
        head = next(char for char in across if char["text"] == "附")
        note = [char for char in across if char["text"] == "份"][-1]
    left = 28 if len(portrait.pages) % 2 else 26
    assert head["x0"] * MM == pytest.approx(left, abs=3)
    assert note["x1"] * MM < left + 156


# ---- certificate


def long_certificate() -> dict[str, Any]:
    name = (CLAUSE * 2)[:60]
    body = f"你们完成的《{name}》项目，在2023年江西省职工“五小”活动中被评为一等优秀成果。"
    recipients = "张喆、李明、欧阳建国、王芳、赵强、司马相如同志："
    closing = certificate()["closing"]
    return certificate(
        body=body,
        recipients=recipients,
        body_size_pt=fitted_words("certificate_body", body + closing).size_pt,
        recipients_size_pt=fitted_words("certificate_recipients", recipients).size_pt,
    )


def test_certificates_short_and_long_fill_one_landscape_page_each() -> None:
    wanted = [certificate(), long_certificate(), certificate()]
    with opened(pages.render("certificate/certificate.html", {"certificates": wanted})) as document:
        assert len(document.pages) == 3
        for page, one in zip(document.pages, wanted, strict=True):
            lines = lines_mm(page)
            printed = "".join(line[3] for line in lines)
            assert all(one[key] in printed for key in ("title", "number", "recipients", "body", "closing", "date"))
            assert all(line[1] > 36 - 0.2 and line[2] < 261.2 for line in lines)
            baselines = [line[0] for line in lines]
            assert min(b - a for a, b in pairwise(baselines)) > 6
            assert baselines[-1] < 180


# ---- bulletin


def test_the_bulletins_tables_repeat_their_header_and_show_every_winner() -> None:
    with opened(pages.render("bulletin/bulletin.html", bulletin(60))) as document:
        texts = ["".join(char["text"] for char in page.chars) for page in document.pages]
    tables = [text for text in texts if "装置" in text]
    assert len(tables) > 1
    assert all(text.count("序号") == 1 for text in tables)
    assert all(any(f"第{n}号装置" in text for text in tables) for n in range(1, 61))


# ---- the renderer


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("form1/form1.html", form1()),
        ("form2/form2.html", form2()),
        ("notice/notice.html", notice()),
        ("bulletin/bulletin.html", bulletin()),
        ("certificate/certificate.html", {"certificates": [certificate()]}),
    ],
)
def test_every_font_is_embedded_and_the_same_input_gives_the_same_bytes(template: str, context: dict[str, Any]) -> None:
    pdf = pages.render(template, context)
    assert pages.render(template, context) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/CreationDate" not in document.docinfo
        assert str(document.docinfo["/Title"])
        assert document.Root.Lang == "zh-CN"
        fonts = [item for item in document.objects if _is(item, "/FontDescriptor")]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def _is(item: Any, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind


def test_a_worker_process_makes_the_same_bytes(filled_form1: bytes) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(pages.render, "form1/form1.html", form1()).result() == filled_form1


def test_data_prints_as_typed() -> None:
    typed = "<b>&{{ x }}%"
    assert typed.replace(" ", "") in text_of(pages.render("form1/form1.html", form1(lead_address=typed)))


def test_a_rare_character_is_lent_by_another_font() -> None:
    assert "喆䶮𬭎" in text_of(pages.render("form1/form1.html", form1(cover_name="喆䶮𬭎")))


def test_a_character_without_a_glyph_is_refused() -> None:
    with pytest.raises(TemplateError, match="notdef"):
        pages.render("form1/form1.html", form1(cover_name="\U0010fffd"))


def own(folder: Path, body: str) -> bytes:
    (folder / "own.html").write_text(f"<html lang=zh><title>t</title>{body}", encoding="utf-8")
    return pages.render("own.html", {"secret": "x"}, folders=[folder])


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/a.svg",
        "template:../outside.svg",
        "../outside.svg",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_what_lies_outside_the_template_folders_is_not_fetched(tmp_path: Path, address: str) -> None:
    (tmp_path / "outside.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    with pytest.raises(TemplateError, match=r"own\.html"):
        own(folder, f'<img src="{address}">')


def test_a_link_that_leads_out_of_the_template_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.svg").symlink_to(tmp_path / "outside.svg")
    with pytest.raises(TemplateError, match=r"link\.svg"):
        own(folder, '<img src="link.svg">')


def test_a_picture_in_the_template_folder_is_shown(tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
    (tmp_path / "seal.svg").write_text(picture, encoding="utf-8")
    with opened(own(tmp_path, '<img src="seal.svg">')) as document:
        assert len(document.pages[0].rects) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p style='colour:red'>", "colour"),
        ("{{ missing }}", "missing"),
        ("{% if %}", "own.html"),
        ("{{ 'x' * 100000000 }}", "own.html"),
        ("{{ secret.__class__.__mro__ }}", "own.html"),
    ],
)
def test_a_wrong_template_is_named(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        own(tmp_path, body)


def test_a_missing_template_is_named() -> None:
    with pytest.raises(TemplateError, match=r"nothing\.html"):
        pages.render("nothing.html", {})


def test_the_campaigns_own_template_comes_first(tmp_path: Path) -> None:
    (tmp_path / "form2").mkdir()
    (tmp_path / "form2" / "form2.html").write_text("<html lang=zh><title>t</title>{{ title }}", encoding="utf-8")
    assert text_of(pages.render("form2/form2.html", {"title": "ownform"}, folders=[tmp_path])) == "ownform"
