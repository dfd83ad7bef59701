"""PDFs and pictures in which somebody left words that no print shows, each in a place of its own."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

WORD = "EVILHIDDEN"
# The word as text, in UTF-16 of both orders, as hexadecimal digits, and in octal numbers.
ENCODED = (
    WORD.encode(), WORD.encode("utf-16-be"), WORD.encode("utf-16-le"), WORD.encode().hex().encode(),
    WORD.encode().hex().upper().encode(), "".join(f"\\{ord(one):03o}" for one in WORD).encode(),
)  # fmt: skip
# As large as the room inside the margin, so that it is printed at its own size.
SIZE_PT = (190 * 72 / 25.4, 277 * 72 / 25.4)
_PICTURE_CONTENT = b"q 200 0 0 150 60 500 cm /Im Do Q q 100 0 0 100 300 300 cm /Fm Do Q "


def _jpeg(**more: object) -> bytes:
    picture = Image.linear_gradient("L").resize((80, 60)).convert("RGB")
    ImageDraw.Draw(picture).ellipse((10, 10, 50, 50), fill="red")
    out = BytesIO()
    picture.save(out, "JPEG", quality=90, **more)
    return out.getvalue()


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _with_segment(marker: int, content: bytes) -> bytes:
    plain = _jpeg()
    return plain[:2] + _segment(marker, content) + plain[2:]


def _page(pdf: pikepdf.Pdf) -> pikepdf.Page:
    """A page with text, a picture and a form."""
    page = pdf.add_blank_page(page_size=SIZE_PT)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(
        Font=Dictionary(F=pdf.make_indirect(font)), XObject=Dictionary(Im=_image(pdf), Fm=_form(pdf))
    )
    page.obj.Contents = pdf.make_stream(
        _PICTURE_CONTENT + b"BT /F 24 Tf 60 700 Td (Seen) Tj ET 0 0 1 rg 60 60 90 40 re f"
    )
    return page


def _image(pdf: pikepdf.Pdf, content: bytes = _jpeg()) -> pikepdf.Stream:
    made = pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Image, Width=80, Height=60, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
    )  # fmt: skip
    made.Filter = Name.DCTDecode
    return made


def _form(pdf: pikepdf.Pdf, content: bytes = b"0 0.6 0 rg 10 10 80 80 re f") -> pikepdf.Stream:
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 100])


def _saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False, **how)  # type: ignore[arg-type]
    return out.getvalue()


Change = Callable[[pikepdf.Pdf, pikepdf.Page], None]


def pdf_with(change: Change) -> bytes:
    """A page changed so."""
    pdf = pikepdf.new()
    change(pdf, _page(pdf))
    return _saved(pdf)


def _stream(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return pdf.make_stream(WORD.encode())


def _put(where: str, key: str, value: Callable[[pikepdf.Pdf], object]) -> Change:
    """A key set on the page, picture, form, font, resources or catalogue."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        resources = page.obj.Resources
        things = {
            "page": page.obj, "picture": resources.XObject.Im, "form": resources.XObject.Fm, "font": resources.Font.F,
            "resources": resources, "catalogue": pdf.Root, "information": pdf.docinfo,
        }  # fmt: skip
        things[where][f"/{key}"] = value(pdf)

    return change


def _said(_: pikepdf.Pdf) -> object:
    return String(WORD)


def _dictionary(_: pikepdf.Pdf) -> object:
    return Dictionary(Secret=String(WORD), Deeper=Array([Dictionary(S=String(WORD))]))


def _file(pdf: pikepdf.Pdf) -> object:
    return Dictionary(Type=Name.Filespec, F=String(WORD), UF=String(WORD), EF=Dictionary(F=_stream(pdf)))


def _in_content(more: bytes) -> Change:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" " + more)

    return change


def _in_form(more: bytes) -> Change:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.XObject.Fm = _form(pdf, b"0 0.6 0 rg 10 10 80 80 re f " + more)

    return change


def _in_picture(content: bytes) -> Change:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.XObject.Im = _image(pdf, content)

    return change


