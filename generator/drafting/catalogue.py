"""The catalogue of fields and places: templates/README.md, and that of a campaign that has its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.campaign.fields import Field
from generator.campaign.forms import Form, ListForm
from generator.campaign.kinds import kind_of
from generator.campaign.schema import Schema
from generator.composing.fitting.slots import CERTIFICATE_PLACES, places
from generator.reading.schema import own_schema
from generator.typesetting.typeset import Slot

HEAD = """# 模板与字段

本文件夹只有数据：版式、文字和样式，可以用 Word、WPS、Excel 或文本编辑器打开修改。
（This catalogue is written by `python -m generator.drafting`; a test holds it equal to the field table.）

| 文件夹 | 文书 | 文件 |
|---|---|---|
| `fields.yaml` | 申报书的每个字段 | 可增减字段，写法见文件开头 |
| `words.yaml` | 活动的名称、单位类型、标题、文件名 | 写法见文件开头；也可在 campaign.yaml 写“活动名称”“单位类型” |
| `synonyms.yaml` | 交回的表格上栏目的别的叫法 | 写法见文件开头 |
| `shared/` | 公文页面、字体 | `*.css` `*.html` |
| `notice/` | 通知（含两个附件） | `notice.docx` `notice.html`；文字在活动文件夹的 `notice.yaml` |
| `form1/` | 申报表（附件1） | `form1.docx` `form1.html`；表格在 `form.yaml` |
| `form2/` | 汇总表（附件2） | `form2.docx` `form2.html` `form2.xlsx`；表格在 `form.yaml` |
| `certificate/` | 荣誉证书、登记表、套打校准页 | `certificate.docx` `*.html` `register.xlsx`；文字 `certificate.yaml` |
| `bulletin/` | 通报、获奖名单 | `bulletin.docx` `bulletin.html` `winners.xlsx`；文字在 `bulletin.yaml` |
| `packet/` | 介绍材料、工作总结 | `paper.docx` `paper.html` |
| `progress/` | 申报进度 | `progress.html` `progress.xlsx` |

要改某一年的模板，把文件复制到活动文件夹的 `templates/` 下同名位置再改，程序优先用它，自带的模板不动。
在 Word 里可以改字体、字号、边距和固定文字；`{{ … }}`、`{% … %}` 是程序填写的位置，请整段保留。
要改表格或增减字段，把 `fields.yaml`、`form1/form.yaml` 等复制过去改，再运行 `wuxiao draft 活动文件夹`，程序照着
画出 Word、Excel 模板，并写出那里的字段一览；新的表格另起一个文件夹，放一份 `form.yaml`。
"""

OPENING = "# 本活动的字段和表格\n"
OWN_HEAD = f"""{OPENING}
由 `wuxiao draft 活动文件夹` 写出，改了 `fields.yaml`、`form.yaml` 后再运行一次，会照新的重写；自己的说明请写在别处。
"""

ALLOWED = """## 模板里可以有什么

- Word：文字、表格、内容控件、图形、PNG 和 JPEG 图片、页眉页脚、脚注、编号、公式。域只有页码（PAGE、NUMPAGES、
  SECTIONPAGES、SECTION）、带圈字符（EQ）和指向网址、邮箱的超链接。
- Excel：文字、格式、合并、数据验证、条件格式、打印设置、指向网址和邮箱的超链接。单元格里没有公式；验证和条件格
  式里只用列表、数字或单元格区域。数据行上的验证、条件格式、筛选和横向合并管到填好的每一行，下面的内容顺着下移。
- 其他的部件、引用、域、公式，以及宏、对象、控件、嵌入的字体、没有处理的修订痕迹，`wuxiao lint-templates` 逐处报
  为错误，`wuxiao build` 不用这样的模板。
- Word、Excel、WPS 自己写进文件的作者等属性、批注、缩略图、附加数据、打印机设置只提醒，不会进入生成的文件。生成
  文件的标题用自带模板的标题。
- `{{ }}`、`{% %}` 只写在正文、页眉、页脚和单元格的文字里（验证的列表和提示也可以），不能写进域、链接、名称或属
  性；Word 模板里不能用 `|safe`。
- 网页模板（`*.html`、`*.css`）：排版用的元素、属性、样式，本文件夹里的图片和字体。没有表单、脚本、内嵌或附带的
  文件；链接只能是 http、https、mailto 或本页内的 `#名称`，并且逐字写在模板里，不能由 `{{ }}` 拼出。
- 自己的模板填写每一条记录，最多用30秒处理器时间和1 GB内存，超过就停止，并说明是哪个模板、哪条记录。
"""

WORDING = """## 文字文件

`notice.yaml`（通知）、`bulletin/bulletin.yaml`（通报）、`certificate/certificate.yaml`（证书）是文字。
`{{ 名称 }}` 处印出这一项的值。除下面几种写法外，文字里不能有花括号；要印花括号，写 `{{ '{' }}`。
写完用 `wuxiao check 活动文件夹` 或 `wuxiao lint-templates 活动文件夹` 检查。

