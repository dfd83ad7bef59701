"""Fictional pictures: drawn "photographs" of machines on the shop floor, and a block diagram."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from generator.typesetting.fonts import font_files

Application = dict[str, Any]
Color = tuple[int, int, int]

WIDTH, HEIGHT = 1200, 900
TURN_RIGHT = 6  # EXIF: the picture must be turned clockwise to stand upright
PAINTS: tuple[Color, ...] = ((62, 98, 128), (92, 112, 84), (150, 96, 52), (104, 104, 116), (48, 112, 112))


def photograph(one: Application, luck: int) -> bytes:
    """A JPEG across."""
    return _jpeg(_scene(one, luck))


def turned_photograph(one: Application, luck: int) -> bytes:
    """A JPEG stored lying, with the camera's note that it stands upright."""
    scene = _scene(one, luck).crop((0, 0, 760, 900))
    exif = Image.Exif()
    exif[0x0112] = TURN_RIGHT
    return _jpeg(scene.transpose(Image.Transpose.ROTATE_90), exif=exif)


def cmyk_photograph(one: Application, luck: int) -> bytes:
    """A JPEG in printing colours, as copy shops hand out."""
    return _jpeg(_scene(one, luck).convert("CMYK"))


def diagram(one: Application) -> bytes:
    """A block diagram as PNG on a transparent ground."""
    picture = Image.new("RGBA", (1100, 620), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    words = ("传感器", "信号调理", "控制器", "执行机构", "声光报警", "数据记录")
    places = [(60, 240), (330, 240), (600, 240), (870, 240), (600, 60), (600, 430)]
    for (x, y), word in zip(places, words, strict=True):
        draw.rounded_rectangle(
            (x, y, x + 180, y + 100), 14, fill=(214, 228, 240, 255), outline=(40, 70, 110, 255), width=4
        )
        draw.text((x + 90, y + 50), word, (20, 30, 50, 255), _font(34), anchor="mm")
    for line in (
        (240, 290, 330, 290),
        (510, 290, 600, 290),
        (780, 290, 870, 290),
        (690, 240, 690, 160),
        (690, 340, 690, 430),
    ):
        draw.line(line, (40, 70, 110, 255), 5)
        x, y = line[2:]
        across = line[1] == line[3]
        down = -1 if line[3] < line[1] else 1
        points = (
            [(x, y), (x - 18, y - 9), (x - 18, y + 9)]
            if across
            else [(x, y), (x - 9, y - 18 * down), (x + 9, y - 18 * down)]
        )
        draw.polygon(points, (40, 70, 110, 255))
    draw.text((550, 590), f"{one['number']} 工作原理框图", (20, 30, 50, 255), _font(28), anchor="mm")
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _scene(one: Application, seed: int) -> Image.Image:
    """A shop floor: wall, window light, floor, a machine of boxes, wheels and pipes, a caption below."""
    luck = random.Random(seed * 7919 + 11)
    picture = _gradient((198, 200, 196), (150, 152, 150), HEIGHT)
    draw = ImageDraw.Draw(picture)
    _windows(picture, luck)
    draw.rectangle((0, 620, WIDTH, HEIGHT), (112, 116, 110))
    for x in range(-600, WIDTH + 600, 150):
        draw.line((WIDTH // 2 + (x - WIDTH // 2) * 0.6, 620, x * 1.5 - 300, HEIGHT), (100, 104, 98), 3)
    draw.polygon([(0, 800), (WIDTH, 740), (WIDTH, 760), (0, 826)], (206, 176, 40))
    _machine(draw, luck)
    picture = picture.filter(ImageFilter.GaussianBlur(1.6))

    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT - 64, WIDTH, HEIGHT), (32, 32, 32))
    caption = f"{one['number']} 现场照片（示意）"
    draw.text((24, HEIGHT - 32), caption, (240, 240, 240), _font(34), anchor="lm")
    return picture


def _gradient(top: Color, bottom: Color, height: int) -> Image.Image:
    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / height
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize((WIDTH, height))


def _windows(picture: Image.Image, luck: random.Random) -> None:
    draw = ImageDraw.Draw(picture)
    left = luck.randrange(40, 140)
    for x in range(left, WIDTH - 160, 290):
        draw.rectangle((x, 60, x + 210, 250), (226, 236, 242), (120, 124, 126), 8)
        draw.line((x + 105, 60, x + 105, 250), (120, 124, 126), 6)
        draw.line((x, 155, x + 210, 155), (120, 124, 126), 6)


def _machine(draw: ImageDraw.ImageDraw, luck: random.Random) -> None:
    paint = luck.choice(PAINTS)
    light, dark = tuple(min(255, c + 42) for c in paint), tuple(c // 2 for c in paint)
    left, width = luck.randrange(180, 300), luck.randrange(520, 680)
    draw.ellipse((left - 60, 742, left + width + 60, 812), (84, 88, 84))
    draw.rectangle((left, 520, left + width, 770), paint, dark, 5)
    draw.rectangle((left, 520, left + width, 548), light)
    tower = left + luck.randrange(40, width - 260)
    draw.rectangle((tower, 300, tower + 200, 520), paint, dark, 5)
    draw.rectangle((tower + 22, 326, tower + 178, 420), (38, 48, 54), (20, 24, 26), 4)
    for number in range(3):
        x = tower + 48 + 52 * number
        draw.ellipse((x - 14, 450, x + 14, 478), ((190, 40, 36), (52, 150, 70), (222, 178, 46))[number], dark, 3)
    for number in range(luck.randrange(2, 4)):
        x = left + 90 + number * (width - 180) // 2
        draw.ellipse((x - 62, 590, x + 62, 714), (146, 150, 152), (60, 62, 64), 7)
        draw.ellipse((x - 20, 632, x + 20, 672), (70, 72, 74))
    height = luck.randrange(350, 460)
    draw.line(
        (left + width - 60, 520, left + width - 60, height, left + width + 130, height), (150, 152, 156), 26, "curve"
    )
    draw.line((left + width + 118, height, left + width + 118, 640), (150, 152, 156), 26)
    draw.rectangle((left + width + 70, 560, left + width + 190, 780), (176, 178, 172), (90, 92, 90), 5)


def _font(size: int) -> ImageFont.FreeTypeFont:
    face = font_files("heiti")[0]
    return ImageFont.truetype(face.path, size, face.index)


def _jpeg(picture: Image.Image, **more: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=78, **more)
    return out.getvalue()