def _packed_picture(extra: bytes, after: bytes = b"") -> Change:
    """A picture of plain pixels with bytes behind its rows, or behind what is packed."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pixels = bytes(range(80)) * 60
        made = _image(pdf, zlib.compress(pixels + extra) + after)
        made.ColorSpace, made.Filter = Name.DeviceGray, Name.FlateDecode
        page.obj.Resources.XObject.Im = made

    return change


def _profile(pdf: pikepdf.Pdf) -> object:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = int.from_bytes(profile[128:132], "big")
    tags = [struct.unpack(">4sII", profile[at : at + 12]) for at in range(132, 132 + 12 * count, 12)]
    begin, size = next((begin, size) for tag, begin, size in tags if tag == b"desc")
    hidden = profile[:begin] + (WORD.encode() * 9)[:size] + profile[begin + size :]
    return Array([Name.ICCBased, pdf.make_stream(hidden, N=3)])


def _layer(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    layer = pdf.make_indirect(
        Dictionary(Type=Name.OCG, Name=String(WORD), Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(WORD))))
    )
    page.obj.Resources.Properties = Dictionary(L=layer)
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" /OC /L BDC 300 60 50 50 re f EMC")
    pdf.Root.OCProperties = Dictionary(
        OCGs=[layer], D=Dictionary(ON=[layer], Name=String(WORD), Order=[String(WORD), layer]), Own=String(WORD)
    )


def _state(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    halftone = pdf.make_stream(WORD.encode(), Type=Name.Halftone, HalftoneType=6, Width=2, Height=2)
    state = Dictionary(Type=Name.ExtGState, ca=0.5, HT=halftone, Own=String(WORD))
    page.obj.Resources.ExtGState = Dictionary(G=state)
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" /G gs 300 60 50 50 re f")


def _pattern(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    pattern = pdf.make_stream(
        b"1 0 0 rg 0 0 25 25 re f % " + WORD.encode(), Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=[0, 0, 50, 50], XStep=50, YStep=50, Resources=Dictionary(), Own=String(WORD),
    )  # fmt: skip
    page.obj.Resources.Pattern = Dictionary(P=pattern)
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" /Pattern cs /P scn 300 60 50 50 re f")


def _shading(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1, Own=String(WORD))
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[300, 60, 350, 60], Function=function, Own=_file(pdf)
    )
    page.obj.Resources.Shading = Dictionary(S=shading)
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" q 300 60 50 50 re W n /S sh Q")


def _glyphs(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    glyph = pdf.make_stream(b"600 0 0 0 500 500 d1 0 0 500 500 re f (" + WORD.encode() + b") Own % " + WORD.encode())
    page.obj.Resources.Font.T = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 500, 500], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=[97, Name.a], Own=String(WORD)), FirstChar=97,
        LastChar=97, Widths=[600], Resources=Dictionary(Own=String(WORD)),
    )  # fmt: skip
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" BT /T 40 Tf 300 60 Td (a) Tj ET")


def _inks(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 0, 0, 0], N=1)
    about = Dictionary(Subtype=Name.NChannel, Own=String(WORD))
    page.obj.Resources.ColorSpace = Dictionary(
        I=Array([Name.DeviceN, Array([Name.Gloss]), Name.DeviceCMYK, tint, about])
    )
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" /I cs 0.7 scn 300 60 50 50 re f")


def _softmask(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    group = _form(pdf, b"0.5 g 300 60 50 50 re f % " + WORD.encode())
    group.BBox, group.Group = (
        Array([0, 0, 595, 842]),
        Dictionary(S=Name.Transparency, CS=Name.DeviceGray, Own=_file(pdf)),
    )
    mask = Dictionary(S=Name.Luminosity, G=group, Own=String(WORD))
    page.obj.Resources.ExtGState = Dictionary(G=Dictionary(SMask=mask))
    page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" q /G gs 300 60 50 50 re f Q")


def _stamp(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    drawn = _form(pdf, b"1 0 0 rg 0 0 100 100 re f % " + WORD.encode())
    drawn.PieceInfo = Dictionary(Own=String(WORD))
    page.obj.Annots = Array(
        [pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=[300, 60, 350, 110], F=4, AP=Dictionary(N=drawn),
            Contents=String(WORD), T=String(WORD), Subj=String(WORD),
        ))]
    )  # fmt: skip


def _field(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    mark = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(WORD), TU=String(WORD), V=String("Seen"),
        Rect=[300, 60, 350, 110], F=4, AP=Dictionary(N=_form(pdf)), AA=Dictionary(K=_script(pdf)),
    ))  # fmt: skip
    page.obj.Annots = Array([mark])
    pdf.Root.AcroForm = Dictionary(Fields=[mark], XFA=String(WORD))


def _script(_: pikepdf.Pdf) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(WORD))


def _external(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form = page.obj.Resources.XObject.Fm
    form.FFilter, form.FDecodeParms = Name.FlateDecode, Dictionary(Own=String(WORD))


def _font_file(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    font = page.obj.Resources.Font.F
    font.FontDescriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32, CharSet=String(WORD), Lang=String(WORD),
        Metadata=_stream(pdf), FontFamily=String(WORD),
    )  # fmt: skip


_TEXT_PROPERTIES = (
    f"/Span << /ActualText ({WORD}) /Alt <{WORD.encode().hex()}> /Own [({WORD}) << /E ({WORD}) >>] >> BDC 0 g 300 60 "
    f"50 50 re f EMC"
).encode()
_NOT_DRAWN = {
    "comment": f"% {WORD}\n",
    "comment at the end": f"%{WORD}",
    "described text": _TEXT_PROPERTIES.decode(),
    "point": f"/P << /Own ({WORD}) >> DP /{WORD} MP",
    "named point": f"/{WORD} BMC EMC /{WORD} /{WORD} BDC EMC",
    "unknown operator": f"BX ({WORD}) own <{WORD.encode().hex()}> other EX",
    "operand to spare": f"[({WORD})] 300 60 50 50 re << /A ({WORD}) >> f",
    "operand at the end": f"({WORD})",
    "nested array": f"[[[({WORD})] << /A ({WORD}) >>]] 0 d",
    "name to spare": f"/{WORD} q Q",
    "private key of a small picture": f"q 9 0 0 9 300 60 cm BI /W 1 /H 1 /BPC 8 /CS /G /Own ({WORD}) ID x EI Q",
}

PDFS: dict[str, Change] = {
    **{f"{where}: {key}": _put(where, key, value) for where, key, value in (
        ("catalogue", "Metadata", _stream), ("catalogue", "PieceInfo", _dictionary), ("catalogue", "Own", _said),
        ("catalogue", "Names", lambda pdf: Dictionary(EmbeddedFiles=Dictionary(Names=[String("a"), _file(pdf)]))),
        ("catalogue", "OpenAction", _script), ("catalogue", "AF", lambda pdf: Array([_file(pdf)])),
        ("catalogue", "Lang", _said), ("catalogue", "Outlines", _dictionary), ("catalogue", "Threads", _dictionary),
        ("catalogue", "StructTreeRoot", _dictionary),
        ("catalogue", "OutputIntents", lambda pdf: Array([_dictionary(pdf)])),
        ("information", "Author", _said), ("information", "Own", _said),
        ("page", "Metadata", _stream), ("page", "PieceInfo", _dictionary), ("page", "Thumb", _stream),
        ("page", "AA", lambda pdf: Dictionary(O=_script(pdf))), ("page", "B", lambda pdf: Array([_dictionary(pdf)])),
        ("page", "AF", lambda pdf: Array([_file(pdf)])), ("page", "ID", _said), ("page", "Own", _dictionary),
        ("page", "Group", lambda pdf: Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, Own=_file(pdf))),
        ("picture", "Metadata", _stream), ("picture", "OPI", _dictionary), ("picture", "Own", _said),
        ("picture", "Alternates", lambda pdf: Array([Dictionary(Image=_stream(pdf), DefaultForPrinting=False)])),
        ("picture", "ID", _said), ("picture", "Name", _said), ("picture", "Measure", _dictionary),
        ("picture", "PtData", _dictionary), ("picture", "DecodeParms", _dictionary),
        ("picture", "ColorSpace", _profile),
        ("form", "Metadata", _stream), ("form", "PieceInfo", _dictionary), ("form", "OPI", _dictionary),
        ("form", "Ref", lambda pdf: Dictionary(F=_file(pdf), Page=0)), ("form", "LastModified", _said),
        ("form", "StructParents", lambda _: 3), ("form", "Own", _dictionary),
        ("form", "AF", lambda pdf: Array([_file(pdf)])),
        ("form", "Name", _said), ("font", "Metadata", _stream), ("font", "Own", _dictionary),
        ("resources", "Own", _dictionary),
        ("resources", "Properties", lambda pdf: Dictionary(A=_file(pdf), B=_dictionary(pdf))),
        ("resources", "ProcSet", lambda _: Array([Name.PDF, String(WORD)])),
        ("resources", "XObject2", lambda pdf: Dictionary(A=_stream(pdf))),
    )},
    **{f"content: {name}": _in_content(text.encode()) for name, text in _NOT_DRAWN.items()},
    **{f"form's content: {name}": _in_form(text.encode()) for name, text in _NOT_DRAWN.items()},
    **{f"JPEG in it: segment {marker:X}": _in_picture(_with_segment(marker, head + WORD.encode())) for marker, head in (
        (0xFE, b""),
        (0xE1, b"Exif\0\0"), (0xE1, b"http://ns.adobe.com/xap/1.0/\0"), (0xE2, b"MPF\0"), (0xED, b"Photoshop "),
        (0xE0, b"JFXX\0"), (0xE3, b""), (0xEE, b"Own"), (0xEF, b""),
    )},
    "JPEG in it: after its end": _in_picture(_jpeg() + WORD.encode()),
    "JPEG in it: small picture": _in_picture(_with_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\2" + WORD.encode() + b"  ")),
    "JPEG in it: between segments": _in_picture(_jpeg()[:2] + WORD.encode() + _jpeg()[2:]),
    "JPEG in it: behind the Adobe mark": _in_picture(_with_segment(0xEE, b"Own" + WORD.encode())),
    "picture: behind its rows": _packed_picture(WORD.encode()),
    "picture: behind what is packed": _packed_picture(b"", WORD.encode()),
    "layer": _layer, "graphics state": _state, "pattern": _pattern, "shading": _shading, "glyphs": _glyphs,
    "inks": _inks, "soft mask": _softmask, "stamp": _stamp, "field": _field, "external stream": _external,
    "font descriptor": _font_file,
}  # fmt: skip


def pdfs() -> dict[str, bytes]:
    """A PDF for every place, and those whose places are outside all objects."""
    plain = pdf_with(lambda *_: None)
    made = {name: pdf_with(change) for name, change in PDFS.items()}
    made["after the end of the file"] = plain + WORD.encode()
    made["comment in the head"] = plain[:9] + b"%" + WORD.encode() + b"\n" + plain[9:]
    pdf = pikepdf.open(BytesIO(plain))
    pdf.make_indirect(Dictionary(Own=String(WORD)))
    made["unused object"] = plain.replace(b"xref\n", b"999 0 obj\n(" + WORD.encode() + b")\nendobj\nxref\n", 1)
    return made


def pictures() -> dict[str, bytes]:
    """Pictures handed in by themselves, by file name."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x9286] = WORD
    texts = PngInfo()
    texts.add_text("Comment", WORD)
    texts.add_text("Packed", WORD, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", WORD)
    out = BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "PNG", pnginfo=texts, exif=exif)
    png = out.getvalue()
    return {
        "exif.jpg": _jpeg(exif=exif.tobytes()), "comment.jpg": _jpeg(comment=WORD.encode()),
        "after.jpg": _jpeg() + WORD.encode(), "segment.jpg": _with_segment(0xEB, WORD.encode()),
        "xmp.jpg": _jpeg(xmp=WORD.encode()), "texts.png": png, "after.png": png + WORD.encode(),
        "private.png": png[:33] + struct.pack(">I", 10) + b"evIl" + WORD.encode() + struct.pack(
            ">I", zlib.crc32(b"evIl" + WORD.encode())) + png[33:],
    }  # fmt: skip
