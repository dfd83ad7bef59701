"""Whether a certificate is genuine and valid: its code, a picture of it, or its number, held against the campaign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.campaign.errors import DataError, UsageError
from generator.campaign.masking import quoted
from generator.campaign.scope import Scope, in_scope, stopping
from generator.checks.campaign import check_campaign
from generator.composing import codes
from generator.composing.codes import Statement
from generator.composing.issuing import Issued, called, issued, revocation_note
from generator.composing.wording.chinese import enumeration, nested_marks
from generator.ground.apart.isolation import EndedError, ask

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".pdf"})
DEMONSTRATED = "注意：签名用的是随程序公开的演示密钥，任何人都能仿造，不能证明真实。"
DEMONSTRATION = "注意：核对验证码用的是随程序公开的演示密钥，不能证明真实。"
_READ = "generator.verifying.apart:codes_on"


class Finding(StrEnum):
    """What came out."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    FORGED = "forged"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What is to be said of one code or number: what came out, and why, in Chinese.

    `file` is the picture or PDF it was read from. `signed` is what a genuine signature vouches for; `unsigned` is all
    else that is known, of a forged code what it claims. With `demo_key` the signature proves nothing.
    """

    finding: Finding
    text: str
    number: str = ""
    signed: Mapping[str, Any] = field(default_factory=dict)
    unsigned: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    demo_key: bool = False

    @property
    def valid(self) -> bool:
        """Whether it is genuine and not revoked."""
        return self.finding is Finding.GENUINE


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
            yield replace(_of_code(code, certificates, _key(folder, public)), file=path.name)
        return
    code = text.replace("\\n", "\n")
    if "\n" in code.strip():
        yield _of_code(code, certificates, _key(folder, public))
        return
    found = called(text, certificates)
    if not found and path is not None and path.is_file():
        raise UsageError(f"“{path.name}”不是照片或 PDF。请写证书的照片（PNG、JPG）或 PDF 的位置，或证书编号。")
    if not found:
        yield Verdict(Finding.UNKNOWN, f"没有这份证书：登记中没有{quoted(text)}。", text)
    demonstration = bool(found) and _has_demonstration_key(folder, public)
    for one in found:
        said = Finding.REVOKED if one.revocation else Finding.GENUINE
        text = _told(one, "登记有效（只核对了编号，没有核对验证码）") + (DEMONSTRATION if demonstration else "")
        data = asdict(one.statement) | _registered(one)
        yield Verdict(said, text, one.number, unsigned=data, demo_key=demonstration)


def _of_code(code: str, certificates: Sequence[Issued], key: Ed25519PublicKey) -> Verdict:
    """The verdict on a code. What it claims without a genuine signature is quoted and shortened."""
    try:
        statement, genuine = codes.split(code)[0], codes.is_genuine(code, key)
    except ValueError:
        return Verdict(Finding.UNKNOWN, "不是证书验证码。")
    demonstration = codes.is_demonstration(key)
    if not genuine:
        text = f"伪造或改动过：签名不符；码上自称是{_claimed(statement.number)}。"
        text += DEMONSTRATION if demonstration else ""
        verdict = Verdict(Finding.FORGED, text, statement.number, unsigned=asdict(statement))
    else:
        verdict = _of_statement(statement, certificates)
        if demonstration:
            verdict = replace(verdict, text=f"{verdict.text}{DEMONSTRATED}")
    return replace(verdict, demo_key=demonstration)


def _claimed(text: str) -> str:
    """What nobody vouches for, in quotation marks that it cannot close itself."""
    return quoted(text.translate({ord("“"): "‘", ord("”"): "’"}))


def _of_statement(statement: Statement, certificates: Sequence[Issued]) -> Verdict:
    """The verdict on what a genuine signature vouches for."""
    number, signed = statement.number, asdict(statement)
    found = next((one for one in certificates if one.number == number), None)
    if found is None:
        return Verdict(Finding.UNKNOWN, f"签名相符，但登记中没有{_claimed(number)}。", number, signed)
    if found.statement != statement:
        now = found.statement
        on_it = f"{_claimed(statement.name)}{_claimed(statement.tier)}"
        text = f"{number}：码上是{on_it}，登记的是{nested_marks(f'《{now.name}》')}{now.tier}，请核对数据。"
        return Verdict(Finding.UNKNOWN, text, number, signed, asdict(now) | _registered(found))
    said = Finding.REVOKED if found.revocation else Finding.GENUINE
    return Verdict(said, _told(found, "真实有效"), number, signed, _registered(found))


def _told(one: Issued, valid: str) -> str:
    """Valid unless revoked, with what the certificate must say."""
    project = nested_marks(f"《{one.project}》，{enumeration(one.people)}，") if one.project else ""
    about = f"{one.number}，{one.tier}，{project}{one.unit}"
    return (
        f"已撤销：{about}。{revocation_note(one.revocation).removesuffix('。')}。"
        if one.revocation
        else f"{valid}：{about}。"
    )


def _registered(one: Issued) -> dict[str, Any]:
    """What only the register says of it."""
    revoked = revocation_note(one.revocation)
    return {"people": list(one.people), "unit": one.unit, "revoked": revoked}


def _has_demonstration_key(folder: Path, public: Path | None) -> bool:
    """Whether the campaign's codes are verified with the key that everybody has; without a key they are not."""
    try:
        return codes.is_demonstration(_key(folder, public))
    except UsageError:
        return False


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
    try:
        found = ask(_READ, str(path)).value
    except EndedError as ended:
        raise UsageError(f"文件“{path}”太大或已损坏，没有读完。请写证书的照片（PNG、JPG）或 PDF 的位置。") from ended
    if found is None:
        raise UsageError(f"读不出文件“{path}”。请写证书的照片（PNG、JPG）或 PDF 的位置。")
    if not found:
        raise UsageError(f"“{path.name}”上没有读出验证码。请拍清楚二维码后重试，或核对证书编号。")
    yield from found
