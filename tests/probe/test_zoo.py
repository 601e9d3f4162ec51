"""Every behaviour of servers that we know of, on loopback, and the verdict that is right for it."""

from __future__ import annotations

import socket
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from audit.facts.url import parse_url
from audit.probe import exchange, names
from audit.probe.guard import is_public
from audit.probe.network import Network, Target
from audit.probe.prober import Prober
from tests.probe.zoo.hosts import NAMES
from tests.probe.zoo.server import ELSEWHERE, Zoo
from tests.probe.zoo.table import CASES

TIMEOUT = 4.0
LONGEST = 180.0
FREE, GUARDED = ([case for case in CASES if case.guarded is guarded] for guarded in (False, True))


@dataclass(frozen=True)
class Seen:
    """One run: what was said of each address, and how long it took."""

    probes: dict
    seconds: float


def url_of(zoo, case):
    return parse_url(zoo.fill(case.address)).href


def run(zoo, cases, **settings):
    network = Network(timeout=TIMEOUT, names=zoo.names, ca_file=zoo.certificates.ca_file, **settings)
    start = time.monotonic()
    prober = Prober(network)
    probes = list(prober.ask(Target(url_of(zoo, case), image=case.image, referrer=case.referrer) for case in cases))
    assert prober.problem is None  # that it crashed on an answer, for one
    assert not [url for url, count in Counter(probe.url for probe in probes).items() if count > 1]
    return Seen({probe.url: probe for probe in probes}, time.monotonic() - start)


@pytest.fixture(scope="session")
def zoo(tmp_path_factory):
    with Zoo(CASES, NAMES, tmp_path_factory.mktemp("zoo")) as zoo:
        yield zoo


@pytest.fixture(scope="session")
def seen(zoo):
    return run(zoo, FREE, allow_private_hosts=True)


@pytest.fixture(scope="session")
def seen_guarded(zoo):
    """With the guard on. One loopback address passes for public, or no server could answer at all."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (names, exchange):
            patch.setattr(module, "is_public", lambda address: address == ELSEWHERE or is_public(address))
        return run(zoo, GUARDED, allow_private_hosts=False)


def _has_ipv6():
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("2001:db8::1", 9))
        except OSError:
            return False
    return True


def _takes_no_more(port):
    with socket.socket() as probe:
        probe.settimeout(0.3)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def skip_what_this_machine_cannot_show(zoo, case):
    if case.needs == "no-ipv6" and _has_ipv6():
        pytest.skip("this machine reaches hosts over IPv6")
    if case.needs == "full-backlog" and not _takes_no_more(zoo.ports["full"]):
        pytest.skip("this system takes connections beyond a full backlog")
    if "elsewhere" in case.address and "elsewhere" not in zoo.ports:
        pytest.skip(f"{ELSEWHERE} is no address of this machine")


def check(zoo, case, probe):
    told = f"{case.name}: {probe}"
    assert probe.verdict in case.verdicts, told
    if case.causes:
        assert probe.cause in case.causes, told
    if case.final is not None:
        assert probe.final_url == zoo.fill(case.final), told
    if case.hops is not None and probe.verdict != "dns-error":
        assert len(probe.hops) == case.hops, told
    if not case.is_picture:
        assert probe.verdict in {"broken", "soft-404"} or probe.image_fault, told
    elif case.image and case.live:
        assert not probe.image_fault, told
    assert case.evidence.lower() in probe.evidence.lower(), told


@pytest.mark.parametrize("case", FREE, ids=lambda case: case.name)
def test_verdict(zoo, seen, case):
    skip_what_this_machine_cannot_show(zoo, case)
    check(zoo, case, seen.probes[url_of(zoo, case)])


@pytest.mark.parametrize("case", GUARDED, ids=lambda case: case.name)
def test_guarded_verdict(zoo, seen_guarded, case):
    skip_what_this_machine_cannot_show(zoo, case)
    check(zoo, case, seen_guarded.probes[url_of(zoo, case)])


# -- how gently --------------------------------------------------------------------------------------------------------


def key_of(zoo, case):
    """Host and target of the request for a case's address."""
    url = parse_url(url_of(zoo, case))
    _, _, target = url.href.partition("#")[0].partition("://")[2].partition("/")
    return url.host.rstrip("."), f"/{target}"


def asked(zoo, cases):
    """How often each address was asked for; those that differ in their fragment are one."""
    keys = {key_of(zoo, case) for case in cases}
    return {key: zoo.log.asked[key] + zoo.log.heads[key] for key in keys}


@pytest.mark.usefixtures("seen")
def test_live_links_are_asked_once(zoo):
    """Although some of them fail the first time, and others lead back to themselves."""
    counts = asked(zoo, [case for case in FREE if case.live])
    assert sum(counts.values()) / len(counts) <= 1.3, Counter(counts).most_common(20)


@pytest.mark.usefixtures("seen")
def test_a_host_is_asked_for_one_path_that_nobody_named(zoo):
    hosts = {case.host for case in FREE if case.live and case.name != "location-latin1"}  # it ends on such a path
    assert not {host: zoo.log.strangers[host] for host in hosts if zoo.log.strangers[host] > 1}


@pytest.mark.usefixtures("seen")
def test_nobody_is_asked_by_head(zoo):
    """A GET that is broken off is as cheap, and right where HEAD lies."""
    assert not zoo.log.heads


@pytest.mark.usefixtures("seen")
def test_dead_links_are_asked_four_times_at_most(zoo):
    dead = [case for case in FREE if not case.live]
    counts = {case.name: asked(zoo, [case])[key_of(zoo, case)] for case in dead}
    assert not {case.name: counts[case.name] for case in dead if counts[case.name] > case.most}


@pytest.mark.usefixtures("seen")
def test_addresses_that_are_no_links_are_not_asked(zoo):
    silent = [case for case in FREE if case.most == 0]
    assert silent
    assert not any(asked(zoo, silent).values())


@pytest.mark.usefixtures("seen_guarded")
def test_no_connection_to_a_private_address(zoo):
    assert zoo.log.connections["trap"] == 0


def test_it_is_done_in_time(seen, seen_guarded):
    assert seen.seconds + seen_guarded.seconds < LONGEST
