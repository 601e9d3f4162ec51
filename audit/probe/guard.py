"""Who may be asked: the guard over resolved addresses.

Posts are untrusted, and so are the redirects of the servers that they name. An address is judged after the lookup, at
every hop, and the connection goes to the address that was judged (no second lookup: DNS rebinding).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_6TO4 = ip_network("2002::/16")  # RFC 3056: the IPv4 address stands in bits 16 to 48
_UNICAST = ip_network("2000::/3")  # all that IANA gives to networks: RFC 4291 2.4
# What `is_global` leaves: relays that lead elsewhere, and the metadata service that Azure put at a public address.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
        "192.0.0.0/24",  # RFC 6890, with Oracle's metadata service at 192.0.0.192
        "192.88.99.0/24",  # RFC 7526
        "3fff::/20",  # RFC 9637: documentation
    )
)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Private, loopback, link-local (with the clouds' metadata services), carrier-grade NAT (RFC 6598), multicast, Teredo
    and reserved addresses are not; an IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) is judged itself.

    Args:
        address: an IPv4 or IPv6 address as the resolver gives it, perhaps with a zone (`fe80::1%eth0`).
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (parsed, *_inside(parsed)))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or _is_nat64(address) or address in _6TO4):
        return True  # what is inside decides
    return (
        address.is_global
        and not address.is_multicast
        and (address.version == 4 or address in _UNICAST)  # noqa: PLR2004 - else an old disguise, or nobody's
        and not any(address in network for network in _NOT_PUBLIC if network.version == address.version)
    )


def _is_nat64(address: IPv6Address) -> bool:
    return any(address in network for network in _NAT64)


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return []
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if _is_nat64(address):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address.sixtofour] if address.sixtofour is not None else []
