"""Pages from compiled blanks, held against the same pages laid out by WeasyPrint: every form, every certificate."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import EXAMPLE
from layout.measuring import Char, Page, measured
from PIL import Image, ImageChops
from support.fixed_words import OTHER_FORM1, OTHER_PATENT_WORDS, patent_boxes
from support.one_file import book
from support.poppler import drawn, pdf_text

from generator.campaign.layout import template_folders
from generator.checks.campaign import check_campaign
from generator.composing.certificates import proof as composed_proof
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.composing.forms import blank
from generator.rendering.html import pages
from generator.rendering.pdf import kept, press
from generator.rendering.pdf.blanks import CompiledPages
from generator.rendering.pdf.press import Press, file_of
from generator.rendering.proofreading import proof

FORM1, CERTIFICATE, PROOF = "form1/form1.html", "certificate/certificate.html", "certificate/proof.html"
PAPER = "packet/paper.html"
FORM2 = "form2/form2.html"
SLICES = 12
# WeasyPrint counts advances in thousandths of an em, and drops half a letter-spacing where the font changes
# inside a line (CO₂); ours are exact. Nowhere does that add up to more than the second figure.
NEAR_MM, FARTHEST_MM = 0.1, 0.25


@cache
def contexts(kind: str) -> list[Mapping[str, Any]]:
    campaign, _, _ = check_campaign(EXAMPLE)
    assert campaign is not None
    wanted = documents(Asked(campaign), {kind})
    return [one.context() for one in wanted if one.format == "pdf" and one.record]


def reference(template: str, context: Mapping[str, Any]) -> list[Page]:
    return measured(pages.render(template, context, folders=template_folders(EXAMPLE)))


def compiled(template: str, given: Sequence[Mapping[str, Any]]) -> list[list[Page]]:
    """The pages of each context, of a file of all."""
    made = book(template, given, folders=template_folders(EXAMPLE))
    assert made is not None
    content, counts = made
    found = iter(measured(content))
    assert sum(counts) > 0
    return [[next(found) for _ in range(count)] for count in counts]


def distances_mm(ours: Page, theirs: Page) -> list[float]:
    """How far every character's origin lies from that of its like: the same characters, on the same lines."""
    wanted: dict[str, list[Char]] = defaultdict(list)
    for char in chars(theirs):
        wanted[char.text].append(char)
    far = []
    for char in chars(ours):
        alike = wanted[char.text]
        assert alike, f"{char.text} is one too many on page {ours.number}"
        near = min(alike, key=lambda other: max(abs(char.x - other.x), abs(char.y - other.y)))
        alike.remove(near)
        far.append(max(abs(char.x - near.x), abs(char.y - near.y)))
    assert not any(wanted.values()), f"something is missing on page {ours.number}"
    return far


def chars(page: Page) -> list[Char]:
    return [char for char in page.chars if char.text.strip()]


def rules(page: Page) -> list[float]:
    """The edges of every rule, rule by rule."""
    found = sorted((rule.left, rule.top, rule.right, rule.bottom) for rule in page.rules)
    return [edge for rule in found for edge in rule]


def differ(ours: Sequence[Page], theirs: Sequence[Page]) -> list[float]:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert rules(one) == pytest.approx(rules(other), abs=0.02), f"rules on page {one.number}"
    return [far for one, other in zip(ours, theirs, strict=True) for far in distances_mm(one, other)]


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, SLICES))])
def test_every_form1_is_the_reference_page_by_page_line_by_line_and_character_by_character(part: int) -> None:
    given = contexts("form1")[part::SLICES]
    assert len(given) > 300 / SLICES - 1
    far = [differ(ours, reference(FORM1, one)) for one, ours in zip(given, compiled(FORM1, given), strict=True)]
    every = [one for form in far for one in form]
    assert len(every) > 1000 * len(given)
    assert max(every) < FARTHEST_MM
    assert sum(one > NEAR_MM for one in every) < len(every) / 1000


@pytest.mark.parametrize("completers", [0, 3])
def test_form1_of_other_settings_is_the_reference_character_by_character(completers: int) -> None:
    other = OTHER_FORM1 | {"completer_limit": completers, "checks": patent_boxes(("商标专用权",), OTHER_PATENT_WORDS)}
    (given, *_) = contexts("form1")
    for context in (given | other, given | other | {"checks": patent_boxes(("未申请",))}):
        (ours,) = compiled(FORM1, [context])
        assert max(differ(ours, reference(FORM1, context))) < FARTHEST_MM


def test_every_certificate_is_the_reference_character_by_character() -> None:
    given = contexts("certificate")
    assert len(given) == 100
    whole = {**given[0], "certificates": [one for context in given for one in context["certificates"]]}
    ((*ours,),) = compiled(CERTIFICATE, [whole])
    theirs = reference(CERTIFICATE, whole)
    assert len(ours) == 100
    assert max(differ(ours, theirs)) < NEAR_MM


