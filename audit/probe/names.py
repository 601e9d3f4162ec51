"""Host names and their addresses, with the cause where there is none."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from audit.probe.guard import is_public

Names = Callable[[str], list[str]]
"""Looks a host name up: its addresses, best first. Raises `socket.gaierror` as the system's resolver does."""

NAMES_OF_NOTHING = ("invalid", "example")
"""Top-level names that never have an address (RFC 6761, 6.4 and 6.5): their absence says nothing about the network."""
_PRIVATE_NAMES = frozenset({"localhost", "local", "test", "internal", "home", "lan", "corp", "onion"})
_LONGEST_NAME = 253  # RFC 1035 2.3.4
_NO_ADDRESS = frozenset({getattr(socket, "EAI_NODATA", None), getattr(socket, "EAI_ADDRFAMILY", None)} - {None})


def system_names(host: str) -> list[str]:
    """Ask the system's resolver.

    Raises:
        socket.gaierror: there is no such name, it has no address, or the resolver failed.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a lookup gave.

    Attributes:
        addresses: those that may be connected to.
        cause: why there are none: `nxdomain`, `nodata`, `servfail`, `try-again`, `private-address`.
        evidence: the same for people.
    """

    addresses: tuple[str, ...] = ()
    cause: str | None = None
    evidence: str = ""


def resolve(host: str, names: Names, *, allow_private: bool) -> Resolved:
    """Look a host up and judge its addresses.

    One private address among public ones is enough to refuse all: which of them is connected to is the server's
    choice, and no honest site has both.

    Args:
        host: name or address as the URL has it, in ASCII; IPv6 in brackets.
        names: looks names up.
        allow_private: private, loopback and other non-public addresses may be asked.
    """
    literal = _literal(host)
    if literal is not None:
        addresses = [literal]
    elif not allow_private and is_private_name(host):
        return Resolved(cause="private-address", evidence=f"{host} is a name of a private network")
    else:
        try:
            addresses = names(host) if _is_name(host) else []
        except (OSError, UnicodeError) as error:
            return Resolved(cause=_cause(error), evidence=f"looking up {host}: {_words(error)}")
        if not addresses:
            return Resolved(cause="nxdomain", evidence=f"{host} has no address")
    if not allow_private and (hidden := next((one for one in addresses if not is_public(one)), None)) is not None:
        text = "is a private address" if literal else f"resolves to {hidden}, a private address"
        return Resolved(cause="private-address", evidence=f"{host} {text}")
    return Resolved(tuple(addresses))


def is_private_name(host: str) -> bool:
    """Whether a name can only be one of a private network: a reserved top-level name, or no dot at all."""
    name = host.rstrip(".").lower()
    return "." not in name or name.rpartition(".")[2] in _PRIVATE_NAMES or name.endswith(".home.arpa")  # RFC 8375


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    name = host.removesuffix(".")
    return len(name) <= _LONGEST_NAME and all(0 < len(label) < 64 for label in name.split("."))  # noqa: PLR2004 - RFC 1035 2.3.4


def _cause(error: Exception) -> str:
    if isinstance(error, UnicodeError) or getattr(error, "errno", None) == socket.EAI_NONAME:
        return "nxdomain"
    if isinstance(error, socket.gaierror):
        if error.errno in _NO_ADDRESS:
            return "nodata"
        if error.errno == socket.EAI_AGAIN:
            return "try-again"
    return "servfail"


def _words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
