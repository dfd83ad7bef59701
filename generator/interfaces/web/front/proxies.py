"""The proxies that are believed, and what they say of the request that they pass on."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.errors import UsageError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"})
_PAIR = re.compile(r'\s*([a-z]+)=(?:"([^"]*)"|([^",;\s]*))\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Passed:
    """What a believed proxy says: who asked, by which scheme, for which host; empty where it does not say."""

    client: str = ""
    scheme: str = ""
    host: str = ""


@dataclass(frozen=True)
class Proxies:
    """The addresses and networks that forwarded headers are believed from."""

    networks: tuple[Network, ...] = ()

    def __contains__(self, host: object) -> bool:
        """Whether the host, written as an address, is one of them."""
        found = _address(str(host))
        return found is not None and any(found in network for network in self.networks)

    def passed(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> Passed:
        """What the connection's other end says of a request; nothing where it is not believed.

        A proxy sets one kind of header and hands the other on as a client wrote it, so of both none is believed.
        """
        if peer not in self:
            return Passed()
        said: dict[bytes, list[str]] = {}
        for name, value in headers:
            if name in FORWARDED:
                said.setdefault(name, []).append(value.decode("latin-1"))
        if b"forwarded" in said:
            return self._of_forwarded(",".join(said[b"forwarded"])) if len(said) == 1 else Passed()
        return Passed(
            self._client(_listed(said, b"x-forwarded-for")),
            _last(_listed(said, b"x-forwarded-proto")).lower(),
            _last(_listed(said, b"x-forwarded-host")).lower(),
        )

    def _of_forwarded(self, text: str) -> Passed:
        hops = [
            {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(hop)} for hop in text.split(",")
        ]
        last = hops[-1]
        client = self._client([hop.get("for", "") for hop in hops])
        return Passed(client, last.get("proto", "").lower(), last.get("host", "").lower())

    def _client(self, chain: Sequence[str]) -> str:
        """The last one in the chain who is no proxy of ours: whatever stands before, that one may have made up."""
        known = ""
        for written in reversed(chain):
            found = _address(_without_port(written))
            if found is None:
                return known
            known = f"{found}"
            if known not in self:
                return known
        return known


NO_PROXIES = Proxies()


def proxies(written: Iterable[str]) -> Proxies:
    """The proxies that somebody wrote, as addresses or networks. Raises UsageError."""
    found = []
    for one in written:
        try:
            found.append(ipaddress.ip_network(one.strip()))
        except ValueError:
            raise UsageError(
                f"--trusted-proxy 应是地址或网段，如 127.0.0.1 或 10.1.0.0/16，而不是“{one[:50]}”。"
            ) from None
    return Proxies(tuple(found))


def _listed(said: Mapping[bytes, list[str]], name: bytes) -> list[str]:
    return [part.strip() for line in said.get(name, []) for part in line.split(",")]


def _last(parts: Sequence[str]) -> str:
    return parts[-1] if parts else ""


def _without_port(written: str) -> str:
    if written.startswith("["):
        return written[1:].partition("]")[0]
    return written.partition(":")[0] if written.count(":") == 1 else written


def _address(written: str) -> Address | None:
    try:
        found = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
