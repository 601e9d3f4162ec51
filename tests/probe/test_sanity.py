from __future__ import annotations

import socket
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.answer import Answer
from audit.probe.exchange import Failure
from audit.probe.sanity import Sanity
from audit.probe.verdict import Ruling, ruling_of_failure

NOW = 1_800_000_000.0
DAY = 86_400.0
PROXY = "C = XX, O = Quay Filter, CN = Quay Root"


def no_names(_host):
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


def names(host):
    """A resolver that is well, and knows nobody but those that everybody knows."""
    return ["93.184.215.14"] if host in {"example.com", "iana.org", "wikipedia.org"} else no_names(host)


def hosts(count, top="harbour"):
    return [f"lake-{number}.{top}" for number in range(count)]


def answer(sanity, host, *, scheme="https", skew=0.0, now=NOW, **headers):
    date = (("date", formatdate(now + skew, usegmt=True)),)
    sanity.answered(host, Answer(f"{scheme}://{host}/", 200, (*date, *headers.items())), now)


def fail(sanity, cause, *those, issuer=""):
    for host in those:
        sanity.failed(host, Failure(cause, cause, issuer))


def tls_fault(cause):
    return ruling_of_failure(Failure(cause, "words"))


# -- no network --------------------------------------------------------------------------------------------------------

DEAD = ["nxdomain", "nodata", "servfail", "try-again", "unreachable", "proxy"]


@pytest.mark.parametrize("cause", DEAD)
def test_without_a_network_nothing_is_told(cause):
    sanity = Sanity(no_names)
    fail(sanity, cause, *hosts(8))
    assert sanity.is_mute  # at once, so that the others are not even asked
    assert sanity.problem.startswith("No network: none of 8 hosts")


@pytest.mark.parametrize("count", [1, 7])
def test_few_hosts_are_judged_at_the_end(count):
    sanity = Sanity(no_names)
    fail(sanity, "nxdomain", *hosts(count))
    assert not sanity.is_mute
    sanity.conclude()
    assert sanity.is_mute
    told = "the only host that was asked could not be reached" if count == 1 else "none of 7 hosts could be reached"
    assert sanity.problem.startswith(f"No network: {told}, and well-known names are not found either. ")


def test_a_machine_without_a_route_has_no_network_although_its_resolver_remembers():
    sanity = Sanity(names)
    fail(sanity, "unreachable", *hosts(8))
    assert sanity.is_mute


def test_the_network_is_judged_once_for_a_host_that_is_asked_again():
    asked = []
    sanity = Sanity(lambda host: asked.append(host) or ["93.184.215.14"])
    fail(sanity, "nxdomain", *hosts(8), *hosts(8), *hosts(8))
    assert len(asked) == 1


def test_an_answer_of_the_own_network_is_no_network():
    """What was heard of it is told; that no other host exists is not."""
    sanity = Sanity(no_names)
    for host in ("localhost", "127.0.0.1", "[::1]", "192.168.0.7", "wiki.internal", "nas"):
        answer(sanity, host, scheme="http")
    lost = hosts(8)
    fail(sanity, "nxdomain", *lost)
    sanity.conclude()
    assert not sanity.is_mute
    assert sanity.problem.startswith("No network: none of 8 hosts could be reached")
    ruling = Ruling("dns-error", "nxdomain", "looked up in vain")
    assert sanity.excuse(ruling, lost[0]) == Ruling("unknown", "no-network", "looked up in vain")
    assert sanity.excuse(ruling, "unasked.example") is None


def test_one_name_that_does_not_exist_beside_the_own_network():
    sanity = Sanity(no_names)
    answer(sanity, "127.0.0.1", scheme="http")
    fail(sanity, "nxdomain", *hosts(2))
    sanity.conclude()
    assert sanity.problem is None


NETWORKS = {
    "eight dead names, and a resolver that is well": (names, lambda sanity: fail(sanity, "nxdomain", *hosts(8))),
    "no route to a few hosts": (names, lambda sanity: fail(sanity, "unreachable", *hosts(3))),
    "no route to some, no names of others": (
        names,
        lambda sanity: (fail(sanity, "unreachable", *hosts(7)), fail(sanity, "nxdomain", *hosts(1, "shore"))),
    ),
    "one host answers": (
        no_names,
        lambda sanity: (answer(sanity, "quay.harbour"), fail(sanity, "nxdomain", *hosts(20))),
    ),
    "one host answers late": (
        no_names,
        lambda sanity: (
            fail(sanity, "nxdomain", *hosts(7)),
            answer(sanity, "quay.harbour"),
            fail(sanity, "nxdomain", "a.shore"),
        ),
    ),
    "only names of nothing": (no_names, lambda sanity: fail(sanity, "nxdomain", *hosts(20, "invalid"))),
    "only names of nothing, with a dot": (no_names, lambda sanity: fail(sanity, "nxdomain", *hosts(20, "example."))),
    "only private names": (no_names, lambda sanity: fail(sanity, "nxdomain", *hosts(20, "test"), "nas", "localhost")),
    "servers that refuse": (no_names, lambda sanity: fail(sanity, "refused", *hosts(20))),
    "servers that are silent": (no_names, lambda sanity: fail(sanity, "timeout-connect", *hosts(20))),
    "nothing was asked": (no_names, lambda _sanity: None),
}


