"""The fixed pages of a grid: its values as lines, page by page, and probes of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle, islice, product
from typing import Any

from generator.campaign.forms import MOST_FORMS_KEPT, GridForm, Shows
from generator.composing.filling.grids import days_of
from generator.composing.filling.pictured import pictures_of
from generator.composing.fitting.slots import Parts, Slot, parts_place, places
from generator.rendering.glyphs.glyph_text import MARKS, NotSetError
from generator.rendering.pdf.fixed_values import Context, FixedPage, lines_of
from generator.rendering.sheets import grid_sheets
from generator.rendering.sheets.paragraphs import Line
from generator.rendering.sheets.parts import parts_sheets
from generator.rendering.sheets.photos import Photo, photo

# What the blank of a form does not print, besides the texts that go on over pages.
_OF_RECORD = ("blank", "form", "slots", "applied", "days", "checks", "pictures")
# The probes' lines: they fit the narrowest cell (8 mm), two of them the lowest (8 mm); the last has the size of
# most values.
_PROBE_LINES = (("国国", 6.0), ("国|国国国", 6.0), ("国国国|国国", 4.0), ("国", 0.0))
_PROBE_DAYS = (("2023", "7", "31"), ("2023", "8", "1"), ("2023", "11", "12"), ("2024", "1", "1"))


def grid_pages(context: Context) -> list[FixedPage]:
    """Cover, tables, and texts on as many pages as they need.

    Raises:
        NotSetError: a value grows beyond its cell, and so the rows below it move.
    """
    form: GridForm = context["form"]
    pages = [("cover", _cover_values(context), 0.0)] if form.cover else []
    for number, page in enumerate(form.pages):
        if not grid_sheets.is_one_sheet(page, context["slots"]):
            raise NotSetError(str(number))
        values = _table_values(context, number)
        cell = page.parts
        if cell is None:
            pages.append((str(number), values, 0.0))
            continue
        sheets = parts_sheets(context[cell.slot], parts_place(form, page))
        for place, sheet in enumerate(sheets):
            # A page that is full ends at the foot of the type area, the last one below its last line.
            name = f"{number}{'-more' if place else ''}{'-full' if place < len(sheets) - 1 else ''}"
            pages.append((name, {**({} if place else values), cell.slot: sheet.lines}, sheet.height_mm))
    # Margins are mirrored: the blank of a left page is another than that of a right one.
    photos = _photos(context)
    return [
        FixedPage(f"{name}-{('right', 'left')[place % 2]}", slots, height_mm, photos=photos.get(name, {}))
        for place, (name, slots, height_mm) in enumerate(pages)
    ]


def _photos(context: Context) -> dict[str, dict[str, tuple[Photo, tuple[float, float]]]]:
    """The record's photos by the name of their page and by their slot, each with the size of its place."""
    form: GridForm = context["form"]
    found = {}
    for number in range(len(form.pages)):
        given = {slot: context["pictures"][slot] for slot in _of_page(form, number, 0, Shows.PICTURE)}
        found[str(number)] = {slot: (photo(one), one.size_mm) for slot, one in given.items() if one.file}
    return found


def _cover_values(context: Context) -> dict[str, tuple[Line, ...]]:
    form: GridForm = context["form"]
    on_cover = {
        value.slot: _slot_lines(context["slots"][value.slot], "fangsong")
        for value in (form.cover.values if form.cover else ())
        if not value.is_day
    }
    return on_cover | {slot: lines_of([text] if text else [], "fangsong") for slot, text in context["days"].items()}


def _table_values(context: Context, number: int) -> dict[str, tuple[Line, ...]]:
    """The values in the table of that page of the form."""
    form, completers = context["form"], context["completer_limit"]
    values = {
        slot: _slot_lines(context["slots"][slot], "songti") for slot in _of_page(form, number, completers, Shows.VALUE)
    }
    for slot in _of_page(form, number, 0, Shows.BOXES):
        for place, choice in enumerate(context["checks"][slot]):
            values[f"{slot}.{place}"] = lines_of(["☑" if choice["ticked"] else "□"], MARKS)
    return values


