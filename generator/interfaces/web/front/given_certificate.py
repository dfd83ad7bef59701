"""The certificate and key that an office has of its own, looked at before anything is served with them."""

from __future__ import annotations

import ssl
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from generator.campaign.errors import UsageError
from generator.ground.disk import reason


def require_pair(certificate: Path, key: Path) -> None:
    """Raises UsageError where the two files do not make a TLS certificate that can be served."""
    try:
        _require_pair(certificate, key)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as wrong:
        raise UsageError(f"TLS 不能使用证书 {certificate}（{wrong.reason}）。请换一个证书。") from None
    except OSError as wrong:
        raise UsageError(f"读不出 {wrong.filename or certificate}：{reason(wrong)}。") from wrong


def _require_pair(certificate: Path, key: Path) -> None:
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except ValueError:
        raise UsageError(f"{certificate} 里没有 PEM 格式的证书。请核对 --tls-certificate。") from None
    try:
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
    except TypeError:  # OpenSSL would ask for it on the terminal, or wait for nobody
        way = f"openssl pkey -in {key} -out 新的文件"
        raise UsageError(f"私钥 {key} 设了密码，服务启动时没有人输入。请先去掉密码：{way}") from None
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError(f"{key} 里没有 PEM 格式的私钥。请核对 --tls-key。") from None
    if secret.public_key() != found.public_key():
        raise UsageError(f"证书 {certificate} 和私钥 {key} 不是一对。请核对 --tls-certificate 和 --tls-key。")
