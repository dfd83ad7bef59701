"""The benchmark compares equal work: what a peer makes holds the record's values, or the peer is not measured."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from docxtpl import DocxTemplate

from benchmarks import floor
from benchmarks.example import form_values, plain_values
from benchmarks.held import certificate_texts, form1_texts, form2_texts, holding, lacking
from benchmarks.machine import NODE_MODULES
from benchmarks.measuring import ROOT, NotMeasuredError, as_json, called
from benchmarks.overlays import CLASSES, overlay_of_certificates, overlay_of_form1
from benchmarks.peer_templates import marks_template, peer_values
from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing import forms
from generator.rendering.glyphs import marks
from generator.rendering.glyphs.glyph_text import MARKS
from generator.typesetting.fonts import font_files

reportlab = pytest.mark.skipif(not find_spec("reportlab"), reason="ReportLab is a peer: ./run bench installs it")
xlsxwriter = pytest.mark.skipif(not find_spec("xlsxwriter"), reason="XlsxWriter is a peer: ./run bench installs it")
pypdf = pytest.mark.skipif(not find_spec("pypdf"), reason="pypdf is a peer: ./run bench installs it")
typst = pytest.mark.skipif(
    not (NODE_MODULES / "@myriaddreamin").is_dir(), reason="Typst for node is a peer: ./run bench installs it"
)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    found, _, _ = check_campaign(MINIMAL)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def form1(campaign: Campaign) -> Mapping[str, Any]:
    return forms.filled(campaign.settings, "form1", campaign.applications[0])


@pytest.fixture(scope="module")
def form2(campaign: Campaign) -> Mapping[str, Any]:
    name = campaign.applications[0].recommender
    context = forms.filled_of_recommender(campaign.settings, "form2", campaign.of(name), name)
    return dict(plain_values(context))


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """What a peer keeps to be looked at, of a job's first record."""

    def run(script: str, ending: str, **job: object) -> Path:
        sample = tmp_path / f"sample{ending}"
        program = "node" if script.endswith(".js") else sys.executable
        called([program, ROOT / "benchmarks" / script, as_json({"count": 1, "sample": sample, **job})])
        return sample

    return run


def kept(folder: Path, records: Sequence[object]) -> Path:
    file = folder / "records.json"
    file.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return file


# ---- the judge


def test_a_file_that_lacks_a_value_is_not_measured(
    made: Callable[..., Path], form2: Mapping[str, Any], tmp_path: Path
) -> None:
    sample = made("peers/openpyxl_form2.py", ".xlsx", template=FORM2, form2_values=kept(tmp_path, [form2]))
    texts = form2_texts(dict(form2))
    assert lacking(sample, [*texts, "这一句不在表中"]) == ["这一句不在表中"]
    assert holding(lambda: {"seconds": 1.0}, sample, texts)() == {"seconds": 1.0}
    with pytest.raises(NotMeasuredError, match="这一句不在表中"):
        holding(lambda: {"seconds": 1.0}, sample, [*texts, "这一句不在表中"])()


# ---- Word and Excel

FORM2 = package_templates() / "form2" / "form2.xlsx"


@pytest.mark.parametrize("once", [True, False])
def test_zipfile_and_one_expression_fill_every_value_of_form1(
    made: Callable[..., Path], form1: Mapping[str, Any], tmp_path: Path, once: bool
) -> None:
    values = form_values(form1)
    (template := tmp_path / "template.docx").write_bytes(marks_template(values))
    records = kept(tmp_path, [peer_values(values, paragraphs=False)])
    sample = made("peers/zip_form1.py", ".docx", template=template, values=records, once=once)
    assert lacking(sample, form1_texts(values)) == []


def test_openpyxl_fills_every_value_of_form2(
    made: Callable[..., Path], form2: Mapping[str, Any], tmp_path: Path
) -> None:
    sample = made("peers/openpyxl_form2.py", ".xlsx", template=FORM2, form2_values=kept(tmp_path, [form2]))
    assert lacking(sample, form2_texts(dict(form2))) == []


