"""The systemd unit: the service as a user of its own that sees and may do as little as its work needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.interfaces.web.front.public import is_loopback

PRIVILEGED_PORTS = range(1, 1024)
HOMES = ("/home", "/root", "/run/user")
_PLAIN = re.compile(r"[A-Za-z0-9_./:=@,+%-]+")
# Setting up a machine is no part of the work. Whatever else a library asks for is refused, not punished: it goes on
# without. LibreOffice gives its files to the owner that they have already. Memory that is written and executed stays
# allowed: LibreOffice and libffi make code at run time.
SYSTEM_CALLS = ("@system-service", "~@privileged", "@chown")


@dataclass(frozen=True)
class Unit:
    """What the unit starts: the program, with which options of `wuxiao serve`, as which user (a passing one if none).

    The files `handed`, each with its option, are handed over by systemd, so that the user of the service need not read
    them: as they are when the service starts.
    """

    program: Path
    options: tuple[str, ...] = ()
    user: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    handed: tuple[tuple[str, Path], ...] = ()
    memory: str = "75%"

    def text(self) -> str:
        """The unit file."""
        return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in self._sections())

    def _sections(self) -> tuple[tuple[str, list[str]], ...]:
        return (
            ("Unit", ["Description=wuxiao 评选活动文书", "Wants=network-online.target", "After=network-online.target"]),
            ("Service", [*self._run(), "", *self._bounds(), "", *CONFINED, *self._ports(), *self._network()]),
            ("Install", ["WantedBy=multi-user.target"]),
        )

    def _run(self) -> list[str]:
        serve = [str(self.program), "serve", "--data", "%S/wuxiao", "--host", self.host, "--port", str(self.port)]
        for option, _ in self.handed:
            serve += [option, f"%d/{_credential(option)}"]
        user = [f"User={self.user}"] if self.user else ["DynamicUser=yes"]
        return [
            "Type=notify",
            f"ExecStart={' '.join(map(quoted, (*serve, *self.options)))}",
            *(f"LoadCredential={_credential(option)}:{path}" for option, path in self.handed),
            *user,
            "StateDirectory=wuxiao",
            "StateDirectoryMode=0700",
            "CacheDirectory=wuxiao",
            "CacheDirectoryMode=0700",
            "WorkingDirectory=%S/wuxiao",
            "Environment=HOME=%S/wuxiao XDG_CACHE_HOME=%C/wuxiao LANG=C.UTF-8",
            "Restart=on-failure",
            "RestartSec=5",
            "TimeoutStopSec=30",
        ]

    def _bounds(self) -> list[str]:
        return [f"MemoryMax={self.memory}", "TasksMax=512", "LimitNOFILE=4096"]

    def _ports(self) -> list[str]:
        if self.port in PRIVILEGED_PORTS:
            return ["CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE"]
        return ["CapabilityBoundingSet=", "AmbientCapabilities=", "PrivateUsers=yes"]

    def _network(self) -> list[str]:
        """Homes are hidden unless the program lies in one; who listens to this machine alone talks to it alone."""
        home = "read-only" if str(self.program).startswith(HOMES) else "yes"
        alone = ["IPAddressDeny=any", "IPAddressAllow=localhost"] if is_loopback(self.host) else []
        return [f"ProtectHome={home}", *alone]


CONFINED = (
    "UMask=0077",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "PrivateIPC=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectProc=invisible",
    "RemoveIPC=yes",
    "LockPersonality=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native",
    *(f"SystemCallFilter={one}" for one in SYSTEM_CALLS),
    "SystemCallErrorNumber=EPERM",
)


def _credential(option: str) -> str:
    """What the file of an option is called where systemd hands it over."""
    return option.strip("-").removesuffix("-file")


def quoted(word: str) -> str:
    """A word of ExecStart; `%S`, `%C` and `%d` are ours, every other sign stands for itself."""
    if word.startswith(("%S/", "%d/")):
        return word
    word = word.replace("%", "%%").replace("$", "$$")
    return word if _PLAIN.fullmatch(word) else '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
