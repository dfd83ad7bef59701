"""What is put right in LibreOffice's reading of a Word file is its own fault, each shown by a text.

With the fault put right the lines are those of the PDF wherever the text stands on its line; with it they are not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rendering import word_contexts as contexts
from support import engine_faults as faults
from support.pages import changed_lines, measured
from support.second_opinion import second_opinion
from test_endings import BLOCK, DAY

from generator.campaign.layout import package_templates
from generator.rendering.formats import render

pytestmark = pytest.mark.xdist_group("agreement")

PLACES = range(18, 28)  # how many characters stand before the text on its line
SHOWN_BY: dict[Callable[[str], str], str] = {
    faults.with_spaces_between_words: "用PLC控制",
    faults.with_signs_inside: "国，国。国，国。国",
    faults.with_forbidden_signs: "帕丽达·吾守尔",
    faults.with_units_kept: "功率45 kW的机组",
    faults.with_dashes_kept: "温度80—100度",
    faults.with_slashes_kept: "流速20L/min的管路",
    faults.with_minus_kept: "传感器量程-100千帕",
    faults.with_tolerances_kept: "保持在37 ℃±1 ℃左右",
    faults.with_greater_signs_kept: "清后压差>0.25即再清一次",
    faults.with_breaks_after_signs: "设备，RRU吊装、4G对讲、Φ30孔",
    faults.with_lent_signs: "CO₂、SF₆、H₂O、N₂、O₂、NH₃",
    faults.with_whole_tracking: "5项8项5项4项3项9项7项6项2项",
}


WIDER = 10  # by so many characters its lines are longer
IN_FORM1 = (faults.with_greater_signs_kept,)  # only there: its text has no tracking


def _document(fault: Callable[[str], str], texts: list[str]) -> tuple[str, dict[str, Any]]:
    """The template and what it is filled with: the texts as paragraphs of a paper, or of Form 1's 项目简介."""
    if fault not in IN_FORM1:
        return "packet/paper", contexts.paper() | {"blocks": [BLOCK | {"text": text} for text in texts]}
    context = contexts.form1(contexts.SHORTEST)
    context["intro"][0]["paragraphs"] = ["国" * WIDER + text for text in texts]
    return "form1/form1", context


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The lines that are others in Word than in the PDF: by fault, and by `still-` and its name where it is left."""
    folder, files, left = tmp_path_factory.mktemp("faults"), [], {}
    for fault, text in SHOWN_BY.items():
        template, context = _document(fault, ["国" * place + text + "国" * 30 for place in PLACES])
        for name in (fault.__name__, f"still-{fault.__name__}"):
            for ending, source in ((".docx", "docx"), ("-ours.pdf", "html")):
                (made,) = render(f"{template}.{source}", [context], folders=(package_templates(),), modified=DAY)
                (folder / f"{name}{ending}").write_bytes(made)
            files.append(folder / f"{name}.docx")
        left[f"still-{fault.__name__}"] = fault
    theirs = second_opinion(files, folder, left)
    return {
        name: changed_lines(measured(folder / f"{name}-ours.pdf"), measured(Path(pdf))) for name, pdf in theirs.items()
    }


def test_every_fault_is_shown_by_a_text() -> None:
    assert set(SHOWN_BY) == set(faults.FAULTS)


@pytest.mark.parametrize("fault", [fault.__name__ for fault in SHOWN_BY])
def test_without_its_fault_the_program_ends_lines_where_the_pdf_does(fault: str, changed: dict[str, list[str]]) -> None:
    assert changed[fault] == []
    assert changed[f"still-{fault}"] != []
