"""An office without a certificate: the service makes one, keeps it, says how to know it, and changes it in time."""

from __future__ import annotations

import hashlib
import http.client
import ssl
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.offices_behind import PASSWORD
from support.services import running

from generator.interfaces.cli import run
from generator.interfaces.web.front.self_signed import (
    RENEWED_DAYS,
    VALID_DAYS,
    certificate_files,
    see_to_certificate,
)

NAMES = ("127.0.0.1", "office.example", "::1")
SHORT_LIVED = """
import sys
from generator.interfaces.web import serving
from generator.interfaces.web.front import self_signed
serving.RENEWED_SECONDS, self_signed.VALID_DAYS = 1, self_signed.RENEWED_DAYS - 1
sys.argv = ["wuxiao", *sys.argv[4:]]
from generator.interfaces.cli import main
main()
"""


def guard(folder: Path) -> list[str]:
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o600)
    return ["--password-file", str(password), "--self-signed", "--host", "0.0.0.0", "--name", "127.0.0.1"]


def served(port: int) -> str:
    """The SHA-256 of the certificate that is shown to a browser."""
    shown = ssl.get_server_certificate(("127.0.0.1", port), timeout=30)
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()


def test_it_is_made_told_trusted_and_kept(tmp_path: Path) -> None:
    with running(tmp_path, *guard(tmp_path)) as first:
        certificate, key = certificate_files(first.folder)
        shown = served(first.port)
        trusting = ssl.create_default_context(cafile=str(certificate))
        line = http.client.HTTPSConnection("127.0.0.1", first.port, timeout=60, context=trusting)
        line.request("GET", "/login")
        assert line.getresponse().status == 200
        line.close()
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    said = first.log.read_text(encoding="utf-8")
    assert ":".join(shown[at : at + 2] for at in range(0, 64, 2)).upper() in said
    assert "受信任的根证书颁发机构" in said
    assert f"https://127.0.0.1:{first.port}/" in said
    with running(tmp_path, *guard(tmp_path)) as second:
        assert served(second.port) == shown


def test_openssl_finds_it_as_it_should_be(tmp_path: Path) -> None:
    see_to_certificate(tmp_path, NAMES)
    certificate, _ = certificate_files(tmp_path)
    text = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-noout", "-text"], capture_output=True, text=True, check=True
    ).stdout
    assert "DNS:office.example" in text
    assert "IP Address:127.0.0.1" in text
    assert "CA:FALSE" in text
    check = ["openssl", "verify", "-x509_strict", "-CAfile", certificate, "-verify_hostname", "office.example"]
    assert subprocess.run([*check, certificate], capture_output=True, check=False).returncode == 0
    check[-1] = "other.example"
    assert subprocess.run([*check, certificate], capture_output=True, check=False).returncode != 0


def test_it_is_changed_before_it_ends_and_for_other_names_and_where_it_is_damaged(tmp_path: Path) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    first = see_to_certificate(tmp_path, NAMES, now)
    assert first.is_new
    assert first.until == now + timedelta(days=VALID_DAYS)
    late = first.until - timedelta(days=RENEWED_DAYS)
    assert see_to_certificate(tmp_path, NAMES[::-1], late - timedelta(days=1)).fingerprint == first.fingerprint
    second = see_to_certificate(tmp_path, NAMES, late)
    assert second.is_new
    assert second.fingerprint != first.fingerprint
    assert see_to_certificate(tmp_path, NAMES[:2], late).is_new
    assert not see_to_certificate(tmp_path, NAMES[:2], late).is_new
    for file in certificate_files(tmp_path):
        file.write_bytes(file.read_bytes()[:100])
        assert see_to_certificate(tmp_path, NAMES[:2], late).is_new
    assert sorted(path.name for path in (tmp_path / "tls").iterdir()) == ["certificate.pem", "key.pem"]


def test_one_that_ends_while_the_service_runs_is_changed_without_a_restart(tmp_path: Path) -> None:
    with running(tmp_path, *guard(tmp_path), inside=[sys.executable, "-c", SHORT_LIVED]) as service:
        first, deadline = served(service.port), time.monotonic() + 60
        while served(service.port) == first:
            assert time.monotonic() < deadline
            time.sleep(0.5)


def test_two_certificates_are_one_too_many(tmp_path: Path) -> None:
    file = tmp_path / "c.pem"
    file.touch()
    assert run(["serve", "--self-signed", "--tls-certificate", str(file), "--data", str(tmp_path / "state")]) == 2
