"""The prober against servers on loopback: what it asks, how often, with what, and in which order."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter

import pytest

from audit.facts.url import parse_url
from audit.probe import pacing
from audit.probe import prober as prober_module
from audit.probe.job import Host, Job
from audit.probe.memory import Memory
from audit.probe.network import USER_AGENT, Network, Target
from audit.probe.prober import Prober
from audit.probe.queue import Wanted
from audit.probe.requests import headers_of
from tests.probe.conftest import HTML, LOOPBACK, PNG, RESET, Answer, Names, ask, in_turn, page, redirect, slow

PICTURE = Answer(200, PNG, (("Content-Type", "image/png"),))


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    """Retries come at once."""
    monkeypatch.setattr(prober_module, "_FIRST_DELAY", 0.01)


@pytest.fixture
def brief(monkeypatch):
    """Hosts that complain are waited for so briefly that a test sees the end of it."""
    for name, seconds in (("_FIRST_BACKOFF", 0.01), ("_LONGEST_BACKOFF", 0.02), ("_LONGEST_INTERVAL", 0.01)):
        monkeypatch.setattr(pacing, name, seconds)


def names_of(*hosts, address=LOOPBACK):
    return Names(dict.fromkeys(hosts, address))


# -- one request for each address --------------------------------------------------------------------------------------


def test_one_request_serves_all_fragments(serve):
    body = '<h2 id="one">1</h2><a name="two">2</a>' + "".join(f'<p id="p{n}">{n}</p>' for n in range(30))
    server = serve({"/harbour": page("The harbour", body)})
    urls = [server.url(f"/harbour{tail}") for tail in ("", "#one", "#two", "#top", *(f"#p{n}" for n in range(30)))]

    told = ask(urls)

    assert told.verdicts == {"ok"}
    assert set(told.probes) == set(urls)
    assert server.log.targets() == {"/harbour": 1}


def test_a_missing_fragment_is_looked_for_twice_and_told_of_its_own_address_only(serve):
    server = serve({"/harbour": page("The harbour", '<h2 id="one">1</h2>')})
    good, plain, bad = (server.url(f"/harbour{tail}") for tail in ("#one", "", "#three"))

    told = ask([good, plain, bad])

    assert (told[good].verdict, told[plain].verdict) == ("ok", "ok")
    assert (told[bad].verdict, told[bad].cause) == ("anchor-missing", "target")
    assert "three" in told[bad].evidence
    assert server.log.targets() == {"/harbour": 2}


def test_the_same_address_many_times_is_one_request_and_one_answer(serve):
    server = serve({"/harbour": page("The harbour")})

    told = ask([Target(server.url("/harbour"), referrer=f"https://post.example/{n}") for n in range(500)])

    assert list(told.probes) == [server.url("/harbour")]
    assert server.log.targets() == {"/harbour": 1}


def test_queries_make_addresses_different(serve):
    server = serve({"/ferry": lambda asked: page("The ferry") if asked.target.endswith("=2") else Answer(410)})
    old, new = server.url("/ferry?day=1"), server.url("/ferry?day=2")

    told = ask([old, new])

    assert (told[old].verdict, told[new].verdict) == ("broken", "ok")


def test_a_failure_is_shared_by_all_fragments(serve):
    server = serve({"/gone": Answer(410), "/lost": Answer(404), "/ill": Answer(500)})
    urls = [server.url(f"/{name}#{n}") for name in ("gone", "lost", "ill") for n in range(20)]

    told = ask(urls)

    assert len(told.probes) == 60
    assert {probe.verdict for url, probe in told.probes.items() if "/ill" in url} == {"server-error"}
    assert {probe.verdict for url, probe in told.probes.items() if "/ill" not in url} == {"broken"}
    asked = server.log.targets()
    assert (asked["/gone"], asked["/lost"]) == (1, 2)
    assert asked["/ill"] <= 4


def test_a_definitive_answer_is_not_asked_again(serve):
    server = serve({"/gone": Answer(410)})

    probe = ask([server.url("/gone")])[server.url("/gone")]

    assert (probe.verdict, probe.cause, probe.confidence, probe.attempts) == ("broken", "gone", "definitive", 1)


def test_a_failure_that_is_gone_at_the_end_of_the_run_is_none(serve):
    server = serve({"/deploying": in_turn(Answer(404), page("Deploying with care"))})

    probe = ask([server.url("/deploying")])[server.url("/deploying")]

    assert (probe.verdict, probe.attempts) == ("ok", 2)


def test_the_second_question_comes_on_a_new_connection_with_other_headers(serve):
    server = serve({"/lost": Answer(404)})

    ask([server.url("/lost")])

    first, second = server.log.requests
    assert first.headers["user-agent"] == USER_AGENT
    assert second.headers["user-agent"] != USER_AGENT
    assert "sec-fetch-mode" in second.headers
    assert server.log.connections == 2


def test_the_body_of_a_page_is_not_read_to_an_end_that_never_comes(serve):
    seen = []

    def endless(asked):
        seen.append(asked)
        return Answer(
            200,
            b"<title>An endless river</title>" + b"x" * 500_000,
            (("Content-Type", HTML), ("Content-Length", "99999999")),
        )

    server = serve({"/river": endless})

    told = ask([server.url("/river")])

    assert told[server.url("/river")].verdict == "ok"
    assert told.seconds < 3
    assert len(seen) == 1


# -- redirects ---------------------------------------------------------------------------------------------------------


def test_hops_are_recorded(serve):
    server = serve({"/old": redirect("/older", 308), "/older": redirect("/newest"), "/newest": page("The newest")})

    probe = ask([server.url("/old")])[server.url("/old")]

    assert probe.verdict == "redirected-permanent"
    assert [(hop.url, hop.status) for hop in probe.hops] == [(server.url("/old"), 308), (server.url("/older"), 301)]
    assert probe.final_url == server.url("/newest")
    assert probe.attempts == 3


def test_one_temporary_hop_makes_all_of_it_temporary(serve):
    server = serve({"/old": redirect("/older"), "/older": redirect("/newest", 302), "/newest": page("The newest")})

    assert ask([server.url("/old")])[server.url("/old")].verdict == "redirected-temporary"


def test_cookies_of_a_chain_come_along(serve):
    def gate(asked):
        if asked.cookies.get("seen") == "yes":
            return page("The garden")
        return redirect("/garden", 302, ("Set-Cookie", "seen=yes; Path=/"))

    server = serve({"/garden": gate})

    probe = ask([server.url("/garden")])[server.url("/garden")]

    assert probe.verdict == "redirected-temporary"
    assert server.log.count("/garden") == 2


def test_cookies_that_were_set_two_hops_ago_come_along(serve):
    server = serve(
        {
            "/one": redirect("/two", 302, ("Set-Cookie", "pass=1; Path=/")),
            "/two": redirect("/three", 302),
            "/three": lambda asked: page("Behind three gates") if asked.cookies.get("pass") == "1" else Answer(403),
        }
    )

    assert ask([server.url("/one")])[server.url("/one")].verdict == "redirected-temporary"


def test_cookies_do_not_go_from_one_chain_to_the_next(serve):
    def setting(asked):
        return Answer(200, f"<title>{asked.target}</title>", (("Content-Type", HTML), ("Set-Cookie", "who=1; Path=/")))

    server = serve({"*": setting})

    ask([server.url(f"/page-{n:03}") for n in range(40)], host_concurrency=1)

    assert len(server.log.requests) == 40
    assert not [asked for asked in server.log.requests if asked.cookies]


def test_cookies_do_not_go_to_another_host(serve):
    server = serve({"a.example/start": redirect("PLACE", 302)})
    server.pages["a.example/start"] = redirect(server.url("/ende", "b.example"), 302, ("Set-Cookie", "secret=1"))
    server.pages["b.example/ende"] = page("Das Ende")

    told = ask([server.url("/start", "a.example")], names=names_of("a.example", "b.example"))

    assert told.verdicts == {"redirected-temporary"}
    assert not server.log.requests[-1].cookies


def test_a_fragment_of_a_location_takes_the_place_of_the_links_own(serve):
    server = serve({"/old": redirect("/newest#part"), "/newest": page("The newest", '<h2 id="part">P</h2>')})

    told = ask([server.url("/old#gone"), server.url("/old")])

    assert told.verdicts == {"redirected-permanent"}
    assert told[server.url("/old")].final_url == server.url("/newest#part")


def test_without_one_the_links_own_fragment_is_looked_for_at_the_end(serve):
    server = serve({"/old": redirect("/newest"), "/newest": page("The newest", '<h2 id="part">P</h2>')})
    good, bad = server.url("/old#part"), server.url("/old#gone")

    told = ask([good, bad])

    assert (told[good].verdict, told[good].final_url) == ("redirected-permanent", server.url("/newest#part"))
    assert (told[bad].verdict, told[bad].final_url) == ("anchor-missing", server.url("/newest#gone"))


def test_a_fragment_of_a_location_that_is_not_there_is_missing(serve):
    server = serve({"/old": redirect("/newest#lost"), "/newest": page("The newest", '<h2 id="part">P</h2>')})

    probe = ask([server.url("/old")])[server.url("/old")]

    assert probe.verdict == "anchor-missing"
    assert "lost" in probe.evidence


def test_loops_end(serve):
    server = serve(
        {
            "/self": redirect("/self"),
            "/ping": redirect("/pong", 302),
            "/pong": redirect("/ping", 302),
            "/growing": lambda asked: redirect(f"/growing?{asked.target.partition('?')[2]}x", 302),
        }
    )
    urls = [server.url(path) for path in ("/self", "/ping", "/growing")]

    told = ask(urls)

    assert [told[url].verdict for url in urls] == ["broken"] * 3
    assert [told[url].cause for url in urls] == ["redirect-loop", "redirect-loop", "too-many-redirects"]
    asked = server.log.targets()
    assert asked["/self"] <= 4
    assert asked["/ping"] <= 4
    assert len(told[urls[2]].hops) == 20


def test_twenty_hops_are_followed_and_no_more(serve):
    pages = {f"/hop-{n}": redirect(f"/hop-{n + 1}", 302) for n in range(21)} | {"/hop-21": page("Hop 21")}
    server = serve(pages)
    within, beyond = server.url("/hop-1"), server.url("/hop-0")

    told = ask([within, beyond])

    assert told[within].verdict == "redirected-temporary"
    assert len(told[within].hops) == 20
    assert (told[beyond].verdict, told[beyond].cause) == ("broken", "too-many-redirects")


@pytest.mark.parametrize("where", ["file:///etc/passwd", "javascript:alert(1)", "ftp://files.example/", "http://["])
def test_redirects_out_of_the_web_are_not_followed(serve, where):
    server = serve({"/out": redirect(where, 302)})

    probe = ask([server.url("/out")])[server.url("/out")]

    assert probe.verdict == "broken"
    assert server.log.targets().keys() == {"/out"}


def test_meta_refresh_is_a_hop(serve):
    server = serve(
        {
            "/moved": Answer(200, '<title>Moved</title><meta http-equiv="refresh" content="0; url=\'/here\'">'),
            "/here": Answer(404),
        }
    )

    probe = ask([server.url("/moved")])[server.url("/moved")]

    assert (probe.verdict, probe.cause) == ("broken", "not-found")
    assert probe.hops[0] == (server.url("/moved"), 200)


# -- again -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [Answer(500), Answer(502), Answer(408), Answer(425), RESET])
def test_what_failed_once_works(serve, first):
    server = serve({"/shaky": in_turn(first, page("A shaky page"))})

    probe = ask([server.url("/shaky")])[server.url("/shaky")]

    assert probe.verdict == "ok"
    assert server.log.count("/shaky") == 2
    assert probe.attempts == 2


def test_what_always_resets_is_broken(serve):
    server = serve({"/reset": RESET, "/works": page("This works")})

    told = ask([server.url("/reset"), server.url("/works")])

    assert (told[server.url("/reset")].verdict, told[server.url("/reset")].cause) == ("broken", "reset")
    assert told[server.url("/works")].verdict == "ok"
    assert 2 <= server.log.count("/reset") <= 4


def test_dead_addresses_are_asked_four_times_at_most(serve):
    statuses = [400, 404, 405, 409, 444, 500, 501, 503, 504, 508, 520, 521]
    server = serve({f"/status-{status}": Answer(status) for status in statuses})

    ask([server.url(f"/status-{status}") for status in statuses])

    asked = server.log.targets()
    assert {name: count for name, count in asked.items() if count > 4} == {}


# -- patience ----------------------------------------------------------------------------------------------------------


def test_a_short_retry_after_is_obeyed(serve):
    server = serve({"/busy": in_turn(Answer(429, b"", (("Retry-After", "1"),)), page("No longer busy"))})

    told = ask([server.url("/busy")])

    assert told[server.url("/busy")].verdict == "ok"
    first, second = server.log.requests
    assert second.at - first.at >= 1.0


def test_a_long_retry_after_is_not_slept_through(serve):
    server = serve(
        {
            "busy.example*": Answer(429, b"", (("Retry-After", "3600"),)),
            "down.example*": Answer(503, b"", (("Retry-After", "600"),)),
        }
    )
    busy, down = server.url("/page-one", "busy.example"), server.url("/page-two", "down.example")

    told = ask([busy, down], names=names_of("busy.example", "down.example"))

    assert told.seconds < 10
    assert told[busy].verdict == "rate-limited"
    assert told[down].verdict == "server-error"
    assert "3,600" in told[busy].evidence
    assert server.log.hosts()["busy.example"] <= 2
    assert server.log.hosts()["down.example"] <= 2


def test_a_host_that_asks_for_patience_holds_up_nobody_else(serve):
    """All the others are done before the one that waits is asked again."""
    others = [f"h{n}.example" for n in range(10)]
    server = serve({"*": lambda asked: page(asked.target)})
    server.pages["busy.example*"] = in_turn(Answer(429, b"", (("Retry-After", "2"),)), page("Busy-bee"))
    busy = server.url("/busy-bee", "busy.example")

    told = ask(
        [busy, *(server.url(f"/page-{n:04}", host) for host in others for n in range(10))],
        names=names_of("busy.example", *others),
        max_concurrency=4,
    )

    assert told.verdicts == {"ok"}
    assert told.order[-1] == busy
    assert server.log.requests[-1].host == "busy.example"


def test_a_slow_host_does_not_hold_up_the_others(serve):
    others = [f"h{n}.example" for n in range(10)]
    server = serve({"*": lambda asked: page(asked.target), "slow.example*": slow(page("Slow as a snail"), 1.5)})
    urls = [server.url(f"/page-{n:04}", host) for host in others for n in range(10)]
    slowly = [server.url(f"/slow-snail-{n}", "slow.example") for n in range(3)]

    told = ask([*slowly, *urls], names=names_of("slow.example", *others), max_concurrency=8)

    assert told.verdicts == {"ok"}
    assert set(told.order[-3:]) == set(slowly)


def test_many_addresses_of_a_slow_host_do_not_take_all_the_room(serve):
    """A host with more addresses than may be under way at all leaves room for the hosts after it in the alphabet."""
    others = [f"z{n}.example" for n in range(5)]
    server = serve({"*": lambda asked: page(asked.target)})
    server.pages["a-slow.example*"] = lambda asked: slow(page(asked.target), 0.4)(asked)
    slowly = [server.url(f"/slow-{n:04}", "a-slow.example") for n in range(16)]
    urls = [server.url(f"/page-{n:04}", host) for host in others for n in range(4)]

    told = ask([*slowly, *urls], names=names_of("a-slow.example", *others), max_concurrency=16)

    last_of_others = max(told.order.index(url) for url in urls)
    assert last_of_others < len(urls) + 8, "the fast hosts waited for the slow one"


def test_a_name_that_takes_long_does_not_hold_up_the_others(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    done = threading.Event()

    def names(host):
        if host == "slow.example":
            done.wait(5)
        if host in {"slow.example", "fast.example"}:
            return [LOOPBACK]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fast = [server.url(f"/page-{n:03}", "fast.example") for n in range(20)]
    late = server.url("/page-late", "slow.example")
    told = []
    asking = Prober(Network(timeout=4, allow_private_hosts=True, names=names)).ask(map(Target, [late, *fast]))
    for probe in asking:
        told.append(probe.url)
        if len(told) == len(fast):
            done.set()

    assert told[-1] == late
    assert done.is_set()


def test_requests_to_one_host_are_limited(serve):
    server = serve({"*": lambda asked: slow(page(asked.target), 0.02)(asked)})
    urls = [server.url(f"/page-{n:04}", host) for host in ("one.example", "two.example") for n in range(60)]

    told = ask(urls, names=names_of("one.example", "two.example"), host_concurrency=3)

    assert told.verdicts == {"ok"}
    assert max(server.log.most_at_once.values()) <= 3


def test_requests_altogether_are_limited(serve):
    hosts = [f"h{n}.example" for n in range(20)]
    server = serve({"*": lambda asked: slow(page(asked.target), 0.02)(asked)})
    urls = [server.url(f"/page-{n:04}", host) for host in hosts for n in range(5)]

    told = ask(urls, names=names_of(*hosts), max_concurrency=5)

    assert told.verdicts == {"ok"}
    assert len(told.probes) == 100


def test_connections_are_kept(serve):
    server = serve({"*": lambda asked: page(asked.target)})

    ask([server.url(f"/page-{n:04}") for n in range(200)], host_concurrency=4)

    assert server.log.connections <= 8


@pytest.mark.usefixtures("brief")
def test_a_host_that_complains_is_asked_for_less_at_once(serve):
    """Whoever answers 429 to too many at once gets fewer of them, and every address is judged in the end."""
    lock = threading.Lock()
    here = Counter()

    def touchy(asked):
        with lock:
            here["now"] += 1
            too_many = here["now"] > 2
            here["refused"] += too_many
        time.sleep(0.02)
        with lock:
            here["now"] -= 1
        return Answer(429) if too_many else page(asked.target)

    server = serve({"*": touchy})

    told = ask([server.url(f"/page-{n:04}") for n in range(40)])

    assert told.verdicts == {"ok"}
    assert here["refused"] < 30, "it was not asked more slowly"


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_to_be_left_alone_for_an_hour_is(serve, status):
    """Its other addresses share that, as with any failure of a host: to ask on is what it asked us not to do."""
    server = serve({"*": Answer(status, b"", (("Retry-After", "3600"),))})

    told = ask([server.url(f"/page-{n:04}") for n in range(100)])

    assert told.verdicts == {"rate-limited" if status == 429 else "server-error"}
    assert len(server.log.requests) < 50
    untold = [probe for probe in told.probes.values() if probe.cause == "left-alone"]
    assert len(untold) >= 50
    assert {probe.status for probe in untold} == {None}


@pytest.mark.usefixtures("brief")
def test_a_host_that_answers_429_to_everything_is_given_up(serve):
    """Without that, a hundred links with three requests each and half a minute between them take hours."""
    server = serve({"*": Answer(429)})

    told = ask([server.url(f"/page-{n:04}") for n in range(100)])

    assert told.verdicts == {"rate-limited"}
    assert len(server.log.requests) < 100


def test_the_wait_for_a_host_that_asks_for_fifty_seconds_each_time_is_bounded(serve, monkeypatch):
    """Twenty links, each of which may be waited for, must not be waited for one after the other."""
    waits = []
    complained = pacing.Pace.complained

    def noting(self, now, asked_for, jitter, began):
        wait = complained(self, now, asked_for, jitter, began)
        waits.append(wait)
        self.ready_at = now
        return 0.0

    monkeypatch.setattr(pacing.Pace, "complained", noting)
    monkeypatch.setattr(prober_module, "_FIRST_DELAY", 0.01)
    server = serve({"*": Answer(429, b"", (("Retry-After", "50"),))})

    ask([server.url(f"/page-{n:04}") for n in range(20)], host_concurrency=1)

    assert sum(waits) < 600


def test_a_host_may_complain_as_often_as_it_likes():
    pace = pacing.Pace(6)
    for _ in range(3000):
        pace.started(0.0)
        pace.complained(0.0, 3600.0, 0.5)

    assert pace.interval < 60


# -- hosts that are down -----------------------------------------------------------------------------------------------


def test_a_host_that_is_down_is_not_asked_for_all_of_its_addresses(serve):
    server = serve({"*": RESET})

    told = ask([server.url(f"/page-{n:03}") for n in range(100)])

    assert len(told.probes) == 100
    assert told.verdicts <= {"broken", "connection-error"}
    assert len(server.log.requests) < 60


def test_a_port_that_nobody_listens_on_is_not_tried_for_all_addresses(monkeypatch):
    tried = []
    opened = prober_module.Loop.start
    monkeypatch.setattr(prober_module.Loop, "start", lambda self, *what: (tried.append(what), opened(self, *what))[1])
    with socket.socket() as held:
        held.bind((LOOPBACK, 0))
        port = held.getsockname()[1]
        told = ask([f"http://{LOOPBACK}:{port}/page-{n}" for n in range(100)])

    assert {(probe.verdict, probe.cause) for probe in told.probes.values()} == {("broken", "refused")}
    assert len(tried) < 40


def test_a_host_that_hangs_does_not_cost_a_timeout_for_each_address(serve):
    server = serve({"hang.example*": slow(page("Late"), 3), "*": lambda asked: page(asked.target)})
    hanging = [server.url(f"/page-{n:03}", "hang.example") for n in range(60)]
    good = [server.url(f"/page-{n:03}", "good.example") for n in range(20)]

    told = ask([*hanging, *good], names=names_of("hang.example", "good.example"), timeout=1)

    assert {told[url].verdict for url in hanging} == {"timeout"}
    assert {told[url].verdict for url in good} == {"ok"}
    assert len(server.log.requests) - 20 < 40
    assert told.seconds < 12


def test_a_host_with_some_bad_pages_is_not_down(serve):
    """Although they come one after the other."""
    pages = {f"/page-{n:03}": RESET if n < 40 else page(f"Page-{n:03}") for n in range(60)}
    server = serve({"/aaa": page("Aaa"), **pages})

    told = ask([server.url(path) for path in server.pages])

    assert {told[server.url(f"/page-{n:03}")].verdict for n in range(40, 60)} == {"ok"}


def test_a_host_that_was_down_at_first_is_asked_again_at_the_end(serve):
    """What is there at the end of the run is what counts. (The second questions have another User-Agent.)"""
    server = serve({"*": lambda asked: RESET if asked.headers["user-agent"] == USER_AGENT else page(asked.target)})

    told = ask([server.url(f"/page-{n:03}") for n in range(50)])

    assert told.verdicts == {"ok"}


# -- headers -----------------------------------------------------------------------------------------------------------


def test_a_users_agent_goes_to_every_host_every_time(serve):
    server = serve({"*": lambda asked: page(asked.target), "/lost": Answer(404)})
    urls = [server.url("/page-one", "own.example"), server.url("/lost", "other.example")]

    ask(urls, names=names_of("own.example", "other.example"), headers=(("user-agent", "Ours/1"),))

    assert len(server.log.requests) >= 3
    assert {asked.headers["user-agent"] for asked in server.log.requests} == {"Ours/1"}


@pytest.mark.parametrize("name", ["Authorization", "X-Preview", "Cookie", "Proxy-Authorization", "X-Api-Key"])
def test_a_users_secret_goes_to_own_hosts_only(serve, name):
    server = serve({"*": lambda asked: page(asked.target)})
    own, other = server.url("/page-one", "own.example"), server.url("/page-two", "other.example")

    ask(
        [Target(own, own=True), Target(other)],
        names=names_of("own.example", "other.example"),
        headers=((name, "s3cret=1"),),
    )

    sent = {asked.host: asked.headers.get(name.lower()) for asked in server.log.requests}
    assert sent == {"own.example": "s3cret=1", "other.example": None}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_users_secret_does_not_follow_a_redirect_to_another_host(serve, status):
    server = serve({})
    server.pages["own.example/leaving"] = redirect(server.url("/arrived", "other.example"), status)
    server.pages["other.example/arrived"] = page("Arrived")

    told = ask(
        [Target(server.url("/leaving", "own.example"), own=True)],
        names=names_of("own.example", "other.example"),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    assert told.verdicts <= {"redirected-permanent", "redirected-temporary"}
    assert [asked.headers.get("authorization") for asked in server.log.requests] == ["Bearer s3cret", None]


def test_a_users_secret_does_not_follow_a_redirect_to_another_port(serve):
    """Another port is another origin, and may be another owner's server."""
    elsewhere = serve({"/arrived": page("Arrived")})
    server = serve({"/leaving": redirect(elsewhere.url("/arrived", "own.example"), 302)})

    ask(
        [Target(server.url("/leaving", "own.example"), own=True)],
        names=names_of("own.example"),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    assert server.log.requests[0].headers["authorization"] == "Bearer s3cret"
    assert "authorization" not in elsewhere.log.requests[0].headers


@pytest.mark.parametrize("now", ["http://own.example/page", "https://own.example:8443/page"])
def test_a_users_secret_stays_with_its_origin(now):
    """Over plain HTTP all on the way could read it, and another port is another server."""
    asked = "https://own.example/page"
    host = Host("own.example", pacing.Pace(1))
    job = Job(Wanted("own.example", asked, (Target(asked, own=True),)), host, parse_url(now))

    lines = headers_of(job, Network(headers=(("Authorization", "Bearer s3cret"),)))

    assert not [line for line in lines if "s3cret" in line]


def test_a_users_secret_does_not_follow_a_refresh(serve):
    server = serve({"other.example/arrived": page("Arrived")})
    where = server.url("/arrived", "other.example")
    server.pages["own.example/leaving"] = Answer(200, b"", (("Content-Type", HTML), ("Refresh", f"0; url={where}")))

    ask(
        [Target(server.url("/leaving", "own.example"), own=True)],
        names=names_of("own.example", "other.example"),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    assert [asked.headers.get("authorization") for asked in server.log.requests] == ["Bearer s3cret", None]


def test_a_users_secret_comes_back_with_the_chain(serve):
    """Back on the own host after a login elsewhere: the header is the host's again, or at least never another's."""
    server = serve({})
    server.pages["own.example/first"] = redirect(server.url("/between", "other.example"), 302)
    server.pages["other.example/between"] = redirect(server.url("/landing", "own.example"), 302)
    server.pages["own.example/landing"] = page("Landing")

    ask(
        [Target(server.url("/first", "own.example"), own=True)],
        names=names_of("own.example", "other.example"),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    sent = [(asked.host, asked.headers.get("authorization")) for asked in server.log.requests]
    assert ("other.example", None) in sent
    assert not [header for host, header in sent if host == "other.example" and header]


def test_a_secret_is_not_sent_with_the_random_question_to_others(serve):
    server = serve({"*": Answer(200, "<title>Welcome</title><p>Welcome</p>")})

    ask(
        [Target(server.url("/some-thing", "other.example"))],
        names=names_of("other.example"),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    assert len(server.log.requests) >= 2
    assert not [asked for asked in server.log.requests if "authorization" in asked.headers]


# -- credentials in addresses ------------------------------------------------------------------------------------------


def test_credentials_in_addresses_are_neither_sent_nor_told(serve):
    server = serve({"/vault": Answer(401, b"", (("WWW-Authenticate", "Basic"),)), "/lobby": page("Lobby")})
    server.pages["/way-in"] = redirect(f"http://other:hunter2@{LOOPBACK}:{server.port}/vault", 302)
    urls = [f"http://user:hunter2@{LOOPBACK}:{server.port}{path}" for path in ("/vault", "/lobby", "/way-in")]

    told = ask(urls)

    assert {asked.target for asked in server.log.requests} >= {"/vault", "/lobby", "/way-in"}
    assert not [asked for asked in server.log.requests if "authorization" in asked.headers]
    for url, probe in told.probes.items():
        said = repr(probe).replace(repr(url), "")
        assert "hunter2" not in said, probe


def test_a_redirect_with_credentials_that_loops_does_not_tell_them(serve):
    server = serve({})
    server.pages["/round"] = redirect(f"http://u:hunter2@{LOOPBACK}:{server.port}/round", 302)

    told = ask([server.url("/round")])

    assert "hunter2" not in repr(told[server.url("/round")])


def test_a_location_that_is_no_address_does_not_tell_credentials(serve):
    server = serve(
        {"/odd": redirect("ftp://u:hunter2@files.example/x", 302), "/worse": redirect("http://u:hunter2@[/", 302)}
    )

    told = ask([server.url("/odd"), server.url("/worse")])

    assert told.verdicts == {"broken"}
    assert "hunter2" not in repr(told.probes)


# -- pictures ----------------------------------------------------------------------------------------------------------


def picture_at(server, path, host="", referrer="https://post.example/2024/a-day/"):
    return Target(server.url(path, host), image=True, referrer=referrer)


def test_pictures(serve):
    server = serve(
        {
            "/good.png": PICTURE,
            "/mistyped.png": Answer(200, PNG, (("Content-Type", "application/octet-stream"),)),
            "/vector.svg": Answer(
                200, "<svg xmlns='http://www.w3.org/2000/svg'/>", (("Content-Type", "image/svg+xml"),)
            ),
            "/page.png": page("Our shop"),
            "/empty.png": Answer(200, b"", (("Content-Type", "image/png"),)),
            "/lost.png": Answer(404, b"", (("Content-Type", "image/png"),)),
        }
    )

    told = ask([picture_at(server, path) for path in server.pages])

    seen = {path: (told[server.url(path)].verdict, told[server.url(path)].cause) for path in server.pages}
    assert seen == {
        "/good.png": ("ok", None),
        "/mistyped.png": ("ok", None),
        "/vector.svg": ("ok", None),
        "/page.png": ("broken", "not-an-image"),
        "/empty.png": ("broken", "empty-image"),
        "/lost.png": ("broken", "not-found"),
    }


def test_a_page_of_which_a_part_is_linked_works_as_a_link_though_it_is_no_picture(serve):
    server = serve({"/both": page("Both of them", '<h2 id="part">P</h2>')})
    link, picture = server.url("/both#part"), server.url("/both")

    told = ask([Target(link), Target(picture, image=True)])

    assert (told[link].verdict, told[link].image_fault) == ("ok", "")
    assert told[picture].image_fault


def test_a_picture_is_not_read_to_its_end(serve):
    server = serve({"/big.png": Answer(200, PNG + b"\0" * 4_000_000, (("Content-Type", "image/png"),))})

    told = ask([picture_at(server, "/big.png")])

    assert told.verdicts == {"ok"}
    assert server.log.count("/big.png") == 1


def test_a_picture_is_asked_for_with_the_post_as_referrer(serve):
    server = serve({"*": PICTURE})

    ask([picture_at(server, "/one.png", referrer="http://post.example/2024/a-day/?preview=1#top")])

    asked = server.log.requests[0]
    assert asked.headers["referer"] == "http://post.example/"
    assert asked.headers["accept"].startswith("image/")


def test_nothing_of_a_secure_post_is_told_to_an_insecure_server(serve):
    server = serve({"*": PICTURE})

    ask([picture_at(server, "/one.png", referrer="https://post.example/2024/a-day/")])

    assert "referer" not in server.log.requests[0].headers


def test_links_are_asked_without_referrer(serve):
    server = serve({"*": lambda asked: page(asked.target)})

    ask([Target(server.url("/page-one"), referrer="http://post.example/")])

    assert "referer" not in server.log.requests[0].headers


@pytest.mark.parametrize(
    "refusal", [Answer(403), Answer(404), Answer(401), page("No hotlinks"), redirect("/no.html", 302)]
)
def test_a_picture_that_is_refused_because_of_the_referrer_is_protected(serve, refusal):
    def guard(asked):
        return refusal if "post.example" in asked.headers.get("referer", "") else PICTURE

    server = serve({"/mine.png": guard, "/no.html": page("No hotlinks")})

    probe = ask([picture_at(server, "/mine.png", referrer="http://post.example/a/")])[server.url("/mine.png")]

    assert (probe.verdict, probe.cause) == ("blocked", "hotlink-protected")
    assert server.log.count("/mine.png") <= 4


def test_a_picture_that_is_refused_in_any_case_is_not_protected(serve):
    server = serve({"/mine.png": Answer(404)})

    probe = ask([picture_at(server, "/mine.png", referrer="http://post.example/a/")])[server.url("/mine.png")]

    assert (probe.verdict, probe.cause) == ("broken", "not-found")
    assert server.log.count("/mine.png") <= 4


# -- what a host answers to everything ---------------------------------------------------------------------------------

EVERYTHING = Answer(200, "<!DOCTYPE html><title>Harbour news</title><p>Welcome to the news of the harbour.</p>")


def test_a_page_that_a_host_gives_for_every_address_is_none(serve):
    server = serve({"*": EVERYTHING})
    urls = [server.url(f"/2024/an-article-{n}") for n in range(10)]

    told = ask(urls)

    assert {(probe.verdict, probe.cause) for probe in told.probes.values()} == {("soft-404", "same-as-random")}
    assert len(server.log.requests) == 11, "one question for an address that nobody has, and no more"


def test_pages_beside_an_honest_404_are_fine(serve):
    server = serve({"/an-article": EVERYTHING, "/another-one": EVERYTHING})

    told = ask([server.url("/an-article"), server.url("/another-one")])

    assert told.verdicts == {"ok"}
    assert len(server.log.requests) == 3


def test_the_front_page_is_not_compared(serve):
    server = serve({"*": EVERYTHING})

    told = ask([server.url("/"), server.url("/de/"), server.url("/index.html")])

    assert told.verdicts == {"ok"}
    assert len(server.log.requests) == 3


def test_files_are_not_compared(serve):
    server = serve({"*": Answer(200, b"%PDF-1.7", (("Content-Type", "application/pdf"),))})

    told = ask([server.url("/2024/paper.pdf")])

    assert told.verdicts == {"ok"}
    assert len(server.log.requests) == 1


def test_a_page_that_scripts_make_is_unknown(serve):
    shell = '<!DOCTYPE html><title>App</title><div id="root"></div><script src="/app.js"></script>'
    server = serve({"*": Answer(200, shell)})

    told = ask([server.url("/some/where")])

    assert told.verdicts <= {"unknown", "ok"}


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_name_that_does_not_exist(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    good, dead = server.url("/page-one", "good.example"), "http://gone.nowhere.net/"
    names = names_of("good.example")

    told = ask([good, dead, f"{dead}other", f"{dead}more"], names=names)

    assert {(probe.verdict, probe.cause) for url, probe in told.probes.items() if "gone" in url} == {
        ("dns-error", "nxdomain")
    }
    assert told[dead].confidence == "confirmed"
    assert names.asked["gone.nowhere.net"] == 2, "once in the run, once at its end"


def test_a_resolver_that_failed_is_no_verdict_on_the_name(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    good, ill = server.url("/page-one", "good.example"), "http://ill.nowhere.net/"

    told = ask([good, ill], names=Names({"good.example": LOOPBACK, "ill.nowhere.net": socket.EAI_AGAIN}))

    assert (told[ill].verdict, told[ill].cause) == ("dns-error", "try-again")


def test_a_name_that_was_not_found_once_is_looked_up_again(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    late, later = server.url("/page-one", "late.example"), server.url("/page-two", "later.example")
    names = Names(
        {
            "late.example": [socket.EAI_NONAME, LOOPBACK],
            "later.example": [socket.EAI_AGAIN, LOOPBACK],
            "good.example": LOOPBACK,
        }
    )

    told = ask([late, later, server.url("/page-three", "good.example")], names=names)

    assert told.verdicts == {"ok"}


def test_a_name_is_looked_up_once_for_all_of_its_addresses(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    names = names_of("good.example")

    ask([server.url(f"/page-{n:04}", "good.example") for n in range(100)], names=names)

    assert names.asked["good.example"] == 1


def test_an_address_that_does_not_answer_is_not_the_last_one(serve):
    server = serve({"*": lambda asked: page(asked.target)})
    url = server.url("/page-one", "two.example")

    told = ask([url], names=Names({"two.example": f"127.0.0.9 {LOOPBACK}"}))

    assert told[url].verdict == "ok"


def test_without_any_network_there_is_one_message_and_no_verdict():
    told = ask([f"http://www.site{n}.net/page" for n in range(30)], names=Names({}), allow_private_hosts=False)

    assert told.probes == {}
    assert "network" in told.problem.lower()


def test_a_single_dead_name_without_network_is_no_verdict_either():
    told = ask(["http://www.site.net/page"], names=Names({}), allow_private_hosts=False)

    assert told.probes == {}
    assert "network" in told.problem.lower()


def test_dead_names_beside_a_network_are_dead():
    names = Names({"example.com": "93.184.215.14", "iana.org": "192.0.43.8", "wikipedia.org": "195.200.68.224"})

    told = ask([f"http://www.site{n}.net/page" for n in range(12)], names=names, allow_private_hosts=False)

    assert told.problem is None
    assert {(probe.verdict, probe.cause) for probe in told.probes.values()} == {("dns-error", "nxdomain")}
    assert len(told.probes) == 12


def test_a_resolver_that_knows_every_name_is_found_out(serve):
    server = serve({"*": page("Your provider helps you to search")})

    told = ask([server.url("/page-one", "gone.nowhere.net")], names=Names({}, others=LOOPBACK))

    assert told.verdicts == {"unknown"}
    assert "resolver" in told.problem.lower()
    assert server.log.requests == []


# -- settings ----------------------------------------------------------------------------------------------------------


def test_accepted_statuses_work(serve):
    server = serve({"/lost": Answer(404), "/denied": Answer(403), "/old": redirect("/lost"), "/ill": Answer(500)})

    told = ask([server.url(path) for path in server.pages], accept=frozenset({404}))

    assert told[server.url("/lost")].verdict == "ok"
    assert told[server.url("/old")].verdict == "redirected-permanent"
    assert told[server.url("/denied")].verdict == "blocked"
    assert told[server.url("/ill")].verdict == "server-error"


def test_an_accepted_redirect_is_not_followed(serve):
    server = serve({"/away": redirect("/lost", 302)})

    told = ask([server.url("/away")], accept=frozenset({302}))

    assert told.verdicts == {"ok"}
    assert server.log.targets().keys() == {"/away"}


def test_an_accepted_rate_limit_is_taken_as_it_is(serve):
    server = serve({"/busy": Answer(429)})

    told = ask([server.url("/busy")], accept=frozenset({429}))

    assert told.verdicts == {"ok"}
    assert server.log.count("/busy") == 1


def test_a_request_takes_no_longer_than_the_timeout(serve):
    server = serve({"/hang": slow(page("Too late"), 3)})

    told = ask([server.url("/hang")], timeout=0.5)

    assert (told[server.url("/hang")].verdict, told[server.url("/hang")].cause) == ("timeout", "timeout-answer")
    assert told.seconds < 2.5


# -- an unfinished run -------------------------------------------------------------------------------------------------


def test_who_stops_listening_stops_the_asking(serve):
    server = serve({"*": lambda asked: slow(page(asked.target), 0.02)(asked)})
    asking = Prober(Network(allow_private_hosts=True)).ask(Target(server.url(f"/page-{n:04}")) for n in range(1000))

    next(asking)
    asking.close()
    time.sleep(0.2)
    before = len(server.log.requests)
    time.sleep(0.2)

    assert len(server.log.requests) == before < 500


def test_targets_are_taken_from_any_iterable(serve):
    server = serve({"*": lambda asked: page(asked.target)})

    assert ask(iter(())).probes == {}
    assert len(ask(server.url(f"/page-{n:04}") for n in range(50)).probes) == 50


# -- memory ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def remembering(tmp_path):
    """Asks as a run would: with the memory of the runs before it."""

    def run(targets, **settings):
        memory = Memory(tmp_path)
        try:
            return ask(targets, memory=memory, **settings)
        finally:
            memory.close(time.time())
            assert memory.notices == []

    return run


def test_a_second_run_asks_nothing_that_worked(serve, remembering):
    body = '<h2 id="part">P</h2>'
    server = serve({"*": lambda asked: page(asked.target, body), "/old": redirect("/newest", 302), "/one.png": PICTURE})
    targets = [
        *(server.url(f"/page-{n:04}") for n in range(40)),
        server.url("/page-0001#part"),
        server.url("/old"),
        Target(server.url("/one.png"), image=True),
    ]

    first = remembering(targets)
    asked = len(server.log.requests)
    second = remembering(targets)

    assert len(server.log.requests) == asked
    assert all(probe.cached and probe.attempts == 0 for probe in second.probes.values())
    assert {url: probe.verdict for url, probe in first.probes.items()} == {
        url: probe.verdict for url, probe in second.probes.items()
    }
    assert second[server.url("/old")].hops == first[server.url("/old")].hops
    assert second[server.url("/old")].final_url == server.url("/newest")


def test_what_failed_is_asked_again_and_counted(serve, remembering):
    server = serve({"/works": page("This works"), "/ill": Answer(500)})
    works, ill = server.url("/works"), server.url("/ill")

    first = remembering([works, ill])
    second = remembering([works, ill])
    third = remembering([works, ill])

    assert server.log.count("/works") == 1
    assert [run[ill].streak for run in (first, second, third)] == [1, 2, 3]
    assert [run[ill].persistent for run in (first, second, third)] == [False, False, True]
    assert third[ill].first_failed == first[ill].first_failed
    assert not third[ill].cached


def test_fail_after_is_the_settings(serve, remembering):
    server = serve({"/ill": Answer(500)})

    assert remembering([server.url("/ill")], fail_after=1)[server.url("/ill")].persistent


def test_what_works_again_ends_the_row(serve, remembering):
    server = serve({"/ill": Answer(500)})
    url = server.url("/ill")
    remembering([url])
    server.pages["/ill"] = page("Ill no more")

    well = remembering([url])[url]
    server.pages["/ill"] = Answer(500)
    again = remembering([url], max_age=0)[url]

    assert (well.verdict, well.streak) == ("ok", 0)
    assert again.streak == 1
    assert again.last_ok == well.checked_at


def test_an_old_answer_is_asked_again(serve, remembering):
    server = serve({"/works": page("This works")})
    remembering([server.url("/works")])

    remembering([server.url("/works")], max_age=0.0)

    assert server.log.count("/works") == 2


def test_an_answer_holds_for_its_own_fragment_only(serve, remembering):
    server = serve({"/works": page("This works", '<h2 id="part">P</h2>')})
    remembering([server.url("/works#part")])

    told = remembering([server.url("/works#other")])

    assert told[server.url("/works#other")].verdict == "anchor-missing"


def test_a_page_that_worked_as_a_link_is_no_picture_because_of_that(serve, remembering):
    server = serve({"/works": page("This works")})
    remembering([server.url("/works")])

    told = remembering([Target(server.url("/works"), image=True)])

    assert told[server.url("/works")].verdict == "broken"


def test_what_was_accepted_is_asked_again_when_it_is_no_longer(serve, remembering):
    server = serve({"/lost": Answer(404)})
    url = server.url("/lost")

    accepted = remembering([url], accept=frozenset({404}))[url]
    believed = remembering([url], accept=frozenset({404}))[url]
    refused = remembering([url])[url]

    assert (accepted.verdict, believed.verdict, believed.cached) == ("ok", "ok", True)
    assert refused.verdict == "broken"


def test_a_wall_is_no_failure_that_counts(serve, remembering):
    server = serve({"/wall": Answer(403, b"", (("cf-mitigated", "challenge"),))})
    url = server.url("/wall")

    runs = [remembering([url])[url] for _ in range(3)]

    assert {probe.verdict for probe in runs} == {"blocked"}
    assert {probe.streak for probe in runs} == {0}


def test_without_network_nothing_is_remembered(remembering, serve):
    server = serve({"/works": page("This works")})
    url = server.url("/works", "www.site.net")

    remembering([url], names=Names({}))
    told = remembering([url], names=names_of("www.site.net"))

    assert (told[url].verdict, told[url].streak) == ("ok", 0)


def test_credentials_are_not_remembered(serve, remembering, tmp_path):
    server = serve({"/works": page("This works"), "/ill": Answer(500)})

    remembering([f"http://user:hunter2@{LOOPBACK}:{server.port}/{name}" for name in ("works", "ill")])

    assert not [file for file in tmp_path.iterdir() if b"hunter2" in file.read_bytes()]


def test_an_answer_that_crashes_us_is_one_unknown_address(serve, monkeypatch):
    judged = prober_module._Run._judge

    def crash(self, job, answer, page):
        if "odd" in answer.url:
            raise ZeroDivisionError("odd")
        judged(self, job, answer, page)

    monkeypatch.setattr(prober_module._Run, "_judge", crash)
    server = serve({"/odd": page("An odd page"), "/works": page("This works")})
    prober = prober_module.Prober(Network(allow_private_hosts=True))
    verdicts = {
        p.url: (p.verdict, p.cause) for p in prober.ask([Target(server.url("/odd")), Target(server.url("/works"))])
    }

    assert verdicts == {server.url("/odd"): ("unknown", "crashed"), server.url("/works"): ("ok", None)}
    assert "could not be read, which is our fault (ZeroDivisionError: odd)" in prober.problem


def test_a_sample_that_crashes_us_tells_of_no_address_that_nobody_asked_for(serve, monkeypatch):
    sampled = prober_module._Run._sampled

    def crash(self, job, sample):
        if sample is not None:
            raise ZeroDivisionError("odd")
        sampled(self, job, sample)

    monkeypatch.setattr(prober_module._Run, "_sampled", crash)
    server = serve({"*": EVERYTHING})
    urls = [server.url(f"/2024/an-article-{n}") for n in range(3)]
    prober = prober_module.Prober(Network(allow_private_hosts=True))

    told = {probe.url: probe.verdict for probe in prober.ask(map(Target, urls))}

    assert told == dict.fromkeys(urls, "ok")
    assert "which is our fault" in prober.problem


class Narrow:
    """A server that takes so many connections at once, and resets the others."""

    def __init__(self, most):
        self.most, self.now = most, 0
        self.lock = threading.Lock()

    def __call__(self, asked):
        with self.lock:
            self.now += 1
            full = self.now > self.most
        try:
            if full:
                return RESET
            time.sleep(0.03)
            return page(f"Harbour page about {asked.target}")
        finally:
            with self.lock:
                self.now -= 1


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_host_that_takes_few_at_once_is_not_dead(serve, most):
    server = serve({"*": Narrow(most)})

    told = ask([server.url(f"/page-{n:03}") for n in range(60)])

    assert told.verdicts == {"ok"}


def test_a_host_that_bans_us_is_not_dead(serve):
    """It answers at first, and then breaks every connection off."""
    count = iter(range(10_000))
    server = serve({"*": lambda asked: page(f"About {asked.target}") if next(count) < 20 else RESET})

    told = ask([server.url(f"/page-{n:03}") for n in range(60)])

    assert told.verdicts <= {"ok", "connection-error"}


def test_a_cookie_set_on_the_second_hop_opens_the_gate(serve):
    def gate(asked):
        if "tok=9" in asked.headers.get("cookie", ""):
            return page("The gate is open")
        return redirect("/wall", 302)

    server = serve({"/gate": gate, "/wall": Answer(302, b"", (("Location", "/gate"), ("Set-Cookie", "tok=9")))})

    assert ask([server.url("/gate")]).verdicts == {"redirected-temporary"}


def test_what_was_seen_with_permission_is_not_believed_without(serve, tmp_path):
    server = serve({"/works": page("This works")})
    url = server.url("/works")
    for allowed, verdict in ((True, "ok"), (False, "unsafe")):
        memory = Memory(tmp_path)
        prober = Prober(Network(allow_private_hosts=allowed), memory)
        assert [probe.verdict for probe in prober.ask([Target(url)])] == [verdict]
        memory.close(time.time())