def test_every_proof_sheet_is_the_reference_character_by_character() -> None:
    campaign, _, _ = check_campaign(EXAMPLE)
    assert campaign is not None
    context = proof.framed_context(composed_proof(campaign))
    (ours,) = compiled(PROOF, [context])
    theirs = reference(PROOF, context)
    assert len(ours) == len(context["sheets"]) > 8
    assert max(differ(ours, theirs)) < NEAR_MM


def test_every_work_summary_and_its_signature_is_the_reference_character_by_character() -> None:
    given = contexts("summary")
    assert len(given) == 12
    assert all(one["signatory"] for one in given)
    for one, ours in zip(given, compiled(PAPER, given), strict=True):
        assert max(differ(ours, reference(PAPER, one))) < FARTHEST_MM


@pytest.mark.parametrize("lines", range(1, 27))
def test_a_signature_keeps_the_last_line_with_it_wherever_the_page_ends(lines: int) -> None:
    text = {"kind": "p", "number": "", "lead": "", "text": "国"}
    paper = {
        "title": ["江西省铁路产业工会", "工作总结"][: 1 + lines % 2],
        "blocks": [text] * lines,
        "signatory": "江西省铁路产业工会",
        "date": "2023年8月15日",
        "sealed": True,
    }
    ((*ours,),) = compiled(PAPER, [paper])
    assert max(differ(ours, reference(PAPER, paper))) < NEAR_MM


def test_intro_material_is_the_reference_character_by_character() -> None:
    given = contexts("intro")[::30]
    assert len(given) == 11
    for one, ours in zip(given, compiled(PAPER, given), strict=True):
        every = differ(ours, reference(PAPER, one))
        assert max(every) < FARTHEST_MM
        assert sum(far > NEAR_MM for far in every) < len(every) / 1000 + 3


def test_every_form2_is_the_reference_page_by_page_line_by_line_and_character_by_character() -> None:
    given = contexts("form2")
    assert len(given) == 18
    for one, ours in zip(given, compiled(FORM2, given), strict=True):
        assert max(differ(ours, reference(FORM2, one))) < NEAR_MM


