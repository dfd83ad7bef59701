"""Fictional pictures: drawn portraits for identity photographs, and a "photograph" of a workplace."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from generator.typesetting.fonts import font_files

Color = tuple[int, int, int]

WIDTH, HEIGHT = 295, 413  # 25 × 35 mm at 300 dots an inch
TURN_RIGHT = 6  # EXIF: the picture must be turned clockwise to stand upright
GROUNDS: tuple[Color, ...] = ((246, 247, 248), (67, 142, 219), (190, 44, 40))
SKINS: tuple[Color, ...] = ((236, 200, 170), (224, 182, 148), (242, 210, 184))
JACKETS: tuple[Color, ...] = ((34, 44, 66), (52, 92, 128), (88, 92, 96), (120, 60, 40), (30, 84, 70))


def portrait(seed: int, *, woman: bool) -> Image.Image:
    """A drawn person, head and shoulders, on white, blue or red."""
    luck = random.Random(seed * 104729 + 7)
    skin, jacket, hair = luck.choice(SKINS), luck.choice(JACKETS), (luck.randrange(14, 40),) * 3
    picture = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), luck.choice(GROUNDS))
    draw = ImageDraw.Draw(picture)
    middle, wide = WIDTH, luck.randrange(98, 116)
    if woman:
        draw.rounded_rectangle((middle - wide - 24, 190, middle + wide + 24, 560), 110, fill=hair)
    draw.polygon([(40, 826), (70, 650), (middle - 90, 580), (middle + 90, 580), (520, 650), (550, 826)], fill=jacket)
    draw.polygon([(middle - 72, 580), (middle, 700), (middle + 72, 580)], fill=(244, 244, 244))
    draw.rectangle((middle - 46, 500, middle + 46, 600), fill=skin)
    draw.ellipse((middle - wide, 200, middle + wide, 550), fill=skin)
    draw.chord((middle - wide - 8, 170, middle + wide + 8, 460), 180, 360, fill=hair)
    for side in (-1, 1):
        draw.ellipse((middle + side * 46 - 12, 366, middle + side * 46 + 12, 382), fill=(30, 26, 24))
        draw.line((middle + side * 46 - 24, 346, middle + side * 46 + 24, 342), hair, 7)
    draw.line((middle, 390, middle - 8, 434, middle + 6, 438), (186, 140, 112), 5)
    draw.arc((middle - 36, 440, middle + 36, 488), 20, 160, (150, 70, 66), 7)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def identity_photograph(seed: int, *, woman: bool) -> bytes:
    """The portrait as a JPEG of 25 × 35 mm."""
    return _jpeg(portrait(seed, woman=woman), dpi=(300, 300))


def turned_photograph(seed: int, *, woman: bool) -> bytes:
    """The portrait stored lying, with the camera's note that it stands upright."""
    exif = Image.Exif()
    exif[0x0112] = TURN_RIGHT
    return _jpeg(portrait(seed, woman=woman).transpose(Image.Transpose.ROTATE_90), exif=exif)


def square_photograph(seed: int, *, woman: bool) -> bytes:
    """The portrait cut square, as a telephone's camera hands it out, as PNG."""
    out = BytesIO()
    portrait(seed, woman=woman).crop((0, 60, WIDTH, 60 + WIDTH)).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def workplace(caption: str, seed: int) -> bytes:
    """A shop floor with a machine of boxes and wheels, a caption below."""
    luck = random.Random(seed * 7919 + 11)
    picture = Image.new("RGB", (1000, 700), (186, 190, 186))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 470, 1000, 700), fill=(118, 120, 112))
    for x in range(60, 960, 240):
        draw.rectangle((x, 50, x + 170, 190), (222, 232, 238), (120, 124, 126), 7)
    paint = luck.choice(JACKETS)
    for _ in range(4):
        x, high = luck.randrange(120, 700), luck.randrange(110, 260)
        draw.rectangle((x, 560 - high, x + luck.randrange(120, 220), 560), paint, (40, 44, 46), 5)
    for _ in range(3):
        x, r = luck.randrange(160, 840), luck.randrange(28, 60)
        draw.ellipse((x - r, 560 - 2 * r, x + r, 560), (84, 88, 92), (36, 38, 40), 5)
    draw.polygon([(0, 610), (1000, 580), (1000, 592), (0, 624)], fill=(208, 178, 44))
    picture = picture.filter(ImageFilter.GaussianBlur(1.4))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 650, 1000, 700), fill=(30, 30, 30))
    draw.text((20, 675), caption, (240, 240, 240), _font(28), anchor="lm")
    return _jpeg(picture)


def _font(size: int) -> ImageFont.FreeTypeFont:
    face = font_files("heiti")[0]
    return ImageFont.truetype(face.path, size, face.index)


def _jpeg(picture: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=80, **options)
    return out.getvalue()
