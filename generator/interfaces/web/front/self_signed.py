"""A TLS certificate for an office that has none: made, kept beside the campaigns, renewed before it expires."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from generator.ground.disk import PRIVATE_FOLDER, write_new

FOLDER, CERTIFICATE, KEY = "tls", "certificate.pem", "key.pem"
VALID_DAYS, RENEWED_DAYS = 820, 30  # browsers take no longer; so long before its end a new one is made
NAME = "wuxiao"


@dataclass(frozen=True)
class Made:
    """A certificate that is there now: whether it is a new one, its SHA-256 as browsers show it, its last moment."""

    is_new: bool
    fingerprint: str
    until: datetime


def certificate_files(root: Path) -> tuple[Path, Path]:
    """Where certificate and key lie in the folder of the service."""
    return root / FOLDER / CERTIFICATE, root / FOLDER / KEY


def see_to_certificate(root: Path, names: Collection[str], now: datetime | None = None) -> Made:
    """The certificate for these names and addresses; a new one where there is none, or where it ends soon.

    Raises OSError.
    """
    now = now or datetime.now(UTC)
    certificate, key = certificate_files(root)
    kept = _kept(certificate, key)
    if kept and _names(kept) == set(names) and _is_good(kept, now):
        return _made(kept, is_new=False)
    made, secret = _new(names, now)
    certificate.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
    encoded = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _replace(key, encoded)  # first: a certificate without its key would be taken for whole
    _replace(certificate, made.public_bytes(serialization.Encoding.PEM))
    return _made(made, is_new=True)


def _kept(certificate: Path, key: Path) -> x509.Certificate | None:
    """The certificate that is there with its key, None where they are not both there and whole."""
    with suppress(OSError, ValueError, TypeError):
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
        if secret.public_key() == found.public_key():
            return found
    return None


def _is_good(certificate: x509.Certificate, now: datetime) -> bool:
    ends = certificate.not_valid_after_utc - timedelta(days=RENEWED_DAYS)
    return certificate.not_valid_before_utc <= now < ends


def _new(names: Collection[str], now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    secret = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks of an office differ
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in sorted(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    return made, secret


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _names(certificate: x509.Certificate) -> set[str]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {f"{one.value}" for one in found}


def _made(certificate: x509.Certificate, *, is_new: bool) -> Made:
    digest = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return Made(is_new, digest, certificate.not_valid_after_utc)


def _replace(target: Path, content: bytes) -> None:
    aside = target.with_suffix(f".{os.getpid()}")
    try:
        write_new(aside, [content], flush=True)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
