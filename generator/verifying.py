"""Whether a certificate is genuine and valid: its code, a picture of it, or its number, held against the campaign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import codes
from generator.checks.campaign import check_campaign
from generator.chinese import enumeration, nested_marks
from generator.composing.issuing import Issued, called, issued, revocation_note
from generator.errors import DataError, UsageError
from generator.masking import quoted
from generator.scope import Scope, in_scope, stopping

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
DOTS_PER_POINT = 200 / 72  # at which pages are drawn to be read: four dots a module


@dataclass(frozen=True)
class Verdict:
    """What is to be said of one code or number: valid or not, and why, in Chinese."""

    valid: bool
    text: str


def verify(folder: Path, asked: Sequence[str], public: Path | None = None) -> list[Verdict]:
    """A verdict for every code or number, and for every code on the pages of a picture or PDF.

    Raises:
        DataError: the campaign has errors that touch its certificates.
        UsageError: a file cannot be read, or there is no key to verify a code with.
    """
    campaign, _, problems = check_campaign(folder)
    certificates_alone = Scope(kinds=frozenset({"certificate"}))
    if campaign is None or stopping(problems, certificates_alone):
        raise DataError(in_scope(problems, certificates_alone))
    certificates = issued(campaign)
    return [one for text in asked for one in _verdicts(text, certificates, folder, public)]


def _verdicts(text: str, certificates: Sequence[Issued], folder: Path, public: Path | None) -> Iterator[Verdict]:
    path = Path(text) if len(text) < 200 and "\n" not in text else None
    if path is not None and path.suffix.lower() in PICTURES:
        for code in _codes_on(path):
            yield _of_code(code, certificates, _key(folder, public))
        return
    code = text.replace("\\n", "\n")
    if "\n" in code.strip():
        yield _of_code(code, certificates, _key(folder, public))
        return
    found = called(text, certificates)
    if not found:
        yield Verdict(False, f"没有这份证书：登记中没有{quoted(text)}。")
    for one in found:
        yield _of_register(one, "登记有效（只核对了编号，没有核对验证码）")


def _of_code(code: str, certificates: Sequence[Issued], key: Ed25519PublicKey) -> Verdict:
    try:
        statement, genuine = codes.split(code)[0], codes.is_genuine(code, key)
    except ValueError:
        return Verdict(False, "不是证书验证码。")
    if not genuine:
        return Verdict(False, f"伪造或改动过：{statement.number}的签名不符。")
    found = [one for one in certificates if one.number == statement.number]
    if not found:
        return Verdict(False, f"签名相符，但登记中没有{statement.number}。")
    if found[0].statement != statement:
        (said, name, tier), now = (statement.number, statement.name, statement.tier), found[0].statement
        on_it, registered = nested_marks(f"《{name}》"), nested_marks(f"《{now.name}》")
        return Verdict(False, f"{said}：码上是{on_it}{tier}，登记的是{registered}{now.tier}，请核对数据。")
    return _of_register(found[0], "真实有效")


def _of_register(one: Issued, valid: str) -> Verdict:
    """Valid unless revoked, with what the certificate must say."""
    project = nested_marks(f"《{one.project}》，{enumeration(one.people)}，") if one.project else ""
    about = f"{one.number}，{one.tier}，{project}{one.unit}"
    if one.revocation:
        return Verdict(False, f"已撤销：{about}。{revocation_note(one.revocation)}")
    return Verdict(True, f"{valid}：{about}。")


def _key(folder: Path, public: Path | None) -> Ed25519PublicKey:
    """The key that codes are verified with: the file asked for, else the campaign's public or private one."""
    try:
        own = folder / codes.PUBLIC_NAME
        path = public or (own if own.is_file() else codes.key_file(folder))
        if path is None:
            raise UsageError(f"活动文件夹里没有“{codes.PUBLIC_NAME}”。请用 --public-key 写明公钥文件的位置。")
        return codes.public_key(path)
    except codes.KeyFileError as wrong:
        raise UsageError(f"不能核对验证码：{wrong}。请用 --public-key 写明公钥文件的位置。") from wrong


def _codes_on(path: Path) -> Iterator[str]:
    """The codes that can be read on a picture or the pages of a PDF. Raises UsageError where there are none."""
    import pypdfium2
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        if path.suffix.lower() == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                pictures = [page.render(scale=DOTS_PER_POINT, grayscale=True).to_pil() for page in document]
        else:
            with Image.open(path) as opened:
                pictures = [opened.convert("L")]
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, pypdfium2.PdfiumError) as wrong:
        raise UsageError(f"读不出文件“{path}”。请写证书的照片（PNG、JPG）或 PDF 的位置。") from wrong
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = [one.text for picture in pictures for one in zxingcpp.read_barcodes(picture, formats=wanted)]
    if not found:
        raise UsageError(f"“{path.name}”上没有读出验证码。请拍清楚二维码后重试，或核对证书编号。")
    yield from found
