"""The address under which people know the service, where that is not where it listens: host, scheme, sub-path."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.campaign.errors import UsageError

STANDARD_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
_SUB_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
# The first words of the service's own paths: below them a proxy that takes the sub-path off is not told from one that
# does not.
_OWN = frozenset({"accounts", "actions", "api", "campaigns", "healthz", "import", "interface", "invite", "login"}) | {
    "logout", "me", "new", "openapi.json", "readyz", "removed", "start", "static"
}  # fmt: skip


@dataclass(frozen=True)
class PublicAddress:
    """Scheme, host as browsers write it (a port only where it is not the scheme's), sub-path without a last slash."""

    scheme: str
    host: str
    sub_path: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host, as the Origin header has them."""
        return f"{self.scheme}://{self.host}"

    @property
    def hosts(self) -> frozenset[str]:
        """The exact values that the Host header may have."""
        standard = STANDARD_PORTS[self.scheme]
        return frozenset({self.host} | ({f"{self.host}:{standard}"} if not _port(self.host) else set()))

    def __str__(self) -> str:
        """The address as it is written."""
        return f"{self.origin}{self.sub_path}"


def public_address(written: str) -> PublicAddress:
    """The address that somebody wrote. Raises UsageError."""
    wrong = UsageError(f"--public-url 应是 https://oa.example/wuxiao 这样的地址，而不是“{written[:100]}”。")
    try:
        parts = urlsplit(written)
        name, port = (parts.hostname or "").encode("idna" if parts.hostname else "ascii").decode(), parts.port
    except (ValueError, UnicodeError):
        raise wrong from None
    if parts.scheme not in STANDARD_PORTS or not name or parts.query or parts.fragment or "@" in parts.netloc:
        raise wrong
    sub_path = parts.path.rstrip("/")
    segments = sub_path.split("/")[1:]
    if not _SUB_PATH.fullmatch(sub_path) or {".", ".."} & set(segments):
        raise wrong
    if segments and segments[0] in _OWN:
        raise UsageError(
            f"--public-url 的路径不能以 /{segments[0]} 开头：本服务自己有这样的地址。请换一个，例如 /wuxiao。"
        )
    host = f"[{name}]" if ":" in name else name.lower()
    shown = f"{host}:{port}" if port and port != STANDARD_PORTS[parts.scheme] else host
    return PublicAddress(parts.scheme, shown, sub_path)


def host_name(written: str, option: str) -> str:
    """The name or address of a machine as browsers write it, which somebody gave with an option. Raises UsageError."""
    name = written.strip().removeprefix("[").removesuffix("]").lower()
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        name = name.encode("idna").decode()
    except UnicodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{option} 应是名称或地址，如 oa.example 或 10.1.2.3，而不是“{written[:100]}”。")
    return name


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _port(host: str) -> str:
    return host.rpartition("]")[2].partition(":")[2]
