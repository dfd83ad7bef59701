"""Photographs in a form: upright, no larger than their cell, and nothing left of what the camera wrote into them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.campaign.errors import DataError
from generator.composing.filling.pictured import Picture, without_files
from generator.rendering.sheets.photos import photo, pictures_in

ROOM = (25.0, 35.0)
SECRET = b"SECRET-PLACE"


def taken(folder: Path, size: tuple[int, int], orientation: int = 1, name: str = "photo.jpg") -> Picture:
    """A photograph whose upper left corner is red as the camera held it, with a note in it."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, SECRET.decode()
    picture.save(folder / name, exif=exif, quality=95)
    return Picture(folder / name, ROOM, "照片", "一寸|照片")


@pytest.mark.parametrize(
    ("size", "shown_mm"),
    [((250, 350), (25, 35)), ((2500, 3500), (25, 35)), ((300, 300), (25, 25)), ((100, 700), (5, 35))],
)
def test_it_is_as_large_as_its_cell_allows(
    size: tuple[int, int], shown_mm: tuple[float, float], tmp_path: Path
) -> None:
    made = photo(taken(tmp_path, size))
    assert made.size_mm == pytest.approx(shown_mm)
    with Image.open(BytesIO(made.content)) as picture:
        assert picture.width <= 300 * shown_mm[0] / 25.4 + 1


def test_one_taken_sideways_stands_upright(tmp_path: Path) -> None:
    made = photo(taken(tmp_path, (700, 500), orientation=6))  # the camera was turned to the left
    assert made.size_mm == pytest.approx(ROOM)
    with Image.open(BytesIO(made.content)) as picture:
        red, green, blue = picture.convert("RGB").getpixel((picture.width - 5, 5))
    assert red > 200 > 100 > max(green, blue)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png"])
def test_nothing_is_left_of_what_the_camera_wrote(name: str, tmp_path: Path) -> None:
    one = taken(tmp_path, (250, 350), name=name)
    assert one.file
    assert SECRET in one.file.read_bytes()
    assert SECRET not in photo(one).content


def test_a_damaged_one_is_told_with_its_file_and_field(tmp_path: Path) -> None:
    one = taken(tmp_path, (250, 350))
    assert one.file
    one.file.write_bytes(one.file.read_bytes()[:400])
    with pytest.raises(DataError) as told:
        photo(one)
    (problem,) = told.value.problems
    assert (problem.place.file, problem.field) == ("attachments/photo.jpg", "照片")
    assert problem.message
    assert problem.fix


def test_without_one_a_blank_has_a_frame_with_the_hint() -> None:
    hinted, empty = (photo(Picture(None, ROOM, "照片", hint)) for hint in ("一寸|照片", ""))
    for made, is_drawn in ((hinted, True), (empty, False)):
        assert (made.ending, made.size_mm) == ("png", ROOM)
        with Image.open(BytesIO(made.content)) as picture:
            assert (picture.getextrema()[0] < 255) is is_drawn


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    before = photo(taken(tmp_path, (250, 350))).size_mm
    assert photo(taken(tmp_path, (300, 300))).size_mm != before


def test_the_pictures_of_a_notice_are_those_of_its_forms() -> None:
    one, other = Picture(None, ROOM, "照片"), Picture(Path("a.jpg"), ROOM, "合影")
    assert list(pictures_in({"annexes": [{"pictures": {"a": one}}, {}]})) == [one]
    context = {"title": "表", "pictures": {"a": one, "b": other}}
    assert [each.file for each in pictures_in(without_files(context))] == [None, None]
