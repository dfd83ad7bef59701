"""A package read as data: what a name, a type and a target mean, and what is refused since it could mean two things."""

from __future__ import annotations

import time

import pytest
from support.office_files import changed, jpeg, png, stored
from support.pace import pace

from generator.campaign.layout import package_templates
from generator.office.bounded_xml import XmlError, parsed
from generator.office.opc import PackageError, opened, packed
from generator.office.package import read_package
from generator.office.pictures import plain

FORM2 = (package_templates() / "form2/form2.docx").read_bytes()
MAIN = "word/document.xml"


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("styles.xml", "word/styles.xml"),
        ("./styles.xml", "word/styles.xml"),
        ("../word/styles.xml", "word/styles.xml"),
        ("/word/styles.xml", "word/styles.xml"),
        ("STYLES.xml", "word/styles.xml"),
        ("st%79les.xml", "word/styles.xml"),
        ("..%2fword%2fstyles.xml", None),
        ("../../word/styles.xml", None),
        ("..\\word\\styles.xml", None),
        ("file:styles.xml", None),
        ("//styles.xml", None),
        ("styles.xml#a", None),
        ("nothing.xml", None),
    ],
)
def test_a_target_means_one_part_or_none(target: str, meant: str | None) -> None:
    package = opened(changed(FORM2, {}, [(MAIN, "rIdE", "styles", target, "")]))
    (found,) = [one for one in package.relations[MAIN] if one.id == "rIdE"]
    assert (found.target if found.is_whole else None) == meant


@pytest.mark.parametrize("mode", ["External", "external", "EXTERNAL"])
def test_a_mode_is_read_in_any_letters(mode: str) -> None:
    package = opened(changed(FORM2, {}, [(MAIN, "rIdE", "image", "a.png", mode)]))
    assert [one.is_external for one in package.relations[MAIN] if one.id == "rIdE"] == [True]


def test_types_come_from_the_part_or_from_the_ending_in_any_letters() -> None:
    entries = read_package(FORM2) | {"word/media/A.PNG": png(), "word/media/b.bin": b"a"}
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Default Extension="PnG" ContentType="image/png"/>'
        b'<Override PartName="/WORD/media/%62.bin" ContentType="Image/JPEG"/></Types>',
    )
    parts = opened(stored(entries.items())).parts
    assert parts["word/media/A.PNG"].content_type == "image/png"
    assert parts["word/media/b.bin"].content_type == "image/jpeg"


@pytest.mark.parametrize(
    "entry",
    ["WORD/document.xml", "word/../a.xml", "/word/a.xml", "word//a.xml", "word\\a.xml", "word/a.xml.", "[trash]/a.xml",
     "word/_rels/a.xml.rels", "word/_RELS/document.xml.rels", "_rels/.RELS", "word/a%2e.xml", "c:/a.xml"],
)  # fmt: skip
def test_a_name_that_could_mean_two_things_is_refused(entry: str) -> None:
    opened(stored(read_package(FORM2).items()))
    with pytest.raises(PackageError):
        opened(stored([*read_package(FORM2).items(), (entry, b"<a/>")]))


def test_a_package_written_anew_says_the_same() -> None:
    package = opened(FORM2)
    again = opened(packed(package))
    assert again.relations == package.relations
    assert dict(again.parts) == dict(package.parts)


@pytest.mark.parametrize(
    "inside", ["<a/>" * 250_000, "<a " + " ".join(f'b{n}=""' for n in range(200)) + "/>", "<a>" * 250 + "</a>" * 250]
)
def test_xml_beyond_any_template_is_refused_before_a_tree_is_made(inside: str) -> None:
    begun = time.process_time()
    with pytest.raises(XmlError):
        parsed(f"<x>{inside}</x>".encode())
    assert (time.process_time() - begun) * pace() < 2


def test_pictures_lose_what_was_written_into_them_and_stay_pictures() -> None:
    for picture, kind in ((png(secret="ZK4Q"), "image/png"), (jpeg(secret="ZK4Q"), "image/jpeg")):
        assert b"ZK4Q" in picture
        made = plain(picture, kind)
        assert b"ZK4Q" not in made
        assert made == plain(made, kind)
    assert plain(png(), "image/png") == png()


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_a_picture_cut_short_is_refused(cut: int) -> None:
    for picture, kind in ((png(), "image/png"), (jpeg(), "image/jpeg")):
        with pytest.raises(ValueError, match="图片"):
            plain(picture[:cut], kind)
        with pytest.raises(ValueError, match="图片"):
            plain(b"GIF89a" + picture, kind)