| 写法 | 印出 |
|---|---|
| `{{ 申报截止\\|年月日 }}` | 2023年8月15日 |
| `{{ 申报截止\\|年月日 }}至{{ 评选截止\\|日 }}` | 2023年8月15日至31日；月份不同印“至9月10日”，年份不同印全 |
| `{{ 申报开始\\|年月日 }}至{{ 申报截止\\|月日 }}` | 2023年7月24日至8月15日；年份不同印全 |
| `{{ 成果年限\\|汉字 }}` | 三 |
| `{{ 项目类别\\|顿号 }}` | 小发明、小创造、小革新 |
| `{{ 组织奖\\|length }}` | 有几个 |
| `{{ '等' if 等.数量 > 1 }}` | 多于一个时印“等” |
| `{% if 非公比例 %}…{% endif %}` | 不是0、不是空的时候才印 |
| `{% for 组 in 申报数量 %}{{ 组.单位\\|顿号 }}不少于{{ 组.数量 }}项，{% endfor %}` | 有几组印几组 |
| `{{ '，' if not loop.last }}` | 循环里，不是最后一个才印“，” |

- 一段文字全在 `{% if %}` 里而条件不成立时，这一段略去；标题下的各段都略去时，标题也略去，后面的序号顺着编。
- `《》` 里又有 `《》` 的（如项目名称自带书名号），里层自动改成 `〈〉`，再里层又是 `《》`；引号同样。
- 不要写 `{{ 申报数量[0].数量 }}` 这样只取第几个的：campaign.yaml 里多一组就会漏印，程序会指出。

通知和通报可用的名称：campaign.yaml 里的各项，以及

| 名称 | 是什么 |
|---|---|
| `申报数量` | 有最低数量的申报单位，相邻、同数的一组；每组有 `单位`（简称）、`类型`（不同时为空）、`数量`（或“若干”） |
| `等次` | 数量不是0的等次；每个有 `名称`、`数量`、`首个项目`（证书序号最小的）；数量写“若干”的，评选后是获奖的项数 |
| `获奖总数` | 各等次数量之和；还不知道时是“若干” |
| `申报总数`、`申报单位数`、`非公项数` | 收到的申报项目数、推荐它们的单位数、其中非公企业的项目数 |

证书可用的名称：`完成人`（一组姓名）、`人数`、`从略`（姓名太多没有全印时为真）、`项目名称`、`等次`、`年度`、`省份`、`活动名称`、
`主办单位`；组织奖证书：`单位`、`年度`、`省份`、`活动名称`、`主办单位`。
"""


def catalogue() -> str:
    """The text of templates/README.md."""
    return "\n".join([HEAD, ALLOWED, WORDING, *_tables(own_schema()), *_places(own_schema()), _certificate()])


def own_catalogue(schema: Schema) -> str:
    """The text of the same file of a campaign with these fields and forms."""
    return "\n".join([OWN_HEAD, *_tables(schema), *_places(schema)])


def _tables(schema: Schema) -> Iterator[str]:
    for sheet, fields in schema.fields.tables.items():
        rows = [
            (f"`{f.key}`", f.label, _kind(f), _must(f), str(f.limit or ""), _where(f, schema.forms.values()))
            for f in fields
        ]
        names = ("英文名", "名称（表头、YAML）", "类型", "必填", "字数上限", "出现在")
        yield _table(f"工作表“{sheet}”", names, rows)


def _table(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (names, *rows)]
    return f"## {title}\n\n{lines[0]}\n|{'---|' * len(names)}\n" + "".join(f"{line}\n" for line in lines[1:])


def _kind(field: Field) -> str:
    chosen = f"：{'、'.join(field.choices)}" if field.choices and isinstance(field.choices, tuple) else ""
    return field.kind.value + chosen


def _must(field: Field) -> str:
    return "是" if field.required else ""


def _where(field: Field, forms: Iterable[Form]) -> str:
    """The papers that show the field."""
    on_forms = [_place(field, form) for form in forms]
    return "、".join(where for where in (*on_forms, "证书、通报" if field.public else "") if where)


def _place(field: Field, form: Form) -> str:
    """The form, and of a list the column, that shows the field; "" where it does not."""
    name = kind_of(form).label
    if isinstance(form, ListForm):
        columns = [str(place) for place, column in enumerate(form.columns, start=1) if field in column.fields]
        return f"{name}第{'、'.join(columns)}列" if columns else ""
    shown = [cell.fields for cell in form.cells] + [value.fields for value in (form.cover.values if form.cover else ())]
    return name if any(field in fields for fields in shown) else ""


def _sizes(ladder: Iterable[float]) -> str:
    return "、".join(f"{size:g}" for size in ladder)


def _places(schema: Schema) -> Iterator[str]:
    """The slots of each form of cells with the room they have, and the columns of each list."""
    for form in schema.forms.values():
        if isinstance(form, ListForm):
            columns = [
                (f"`{column.key}`", column.label.replace("|", ""), f"{column.width_mm:g}") for column in form.columns
            ]
            yield _table(f"{form.name}的列", ("列", "表头", "宽（毫米）"), columns)
        else:
            yield _rooms(f"{form.name}的填写位置", places(form))


def _certificate() -> str:
    return _rooms("证书的填写位置", CERTIFICATE_PLACES)


def _rooms(title: str, rooms: Mapping[str, Slot]) -> str:
    rows = [(f"`{key}`", f"{room.width_mm:g} × {room.height_mm:g}", _sizes(room.ladder)) for key, room in rooms.items()]
    return _table(title, ("位置", "宽 × 高（毫米）", "字号（磅），由大到小试排"), rows)
