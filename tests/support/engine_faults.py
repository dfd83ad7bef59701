"""What LibreOffice 7.4 does to a Word file's text otherwise than the file says, put right in its flat ODF.

Each row is a fault of that engine, none of the file: `tests/agreement/test_engine_faults.py` has the proof of each, and
docs/agreement.md tells them for a reader. What is not here counts as a difference between Word and PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, unescape

from generator.campaign.layout import OFFICIAL
from generator.typesetting.breaking import NO_LINE_END, NO_LINE_START
from generator.typesetting.fonts import covering_face, font_files, metrics
from generator.typesetting.typeset import width_em

Flat = str

_SETTINGS = '<config:config-item-set config:name="ooo:configuration-settings">'
_STYLES = "<office:automatic-styles>"
_BODY = "<office:body>"
_TEXT = re.compile("<text:text-input[^>]*>[^<]*|>[^<]+")  # the first of them can hold no style
_NARROW_SPACE, _ZERO_WIDTH_SPACE, _JOINER = "\u202f", "\u200b", "\u2060"
_OWN = {_NARROW_SPACE, _ZERO_WIDTH_SPACE, _JOINER}
_UNIT_SPACE = re.compile("(?<=[0-9])\u00a0(?=[^\u00a0<])")
_AFTER_SIGN = re.compile("(?<=[，、。；：！？”’》」』】〕）])(?=[A-Za-z0-9Α-ω])")
_DASH, _WAVE = (re.compile(f"(?<=[A-Za-z0-9%])(?={signs})") for signs in ("[—～]", "～"))
_LATIN_DASH_EM = 0.892  # of Noto Serif CJK, where the text around it is Latin
_LONE_DASH = re.compile("(?<=[A-Za-z0-9%])—")
_MINUS = re.compile("(?<![A-Za-z0-9%]-)(?<=-)(?=[0-9])")
_TOLERANCE = re.compile("(?<=[%‰℃])(?=±)")
_GREATER = re.compile("(?<=[\u3400-\u9fff])(?=&gt;)")
_SLASH = re.compile("(?<=[A-Za-z0-9μ]/)(?=[A-Za-z0-9])")
_WORD = re.compile(f"(?<![&#A-Za-z0-9])(?:[±-]{_JOINER}?|&[lg]t;)?[A-Za-z0-9Α-ω℃][A-Za-z0-9Α-ω.%‰/²³℃±{_JOINER}-]*")
_OFFICIAL = "公文正文"
_BASED_ON_OFFICIAL = re.compile(f'style:name="([^"]*)" [^>]*style:parent-style-name="{_OFFICIAL}"')


def with_spaces_between_words(flat: Flat) -> Flat:
    """`w:autoSpaceDE` and `w:autoSpaceDN` are skipped: room between Chinese and Latin, which the file switches off."""
    return _replaced(flat, 'style:text-autospace="ideograph-alpha"', 'style:text-autospace="none"')


def with_signs_inside(flat: Flat) -> Flat:
    """`w:overflowPunct` is turned round: signs hang into the margin, which the file switches off."""
    return _replaced(flat, 'style:punctuation-wrap="hanging"', 'style:punctuation-wrap="simple"')


def with_forbidden_signs(flat: Flat) -> Flat:
    """`w:noLineBreaksBefore` and `w:noLineBreaksAfter` are skipped: its own lists lack `·` and others."""
    items = {"Language": "zh", "Country": "CN", "Variant": "", "BeginLine": NO_LINE_START, "EndLine": NO_LINE_END}
    entry = "".join(
        f'<config:config-item config:name="{name}" config:type="string">{escape(value)}</config:config-item>'
        for name, value in items.items()
    )
    lists = (
        '<config:config-item-map-indexed config:name="ForbiddenCharacters"><config:config-item-map-entry>'
        f"{entry}</config:config-item-map-entry></config:config-item-map-indexed>"
    )
    return _replaced(flat, _SETTINGS, _SETTINGS + lists)


def with_units_kept(flat: Flat) -> Flat:
    """A line ends beside a no-break space, and inside the word behind it: a narrow one keeps number and unit."""
    lender = covering_face(_NARROW_SPACE, "songti")
    assert lender is not None
    narrow_em, styles = metrics(lender).advance_em(_NARROW_SPACE), {}
    for font in ("songti", "fangsong"):
        percent = round(100 * width_em("\u00a0", font) / narrow_em)
        styles[f"Unit-{font}"] = f'{_lent(lender.family)} style:text-scale="{percent}%"'

    def in_texts_of(font: str) -> Callable[[Flat], Flat]:
        span = f'<text:span text:style-name="Unit-{font}">{_NARROW_SPACE}</text:span>'
        return lambda texts: _in_texts(_UNIT_SPACE, span, texts)

    made = _in_body(in_texts_of("songti"), _in_official(in_texts_of("fangsong"), flat))
    return _with_styles(made, styles)


def with_dashes_kept(flat: Flat) -> Flat:
    """A line begins with — or ～ behind a number, and — is set there as a Latin dash, which is shorter in 宋体."""
    dash = f'{_JOINER}<text:span text:style-name="Dash">—</text:span>'
    made = _in_official(lambda texts: _in_texts(_DASH, _JOINER, texts), flat)
    made = _in_body(lambda body: _in_texts(_LONE_DASH, dash, _in_texts(_WAVE, _JOINER, body)), made)
    return _with_styles(made, {"Dash": f'style:text-scale="{round(100 / _LATIN_DASH_EM)}%"'})


def with_slashes_kept(flat: Flat) -> Flat:
    """A line ends behind / in a unit."""
    return _in_body(lambda texts: _in_texts(_SLASH, _JOINER, texts), flat)


def with_minus_kept(flat: Flat) -> Flat:
    """A line ends between - and the number that it belongs to, as if it were a hyphen."""
    return _in_body(lambda texts: _in_texts(_MINUS, _JOINER, texts), flat)


def with_tolerances_kept(flat: Flat) -> Flat:
    """A line ends before ± inside 37 ℃±1 ℃ or 63%±1%."""
    return _in_body(lambda texts: _in_texts(_TOLERANCE, _JOINER, texts), flat)


def with_greater_signs_kept(flat: Flat) -> Flat:
    """A line begins with >, though the list of signs that none begins with has it."""
    return _in_body(lambda texts: _in_texts(_GREATER, _JOINER, texts), flat)


def with_breaks_after_signs(flat: Flat) -> Flat:
    """No line ends between a Chinese sign such as ， and a letter or digit, where any Chinese text may be broken."""
    return _in_body(lambda texts: _in_texts(_AFTER_SIGN, _ZERO_WIDTH_SPACE, texts), flat)


def with_lent_signs(flat: Flat) -> Flat:
    """What the stand-in lacks is taken from whatever font the machine names first: ₂ has another width in each."""
    first = font_files("songti")[0].family
    lent = {char: face.family for char in set(flat) - _OWN if (face := covering_face(char, "songti"))}
    lent = {char: family for char, family in lent.items() if family != first and width_em(char, "songti") < 1}
    if not lent:
        return flat
    names = {family: f"Lent{number}" for number, family in enumerate(sorted(set(lent.values())))}
    signs = re.compile(f"[{re.escape(''.join(lent))}]")

    def span(sign: re.Match[str]) -> str:
        return f'<text:span text:style-name="{names[lent[sign[0]]]}">{sign[0]}</text:span>'

    made = _in_body(lambda texts: _in_texts(signs, span, texts), flat)
    styles = {name: _lent(one) for one, name in names.items()}
    return _with_styles(made, styles)


def with_whole_tracking(flat: Flat) -> Flat:
    """The last character before each change of script loses its tracking: what stands between is made narrower."""
    lost_pt, styles = -2 * OFFICIAL.body_tracking_pt, set()

    def narrowed(word: re.Match[str]) -> str:
        shown = unescape(word[0]).replace(_JOINER, "")
        percent = round(100 - 100 * lost_pt / (width_em(shown, "fangsong") * OFFICIAL.body_pt))
        styles.add(percent)
        return f'<text:span text:style-name="Narrow{percent}">{word[0]}</text:span>'

    made = _in_official(lambda texts: _in_texts(_WORD, narrowed, texts), flat)
    return _with_styles(made, {f"Narrow{percent}": f'style:text-scale="{percent}%"' for percent in styles})


FAULTS: tuple[Callable[[Flat], Flat], ...] = (
    with_spaces_between_words,
    with_signs_inside,
    with_forbidden_signs,
    with_units_kept,
    with_dashes_kept,
    with_slashes_kept,
    with_minus_kept,
    with_tolerances_kept,
    with_greater_signs_kept,
    with_breaks_after_signs,
    with_lent_signs,
    with_whole_tracking,
)


def _replaced(flat: Flat, old: str, new: str) -> Flat:
    assert old in flat
    return flat.replace(old, new)


def _in_body(changed: Callable[[Flat], Flat], flat: Flat) -> Flat:
    """The document with what stands in its body changed."""
    head, body, rest = flat.partition(_BODY)
    assert body
    return head + body + changed(rest)


def _in_official(changed: Callable[[Flat], Flat], flat: Flat) -> Flat:
    """The document with the paragraphs of its official text changed, which are the ones that are tracked."""
    names = "|".join(map(re.escape, {_OFFICIAL, *_BASED_ON_OFFICIAL.findall(flat)}))
    paragraphs = re.compile(f'<text:p text:style-name="(?:{names})">.*?</text:p>', re.DOTALL)
    return _in_body(lambda body: paragraphs.sub(lambda found: changed(found[0]), body), flat)


def _in_texts(sought: re.Pattern[str], put: str | Callable[[re.Match[str]], str], body: Flat) -> Flat:
    """The texts with what is found in them replaced."""
    return _TEXT.sub(lambda text: text[0] if text[0][0] == "<" else sought.sub(put, text[0]), body)


def _lent(family: str) -> str:
    return f'fo:font-family="{family}" style:font-family-asian="{family}"'


def _with_styles(flat: Flat, styles: Mapping[str, str]) -> Flat:
    """The document with further styles of characters, by name, each with its properties."""
    made = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {properties}/></style:style>'
        for name, properties in sorted(styles.items())
    )
    return _replaced(flat, _STYLES, _STYLES + made)
