"""What several places of a form say, held together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.collecting.found import State, Value, Values
from generator.composing.filling.named import Named


def agreed(one: Value, other: Value) -> Value:
    """What two places of a form say of the same: the latter, where they do not differ."""
    if (not one.text and one.state is not State.ASK) or _is_missing(one):
        return other
    if (not other.text and other.state is not State.ASK) or _is_missing(other):
        return one
    if one.text and other.text and sameness(one.text) == sameness(other.text):
        return one if other.state is State.NORMALISED and one.state is State.READ else other
    if one.state is other.state is State.ASK and one.raw == other.raw:
        return other
    for plain, beside in ((one, other), (other, one)):
        if plain.text and beside.guess == (plain.text,):  # it says the same with something beside it
            return plain
    guess = tuple(dict.fromkeys(text for value in (one, other) for text in (_meant(value),) if text))
    raw = "；".join(dict.fromkeys(value.raw for value in (one, other) if value.raw))
    return replace(other, text="", state=State.ASK, how="封面和表里写的不一样。", guess=guess, raw=raw)


def _meant(value: Value) -> str:
    """What the value may mean: one to be asked that which alone it would be, else what stands there."""
    return value.text or (value.guess[0] if len(value.guess) == 1 else value.raw)


def _is_missing(value: Value) -> bool:
    """Whether nothing was entered where something has to be."""
    return value.state is State.ASK and not value.raw


def unticked(values: Values, named: Mapping[str, Named], settings: Settings) -> dict[str, Value]:
    """A question for the kinds of patent where none is ticked and something else says that there is one."""
    forms, status = values.get("patent_forms"), values.get("patent_status")
    if forms is None or "patent_forms" not in named:
        return {}
    others = [values.get(key, Value()) for key in ("patent_number", "patent_date")]
    is_none = status is not None and status.text == settings.patent_states[0]
    if forms.state is State.ASK and not forms.raw and is_none and all(one.state is State.BLANK for one in others):
        return {"patent_forms": Value(spot=forms.spot, how=f"表上没有这一栏，而{status.text}" if status else "")}
    if forms.state is not State.BLANK:
        return {}
    has_patent = status is not None and not is_none and bool(status.text)
    if not has_patent and not any(one.text or one.state is State.ASK for one in others):
        return {}
    guess = settings.patent_forms
    return {"patent_forms": replace(forms, state=State.ASK, how="一项也没有选，而别处写着有专利。", guess=guess)}
