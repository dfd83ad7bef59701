"""The example campaign's data as the engines take it: contexts of ours, plain values of theirs, fonts of both."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from benchmarks.measuring import ROOT, WORK
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing import certificates, forms
from generator.composing.fitting.fitting import title_lines
from generator.composing.fitting.slots import Slot
from generator.composing.issuing import issued
from generator.rendering.glyphs import marks
from generator.rendering.sheets.grid_sheets import intro_parts

FIXED = ("completer_limit", "foot_note", "union", "office")  # what the form prints of the settings
EXAMPLE = ROOT / "data_examples" / "jiangxi-2023"
FONTS = ROOT / ".venv" / "share" / "wuxiao" / "fonts"


@dataclass(frozen=True)
class Data:
    """The files that the programs read."""

    forms: Path  # pickle: settings and applications
    contexts: Path  # pickle: what our templates are filled with
    values: Path  # JSON: the same values for the peers
    certificates: Path  # JSON: the winners' certificates
    form2: Path  # pickle: what our template of Form 2 is filled with, by recommender
    form2_values: Path  # JSON: the same values for the peers
    fonts: Path  # a folder: the check boxes' font


@cache
def data() -> Data:
    """The files, written anew."""
    folder = WORK / "data"
    folder.mkdir(parents=True, exist_ok=True)
    campaign, _, problems = check_campaign(EXAMPLE)
    if campaign is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    made = Data(
        folder / "forms.pickle",
        folder / "contexts.pickle",
        folder / "values.json",
        folder / "certificates.json",
        folder / "form2.pickle",
        folder / "form2.json",
        folder / "fonts",
    )
    contexts = [forms.filled(campaign.settings, "form1", application) for application in campaign.applications]
    made.forms.write_bytes(pickle.dumps((campaign.settings, campaign.applications)))
    made.contexts.write_bytes(pickle.dumps(contexts))
    made.values.write_text(json.dumps([form_values(one) for one in contexts], ensure_ascii=False), encoding="utf-8")
    words = [certificates.certificate(campaign, one) for one in issued(campaign) if one.winner is not None]
    made.certificates.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    lists = _form2_contexts(campaign)
    made.form2.write_bytes(pickle.dumps(lists))
    made.form2_values.write_text(json.dumps(plain_values(lists), ensure_ascii=False), encoding="utf-8")
    made.fonts.mkdir(exist_ok=True)
    (made.fonts / "marks.ttf").write_bytes(_named_marks())
    return made


def _form2_contexts(campaign: Campaign) -> list[dict[str, Any]]:
    names = [name for name in campaign.settings.recommender_names if campaign.of(name)]
    return [forms.filled_of_recommender(campaign.settings, "form2", campaign.of(name), name) for name in names]


def form_values(context: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a filled Form 1 as plain text and numbers; sizes are given, so that no peer has to find them."""
    day = context["applied"]
    return {
        "title": title_lines(context["title"]),
        "issuer": context["issuer"],
        "applied": f"{day['year']}年{day['month']}月{day['day']}日",
        "day": day,
        "slots": {key: {"text": slot.text, "size": slot.size_pt} for key, slot in context["slots"].items()},
        "checks": context["checks"],
        **{name: context[name] for name in FIXED},
        "intro": _plain_parts(context["intro"]),
    }


def plain_values(context: Any) -> Any:
    """The context in values that another engine takes: slots as text and size, 项目简介 with what fills its pages."""
    if isinstance(context, Slot):
        return {"text": context.text, "size": context.size_pt}
    if isinstance(context, Mapping):
        made = {key: plain_values(value) for key, value in context.items() if key != "form"}
        return made | {"intro": _plain_parts(context["intro"])} if "intro" in context else made
    return [plain_values(one) for one in context] if isinstance(context, list | tuple) else context


def _plain_parts(parts: Any) -> list[dict[str, Any]]:
    return [{key: value for key, value in part.items() if key != "place"} for part in intro_parts(parts)]


def _named_marks() -> bytes:
    """The font of the check boxes with a PostScript name, without which Typst does not take a font."""
    font, out = TTFont(BytesIO(marks.font())), BytesIO()
    font["name"].setName("wuxiao-marks", 6, 3, 1, 0x409)
    font.save(out)
    return out.getvalue()
