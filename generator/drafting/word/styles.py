"""The styles part: one style for each kind of paragraph of the official documents and forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lxml.etree import _Element as Element

from generator.campaign.layout import FORM, OFFICIAL
from generator.drafting.word.elements import (
    BIAOSONG,
    FANGSONG,
    HEI,
    KAI,
    SONG,
    align,
    exact,
    fonts,
    off,
    paragraph_properties,
    run_properties,
    size,
    w,
)

# Fonts that a machine may lack, and the name to try next.
FONT_SUBSTITUTES = {
    BIAOSONG: "FZXiaoBiaoSong-B05S",
    FANGSONG: "仿宋",
    KAI: "楷体",
    HEI: "SimHei",
    SONG: "SimSun",
}

RED = OFFICIAL.red.removeprefix("#").upper()
CERTIFICATE_RED = "A8161D"  # as in certificate.css
TRACKING_TWIPS = round(OFFICIAL.body_tracking_pt * 20)
CHARACTER_TWIPS = round((OFFICIAL.body_pt + OFFICIAL.body_tracking_pt) * 20)


def _first_line(character_twips: int = CHARACTER_TWIPS) -> Element:
    """First-line indent of two characters, and in twips for programs that know no characters."""
    return w("ind", firstLineChars=200, firstLine=2 * character_twips)


def _style(
    key: str,
    name: str,
    based_on: str | None = None,
    paragraph: Iterable[Element] = (),
    characters: Iterable[Element] = (),
    kind: str = "paragraph",
) -> Element:
    head = [w("name", val=name)]
    if based_on:
        head.append(w("basedOn", val=based_on))
    head.append(w("qFormat"))
    made = w(
        "style",
        *head,
        *paragraph_properties(*paragraph),
        *run_properties(*characters),
        type=kind,
        styleId=key,
    )
    if key == "Normal":
        made.set(made.nsmap["w"].join("{}") + "default", "1")
    return made


def _defaults() -> Element:
    characters = [fonts(FANGSONG), *size(OFFICIAL.body_pt), w("kern", val=0)]
    # LibreOffice breaks Latin words and numbers anywhere where their language is Chinese.
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return w(
        "docDefaults",
        w("rPrDefault", *run_properties(*characters, language)),
        w("pPrDefault", *paragraph_properties(w("spacing", before=0, after=0))),
    )


def _text_styles() -> list[Element]:
    pitch = exact(OFFICIAL.line_pitch_pt)
    # 22 lines of 28 characters hold only when no grid, no hanging punctuation and no widow rule moves a line.
    base = [
        off("widowControl"),
        w("kinsoku", val=1),
        off("overflowPunct"),
        off("autoSpaceDE"),
        off("autoSpaceDN"),
        off("snapToGrid"),
        w("textAlignment", val="center"),
        pitch,
        align("both"),
    ]
    title = [w("spacing", val=0), fonts(BIAOSONG), *size(OFFICIAL.title_pt)]
    number = [w("spacing", val=0), fonts(SONG), *size(OFFICIAL.number_pt)]

    def heading(key: int, family: str) -> Element:
        outline = [w("keepNext"), _first_line(), w("outlineLvl", val=key - 1)]
        return _style(f"Heading{key}", f"heading {key}", "Normal", outline, [fonts(family)])

    return [
        _style("Normal", "Normal", None, base, [w("spacing", val=TRACKING_TWIPS)]),
        _style("Body", "公文正文", "Normal", [_first_line()]),
        heading(1, HEI),
        heading(2, KAI),
        heading(3, FANGSONG),
        _style("Title", "公文标题", "Normal", [exact(OFFICIAL.title_pitch_pt), align("center")], title),
        _style(
            "Letterhead",
            "发文机关标志",
            "Normal",
            [align("center")],
            [w("spacing", val=63), *title[1:], w("color", val=RED)],
        ),
        _style("DocumentNumber", "发文字号", "Normal", [align("center")]),
        _style("AnnexMark", "附件序号", "Normal", [align("left")], [fonts(HEI)]),
        _style("PageNumber", "页码", "Normal", [exact(OFFICIAL.number_pt)], number),
        _style(
            "Imprint", "版记", "Normal", [exact(24), align("left")], [w("spacing", val=0), *size(OFFICIAL.number_pt)]
        ),
        _style("Sliver", "细行", "Normal", [exact(1)], size(1)),
    ]


def _form_styles() -> list[Element]:
    cell, plain = FORM.cell_pt, w("spacing", val=0)
    centred = align("center")
    return [
        _style("CoverLabel", "封面栏目", "Normal", [exact(24), align("left")], [plain]),
        _style("CoverValue", "封面填写", "Normal", [exact(24), centred], [plain]),
        _style("CoverHint", "封面提示", "CoverValue", [], [*size(14)]),
        _style("CoverIssuer", "封面制发单位", "CoverValue"),
        _style("CellHeading", "表格标题", "Normal", [exact(18), centred], [plain, fonts(HEI), *size(14)]),
        _style("CellLabel", "表格栏目", "Normal", [exact(16), centred], [plain, fonts(SONG), *size(cell)]),
        _style("CellValue", "表格填写", "Normal", [exact(16), centred], [plain, fonts(SONG), *size(cell)]),
        _style("CellHint", "表格提示", "CellValue", [align("left")], [*size(10.5)]),
        _style(
            "IntroHeading",
            "项目简介标题",
            "CellValue",
            [exact(FORM.intro_pitch_pt), align("left")],
            [fonts(HEI)],
        ),
        _style(
            "IntroText",
            "项目简介正文",
            "CellValue",
            [exact(FORM.intro_pitch_pt), _first_line(round(FORM.intro_pt * 20)), align("both")],
        ),
        _style("OpinionText", "意见栏", "Normal", [exact(20), align("left")], [plain, fonts(SONG), *size(cell)]),
        _style("FootNote", "表下说明", "Normal", [exact(16), align("left")], [plain, fonts(SONG), *size(10.5)]),
    ]


def _certificate_styles() -> list[Element]:
    plain, centred = w("spacing", val=0), align("center")
    wide = [fonts(BIAOSONG), *size(54), w("color", val=CERTIFICATE_RED), w("spacing", val=300)]
    return [
        _style("CertificateTitle", "证书标题", "Normal", [exact(64), centred], wide),
        _style("CertificateNumber", "证书编号", "Normal", [exact(20), centred], [plain, fonts(KAI), *size(14)]),
        _style("CertificateBody", "证书正文", "Normal", [], [plain, fonts(KAI)]),
        _style("CertificateSign", "证书署名", "Normal", [exact(31), centred], [plain, fonts(KAI), *size(20)]),
    ]


# What Word shows in its lists is what the templates use; its own styles come when somebody asks for them.
_LATENT = {"defLockedState": 0, "defUIPriority": 99, "defSemiHidden": 1, "defUnhideWhenUsed": 1, "defQFormat": 0}
_SHOWN = ("Normal", "heading 1", "heading 2", "heading 3")


def _latent() -> Element:
    """What Word knows of its own styles, none of which the file holds (17.7.4.5)."""
    shown = {"semiHidden": 0, "unhideWhenUsed": 0, "qFormat": 1}
    return w("latentStyles", *(w("lsdException", name=name, **shown) for name in _SHOWN), **_LATENT, count=376)


def styles(wanted: Collection[str] | None = None) -> Element:
    """The styles of all templates, or those `wanted` with what they are based on."""
    lead = _style("Lead", "二级标题文字", None, [], [fonts(KAI)], kind="character")
    hint = _style("Hint", "填写提示", None, [], [], kind="character")
    every = [*_text_styles(), *_form_styles(), *_certificate_styles(), lead, hint]
    return w("styles", _defaults(), _latent(), *(every if wanted is None else _among(every, wanted)))


def _among(every: Iterable[Element], wanted: Collection[str]) -> Iterator[Element]:
    for style in every:
        key = style.get(style.nsmap["w"].join("{}") + "styleId", "")
        if key in wanted or key in ("Normal", "CellValue"):  # on which the others are based
            yield style
