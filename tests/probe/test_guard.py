from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.probe.guard import is_public

PUBLIC = {
    "an ordinary address": "93.184.215.14",
    "a public resolver": "1.1.1.1",
    "the address before a private network": "9.255.255.255",
    "the address after a private network": "11.0.0.0",
    "the address before 172.16": "172.15.255.255",
    "the address after 172.31": "172.32.0.0",
    "the address before carrier-grade NAT": "100.63.255.255",
    "the address after carrier-grade NAT": "100.128.0.0",
    "the last unicast address": "223.255.255.255",
    "an ordinary IPv6 address": "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "a European IPv6 address": "2a00:1450:4001:82a::200e",
}

PRIVATE = {
    "loopback": "127.0.0.1",
    "the end of loopback": "127.255.255.254",
    "this host": "0.0.0.0",  # noqa: S104 - nobody binds to it
    "this network": "0.1.2.3",
    "10/8": "10.0.0.1",
    "172.16/12": "172.31.255.255",
    "192.168/16": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "the end of carrier-grade NAT": "100.127.255.255",
    "link-local": "169.254.0.1",
    "the metadata service of AWS, Azure and Google": "169.254.169.254",
    "the metadata service of AWS containers": "169.254.170.2",
    "the metadata service of Alibaba": "100.100.100.200",
    "the metadata service of Oracle": "192.0.0.192",
    "the platform service of Azure": "168.63.129.16",
    "documentation": "192.0.2.1",
    "documentation, the second": "198.51.100.7",
    "documentation, the third": "203.0.113.9",
    "benchmarks": "198.19.255.255",
    "6to4 relays": "192.88.99.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 loopback": "::1",
    "IPv6 nothing": "::",
    "unique local": "fd00::1",
    "the metadata service of AWS over IPv6": "fd00:ec2::254",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with a zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation, the long one": "3fff::1",
    "IPv6 benchmarks": "2001:2::1",
    "discard-only": "100::1",
    "segment routing": "5f00::1",
    "an address that nobody was given": "4000::1",
    "no address": "lake.example",
    "nothing": "",
    "brackets": "[::1]",
    "the short form that only some parsers take": "127.1",
    "a number": "2130706433",
    "an octal form": "0177.0.0.1",
}


@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC.keys())
def test_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
def test_may_not_be_asked(address):
    assert not is_public(address)


# How an IPv4 address hides in an IPv6 one of which only it decides.
DISGUISES = {
    "mapped": lambda four: 0xFFFF << 32 | four,
    "NAT64": lambda four: 0x64FF9B << 96 | four,
    "local NAT64": lambda four: 0x64FF9B0001 << 80 | four,
    "6to4": lambda four: 0x2002 << 112 | four << 80 | 1,
}
EDGES = [
    int(edge)
    for network in ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")
    for edge in (ip_network(network)[0], ip_network(network)[-1])
]
IPV4 = st.one_of(st.integers(0, 2**32 - 1), st.sampled_from(EDGES), st.sampled_from(EDGES).map(lambda one: one + 1))


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@given(four=IPV4)
@example(four=int(IPv4Address("169.254.169.254")))
@example(four=int(IPv4Address("93.184.215.14")))
def test_what_a_disguise_hides_decides(disguise, four):
    assert is_public(str(IPv6Address(disguise(four)))) is is_public(str(IPv4Address(four)))


# Disguises that no server of the public internet has: refused whatever they hide.
OLD_DISGUISES = {
    "compatible": lambda four: four,
    "translated": lambda four: 0xFFFF << 48 | four,
    "Teredo": lambda four: 0x20010000 << 96 | int(IPv4Address("1.1.1.1")) << 64 | four ^ 0xFFFFFFFF,
}


@pytest.mark.parametrize("disguise", OLD_DISGUISES.values(), ids=OLD_DISGUISES.keys())
@given(four=IPV4)
@example(four=int(IPv4Address("127.0.0.1")))
def test_an_old_disguise_is_refused(disguise, four):
    assert not is_public(str(IPv6Address(disguise(four))))


@given(st.text(max_size=60))
def test_hostile_text_is_no_address(text):
    assert is_public(text) in {True, False}
