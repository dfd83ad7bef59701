"""Ways to spoil a printed certificate: each changes what one page shows, and nothing of any other page.

A spoiler gets the file, the place of the page and a source of chance.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet

from generator.fontfiles import cff, programs
from generator.typesetting.fonts import font_files

Spoiler = Callable[[pikepdf.Pdf, int, Random], None]
SPOILERS: dict[str, Spoiler] = {}


def spoiler(spoil: Spoiler) -> Spoiler:
    SPOILERS[spoil.__name__] = spoil
    return spoil


def spoilt(content: bytes, name: str, place: int, seed: int) -> bytes:
    """The file with its page of that place (from 0) spoilt in one way."""
    with pikepdf.open(io.BytesIO(content)) as file:
        SPOILERS[name](file, place, Random(f"{name} {seed}"))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


def commands(file: pikepdf.Pdf, place: int) -> list[Any]:
    """What the page's own stream does: number, address, text."""
    return list(pikepdf.parse_content_stream(file.pages[place].obj.Contents[-1]))


def rewrite(file: pikepdf.Pdf, place: int, changed: list[Any]) -> None:
    contents = file.pages[place].obj.Contents
    contents[len(contents) - 1] = file.make_stream(pikepdf.unparse_content_stream(changed))


def lines(done: list[Any]) -> list[int]:
    """Where text is shown."""
    return [at for at, one in enumerate(done) if str(one.operator) == "Tj"]


def codes(done: list[Any], at: int) -> list[bytes]:
    string = bytes(done[at].operands[0])
    return [string[start : start + 2] for start in range(0, len(string), 2)]


def show(done: list[Any], at: int, new: list[bytes]) -> None:
    done[at] = pikepdf.ContentStreamInstruction([pikepdf.String(b"".join(new))], pikepdf.Operator("Tj"))


