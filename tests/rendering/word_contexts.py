"""Contexts that the Word templates receive: blank, shortest and longest."""

from __future__ import annotations

from typing import Any

from support import own_forms
from support.fixed_words import FORM1, FORM2_NOTE, patent_boxes

from generator.composing.fitting.slots import Slot, fitted_words

LONG = "采用双回路冗余控制与在线监测相结合的办法，改造老旧设备的关键工序，使班组作业更安全、更省力、更节能。"
TITLE = "2023年江西省职工“五小”活动优秀成果项目申报表"

SHORTEST = {
    "name": "夹具",
    "industry": "机械",
    "patent_number": "",
    "patent_date": "",
    "implementation": "自制",
    "benefit": "年节约1万元。",
    "lead_name": "李一",
    "lead_sex": "女",
    "lead_title": "",
    "lead_phone": "13800000000",
    "lead_id_number": "36010219800101001X",
    "unit_and_post": "某厂 钳工",
    "lead_address": "南昌市",
    "unit": "某厂",
    "contact_name": "王二",
    "contact_phone": "0791-86000000",
}
LONGEST = {
    "name": "基于双回路冗余控制与在线监测的大型立式加工中心刀库换刀机械手故障快速诊断与<安全>互锁保护装置&改进型研制",
    "industry": "通用设备和专用设备制造业及其维修业",
    "patent_number": "ZL202310123456.7、ZL202320987654.3",
    "patent_date": "2023年12月31日",
    "implementation": LONG * 2,
    "benefit": (LONG * 8)[:400],
    "lead_name": "买买提·阿不都热合曼·艾力",
    "lead_sex": "男",
    "lead_title": "正高级工程师、高级技师",
    "lead_phone": "0791-86231234转8001",
    "lead_id_number": "360102198001010019",
    "unit_and_post": "江西省某某某某装备制造集团有限责任公司第二分公司机加工车间 数控加工中心班组长兼设备维护技师",
    "lead_address": "江西省南昌市青山湖区某某某某大道1688号某某装备制造产业园二期12栋3单元1502室（邮编330000）",
    "unit": "江西省某某某某装备制造集团有限责任公司第二分公司机加工车间工会委员会",
    "contact_name": "买买提·阿不都热合曼",
    "contact_phone": "0791-86231234转8001",
}
# As long as it may be for the data to keep to its page.
ORDINARY = LONGEST | {"benefit": (LONG * 8)[:180]}
# Characters that the official fonts lack: of GBK, of Extensions A, B and E.
RARE = SHORTEST | {"lead_name": "龚喆䶮𬭎𠀀甲", "name": "𬭎合金刀具", "benefit": "每班加工50㎡。"}
COMPLETER = {
    "name": "阿依古丽·买买提",
    "sex": "女",
    "post": "数控铣工兼质量检验员",
    "title": "高级工程师",
    "unit": "江西省某某某某装备制造集团有限责任公司第二分公司机加工车间",
}
PARTS = ("成果背景", "技术原理及性能指标", "创造性与先进性", "成熟程度，适用范围和安全性", "应用情况及存在的问题")


def _slots(values: dict[str, str], completers: int) -> dict[str, Slot]:
    texts = dict.fromkeys(own_forms.SLOTS, "")
    for key in texts:
        texts[key] = values.get(key.removeprefix("cover_"), "")
    for number in range(1, completers + 1):
        texts |= {f"completer{number}_{part}": value for part, value in COMPLETER.items()}
    return own_forms.fitted_slots(texts)


def paper(*, lines: int = 1, signed: bool = False) -> dict[str, Any]:
    """Intro material; signed, it is a work summary."""
    blocks = [{"kind": "h2", "number": "", "lead": "项目名称：", "text": LONGEST["name"]}]
    for place, part in enumerate(PARTS):
        blocks.append({"kind": "h1", "number": f"{'一二三四五'[place]}、", "lead": part, "text": ""})
        blocks += [{"kind": "p", "number": "", "lead": "", "text": LONG * lines}]
    return {
        "title": ["2023年江西省职工", "五小活动优秀成果介绍材料"],
        "blocks": blocks,
        "signatory": "江西省邮政通信产业工会" if signed else "",
        "date": "2023年8月15日" if signed else "",
        "sealed": True,
    }


def form1(
    values: dict[str, str] | None, *, completers: int = 0, intro: str = "略。", paragraphs: int = 1
) -> dict[str, Any]:
    """Form 1: blank without values."""
    ticked = ("实用新型专利", "未申请")
    applied = {"year": "", "month": "", "day": ""} if values is None else {"year": "2023", "month": "8", "day": "15"}
    return FORM1 | {
        "title": TITLE,
        "issuer": "江西省总工会  制",
        "blank": values is None,
        "slots": own_forms.empty_slots() if values is None else _slots(values, completers),
        "checks": patent_boxes(() if values is None else ticked),
        "applied": applied,
        "days": own_forms.days(applied),
        "intro": []
        if values is None
        else own_forms.parts(
            {"number": f"{place}.", "heading": part, "paragraphs": [intro] * paragraphs}
            for place, part in enumerate(PARTS, start=1)
        ),
    }