LONG = "围绕提升产品、服务、工程的质量和效益，改造落后的技术设备（含CO₂回收），年节约15.8万元；"
EXTREMES: dict[str, tuple[int, dict[str, str]]] = {
    "one row": (1, {"name": "夹具", "brief": "", "unit_and_post": ""}),
    "the longest texts": (7, {"name": LONG, "unit_and_post": LONG * 2, "brief": LONG * 3, "industry": "有色金属冶炼"}),
    "a row of many pages": (2, {"unit_and_post": LONG * 9, "brief": "一行\n又一行"}),
    "words wider than columns": (3, {"lead_phone": "0790-6290000-8001", "industry": "PLC-S7-1200"}),
    "characters of other fonts": (2, {"lead_name": "䶮𬭎𠀀", "brief": "每班加工50㎡，误差≤±0.01 mm，Ⅱ级α相。"}),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_an_extreme_form2_is_the_reference_too(name: str) -> None:
    count, texts = EXTREMES[name]
    given = contexts("form2")[0]
    rows = [row | texts for row in given["rows"][:count]]
    form = {**given, "recommender": "江西省邮政通信产业工会", "rows": rows}
    (ours,) = compiled(FORM2, [form])
    assert max(differ(ours, reference(FORM2, form))) < NEAR_MM
    shown = "".join(page.text for page in ours)
    assert shown.count("一式一份") == 1
    assert all(f"第{page.number - ours[0].number + 1}页共{len(ours)}页" in page.text for page in ours)


def test_a_blank_form2_and_one_that_takes_a_shaping_engine_are_left_to_the_reference() -> None:
    campaign, _, _ = check_campaign(EXAMPLE)
    assert campaign is not None
    given = contexts("form2")[0]
    accented = {**given, "rows": [given["rows"][0] | {"lead_name": "e\u0301mile"}]}
    for form in (blank(campaign.settings, "form2"), accented):
        assert book(FORM2, [form]) is None
        assert Press().render(FORM2, form) == pages.render(FORM2, form)


def test_a_page_that_differs_is_told() -> None:
    first, second = contexts("certificate")[:2]
    with pytest.raises(AssertionError):
        differ(compiled(CERTIFICATE, [first])[0], reference(CERTIFICATE, second))


def pictures(content: bytes, folder: Path, name: str) -> list[Image.Image]:
    """The pages in grey, at 72 dots per inch."""
    return drawn(content, folder / name, 72, grey=True)


@pytest.mark.parametrize(("template", "kind"), [(FORM1, "form1"), (FORM2, "form2"), (CERTIFICATE, "certificate")])
def test_the_pictures_are_the_same(template: str, kind: str, tmp_path: Path) -> None:
    given = contexts(kind)[-1]
    folders = template_folders(EXAMPLE)
    ours = pictures(Press(folders).render(template, given), tmp_path, "ours")
    theirs = pictures(Press(folders, reference=True).render(template, given), tmp_path, "theirs")
    assert len(ours) == len(theirs) > 0
    for one, other in zip(ours, theirs, strict=True):
        assert one.size == other.size
        unlike = sum(ImageChops.difference(one, other).histogram()[100:])
        assert unlike < 0.002 * one.width * one.height


def test_nothing_of_the_probes_is_left(tmp_path: Path) -> None:
    shortest = min(contexts("form1"), key=lambda form: len(str(form)))
    assert "国" not in str(shortest)
    path = tmp_path / "form.pdf"
    path.write_bytes(Press(template_folders(EXAMPLE)).render(FORM1, shortest))
    text = pdf_text(path)
    assert shortest["slots"]["name"].text in text
    assert "国" not in text


def test_a_value_that_takes_a_shaping_engine_is_left_to_the_reference() -> None:
    given = contexts("certificate")[0]
    (one,) = given["certificates"]
    accented = {**given, "certificates": [{**one, "recipients": "e\u0301mile同志："}]}
    assert book(CERTIFICATE, [accented]) is None
    assert Press().render(CERTIFICATE, accented) == pages.render(CERTIFICATE, accented)


def test_a_document_goes_into_a_file_whole_or_not_at_all() -> None:
    """Where one record cannot be set, the others are not either: what follows would be counted wrongly."""
    first, second = (context["certificates"][0] for context in contexts("certificate")[:2])
    given = contexts("certificate")[0]
    accented = {**second, "recipients": "e\u0301mile同志："}
    press = Press(template_folders(EXAMPLE))
    assert press.set(CERTIFICATE, {**given, "certificates": [first, accented]}) is None
    document = press.set(CERTIFICATE, {**given, "certificates": [first]})
    assert document is not None
    assert len(measured(file_of([document], document.title))) == len(document.pages) == 1


def test_a_document_set_once_is_the_same_in_every_file() -> None:
    """What another document of the file prints must not change the names of its fonts."""
    certificate, form = contexts("certificate")[0], contexts("form1")[0]
    press = Press(template_folders(EXAMPLE))
    one, other = press.set(CERTIFICATE, certificate), press.set(FORM1, form)
    assert one is not None
    assert other is not None
    assert press.set(CERTIFICATE, certificate) is one
    assert file_of([one], one.title) == Press(template_folders(EXAMPLE)).render(CERTIFICATE, certificate)
    alone, together = (pikepdf.open(BytesIO(file_of(some, ""))) for some in ([one], [other, one]))
    texts = [file.pages[-1].obj.Contents[-1].read_bytes() for file in (alone, together)]
    assert b"Tj" in texts[0]
    assert texts[0] == texts[1]


def test_forms_in_one_file_share_blanks_and_fonts() -> None:
    given = contexts("form1")[:40]
    single = len(Press(template_folders(EXAMPLE)).render(FORM1, given[0]))
    made = book(FORM1, given, folders=template_folders(EXAMPLE))
    assert made is not None
    assert len(made[0]) < 8 * single


# ---- kept on disk


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return cache / "wuxiao" / "blanks"


def program_of(folder: Path, printed: str = "{}") -> tuple[CompiledPages, int]:
    """The program kept for templates in this folder, and how often it had to be compiled."""
    context = contexts("certificate")[0]
    made: list[CompiledPages] = []

    def make() -> CompiledPages:
        layout = press.LAYOUTS[CERTIFICATE]
        (record,) = layout.records(context)
        made.append(
            press.compiled(layout, layout.printed(record), lambda probe: pages.laid_out(CERTIFICATE, probe, [folder]))
        )
        return made[-1]

    return kept.kept(CERTIFICATE, [folder], printed, make), len(made)


def test_a_blank_is_kept_whole_and_compiled_once(store: Path, tmp_path: Path) -> None:
    first, second = program_of(tmp_path), program_of(tmp_path)
    assert (first[1], second[1]) == (1, 0)
    assert first[0] == second[0]
    (file,) = store.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "赣工".encode() not in file.read_bytes()


def test_a_changed_template_is_compiled_anew(store: Path, tmp_path: Path) -> None:
    program_of(tmp_path)
    own = tmp_path / "certificate" / "note.css"
    own.parent.mkdir()
    own.write_text("/* changed */", encoding="utf-8")
    assert program_of(tmp_path)[1] == 1
    assert program_of(tmp_path, printed='{"other": 1}')[1] == 1
    elsewhere = tmp_path / "words" / "note.html"
    elsewhere.parent.mkdir()
    elsewhere.write_text("included by a template", encoding="utf-8")
    assert program_of(tmp_path)[1] == 1
    assert len(list(store.iterdir())) == 4


@pytest.mark.parametrize("spoil", ["cut", "foreign", "open"])
def test_what_cannot_be_trusted_is_compiled_anew(spoil: str, store: Path, tmp_path: Path) -> None:
    good, _ = program_of(tmp_path)
    (file,) = store.iterdir()
    if spoil == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif spoil == "foreign":
        file.write_text('{"title": ""}', encoding="utf-8")
    else:
        file.chmod(0o666)
    again, compiled_anew = program_of(tmp_path)
    assert compiled_anew == 1
    assert again == good


def test_a_folder_that_cannot_be_written_is_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert program_of(tmp_path)[1] == 1
