"""The lines of an official PDF's text by role, and their places in the type area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.campaign.layout import OFFICIAL
from generator.inspecting.official.parts import ANNEX, TEXT_FOOT_MM, pt_to_mm, roles
from generator.inspecting.official.pdf_pages import binding_left_mm
from generator.inspecting.pdf_file import Character, PdfPage, joined, lines

CHARACTER_MM = pt_to_mm(OFFICIAL.body_pt + OFFICIAL.body_tracking_pt)


@dataclass(frozen=True)
class TextLine:
    """A line of the text: its page and number there (from 1), its role, its characters from the left."""

    page: int
    number: int
    text: str
    role: str
    characters: tuple[Character, ...]

    @property
    def place(self) -> str:
        """`第2页 第3行 “一、…”`."""
        return f"第{self.page}页 第{self.number}行 “{self.text[:12]}”"

    @property
    def left_mm(self) -> float:
        """From the left edge of the type area to the line."""
        return self.characters[0].left_mm - binding_left_mm(self.page)

    @property
    def right_mm(self) -> float:
        """From the line to the right edge of the type area."""
        return OFFICIAL.text_width_mm + binding_left_mm(self.page) - self.characters[-1].right_mm

    @property
    def baseline_mm(self) -> float:
        """From the page's top edge to the baseline of most characters."""
        return Counter(round(one.baseline_mm, 3) for one in self.characters).most_common(1)[0][0]

    @property
    def size_pt(self) -> float:
        """The size of most characters."""
        return Counter(one.size_pt for one in self.characters).most_common(1)[0][0]


def text_pages(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """The pages before the first annex."""
    made: list[PdfPage] = []
    for page in pages:
        first = next(iter(page.text.split("\n")), "")
        if made and (ANNEX.fullmatch(first) or page.turned):
            break
        made.append(page)
    return made


def text_lines(pages: Sequence[PdfPage]) -> list[TextLine]:
    """The lines inside the type area, page by page from above."""
    found = [
        (page.number, number, line)
        for page in pages
        for number, line in enumerate(lines(one for one in page.characters if one.baseline_mm < TEXT_FOOT_MM + 1), 1)
    ]
    texts = [joined(line) for _, _, line in found]
    given = _line_roles(texts, found)
    return [
        TextLine(page, at, text, role, tuple(line))
        for (page, at, line), text, role in zip(found, texts, given, strict=True)
    ]


def _line_roles(texts: Sequence[str], found: Sequence[tuple[int, int, list[Character]]]) -> list[str]:
    """Roles by words; a line that starts no paragraph goes on with the one before it."""
    given = roles(texts)
    for at in range(1, len(given)):
        page, _, line = found[at]
        indent = line[0].left_mm - binding_left_mm(page)
        if given[at] in ("body", "h1", "h2", "h3") and indent < CHARACTER_MM and given[at - 1]:
            given[at] = "rest" if given[at - 1] != "attachment" else "attachment"
        elif given[at - 1] == "title" and given[at] == "addressee" and line[0].size_pt > OFFICIAL.title_pt - 1:
            given[at] = "title"
    big = OFFICIAL.title_pt - 2
    first = next((at for at, role in enumerate(given) if role == "addressee"), 0)
    for at in range(first):  # an addressee of several lines begins below the title
        if given[at] == "title" and found[at][2][0].size_pt < big:
            given[at] = "addressee"
    return given


def broken_lines(found: Sequence[TextLine]) -> list[TextLine]:
    """The lines of the body that go on in the next line: both their edges are flush."""
    kinds = ("body", "rest", "h2", "h3")
    return [one for one, other in pairwise(found) if one.role in kinds and other.role == "rest"]