def edit_codes(file: pikepdf.Pdf, place: int, chance: Random, edit: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the codes of one line of at least two different ones."""
    done = commands(file, place)
    at = chance.choice([at for at in lines(done) if len(set(codes(done, at))) > 1])
    show(done, at, edit(codes(done, at)))
    rewrite(file, place, done)


@spoiler
def a_character_changed(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    def edit(some: list[bytes]) -> list[bytes]:
        at = chance.randrange(len(some))
        return [*some[:at], chance.choice([code for code in some if code != some[at]]), *some[at + 1 :]]

    edit_codes(file, place, chance, edit)


@spoiler
def a_character_dropped(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    def edit(some: list[bytes]) -> list[bytes]:
        at = chance.randrange(len(some))
        return some[:at] + some[at + 1 :]

    edit_codes(file, place, chance, edit)


@spoiler
def a_character_doubled(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    def edit(some: list[bytes]) -> list[bytes]:
        at = chance.randrange(len(some))
        return some[: at + 1] + some[at:]

    edit_codes(file, place, chance, edit)


@spoiler
def two_characters_swapped(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    def edit(some: list[bytes]) -> list[bytes]:
        at = chance.choice([at for at in range(len(some) - 1) if some[at] != some[at + 1]])
        return [*some[:at], some[at + 1], some[at], *some[at + 2 :]]

    edit_codes(file, place, chance, edit)


@spoiler
def two_lines_exchanged(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """Each stands where the other should: the places stay in the stream, the texts change."""
    done = commands(file, place)
    one, other = chance.sample(lines(done), 2)
    done[one], done[other] = done[other], done[one]
    rewrite(file, place, done)


@spoiler
def two_lines_moved(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """The order of the stream stays: the third line is drawn above the second."""
    done = commands(file, place)
    moves = [at for at, one in enumerate(done) if str(one.operator) == "Td"]
    at = chance.choice(moves[1:])
    x, y = (float(number) for number in done[at].operands)
    done[at] = pikepdf.ContentStreamInstruction([x, -y], pikepdf.Operator("Td"))
    rewrite(file, place, done)


@spoiler
def the_number_of_another(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    other = chance.choice([at for at in range(len(file.pages)) if at != place])
    done, theirs = commands(file, place), commands(file, other)
    done[lines(done)[0]] = theirs[lines(theirs)[0]]
    rewrite(file, place, done)


@spoiler
def the_page_of_another(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    other = chance.choice([at for at in range(len(file.pages)) if at != place])
    contents = file.pages[place].obj.Contents
    contents[len(contents) - 1] = file.pages[other].obj.Contents[-1]


@spoiler
def a_line_lost(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    done = commands(file, place)
    del done[chance.choice(lines(done))]
    rewrite(file, place, done)


@spoiler
def a_line_shown_twice(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    done = commands(file, place)
    at = chance.choice(lines(done))
    done.insert(at, done[at])
    rewrite(file, place, done)


@spoiler
def the_text_drawn_twice(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    file.pages[place].obj.Contents.append(file.pages[place].obj.Contents[-1])


@spoiler
def all_text_lost(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    del file.pages[place].obj.Contents[-1]


@spoiler
def the_blank_lost(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """Title, signature and date, which stand in the text of other parts too."""
    del file.pages[place].obj.Contents[0]


def before_text(file: pikepdf.Pdf, place: int, command: bytes) -> None:
    contents = file.pages[place].obj.Contents
    contents[len(contents) - 1] = file.make_stream(b"q " + command + b"\n" + contents[-1].read_bytes() + b" Q")


@spoiler
def text_off_the_page(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    before_text(file, place, b"1 0 0 1 %d 0 cm" % chance.choice([-900, 700, 900]))


@spoiler
def text_cut_off(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    before_text(file, place, b"0 0 %d 595 re W n" % chance.randrange(200, 600))


@spoiler
def text_invisible(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    before_text(file, place, b"3 Tr")


@spoiler
def glyphs_on_top_of_each_other(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """Each character is set where the one before it stands."""
    done = commands(file, place)
    at = lines(done)[1]
    done.insert(at, pikepdf.ContentStreamInstruction([-28 + chance.random()], pikepdf.Operator("Tc")))
    rewrite(file, place, done)


def own_font(file: pikepdf.Pdf, place: int) -> pikepdf.Object:
    """The font of the page's text, made the page's own, with its program and its mapping."""
    page = file.pages[place].obj
    used = next(str(one.operands[0]) for one in commands(file, place) if str(one.operator) == "Tf")
    resources, fonts = pikepdf.Dictionary(page.Resources), pikepdf.Dictionary(page.Resources.Font)
    font, glyphs = pikepdf.Dictionary(fonts[used]), pikepdf.Dictionary(fonts[used].DescendantFonts[0])
    glyphs.FontDescriptor = pikepdf.Dictionary(glyphs.FontDescriptor)
    font.DescendantFonts = [glyphs]
    fonts[used] = file.make_indirect(font)
    resources.Font = fonts
    page.Resources = file.make_indirect(resources)
    return fonts[used]


def two_of_the_name(file: pikepdf.Pdf, place: int, chance: Random) -> tuple[int, int]:
    """The codes of two characters on the page."""
    done = commands(file, place)
    some = sorted({code for at in lines(done) for code in codes(done, at)})
    one, other = chance.sample(some, 2)
    return int.from_bytes(one, "big"), int.from_bytes(other, "big")


@spoiler
def two_shapes_exchanged(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """The font draws two characters each as the other; codes and mapping are right."""
    one, other = two_of_the_name(file, place, chance)
    descriptor = own_font(file, place).DescendantFonts[0].FontDescriptor
    program = CFFFontSet()
    content = descriptor.FontFile3.read_bytes()
    program.decompile(io.BytesIO(content), None, isCFF2=False)
    cids = [0] + [int(name[3:]) for name in program[0].charset[1:]]
    swapped = {one: other, other: one}
    face = font_files("kaiti")[0]
    outlines = programs.source(face.path, face.index).outlines
    assert isinstance(outlines, cff.Outlines)
    lying = cff.Outlines.__new__(cff.Outlines)
    vars(lying).update(vars(outlines) | {"known": {cid: outlines.known[swapped.get(cid, cid)] for cid in cids}})
    descriptor.FontFile3 = file.make_stream(cff.subset(lying, "Lying", cids), Subtype=pikepdf.Name.CIDFontType0C)


@spoiler
def a_mapping_that_lies(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """Copied or searched, the text would be another; the shapes are right."""
    one, _ = two_of_the_name(file, place, chance)
    font = own_font(file, place)
    said = font.ToUnicode.read_bytes()
    at = said.index(b"\n<%04x> <" % one) + len(b"\n<0000> <")
    font.ToUnicode = file.make_stream(said[:at] + b"7532" + said[said.index(b">", at) :])


@spoiler
def widths_lost(file: pikepdf.Pdf, place: int, chance: Random) -> None:
    """Figures take the room of Chinese characters."""
    del own_font(file, place).DescendantFonts[0]["/W"]