@pytest.mark.parametrize(("resolver", "happens"), NETWORKS.values(), ids=NETWORKS.keys())
def test_a_network_that_is_well(resolver, happens):
    sanity = Sanity(resolver)
    happens(sanity)
    sanity.conclude()
    assert not sanity.is_mute
    assert sanity.problem is None


# -- a resolver that knows every name ----------------------------------------------------------------------------------


def test_a_resolver_that_knows_every_name():
    sanity = Sanity(lambda _host: ["198.51.100.1", "198.51.100.2"])
    sanity.look_for_wildcard("lake.harbour")
    assert sanity.is_wildcard(["198.51.100.2"])
    assert "198.51.100.1" in sanity.problem
    assert sanity.wildcard_ruling().verdict == "unknown"


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(["93.184.215.14"], id="another address"),
        pytest.param(["198.51.100.1", "93.184.215.14"], id="another address as well"),
        pytest.param([], id="no address"),
    ],
)
def test_a_host_that_really_exists(addresses):
    sanity = Sanity(lambda _host: ["198.51.100.1"])
    sanity.look_for_wildcard("lake.harbour")
    assert not sanity.is_wildcard(addresses)
    assert sanity.problem is None


def test_an_honest_resolver_is_asked_once():
    asked = []

    def resolver(host):
        asked.append(host)
        return no_names(host)

    sanity = Sanity(resolver)
    for host in hosts(5):
        sanity.look_for_wildcard(host)
    assert len(asked) == 1
    assert asked[0].endswith(".com")
    assert not sanity.is_wildcard(["93.184.215.14"])


@pytest.mark.parametrize("host", ["localhost", "nas", "wiki.internal", "127.0.0.1", "[::1]"])
def test_no_name_is_asked_for_an_address_of_the_own_network(host):
    def resolver(name):
        raise AssertionError(name)

    Sanity(resolver).look_for_wildcard(host)


# -- a proxy that reads along ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cause", ["untrusted", "incomplete-chain"])
def test_a_proxy_that_signs_itself(cause):
    sanity = Sanity(names)
    fail(sanity, cause, *hosts(3), issuer=PROXY)
    sanity.conclude()
    assert "Quay Filter" in sanity.problem
    assert "--ca-file" in sanity.problem
    excused = sanity.excuse(tls_fault(cause), "lake-1.harbour")
    assert (excused.verdict, excused.cause) == ("unknown", "interception")
    assert sanity.excuse(tls_fault(cause), "www.lake-1.harbour") is not None
    assert sanity.excuse(tls_fault(cause), "quay.shore") is None
    assert sanity.excuse(tls_fault("expired"), "lake-1.harbour") is None
    assert sanity.excuse(Ruling("broken", "refused"), "lake-1.harbour") is None


def test_a_proxy_may_leave_a_bank_alone():
    sanity = Sanity(names)
    answer(sanity, "bank.harbour")
    fail(sanity, "untrusted", *hosts(11), issuer=PROXY)
    sanity.conclude()
    assert sanity.excuse(tls_fault("untrusted"), "lake-1.harbour") is not None


def test_two_proxies():
    sanity = Sanity(names)
    fail(sanity, "untrusted", *hosts(3), issuer=PROXY)
    fail(sanity, "untrusted", *hosts(3, "shore"), issuer="CN = Other")
    sanity.conclude()
    assert sanity.excuse(tls_fault("untrusted"), "lake-1.harbour") is not None
    assert sanity.excuse(tls_fault("untrusted"), "lake-1.shore") is not None
    assert "Quay Filter" in sanity.problem
    assert "CN = Other" in sanity.problem