@xlsxwriter
def test_xlsxwriter_writes_every_value_of_form2(
    made: Callable[..., Path], form2: Mapping[str, Any], tmp_path: Path
) -> None:
    sample = made("peers/xlsxwriter_form2.py", ".xlsx", form2_values=kept(tmp_path, [form2]))
    assert lacking(sample, form2_texts(dict(form2))) == []


def test_docxtpl_fills_every_value_of_form1(
    made: Callable[..., Path], form1: Mapping[str, Any], tmp_path: Path
) -> None:
    values = form_values(form1)
    job = {"template": package_templates() / "form1" / "form1.docx", "values": kept(tmp_path, [values])}
    assert lacking(made("peers/docxtpl_form1.py", ".docx", **job), form1_texts(values)) == []


def test_the_floor_of_word_is_a_run_of_our_own_template(form1: Mapping[str, Any]) -> None:
    assert form1["slots"]["name"].text in floor.word_run()(floor.ready(plain_values(form1)))


@pypdf
@pytest.mark.parametrize("template", sorted(package_templates().glob("*/*.docx")), ids=lambda path: path.stem)
def test_the_plain_pipeline_knows_every_filter_of_our_templates(template: Path) -> None:
    from benchmarks.plain_pipeline import environment

    document = DocxTemplate(template)
    document.init_docx()
    environment().from_string(document.patch_xml(document.get_xml()))


# ---- PDF

CERTIFICATE = {
    "title": "荣誉证书",
    "number": "赣工五小证字〔2023〕第001号",
    "recipients": "测试甲、测试乙同志：",
    "body": "你们完成的《电泳挂具导电触点自清洁机构》项目，在2023年江西省职工“五小”活动中被评为一等优秀成果。",
    "closing": "特发此证，以资鼓励。",
    "issuer": "江西省总工会",
    "date": "二〇二三年十一月三十日",
    "body_size_pt": 28,
    "recipients_size_pt": 28,
}


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[str]]:
    """Every class by the font that lends rare characters: it has TrueType outlines already."""
    face = font_files("songti")[-1]
    (box := tmp_path_factory.mktemp("fonts") / "marks.ttf").write_bytes(marks.font())
    return {**{name: [str(face.path)] for name in CLASSES}, MARKS: [str(box)]}


@reportlab
@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize("way", ["each", "in one"])
def test_reportlab_draws_every_value_of_form1(
    made: Callable[..., Path],
    form1: Mapping[str, Any],
    fonts: Mapping[str, Sequence[str]],
    tmp_path: Path,
    careful: bool,
    way: str,
) -> None:
    overlay = overlay_of_form1([form1], tmp_path, fonts)
    sample = made("peers/reportlab_pages.py", ".pdf", **overlay, way=way, careful=careful)
    assert lacking(sample, form1_texts(form_values(form1))) == []


@reportlab
def test_reportlab_draws_the_words_of_a_certificate(
    made: Callable[..., Path], fonts: Mapping[str, Sequence[str]], tmp_path: Path
) -> None:
    words = [CERTIFICATE]
    sample = made(
        "peers/reportlab_pages.py", ".pdf", **overlay_of_certificates(words, tmp_path, fonts), way="each", careful=True
    )
    assert lacking(sample, certificate_texts(words[0])) == []


@typst
def test_typst_for_node_sets_every_value_of_form1(
    made: Callable[..., Path], form1: Mapping[str, Any], fonts: Mapping[str, Sequence[str]], tmp_path: Path
) -> None:
    values = form_values(form1)
    template = ROOT / "benchmarks" / "typst" / "form1.typ"
    job = {"template": template, "values": kept(tmp_path, [values]), "root": ROOT, "fonts": []}
    assert lacking(made("node/typst_form1.js", ".pdf", **job), form1_texts(values)) == []
