"""Lines and sizes of what stands in a place of its own: titles, letterhead, signatures, the imprint.

Word and PDF both get them from here, so both show the same; the checks ask whether it fits at all. Sizes are in pt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.campaign.settings import Settings
from generator.typesetting import titles
from generator.typesetting.typeset import break_lines, width_em

TEXT_PT = OFFICIAL.text_width_mm / MM_PER_PT
LETTERHEAD_PT, LETTERHEAD_TRACKING_PT, SMALLEST_LETTERHEAD_PT = 54.0, 3.15, 18.0
SMALLEST_LINE_PT = 5.0
# The certificate (ours): its title and, at the lower right, issuer and date.
CERTIFICATE_TITLE_MM, CERTIFICATE_TITLE_PT, SMALLEST_CERTIFICATE_TITLE_PT = 225.0, 54.0, 24.0
CERTIFICATE_TITLE_TRACKING_PT = 15.0
# Beside a certificate's picture on the proof sheet its number has less room than on the certificate itself.
PROOF_MM, PROOF_NUMBER_PT, SMALLEST_PROOF_NUMBER_PT = 40.5, 6.5, 5.0
CERTIFICATE_SIGN_MM, CERTIFICATE_SIGN_PT, SMALLEST_SIGN_PT = 84.0, 20.0, 14.0


def title_lines(title: str | Sequence[str], names: Collection[str] = ()) -> list[str]:
    """The lines of a title of 2号 (GB/T 9704-2012, 7.3.1): its own where they fit, else broken at whole words."""
    given = [title] if isinstance(title, str) else title
    return list(titles.title_lines(given, TEXT_PT / OFFICIAL.title_pt, names))


def own_names(settings: Settings) -> tuple[str, ...]:
    """The names that a title keeps whole: province, issuer, recommenders."""
    return (settings.province, settings.issuer, *settings.recommender_names)


def line_pt(text: str, font_class: str, width_mm: float, largest_pt: float, tracking_pt: float = 0) -> float:
    """The largest half point at which the text stands on one line of that width, and at most `largest_pt`."""
    em = width_em(text, font_class)
    if not em:
        return largest_pt
    room_pt = (width_mm / MM_PER_PT - len(text) * tracking_pt) / em
    return max(min(largest_pt, int(room_pt * 2) / 2), SMALLEST_LINE_PT)


def label_pt(text: str, width_mm: float) -> float:
    """The largest half point at which every line of a form's label (they are parted by |) fits that width."""
    return min(line_pt(line, "songti", width_mm, FORM.cell_pt) for line in text.split("|"))


def letterhead_pt(issuer: str) -> float:
    """The size of the letterhead 发文机关标志: no wider than the type area (GB/T 9704-2012, 7.2.4)."""
    mark = f"{issuer}文件"
    return line_pt(mark, "xiaobiaosong", OFFICIAL.text_width_mm, LETTERHEAD_PT, LETTERHEAD_TRACKING_PT)


def longest_letterhead() -> int:
    """How many Chinese characters an issuer may have with a letterhead."""
    return int(TEXT_PT / (SMALLEST_LETTERHEAD_PT + LETTERHEAD_TRACKING_PT)) - len("文件")


def document_number_over(number: str) -> int:
    """How many characters of a 发文字号 find no room on its line."""
    return sum(_signed_width(number[:end], OFFICIAL.body_pt) > TEXT_PT for end in range(1, len(number) + 1))


def signature_pt(name: str) -> float:
    """The size of 署名: that of the text, or smaller where the name is longer than a line."""
    return line_pt(name, "fangsong", OFFICIAL.text_width_mm, OFFICIAL.body_pt, OFFICIAL.body_tracking_pt)


def signature_gaps(name: str, date: str, sealed: bool) -> tuple[float, float]:
    """How far from the right edge 署名 and 成文日期 end, in pt (GB/T 9704-2012, clauses 7.3.5.1 and 7.3.5.2).

    With a seal the date ends four characters in, the name stands centred above it. Without, the name ends two
    characters in and the date starts two characters right of the name's first; but a date longer than the name ends
    two characters in, and the name moves. A name that would leave the type area ends nearer to its right edge.
    """
    em = OFFICIAL.body_pt + OFFICIAL.body_tracking_pt
    wide, long = (
        _signed_width(text, size_pt) for text, size_pt in ((name, signature_pt(name)), (date, OFFICIAL.body_pt))
    )
    most = max(TEXT_PT - wide, 0)
    if sealed:
        return min(max(4 * em + (long - wide) / 2, 0), most), 4 * em
    if wide >= long:
        gap = min(2 * em, most)
        return gap, max(gap + wide - 2 * em - long, 0)
    return 4 * em + long - wide, 2 * em


def _signed_width(text: str, size_pt: float) -> float:
    return width_em(text, "fangsong") * size_pt + len(text) * OFFICIAL.body_tracking_pt


def imprint_lines(name: str, printed_on: str) -> list[str]:
    """印发机关 in as many lines as it needs beside the date (GB/T 9704-2012, 7.4.2), which stands on the last one."""
    characters = TEXT_PT / OFFICIAL.number_pt - 3  # one free at each side, one between them
    width = characters - width_em(f"{printed_on}印发", "fangsong")
    return [line.text for line in break_lines(name, width, 1, "fangsong")]


def certificate_title_pt(title: str) -> float:
    """The size of a certificate's title."""
    return line_pt(title, "xiaobiaosong", CERTIFICATE_TITLE_MM, CERTIFICATE_TITLE_PT, CERTIFICATE_TITLE_TRACKING_PT)


def longest_certificate_title() -> int:
    """How many Chinese characters a certificate's title may have."""
    advance_pt = SMALLEST_CERTIFICATE_TITLE_PT + CERTIFICATE_TITLE_TRACKING_PT
    return int(CERTIFICATE_TITLE_MM / MM_PER_PT / advance_pt)


def certificate_number_over(number: str) -> int:
    """How many characters of a certificate's number find no room on its line of the proof sheet."""
    room_em = PROOF_MM / MM_PER_PT / SMALLEST_PROOF_NUMBER_PT
    return sum(width_em(number[:end], "songti") > room_em for end in range(1, len(number) + 1))


def proof_number_pt(number: str) -> float:
    """The size of a certificate's number on the proof sheet."""
    return line_pt(number, "songti", PROOF_MM, PROOF_NUMBER_PT)


def certificate_sign_pt(issuer: str) -> float:
    """The size of issuer and date on a certificate."""
    one_line = line_pt(issuer, "kaiti", CERTIFICATE_SIGN_MM, CERTIFICATE_SIGN_PT)
    return max(one_line, SMALLEST_SIGN_PT)


def certificate_sign_lines(issuer: str) -> list[str]:
    """The issuer on a certificate: on one line, or on two of whole words at the smallest size."""
    width = CERTIFICATE_SIGN_MM / MM_PER_PT / certificate_sign_pt(issuer)
    return list(titles.title_lines([issuer], width, most=2))


FILTERS = {
    "title_lines": title_lines,
    "line_pt": line_pt,
    "label_pt": label_pt,
    "letterhead_pt": letterhead_pt,
    "signature_pt": signature_pt,
    "signature_gaps": signature_gaps,
    "imprint_lines": imprint_lines,
    "certificate_title_pt": certificate_title_pt,
    "proof_number_pt": proof_number_pt,
    "certificate_sign_pt": certificate_sign_pt,
    "certificate_sign_lines": certificate_sign_lines,
}
