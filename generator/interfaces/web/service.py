"""What the service was started with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.errors import UsageError
from generator.interfaces.web.front.proxies import NO_PROXIES, Proxies
from generator.interfaces.web.front.public import PublicAddress, is_loopback
from generator.interfaces.web.limits import KEEP_DAYS, LOG_DAYS, USUAL_BOUNDS, Bounds

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
    log_days: int = LOG_DAYS
    bounds: Bounds = USUAL_BOUNDS
    debug: bool = False
    public: PublicAddress | None = None
    proxies: Proxies = NO_PROXIES
    self_signed: bool = False

    @property
    def scheme(self) -> str:
        """The scheme that browsers use: `https` where there is a certificate, here or at the public address."""
        return self.public.scheme if self.public else "https" if self.certificate else "http"

    @property
    def is_secure(self) -> bool:
        """Whether cookies need never travel over an open line."""
        return self.scheme == "https"

    @property
    def cookie(self) -> tuple[str, str]:
        """Name and path of the cookie of a session; the name binds it to this host, or at least to its TLS."""
        sub_path = self.public.sub_path if self.public else ""
        prefix = "" if not self.is_secure else "__Secure-" if sub_path else "__Host-"
        return f"{prefix}wuxiao-{self.port}", sub_path or "/"

    @property
    def called(self) -> frozenset[str]:
        """The names and addresses that a certificate of ours is for."""
        own = ("127.0.0.1", "localhost", "::1") if is_loopback(self.host) else (self.host,)
        return frozenset(name.lower() for name in (*own, *self.names)) - {"0.0.0.0", "::"}

    @property
    def hosts(self) -> frozenset[str]:
        """The exact values that the Host header may have."""
        if self.public:
            return self.public.hosts
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
        if self.public:
            return str(self.public)
        name = self.names[0] if self.names else self.host
        return f"{self.scheme}://{f'[{name}]' if ':' in name else name}:{self.port}"

    def under(self, address: str) -> str:
        """A path of this service, from `/` on, as browsers write it."""
        return f"{self.public.sub_path if self.public else ''}{address}"


def require_guard(service: Service, *, has_accounts: bool = False) -> None:
    """Raises UsageError where other machines can reach the service without signing in or over an open line."""
    is_guarded = service.password is not None or has_accounts
    _require_guard_behind_a_proxy(service, is_guarded=is_guarded)
    if is_loopback(service.host):
        return
    if not is_guarded or service.certificate is None or service.key is None:
        raise UsageError(
            "向其他电脑提供服务时，必须同时给出 --password-file（或先用 wuxiao account add 添加账号）、"
            "--tls-certificate 和 --tls-key（没有证书的写 --self-signed），"
            "以免个人信息被别人看到。只在本机使用时请不要写 --host。"
        )
    if service.host in ("0.0.0.0", "::") and not service.names and not service.public:
        raise UsageError("--host 为 0.0.0.0 时，请用 --name 写明其他电脑访问时用的名称或地址，例如 --name 10.1.2.3。")


def _require_guard_behind_a_proxy(service: Service, *, is_guarded: bool) -> None:
    """Whoever reaches the proxy reaches us: a loopback address keeps nobody out then."""
    public = service.public
    if public is None:
        return
    if public.scheme != "https" and not is_loopback(public.host.rpartition(":")[0] or public.host):
        raise UsageError("--public-url 应以 https:// 开头，以免个人信息在网络上被别人看到。")
    if not is_guarded:
        raise UsageError(
            "写了 --public-url 时，能打开这个地址的人都能进来，必须同时给出 --password-file"
            "（或先用 wuxiao account add 添加账号）。"
        )


def read_password(path: Path) -> str:
    """The first line of a password file that nobody else can read. Raises UsageError."""
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise UsageError(f"密码文件 {path} 读不出来。请检查位置和权限。") from wrong
    handed = os.environ.get("CREDENTIALS_DIRECTORY")  # by systemd, whose access list shows as bits of a group
    if mode & 0o077 and str(path.parent) != handed:
        raise UsageError(f"密码文件 {path} 别人也能读。请先运行：chmod 600 {path}")
    password = lines[0].strip() if lines else ""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"密码文件 {path} 的第一行应是密码，不少于{SHORTEST_PASSWORD}个字符。")
    return password


def private_folder() -> Path:
    """Where campaigns are kept unless another place is named: the user's state folder."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "wuxiao" / "serve"
