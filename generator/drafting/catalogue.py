"""The catalogue of fields and places: templates/README.md, and that of a campaign that has its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.campaign.fields import Field
from generator.campaign.forms import Form, ListForm
from generator.campaign.kinds import kind_of
from generator.campaign.layout import package_templates
from generator.campaign.schema import Schema
from generator.composing.filling.named import slots_named
from generator.composing.fitting.slots import CERTIFICATE_PLACES, places
from generator.reading.schema import own_schema
from generator.typesetting.typeset import Slot

CATALOGUE = "README.md"
_FIRST_TABLE = "## 工作表"
_BREAK = re.compile(r"\|(?![^{]*\}\})")  # of a line of a header; inside of marks it is a filter
_BAR = "\\|"  # in a Markdown table
OPENING = "# 本活动的字段和表格\n"
OWN_HEAD = f"""{OPENING}
由 `wuxiao draft 活动文件夹` 写出，改了 `fields.yaml`、`form.yaml` 后再运行一次，会照新的重写；自己的说明请写在别处。
"""


def catalogue() -> str:
    """The text of templates/README.md: what is said there about templates, then the tables anew."""
    said, _, _ = (package_templates() / CATALOGUE).read_text(encoding="utf-8").partition(_FIRST_TABLE)
    tables = [*_tables(own_schema()), *_places(own_schema()), _rooms("证书的填写位置", CERTIFICATE_PLACES)]
    return said + "\n".join(tables)


def own_catalogue(schema: Schema) -> str:
    """The text of the same file of a campaign with these fields and forms."""
    return "\n".join([OWN_HEAD, *_tables(schema), *_places(schema)])


def _tables(schema: Schema) -> Iterator[str]:
    for sheet, fields in schema.fields.tables.items():
        rows = [_row(field, schema.forms.values()) for field in fields]
        names = ("英文名", "名称（表头、YAML）", "类型", "必填", "字数上限", "出现在")
        yield _table(f"工作表“{sheet}”", names, rows)


def _table(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', _BAR) for cell in row)} |" for row in (names, *rows)]
    return f"## {title}\n\n{lines[0]}\n|{'---|' * len(names)}\n" + "".join(f"{line}\n" for line in lines[1:])


def _row(field: Field, forms: Iterable[Form]) -> Sequence[str]:
    chosen = f"：{'、'.join(field.choices)}" if field.choices and isinstance(field.choices, tuple) else ""
    kind, must, limit = field.kind.value + chosen, "是" if field.required else "", str(field.limit or "")
    return f"`{field.key}`", field.label, kind, must, limit, _where(field, forms)


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
    return name if any(field in shown.fields for shown in slots_named(form).values()) else ""


def _places(schema: Schema) -> Iterator[str]:
    """The slots of each form of cells with the room they have, and the columns of each list."""
    for form in schema.forms.values():
        if isinstance(form, ListForm):
            columns = [
                (f"`{column.key}`", _BREAK.sub("", column.label), f"{column.width_mm:g}") for column in form.columns
            ]
            yield _table(f"{form.name}的列", ("列", "表头", "宽（毫米）"), columns)
        else:
            yield _rooms(f"{form.name}的填写位置", places(form))


def _rooms(title: str, rooms: Mapping[str, Slot]) -> str:
    rows = [
        (f"`{key}`", f"{room.width_mm:g} × {room.height_mm:g}", "、".join(f"{size:g}" for size in room.ladder))
        for key, room in rooms.items()
    ]
    return _table(title, ("位置", "宽 × 高（毫米）", "字号（磅），由大到小试排"), rows)