SERVERS = {
    "two hosts": lambda sanity: fail(sanity, "untrusted", *hosts(2), issuer=PROXY),
    "three hosts of one owner": lambda sanity: fail(
        sanity, "untrusted", "a.lake.harbour", "b.lake.harbour", "lake.harbour", issuer=PROXY
    ),
    "three issuers": lambda sanity: [fail(sanity, "untrusted", host, issuer=f"CN = {host}") for host in hosts(9)],
    "nobody knows the issuer": lambda sanity: fail(sanity, "untrusted", *hosts(9)),
    "an authority of a country, where other hosts are well": lambda sanity: (
        answer(sanity, "quay.harbour"),
        fail(sanity, "untrusted", *hosts(5), issuer="CN = National Root"),
    ),
    "the certificate that a panel makes itself": lambda sanity: fail(
        sanity, "self-signed", *hosts(9), issuer="CN = localhost"
    ),
    "expired certificates of one authority": lambda sanity: fail(sanity, "expired", *hosts(9), issuer="CN = R3"),
}


@pytest.mark.parametrize("happens", SERVERS.values(), ids=SERVERS.keys())
def test_servers_whose_certificates_are_bad(happens):
    sanity = Sanity(names)
    happens(sanity)
    sanity.conclude()
    assert sanity.problem is None
    for cause in ("untrusted", "self-signed", "incomplete-chain", "expired"):
        assert sanity.excuse(tls_fault(cause), "lake-1.harbour") is None


# -- a wrong clock -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skew", "words", "excused", "judged"),
    [
        pytest.param(400 * DAY, "400 days behind", "not-yet-valid", "expired", id="a clock that is behind"),
        pytest.param(-30 * DAY, "30 days ahead", "expired", "not-yet-valid", id="a clock that is ahead"),
    ],
)
def test_a_wrong_clock(skew, words, excused, judged):
    sanity = Sanity(names)
    for host in hosts(3):
        answer(sanity, host, skew=skew)
    sanity.conclude()
    assert words in sanity.problem
    assert sanity.excuse(tls_fault(excused), "quay.harbour").cause == "wrong-clock"
    assert sanity.excuse(tls_fault(judged), "quay.harbour") is None
    assert sanity.excuse(tls_fault("hostname"), "quay.harbour") is None


def test_one_host_is_enough_where_no_certificate_is_good():
    sanity = Sanity(names)
    answer(sanity, "quay.harbour", scheme="http", skew=2000 * DAY)
    fail(sanity, "not-yet-valid", *hosts(5))
    sanity.conclude()
    assert sanity.excuse(tls_fault("not-yet-valid"), "lake-1.harbour") is not None


CLOCKS = {
    "the right time": lambda sanity: [answer(sanity, host) for host in hosts(5)],
    "some hours": lambda sanity: [answer(sanity, host, skew=0.9 * DAY) for host in hosts(5)],
    "one host whose clock is wrong": lambda sanity: [answer(sanity, "quay.harbour", skew=900 * DAY) for _ in range(60)],
    "one host among others": lambda sanity: [
        answer(sanity, host, skew=900 * DAY * (host == "lake-0.harbour")) for host in hosts(3)
    ],
    "pages from a cache": lambda sanity: [answer(sanity, host, skew=-9 * DAY, age="777600") for host in hosts(5)],
    "no dates": lambda sanity: [
        sanity.answered(host, Answer(f"https://{host}/", 200, (("date", date),)), NOW)
        for host, date in zip(hosts(4), ("", "soon", "Mon, 99 Foo 9999999 99:99:99 GMT", "0"), strict=True)
    ],
    "a machine of the own network": lambda sanity: answer(sanity, "192.168.0.7", scheme="http", skew=900 * DAY),
}


@pytest.mark.parametrize("happens", CLOCKS.values(), ids=CLOCKS.keys())
def test_a_clock_that_is_right(happens):
    sanity = Sanity(names)
    happens(sanity)
    sanity.conclude()
    assert sanity.problem is None
    assert sanity.excuse(tls_fault("expired"), "lake-1.harbour") is None
    assert sanity.excuse(tls_fault("not-yet-valid"), "lake-1.harbour") is None


def test_several_problems_are_all_told():
    sanity = Sanity(lambda _host: ["198.51.100.1"])
    sanity.look_for_wildcard("lake.harbour")
    sanity.is_wildcard(["198.51.100.1"])
    for host in hosts(3):
        answer(sanity, host, scheme="http", skew=9 * DAY)
    fail(sanity, "untrusted", *hosts(3, "shore"), issuer=PROXY)
    sanity.conclude()
    assert all(words in sanity.problem for words in ("resolver", "clock", "proxy"))


def test_only_faults_of_tls_may_be_our_own():
    sanity = Sanity(names)
    assert sanity.may_excuse(tls_fault("expired"))
    assert not sanity.may_excuse(Ruling("broken", "not-found"))


@given(date=st.text(max_size=40), now=st.floats(0, 4e9))
def test_hostile_dates_are_borne(date, now):
    sanity = Sanity(names)
    sanity.answered("quay.harbour", Answer("https://quay.harbour/", 200, (("date", date),)), now)
    sanity.conclude()
    assert sanity.problem is None