@lru_cache(maxsize=24 * MOST_FORMS_KEPT)
def _of_page(form: GridForm, number: int, completers: int, shows: Shows) -> tuple[str, ...]:
    """The slots of such cells in the table of that page, without the rows of completers that it does not have."""
    rows = grid_sheets.whole_rows(form.pages[number], completers)
    return tuple(one.cell.slot for row in rows for one in row.cells if one.cell.shows is shows)


def _slot_lines(slot: Slot, font: str) -> tuple[Line, ...]:
    if not slot.text:
        return ()
    return lines_of(slot.lines if len(slot.lines) > 1 else [slot.text], font, slot.size_pt)


def grid_printed(context: Context) -> Context:
    """What the blank of a record prints."""
    form: GridForm = context["form"]
    texts = {page.parts.slot for page in form.pages if page.parts}
    fixed = {key: value for key, value in context.items() if key not in _OF_RECORD and key not in texts}
    boxes = {key: [choice | {"ticked": False} for choice in choices] for key, choices in context["checks"].items()}
    return fixed | {"boxes": boxes}


def grid_probes(form: GridForm, printed: Context) -> list[Context]:
    """Contexts of the form; its texts end on their first, second, third and fourth page.

    So every page comes left and right, full, and as the last one in two heights. Where values stand beside or behind a
    text, its length decides on which of these they are seen, so there are more probes, until each shows all lines.
    """
    with_texts = [page for page in form.pages if page.parts]
    lengths = [_lengths(parts_place(form, page)) for page in with_texts]
    count = max(len(_PROBE_LINES), *map(len, lengths), 0)
    own = {key: value for key, value in printed.items() if key != "boxes"} | {"form": form}
    shown = set[tuple[str, int]]()
    probes = list[Context]()
    for turn, number in product(range(len(_PROBE_LINES)), range(count)):
        texts = {
            page.parts.slot: _texts(some[(number + place) % count], parts_place(form, page))
            for place, (page, some) in enumerate(zip(with_texts, lengths, strict=True))
            if page.parts
        }
        line = (turn + number) % len(_PROBE_LINES)
        probe = own | _probe_values(form, line, _PROBE_DAYS[number % len(_PROBE_DAYS)], printed["boxes"]) | texts
        seen = {(page.name, line) for page in grid_pages(probe) if not places(form).keys().isdisjoint(page.values)}
        if turn == 0 or not seen <= shown:
            probes.append(probe)
        shown |= seen
    return probes


def _probe_values(form: GridForm, line: int, day: tuple[str, str, str], boxes: Context) -> dict[str, Any]:
    text, size_pt = _PROBE_LINES[line]
    slots = {
        slot: Slot(text, size_pt or place.ladder[0], tuple(text.split("|"))) for slot, place in places(form).items()
    }
    year, month, date = day
    return {
        "blank": False,
        "slots": slots,
        "applied": {"year": year, "month": month, "day": date},
        "days": dict.fromkeys(days_of(form), f"{year}年{month}月{date}日"),
        "checks": boxes,
        "pictures": pictures_of(form, {}, blank=False),
    }


def _lengths(place: Parts) -> tuple[int, ...]:
    """How many lines the probes' texts have."""
    first, more = (len(sheet.lines) for sheet in parts_sheets(_texts(200, place), place)[:2])
    return (3, first - 1, first + 4, first + 20, first + more + 2, first + more + 7, first + 2 * more + 5)


def _texts(lines: int, place: Parts) -> list[dict[str, Any]]:
    paragraphs = list(islice(cycle(["国", "国国"]), lines))
    return [{"number": "1.", "heading": "国", "paragraphs": paragraphs, "place": place}]
