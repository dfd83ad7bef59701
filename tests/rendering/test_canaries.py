"""Ways out of a template, a form or an attachment: nobody comes by the canaries, and what is meant to work works."""

from __future__ import annotations

import io
import logging
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from support.canaries import PICTURE, SECRET, Canaries, canaries
from support.own_fields import MARKS
from support.returned_files import read_form
from support.word_files import WORD, with_parts, word_template

from generator.campaign.errors import TemplateError
from generator.office.package import read_package
from generator.reading.prescan import workbook_trouble
from generator.rendering.attached.a4_pages import attachment_pages
from generator.rendering.html import pages
from generator.rendering.word import word_file

DAY = date(2023, 7, 20)
STYLE = "p { color: #010203 }"
# What an HTML template may try, `@` standing for an address; and the file that the same way is meant for.
PAGES = {
    "picture": ('<img src="@">', "a.svg"),
    "picture set": ('<img src="a.svg" srcset="@ 2x">', "a.svg"),
    "style sheet": ('<link rel="stylesheet" href="@"><p>a', "a.css"),
    "imported style": ("<style>@import url(@);</style><p>a", "a.css"),
    "background": ("<div style=\"width:40px;height:40px;background:url('@')\"></div>", "a.svg"),
    "page background": ("<style>@page { background: url('@') no-repeat }</style><p>a", "a.svg"),
    "list mark": ("<ul style=\"list-style-image:url('@')\"><li>a</ul>", "a.svg"),
    "generated content": ("<style>p::before { content: url('@') }</style><p>a", "a.svg"),
    "border image": ("<div style=\"border:9px solid;border-image:url('@') 1\">a</div>", "a.svg"),
    "object": ('<object data="@"></object>', "a.svg"),
    "embedded": ('<embed src="@">', "a.svg"),
    "picture in a drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><image href="@" width="40" height="40"/></svg>',
        "a.svg",
    ),
    "drawing in a drawing": ('<img src="outer.svg">', "a.svg"),
    "use in a drawing": ('<img src="used.svg">', "a.svg"),
    "base": ('<base href="@"><img src="@">', "a.svg"),
    "attached file": ('<link rel="attachment" href="@"><p>a', "a.svg"),
}

# What no page may hold, wherever it leads.
NO_WAYS = {"picture set", "object", "embedded", "base", "attached file"}


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    with canaries(tmp_path_factory.mktemp("canaries")) as made:
        yield made


