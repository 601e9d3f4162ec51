from __future__ import annotations

from itertools import product

import pytest

from audit.facts.url import parse_url
from audit.probe import LIVE, VERDICTS
from audit.probe.job import Doubt, Ending, Host, Job, authority_of, bare_host, settled
from audit.probe.network import Target
from audit.probe.pacing import Pace
from audit.probe.queue import Wanted
from audit.probe.verdict import Ruling

PAIRS = {
    "refused, then served": ("blocked", "ok", "ok"),
    "missing, then served": ("broken", "ok", "ok"),
    "served, then refused": ("ok", "blocked", "ok"),
    "served, then missing": ("ok", "broken", "ok"),
    "redirected, then missing": ("redirected-permanent", "broken", "redirected-permanent"),
    "missing, then an address that may not be asked": ("broken", "unsafe", "unsafe"),
    "missing twice": ("broken", "broken", "broken"),
    "missing, then blocked": ("broken", "blocked", "blocked"),
    "blocked, then missing": ("blocked", "broken", "blocked"),
    "missing, then a fault of the server": ("broken", "server-error", "server-error"),
    "no name, then silence": ("dns-error", "timeout", "timeout"),
    "a fault of TLS, then a limit": ("tls-error", "rate-limited", "rate-limited"),
    "missing, then a page that says so": ("broken", "soft-404", "soft-404"),
    "a page that says so, then a wall": ("soft-404", "blocked", "blocked"),
    "silence, then a fault of the server": ("timeout", "server-error", "timeout"),
}


@pytest.mark.parametrize(("one", "two", "verdict"), PAIRS.values(), ids=PAIRS.keys())
def test_two_answers_together(one, two, verdict):
    assert settled(Ending(Ruling(one)), Ending(Ruling(two))).ruling.verdict == verdict


def test_any_two_answers_together():
    for one, two in product(VERDICTS, VERDICTS):
        first, second = Ending(Ruling(one, "one", doubt=True)), Ending(Ruling(two, "two", doubt=True))
        seen = settled(first, second).ruling
        assert (seen.verdict, seen.cause) in {(one, "one"), (two, "two")}, (one, two)
        assert seen.live is (one in LIVE or two in LIVE), (one, two)
        is_riddle = not seen.live and one != two
        assert seen.live or seen.doubt is is_riddle, (one, two)


TRANSIENT_OR_LESS = sorted(set(VERDICTS) - LIVE - {"broken", "invalid-url", "dns-error", "tls-error", "anchor-missing"})


@pytest.mark.parametrize("other", TRANSIENT_OR_LESS)
def test_what_failed_in_two_ways_is_not_called_broken(other):
    for pair in (("broken", other), (other, "broken")):
        assert settled(*(Ending(Ruling(verdict)) for verdict in pair)).ruling.verdict == other


def test_a_fragment_is_missing_if_it_is_so_twice():
    first = Ending(Ruling("ok"), missing=("a", "b"))
    assert settled(first, Ending(Ruling("ok"), missing=("b", "c"))).missing == ("b",)
    assert settled(first, Ending(Ruling("ok"))).missing == ()


def test_a_fragment_stays_missing_if_the_page_fails_later():
    assert settled(Ending(Ruling("ok"), missing=("a",)), Ending(Ruling("timeout"))).missing == ("a",)


def test_after_a_refusal_the_second_answer_alone_tells_of_fragments():
    assert settled(Ending(Ruling("blocked")), Ending(Ruling("ok"), missing=("a",))).missing == ("a",)


AUTHORITIES = {
    "a host": ("https://lake.example/a", "lake.example", "lake.example"),
    "the usual port": ("https://lake.example:443/a", "lake.example", "lake.example"),
    "a port": ("https://lake.example:8443/a", "lake.example:8443", "lake.example"),
    "IPv6": ("http://[::1]/", "[::1]", "[::1]"),
    "IPv6 that ends in digits": ("http://[2606:2800::8080]/", "[2606:2800::8080]", "[2606:2800::8080]"),
    "IPv6 and a port": ("http://[::1]:8080/", "[::1]:8080", "[::1]"),
    "a password": ("https://me:pw@lake.example/", "lake.example", "lake.example"),
}


@pytest.mark.parametrize(("url", "authority", "host"), AUTHORITIES.values(), ids=AUTHORITIES.keys())
def test_authority(url, authority, host):
    assert authority_of(parse_url(url)) == authority
    assert bare_host(authority) == host
    assert Host(authority, Pace(1)).bare_name == host


@pytest.mark.parametrize(
    ("pictures", "image", "only_image"),
    [
        pytest.param([False], False, False, id="a link"),
        pytest.param([True], True, True, id="a picture"),
        pytest.param([False, True], True, False, id="both"),
    ],
)
def test_how_posts_use_an_address(pictures, image, only_image):
    job = Job(Wanted("a", "a", tuple(Target("a", one) for one in pictures)), Host("a", Pace(1)), parse_url("http://a/"))
    assert (job.image, job.only_image) == (image, only_image)


def test_a_second_question():
    wanted, host, url = Wanted("a", "a", (Target("a"),)), Host("a", Pace(1)), parse_url("http://a/")
    assert not Job(wanted, host, url).is_second
    assert Job(wanted, host, url, doubt=Doubt(wanted, Ending(Ruling("broken")), 1)).is_second
    assert Job(wanted, host, url, sample_of=host).is_second
