"""What the service was started with."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.errors import UsageError
from generator.interfaces.web.limits import KEEP_DAYS

SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class Service:
    """Where the service listens, under which names, and what guards it."""

    root: Path
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    password: str | None = None
    certificate: Path | None = None
    key: Path | None = None
    keep_days: int = KEEP_DAYS
    debug: bool = False

    @property
    def scheme(self) -> str:
        """`https` where there is a certificate."""
        return "https" if self.certificate else "http"

    @property
    def hosts(self) -> frozenset[str]:
        """The exact values that the Host header may have."""
        own = ("127.0.0.1", "localhost", "::1") if is_loopback(self.host) else (self.host,)
        standard = 443 if self.certificate else 80
        written = {f"[{name}]" if ":" in name else name.lower() for name in (*own, *self.names)}
        return frozenset({f"{name}:{self.port}" for name in written} | (written if self.port == standard else set()))

    @property
    def origins(self) -> frozenset[str]:
        """The exact values that the Origin header may have."""
        return frozenset(f"{self.scheme}://{host}" for host in self.hosts)

    @property
    def address(self) -> str:
        """The address that is printed."""
        name = self.names[0] if self.names else self.host
        return f"{self.scheme}://{f'[{name}]' if ':' in name else name}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def require_guard(service: Service) -> None:
    """Raises UsageError where other machines can reach the service without a password or over an open line."""
    if is_loopback(service.host):
        return
    if service.password is None or service.certificate is None or service.key is None:
        raise UsageError(
            "向其他电脑提供服务时，必须同时给出 --password-file、--tls-certificate 和 --tls-key，"
            "以免个人信息被别人看到。只在本机使用时请不要写 --host。"
        )
    if service.host in ("0.0.0.0", "::") and not service.names:
        raise UsageError("--host 为 0.0.0.0 时，请用 --name 写明其他电脑访问时用的名称或地址，例如 --name 10.1.2.3。")


def read_password(path: Path) -> str:
    """The first line of a password file that nobody else can read. Raises UsageError."""
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise UsageError(f"密码文件 {path} 读不出来。请检查位置和权限。") from wrong
    if mode & 0o077:
        raise UsageError(f"密码文件 {path} 别人也能读。请先运行：chmod 600 {path}")
    password = lines[0].strip() if lines else ""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"密码文件 {path} 的第一行应是密码，不少于{SHORTEST_PASSWORD}个字符。")
    return password


def private_folder() -> Path:
    """Where campaigns are kept unless another place is named: the user's state folder."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "wuxiao" / "serve"
