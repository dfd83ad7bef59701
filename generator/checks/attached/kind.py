"""What kind of file an attachment truly is, whatever its name says, and why it cannot be printed."""

from __future__ import annotations

from pathlib import PurePath

PDF_ENDING = ".pdf"
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png")
PRINT_TO_PDF = "请先用 PDF 阅读器打开核对，再“打印到 PDF”，放入新得到的文件。"
AS_JPG = "请用看图软件打开，另存为 JPG 后放入。"
AS_PDF = "请用原来的软件打开，另存为 PDF 后放入。"
# The first bytes of a file (at the place given), what it is, and the remedy.
_KINDS: tuple[tuple[int, tuple[bytes, ...], str, str], ...] = (
    (0, (b"%PDF-",), "PDF 文件", "请把文件名的结尾改为 .pdf，附件一栏也照改。"),
    (0, (b"\xff\xd8\xff",), "JPG 图片", "请把文件名的结尾改为 .jpg，附件一栏也照改。"),
    (0, (b"\x89PNG\r\n\x1a\n",), "PNG 图片", "请把文件名的结尾改为 .png，附件一栏也照改。"),
    (8, (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1"), "HEIC 图片（手机照片）", AS_JPG),
    (8, (b"avif", b"avis"), "AVIF 图片", AS_JPG),
    (8, (b"WEBP",), "WEBP 图片", AS_JPG),
    (0, (b"GIF8",), "GIF 图片", AS_JPG),
    (0, (b"BM",), "BMP 图片", AS_JPG),
    (0, (b"II*\x00", b"MM\x00*"), "TIFF 图片", AS_JPG),
    (0, (b"\xd0\xcf\x11\xe0",), "旧版 Word、Excel 或 WPS 文件", AS_PDF),
    (0, (b"PK\x03\x04",), "Word、Excel、OFD 或压缩文件", AS_PDF),
    (0, (b"{\\rtf",), "RTF 文档", AS_PDF),
    (0, (b"<!DOCTYPE", b"<html", b"<!doctype"), "网页", AS_PDF),
)
LONGEST_START = 1024  # bytes; a PDF may begin within these (ISO 32000-1, appendix H.3)


class UnfitError(ValueError):
    """The file cannot be printed: why, in words that follow its name, and the remedy."""

    def __init__(self, message: str, fix: str) -> None:
        """Say why and what to do."""
        super().__init__(message)
        self.message, self.fix = message, fix


def is_pdf(name: str) -> bool:
    """Whether the file is taken for a PDF, by its ending."""
    return PurePath(name).suffix.lower() == PDF_ENDING


def other_kind(start: bytes, name: str) -> UnfitError | None:
    """That the file is of another kind than its ending says, by its first bytes; None where that is not known."""
    for at, marks, kind, fix in _KINDS:
        if start[at:].startswith(marks):
            own = is_pdf(name) if kind.startswith("PDF") else not is_pdf(name) and kind.startswith(("JPG", "PNG"))
            return None if own else UnfitError(f"其实是 {kind}。", fix)
    return None if start.strip(b"\0 \r\n\t") else UnfitError("是空文件。", "请重新放入。")