def folder_of(birds: Canaries, address: str) -> Path:
    """A template folder beside the canary file, with what the vectors need."""
    folder = birds.file.parent / "templates"
    folder.mkdir(exist_ok=True)
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="50" height="50">'
    files = {
        "a.svg": PICTURE,
        "a.css": STYLE,
        "outer.svg": f'{head}<image xlink:href="{address}" width="40" height="40"/></svg>',
        "used.svg": f'{head}<use xlink:href="{address}#x"/><rect width="9" height="9"/></svg>',
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def rendered(birds: Canaries, body: str, address: str) -> bytes:
    folder = folder_of(birds, address)
    text = body.replace("@import", "\0").replace("@page", "\1").replace("@", address)
    text = text.replace("\0", "@import").replace("\1", "@page")
    (folder / "own.html").write_text(f"<html lang=zh><title>t</title>{text}", encoding="utf-8")
    return pages.render("own.html", {}, folders=[folder])


def whole(pdf: bytes) -> bytes:
    """Everything that the file holds, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream)]
        others = [one for one in opened.objects if not isinstance(one, pikepdf.Stream)]
        held = [one.unparse(resolved=True) for one in (*others, opened.trailer.get("/Info", others[0]))]
        held += [one.stream_dict.unparse(resolved=True) for one in streams]
        return b"\n".join(held + [one.read_bytes() for one in streams if one.get("/Filter") != "/DCTDecode"])


def test_the_canaries_sing_when_they_are_touched(birds: Canaries) -> None:
    assert SECRET in urllib.request.urlopen(f"{birds.address}/a.svg").read().decode()
    assert birds.hits.pop() == "/a.svg"
    assert SECRET in birds.file.read_text(encoding="utf-8")
    assert len(PAGES) >= 15


@pytest.mark.parametrize("way", PAGES)
def test_a_page_reaches_nothing_outside_its_templates(way: str, birds: Canaries) -> None:
    body, _ = PAGES[way]
    for address in birds.addresses:
        with suppress(TemplateError):
            made = whole(rendered(birds, body, address))
            assert SECRET.encode() not in made
            assert SECRET.encode("utf-16-be") not in made
    assert birds.hits == []


@pytest.mark.parametrize("way", sorted(PAGES.keys() - NO_WAYS))
def test_the_same_way_to_a_file_of_the_templates_works(way: str, birds: Canaries) -> None:
    body, name = PAGES[way]
    made = whole(rendered(birds, body, name))
    # The picture's colour, or the style's, is drawn.
    assert b"0.00392" in made or way == "use in a drawing"


@pytest.mark.parametrize("way", sorted(NO_WAYS))
def test_a_way_that_no_page_may_use_is_refused_for_files_of_the_templates_too(way: str, birds: Canaries) -> None:
    body, name = PAGES[way]
    with pytest.raises(TemplateError, match="不能用"):
        rendered(birds, body, name)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "@">]>',
        '<!DOCTYPE svg SYSTEM "@">',
        '<!DOCTYPE svg [<!ENTITY % x SYSTEM "@"> %x;]>',
    ],
)
def test_a_drawing_fetches_no_entity(declaration: str, birds: Canaries) -> None:
    for address in birds.addresses[:2]:
        folder = folder_of(birds, address)
        drawing = declaration.replace("@", address) + PICTURE.replace("<rect", "<text>&x;</text><rect")
        (folder / "entity.svg").write_text(drawing, encoding="utf-8")
        try:
            made = whole(rendered(birds, '<img src="entity.svg">', address))
        except TemplateError:
            continue
        assert SECRET.encode() not in made
    assert birds.hits == []


# ---- Word and Excel files


def declared(birds: Canaries) -> list[bytes]:
    heads = [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "@">]>',
        '<!DOCTYPE w SYSTEM "@">',
        '<!DOCTYPE w [<!ENTITY % x SYSTEM "@"> %x;]>',
    ]
    return [head.replace("@", address).encode() for head in heads for address in birds.addresses[:2]]


def test_a_word_file_fetches_no_entity_and_no_other_file(birds: Canaries, tmp_path: Path) -> None:
    plain = word_template("甲&x;".replace("&x;", "ENTITY"))
    document = read_package(plain)[WORD].replace(b"ENTITY", b"&x;")
    head, rest = document[: document.index(b"?>") + 2], document[document.index(b"?>") + 2 :]
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{birds.file.as_uri()}"/>'
    texts = [head + declaration + rest for declaration in declared(birds)]
    texts.append(document.replace(b"&x;", b"").replace(b"</w:body>", include.encode() + b"</w:body>"))
    for number, text in enumerate(texts):
        content = with_parts(plain, {WORD: text})
        (tmp_path / f"{number}.docx").write_bytes(content)
        forms, _ = read_form(tmp_path / f"{number}.docx", "a.docx", MARKS)
        assert SECRET not in str(forms)
        try:
            made = read_package(word_file.render(content, {}, modified=DAY))
        except TemplateError:
            continue
        assert all(SECRET.encode() not in part for part in made.values())
    assert birds.hits == []
    made = read_package(word_file.render(word_template("{{ x }}"), {"x": "好"}, modified=DAY))
    assert made[WORD].count("好".encode()) == 1


def test_a_workbook_with_entities_or_links_is_not_opened(birds: Canaries, tmp_path: Path) -> None:
    book = Path(__file__).parents[2] / "data_examples/broken/excel-hidden-row/applications.xlsx"
    assert workbook_trouble(book) is None
    for number, declaration in enumerate(declared(birds)):
        parts = read_package(book.read_bytes())
        text = parts["xl/workbook.xml"]
        place = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(with_parts(book.read_bytes(), {"xl/workbook.xml": text[:place] + declaration + text[place:]}))
        trouble = workbook_trouble(path)
        assert trouble is not None
        assert trouble.code == "workbook-entity"
    assert birds.hits == []


# ---- attachments


def act(**entries: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**entries)


ACTIONS: dict[str, Callable[[str], pikepdf.Dictionary]] = {
    "JavaScript": lambda a: act(S=pikepdf.Name.JavaScript, JS=f"app.launchURL('{a}')"),
    "Launch": lambda a: act(S=pikepdf.Name.Launch, F=a),
    "URI": lambda a: act(S=pikepdf.Name.URI, URI=a),
    "GoToR": lambda a: act(S=pikepdf.Name.GoToR, F=a, D=[0]),
    "SubmitForm": lambda a: act(S=pikepdf.Name.SubmitForm, F=act(FS=pikepdf.Name.URL, F=a)),
    "ImportData": lambda a: act(S=pikepdf.Name.ImportData, F=a),
    "Rendition": lambda a: act(S=pikepdf.Name.Rendition, JS=f"'{a}'"),
    "GoToE": lambda a: act(S=pikepdf.Name.GoToE, F=a),
}
FORBIDDEN = (
    b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/GoToR", b"/GoToE", b"/SubmitForm", b"/ImportData", b"/Rendition",
    b"/EmbeddedFile", b"/EF", b"/OpenAction", b"/AA", b"/AcroForm", b"/XFA", b"/Annots", b"/Names", b"/Metadata",
    b"/PieceInfo", b"/AF",
)  # fmt: skip


def armed(address: str) -> bytes:
    """A page with a visible stamp, and everything that a PDF can be armed with."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 400))
    page.obj.Contents = made.make_stream(b"0.1 0.2 0.3 rg 20 20 200 200 re f")
    look = made.make_stream(
        b"0.9 0.1 0.1 rg 0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50]
    )
    actions = [make(address) for make in ACTIONS.values()]
    stamps = [
        made.make_indirect(
            act(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link if place else pikepdf.Name.Stamp, F=4,
                Rect=[10, 10, 60, 60], A=action, AP=act(N=look))
        )
        for place, action in enumerate(actions)
    ]  # fmt: skip
    file = made.make_stream(SECRET.encode(), Type=pikepdf.Name.EmbeddedFile)
    spec = made.make_indirect(act(Type=pikepdf.Name.Filespec, F="a.exe", UF="a.exe", EF=act(F=file)))
    stamps.append(
        made.make_indirect(
            act(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=spec, Rect=[0, 0, 9, 9])
        )
    )
    page.obj.Annots = made.make_indirect(stamps)
    page.obj.AA = act(O=actions[0])
    page.obj.AF = pikepdf.Array([spec])
    page.obj.Metadata = made.make_stream(SECRET.encode(), Type=pikepdf.Name.Metadata)
    picture = made.make_stream(
        b"\x11" * 3, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Metadata=made.make_stream(SECRET.encode(), Type=pikepdf.Name.Metadata),
    )  # fmt: skip
    page.obj.Resources = act(XObject=act(AF=picture), Properties=act(P=spec))
    made.Root.OpenAction = actions[0]
    made.Root.AA = act(WC=actions[1])
    made.Root.Names = act(
        JavaScript=act(Names=["a", actions[0]]),
        EmbeddedFiles=act(Names=["a.exe", spec]),
        URLS=act(Names=["a", actions[2]]),
    )
    made.Root.AF = pikepdf.Array([spec])
    made.Root.AcroForm = act(Fields=[], XFA=made.make_stream(f"<xdp>{address}</xdp>".encode()))
    made.Root.Metadata = made.make_stream(SECRET.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    made.docinfo["/Author"] = SECRET
    out = io.BytesIO()
    made.save(out, compress_streams=False)
    return out.getvalue()


def test_an_attachment_is_disarmed_and_still_shown(birds: Canaries) -> None:
    for address in birds.addresses[:2]:
        before = armed(address)
        assert all(word in whole(before) for word in FORBIDDEN[:8])
        made = attachment_pages(before, "a.pdf")
        held = whole(made).replace(b"/XObject << /AF", b"")
        assert [key for key in FORBIDDEN if key + b" " in held or key + b"\n" in held] == []
        assert address.encode() not in held
        assert SECRET.encode() not in held
        assert SECRET.encode("utf-16-be") not in held
        assert b"0.1 0.2 0.3 rg" in held, "the page is shown"
        assert b"0.9 0.1 0.1 rg" in held, "the stamp is shown"
    assert birds.hits == []


# ---- warnings

WARNINGS = {
    "unknown property": "<p style='colour:red'>a",
    "invalid value": "<p style='color:rot'>a",
    "missing picture": "<img src='nothing.png'>",
    "missing style sheet": "<link rel=stylesheet href='nothing.css'>",
    "missing import": "<style>@import 'nothing.css';</style>",
    "missing font": "<style>@font-face { font-family: a; src: url(nothing.otf) }</style><p style='font-family:a'>a",
    "broken picture": "<img src='broken.png'>",
    "broken rule": "<style>p { color: red </style><style>@unknown x;</style><p>a",
    "unknown selector": "<style>p::nothing { color: red }</style>",
    "missing glyph": "<p>\U0010fffd",
    "missing attachment": "<link rel=attachment href='nothing.pdf'>",
    "missing target": "<a href='#nothing'>a</a>",
}


@pytest.mark.parametrize("what", WARNINGS)
def test_every_warning_stops_the_document(what: str, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (tmp_path / "own.html").write_text(f"<html lang=zh><title>t</title>{WARNINGS[what]}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"own\.html"):
        pages.render("own.html", {}, folders=[tmp_path])


def test_nothing_that_is_logged_as_doubtful_is_let_through() -> None:
    """Whatever WeasyPrint logs, in whichever of its modules, at the level of a warning or above."""
    for name in ("weasyprint", "weasyprint.anything.new"):
        with pytest.raises(TemplateError, match="something new"), pages._warnings_are_errors("a.html"):
            logging.getLogger(name).warning("something new")
