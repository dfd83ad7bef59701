"""How long a text may be, how large a number, how many of several: by the field's own bounds."""

from __future__ import annotations

from decimal import Decimal

from generator.campaign.fields import Field, Kind
from generator.campaign.masking import quoted_of
from generator.checks.values.characters import WrongValueError


def require_limits(value: object, field: Field) -> None:
    """Raises WrongValueError for a text that is too long, a number out of bounds, and too few or too many texts."""
    if isinstance(value, tuple):
        _require_between(len(value), field, "项")
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        _require_between(value, field)
    for text in value if isinstance(value, tuple) else (value,):
        if field.limit is not None and isinstance(text, str) and len(text) > field.limit:
            whose = quoted_of(text, field) if isinstance(value, tuple) else ""
            over = len(text) - field.limit
            message = f"{whose}有{len(text)}个字，超过{field.limit}字。"
            raise WrongValueError("too-long", message, f"请删减{over}个字。")


_UNITS = {Kind.PERCENT: "%", Kind.MILLIMETRES: "毫米"}


def _require_between(number: float | Decimal, field: Field, unit: str = "") -> None:
    """Raises WrongValueError where the number is out of the field's bounds, which its remedy tells."""
    least, most = field.least, field.most
    if (least is None or number >= least) and (most is None or number <= most):
        return
    is_count, unit = bool(unit), unit or field.unit or _UNITS.get(field.kind, "")
    if most is None:
        outside, wanted = f"小于{least}{unit}", f"不小于{least}{unit}的"
    elif least is None and not is_count:
        outside, wanted = f"大于{most}{unit}", f"不大于{most}{unit}的"
    else:
        wanted = f"{1 if least is None else least}至{most}{unit}"
        outside = f"不在{wanted}之间"
    hint = f"；{field.hint}" if field.hint else ""
    here = "" if field.personal else f"这里是{number:.15g}{unit}，"
    raise WrongValueError("bounds", f"{here}{outside}。", f"请改为{wanted}{hint}。")
