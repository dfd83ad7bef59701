"""The code of a certificate: its number, project and tier in plain text, and an Ed25519 signature of them.

    赣工五小证字〔2023〕第017号
    注液机针头残液滴漏回吸与防电解液结晶改造
    二等优秀成果
    MM+5T…                  96 characters: the signature's 64 bytes in base 45 (RFC 9285)

So whoever scans it reads what the certificate must say, and nobody without the key can make another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.ground.inputs import read_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_NAME, PUBLIC_NAME = "证书密钥.pem", "证书公钥.pem"
PRIVATE_FILE, PUBLIC_FILE = 0o600, 0o644
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # RFC 9285; what QR codes pack best
SIGNATURE_BYTES, SIGNATURE_CHARACTERS = 64, 96
_PURPOSE = "wuxiao certificate 1\n"  # so that a signature made for anything else is none here
# The key that comes with the example: everybody has it, so its signatures prove nothing.
DEMONSTRATION = "5ce3d91e87bdb6296b438ee8ccca8a0c844493eabfe0aecffba2923165034e26"


class KeyFileError(ValueError):
    """The file is no such key; the message says what is wrong, in Chinese."""


@dataclass(frozen=True)
class Statement:
    """What a certificate's code says: the project's name, or of an organisation award the unit's."""

    number: str
    name: str
    tier: str

    @property
    def text(self) -> str:
        """The lines above the signature."""
        return f"{self.number}\n{self.name}\n{self.tier}\n"


def signed(statement: Statement, key: Ed25519PrivateKey) -> str:
    """The code of a certificate. The same statement and key give the same code (RFC 8032, 5.1)."""
    return statement.text + base45(key.sign((_PURPOSE + statement.text).encode()))


def split(code: str) -> tuple[Statement, bytes]:
    """The statement of a code and its signature, which is not verified. Raises ValueError for what is no code."""
    lines = code.strip("\r\n").replace("\r\n", "\n").split("\n")
    if len(lines) != 4 or len(lines[3]) != SIGNATURE_CHARACTERS:
        raise ValueError(code)
    return Statement(*lines[:3]), bytes_of(lines[3])


def is_genuine(code: str, key: Ed25519PublicKey) -> bool:
    """Whether the code was signed with this key's private half. Raises ValueError for what is no code."""
    from cryptography.exceptions import InvalidSignature

    statement, signature = split(code)
    try:
        key.verify(signature, (_PURPOSE + statement.text).encode())
    except InvalidSignature:
        return False
    return True


# ---- keys


def key_file(folder: Path) -> Path | None:
    """The signing key of a campaign: the file in its folder that is called 证书密钥….pem; None without one.

    Raises:
        KeyFileError: there are several.
    """
    found = sorted(folder.glob("证书密钥*.pem"))
    if len(found) > 1:
        raise KeyFileError(f"有{len(found)}个密钥文件（{'、'.join(path.name for path in found)}）")
    return found[0] if found else None


def private_key(path: Path) -> Ed25519PrivateKey:
    """The key in the file. Raises KeyFileError for anything else than an Ed25519 private key in PEM."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(read_file(path, link=True), None)
    except (OSError, ValueError, TypeError) as wrong:
        raise KeyFileError("读不出密钥") from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("不是 Ed25519 密钥")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key in the file, which may also hold the private one. Raises KeyFileError."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        content = read_file(path, link=True)
        if b"PRIVATE KEY" in content:
            return private_key(path).public_key()
        key = load_pem_public_key(content)
    except (OSError, ValueError) as wrong:
        raise KeyFileError("读不出公钥") from wrong
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError("不是 Ed25519 公钥")
    return key


def new_keys(folder: Path) -> tuple[Path, Path]:
    """The files of a new private and public key in the folder.

    Raises:
        FileExistsError: the folder has a key: with another one the codes printed so far would be refused.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if existing := [*sorted(folder.glob("证书密钥*.pem")), *sorted(folder.glob(PUBLIC_NAME))]:
        raise FileExistsError(existing[0])
    paths = folder / KEY_NAME, folder / PUBLIC_NAME
    written = written_keys(Ed25519PrivateKey.generate())
    for path, content, mode in zip(paths, written, (PRIVATE_FILE, PUBLIC_FILE), strict=True):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, mode), "wb") as file:
            file.write(content)
    return paths


def written_keys(key: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """The key and its public half as their files hold them (PEM)."""
    from cryptography.hazmat.primitives import serialization as form

    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    return private, key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


def is_demonstration(key: Ed25519PublicKey) -> bool:
    """Whether it is the key that comes with the example."""
    return key.public_bytes_raw().hex() == DEMONSTRATION


# ---- base 45


def base45(content: bytes) -> str:
    """Two bytes as three digits, a last single one as two; the lowest digit comes first."""
    written = []
    for place in range(0, len(content), 2):
        pair = content[place : place + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            written.append(DIGITS[digit])
    return "".join(written)


def bytes_of(text: str) -> bytes:
    """The bytes that base 45 writes so. Raises ValueError for anything else."""
    content = bytearray()
    for place in range(0, len(text), 3):
        group = text[place : place + 3]
        number = sum(DIGITS.index(char) * 45**power for power, char in enumerate(group))
        try:
            content += number.to_bytes(len(group) - 1, "big")
        except OverflowError as wrong:
            raise ValueError(group) from wrong
    return bytes(content)
