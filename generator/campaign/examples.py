"""The example row of each sheet of the entry workbook: written there, and known again when it is read."""

from __future__ import annotations

from collections.abc import Mapping

from generator.campaign.fields import SHEETS

EXAMPLE_MARK = "示例"  # what the first cell of the example row begins with

# By sheet and field key; choices and dates are left out: the campaign has them.
EXAMPLES: Mapping[str, Mapping[str, str | int]] = dict(
    zip(
        SHEETS,
        (
            {
                "number": "示例：NC-001",
                "name": "立式铣床主轴快速对中夹具",
                "industry": "机械制造",
                "non_public": "是",
                "unit": "某某市某某机械有限公司",
                "patent_number": "ZL202120123456.7",
                "implementation": "自主研制，已在本车间六台设备上使用",
                "benefit": "投入资金1.8万元，年节约12万元……",
                "lead_name": "张三",
                "lead_sex": "男",
                "lead_title": "技师",
                "lead_phone": "13800000000",
                "lead_id_number": "18位号码，末位为X的用大写",
                "lead_post": "铣工班班长",
                "lead_address": "某某省某某市某某路1号",
                "contact_name": "李四",
                "contact_phone": "0791-88000000",
                "brief": "针对……问题，研制……，由……降到……",
                "background": "写明原来的做法和存在的问题",
                "principle": "写明结构、原理和主要性能指标",
                "novelty": "写明与原有做法、同类产品相比的不同",
                "maturity": "写明使用了多久、适用于哪些场合、是否安全",
                "usage": "写明应用情况和还存在的问题",
                "attachments": "NC-001-检测报告.pdf",
                "intro_paper": "",
            },
            {
                "number": "示例：NC-001",
                "name": "王五",
                "sex": "女",
                "post": "操作工",
                "title": "高级工",
                "unit": "某某市某某机械有限公司",
            },
            {"number": "示例：NC-001", "serial": 1},
        ),
        strict=True,
    )
)