def form2(values: dict[str, str] | None, rows: int = 1) -> dict[str, Any]:
    """Form 2: blank without values."""
    keys = own_forms.COLUMNS
    if values is None:
        filled = [dict.fromkeys(keys, "") | {"row_number": number} for number in ("1", "2", "3", "…", *[""] * 4)]
    else:
        rest = {"category": "小革新", "non_public": "是", "brief": (LONG * 3)[:100]}
        texts = {key: (values | rest)[key] for key in keys if key != "row_number"}
        filled = [texts | {"row_number": str(place)} for place in range(1, rows + 1)]
    headers = [column.label.replace("{{ 活动名称 }}", "“五小”活动") for column in own_forms.FORM2.columns]
    headers[6] = "项目简介（100字以内）"
    headers[7] = "项目类别|（小发明、小创造、小革新、小设计、小建议）"
    return {
        "title": "2023年江西省职工“五小”活动优秀成果申报汇总表",
        "blank": values is None,
        "recommender": "" if values is None else "江西省邮政通信产业工会",
        "applied": {"year": "", "month": "", "day": ""}
        if values is None
        else {"year": "2023", "month": "8", "day": "15"},
        "form": own_forms.FORM2,
        "headers": headers,
        "words": {},
        "rows": own_forms.list_rows(filled),
        "foot_note": FORM2_NOTE,
    }


def official(*, paragraphs: int, **changes: Any) -> dict[str, Any]:
    """What notice and bulletin have in common."""
    text = LONG * 3
    block = {"number": "", "lead": "", "text": ""}
    return {
        "letterhead": "none",
        "issuer": "江西省总工会",
        "document_number": "赣工办〔2023〕 号",
        "title": ["关于开展2023年江西省“五小”活动", "优秀成果评选及发布活动的通知"],
        "addressee": "各设区市总工会、赣江新区工会联合会、省产业（局、系统）工会和省总直属基层工会：",
        "blocks": [
            block | {"kind": "p", "text": text},
            block | {"kind": "h1", "number": "一、", "lead": "活动时间安排"},
            block | {"kind": "h2", "number": "（一）", "lead": "市级评选推荐。", "text": text},
            block | {"kind": "h3", "number": "1．", "lead": "广泛宣传。", "text": text},
            *[block | {"kind": "p", "text": text}] * paragraphs,
        ],
        "attachments": [
            "《2023年江西省职工“五小”活动优秀成果项目申报表》",
            "《2023年江西省职工“五小”活动优秀成果申报汇总表》",
        ],
        "signatory": "江西省总工会",
        "date": "2023年7月20日",
        "sealed": True,
        "imprint": None,
        "imprint_place": "after_blank",
    } | changes


IMPRINT = {
    "copy_to": "中华全国总工会办公厅，省委办公厅，省人大常委会办公厅，省政府办公厅，省政协办公厅。",
    "printed_by": "江西省总工会办公室",
    "printed_on": "2023年7月20日",
}


def notice(**changes: Any) -> dict[str, Any]:
    """The notice with its blank forms."""
    return official(paragraphs=changes.pop("paragraphs", 2), **changes) | {
        "form1": form1(None),
        "form2": form2(None),
        "annexes": [form1(None), form2(None)],
    }


def bulletin(rows: int, **changes: Any) -> dict[str, Any]:
    """The bulletin: three tiers of as many rows each."""
    row = {
        "name": LONGEST["name"],
        "people": "李一、王二、张三丰、阿依古丽·买买提、赵六、钱七",
        "unit": LONGEST["unit"],
        "recommender": "江西省邮政通信产业工会",
    }
    name = "2023年江西省职工“五小”活动优秀成果名单"
    return official(paragraphs=1, attachments=[name], **changes) | {
        "annex_title": name,
        "headers": {"name": "项目名称", "unit": "所在单位"},
        "tables": [
            {"tier": f"{tier}等优秀成果", "rows": [row | {"number": str(place)} for place in range(1, rows + 1)]}
            for tier in "一二三"
        ],
    }


def certificates(count: int, *, long: bool) -> dict[str, Any]:
    """Certificates of the shortest or the longest words."""
    people = ("买买提·阿不都热合曼、" * 6)[:-1] if long else "李一"
    name = LONGEST["name"] if long else "夹具"
    recipients = f"{people}同志："
    body = f"你们完成的《{name}》项目，在2023年江西省职工“五小”活动中被评为一等优秀成果。"
    closing = "特发此证，以资鼓励。"
    return {
        "certificates": [
            {
                "title": "荣誉证书",
                "number": f"赣工五小证字〔2023〕第{place:03d}号",
                "recipients": recipients,
                "body": body,
                "closing": closing,
                "issuer": "江西省总工会",
                "date": "二〇二三年十一月三十日",
                "body_size_pt": fitted_words("certificate_body", body + closing).size_pt,
                "recipients_size_pt": fitted_words("certificate_recipients", recipients).size_pt,
                "held": (),
            }
            for place in range(1, count + 1)
        ]
    }
