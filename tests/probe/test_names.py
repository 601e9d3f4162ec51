from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.url import parse_url
from audit.probe.names import is_private_name, resolve, system_names

PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.7"


def names_of(*addresses):
    return lambda _host: list(addresses)


def failing(error):
    def names(_host):
        raise error

    return names


def never(host):
    raise AssertionError(f"{host} was looked up")


def resolved(url, names, *, allow_private=False):
    return resolve(parse_url(url).host, names, allow_private=allow_private)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        pytest.param(socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "nxdomain", id="no such name"),
        pytest.param(socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "try-again", id="the resolver is busy"),
        pytest.param(socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure"), "servfail", id="the resolver failed"),
        pytest.param(OSError("out of files"), "servfail", id="the system failed"),
        pytest.param(TimeoutError("timed out"), "servfail", id="the resolver is silent"),
        pytest.param(UnicodeError("label too long"), "nxdomain", id="a name that cannot be written"),
    ],
)
def test_a_failure_has_a_cause(error, cause):
    found = resolved("https://lake.example/", failing(error))
    assert (found.addresses, found.cause) == ((), cause)
    assert "lake.example" in found.evidence


@pytest.mark.skipif(not hasattr(socket, "EAI_NODATA"), reason="this system does not tell names without an address")
def test_a_name_without_address_is_told_from_no_name():
    assert resolved("https://lake.example/", failing(socket.gaierror(socket.EAI_NODATA, ""))).cause == "nodata"


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(f"{'a' * 64}.example", id="a label of 64 characters"),
        pytest.param(f"{'a.' * 127}example", id="a name of more than 253 characters"),
        pytest.param("lake..example", id="an empty label"),
        pytest.param(".lake.example", id="a leading dot"),
    ],
)
def test_a_name_that_nobody_can_have_is_not_looked_up(host):
    assert resolve(host, never, allow_private=False).cause == "nxdomain"


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(f"{'a' * 63}.example", id="a label of 63 characters"),
        pytest.param(f"{'a.' * 123}example", id="a name of 253 characters"),
        pytest.param(f"{'a.' * 123}example.", id="a name of 253 characters and a trailing dot"),
        pytest.param("lake.example.", id="a trailing dot"),
        pytest.param("under_score.lake.example", id="an underscore"),
        pytest.param("xn--bcher-kva.example", id="an international name"),
    ],
)
def test_a_name_that_somebody_can_have_is_looked_up(host):
    assert resolve(host, names_of(PUBLIC), allow_private=False).addresses == (PUBLIC,)


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param((PRIVATE,), id="a private address"),
        pytest.param((PUBLIC, PRIVATE), id="a public and a private address"),
        pytest.param((PRIVATE, PUBLIC), id="a private and a public address"),
        pytest.param(("::ffff:127.0.0.1",), id="loopback in disguise"),
        pytest.param(("fe80::1%eth0",), id="link-local with its zone"),
        pytest.param(("169.254.169.254",), id="the metadata service"),
        pytest.param(("0.0.0.0",), id="this host"),  # noqa: S104 - nobody binds to it
    ],
)
def test_a_public_name_with_a_private_address_is_refused(addresses):
    found = resolved("https://lake.example/", names_of(*addresses))
    assert (found.addresses, found.cause) == ((), "private-address")
    assert next(one for one in addresses if one != PUBLIC) in found.evidence


def test_the_user_may_allow_private_addresses():
    assert resolved("https://lake.example/", names_of(PUBLIC, PRIVATE), allow_private=True).addresses == (
        PUBLIC,
        PRIVATE,
    )


LITERALS = {
    "a dotted address": ("http://127.0.0.1/", "127.0.0.1"),
    "a decimal number": ("http://2130706433/", "127.0.0.1"),
    "an octal form": ("http://0177.0.0.1/", "127.0.0.1"),
    "a hexadecimal form": ("http://0x7f.1/", "127.0.0.1"),
    "a short form": ("http://127.1/", "127.0.0.1"),
    "a trailing dot": ("http://127.0.0.1./", "127.0.0.1"),
    "full-width digits": ("http://１２７.0.0.1/", "127.0.0.1"),
    "zero": ("http://0/", "0.0.0.0"),  # noqa: S104 - nobody binds to it
    "IPv6 loopback": ("http://[::1]/", "::1"),
    "mapped loopback": ("http://[::ffff:127.0.0.1]/", "::ffff:7f00:1"),
    "a link-local address": ("http://[fe80::1]/", "fe80::1"),
    "the metadata service as a number": ("http://2852039166/", "169.254.169.254"),
}


@pytest.mark.parametrize(("url", "address"), LITERALS.values(), ids=LITERALS.keys())
def test_a_private_address_in_any_form_is_refused_without_a_lookup(url, address):
    assert resolved(url, never).cause == "private-address"
    assert resolved(url, never, allow_private=True).addresses == (address,)


@pytest.mark.parametrize("url", ["http://93.184.215.14/", "http://[2606:2800:21f::1]/"])
def test_a_public_address_needs_no_lookup(url):
    host = parse_url(url).host
    assert resolved(url, never).addresses == (host.strip("[]"),)


PRIVATE_NAMES = {
    "localhost": "localhost",
    "below localhost": "app.localhost",
    "a trailing dot": "localhost.",
    "upper case": "NAS.LOCAL",
    "one label": "intranet",
    "one label and a dot": "intranet.",
    "mDNS": "printer.local",
    "test": "lake.test",
    "ICANN's private name": "wiki.internal",
    "a router's name": "fritz.home",
    "an onion service": "abcdefgh.onion",
    "a home network": "nas.home.arpa",
}


@pytest.mark.parametrize("host", PRIVATE_NAMES.values(), ids=PRIVATE_NAMES.keys())
def test_a_name_of_a_private_network_is_not_looked_up(host):
    assert is_private_name(host)
    assert resolve(host, never, allow_private=False).cause == "private-address"


@pytest.mark.parametrize(
    "host",
    ["lake.example", "lake.invalid", "local.example", "test.example", "localhost.example", "home.example", "a.b.dev."],
)
def test_other_names_are_looked_up(host):
    assert not is_private_name(host)


def test_a_name_without_any_address_has_none():
    assert resolved("https://lake.example/", names_of()).cause == "nxdomain"


def test_the_system_knows_this_machine():
    assert set(system_names("localhost")) & {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["a" * 64 + ".invalid", "\udcff.invalid", "\0.invalid"])
def test_hostile_names_have_a_cause(host):
    assert resolve(host, system_names, allow_private=False).cause in {"nxdomain", "servfail"}


@given(host=st.text(max_size=80), addresses=st.lists(st.ip_addresses().map(str), max_size=4))
def test_what_may_be_connected_to_is_public(host, addresses):
    found = resolve(host, names_of(*addresses), allow_private=False)
    assert bool(found.addresses) is not bool(found.cause)
    assert bool(found.evidence) is bool(found.cause)
